"""One executed notebook → one page: our bundles in the page's language, its narrative, its answer first."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from mcee_eval.errors import BadParameter, Problem
from mcee_eval.publish.dressed import dressed
from mcee_eval.publish.late import late
from mcee_eval.publish.layout import HERE, other, page, part
from mcee_eval.publish.made import made
from mcee_eval.publish.verdicts import propositions
from mcee_eval.words.formats import LANGS
from mcee_eval.words.say import Words, escape

if TYPE_CHECKING:
    from nbconvert.exporters.html import HTMLExporter
    from nbformat import NotebookNode

BUNDLE = "application/vnd.mcee+json"
_TITLE = re.compile(r"\A\s*# [^\n]*\n?")
_FENCE = re.compile(r"^(```|~~~)", re.M)


@cache
def exporter() -> HTMLExporter:
    """The one exporter of this process (making one costs more than using it a hundred times)."""
    from nbconvert.exporters.html import HTMLExporter
    from traitlets.config import Config

    made_once = HTMLExporter(  # type: ignore[no-untyped-call]
        config=Config(HTMLExporter={"exclude_anchor_links": True, "embed_images": False}),
        template_name="template",
        extra_template_basedirs=[str(HERE)],
    )
    made_once.register_filter("shown", escape)  # type: ignore[no-untyped-call]
    return made_once


def render_page(notebook: NotebookNode, record: Mapping[str, Any], *, lang: str, base: str = "../") -> str:
    """The page of an executed notebook, in one language.

    notebook : executed, with our bundles among its outputs; it is not changed.
    record : what the run concluded; the answer box, the banners and the footer come from it.
    base : relative address of the site's root ("../"), or "" when the page stands there.
    Refuses a notebook that holds an error, and one in which an exhibit of the record is not shown.
    """
    words = Words(lang, {code: tuple(names) for code, names in record["names"].items()})
    internal = record["audience"] == "internal"
    shown = _chosen(notebook, lang, internal=internal)
    _check(notebook, record)
    shell = {"code": escape(words("site.code")), "output": escape(words("site.output")), "internal": internal}
    body, _ = exporter().from_notebook_node(shown, resources={"mcee": shell})
    finding, country = words(f"site.finding.{record['finding']}"), country_name(words, record["country"])
    name = f"{record['finding']}.{record['country']}"
    return page(
        words,
        title=words("site.page_title", finding=finding, country=country),
        h1=finding,
        sub=country,
        links=[
            {"href": f"{base}index.{lang}.html", "text": words("site.to_index")},
            {"href": f"{base}ledger.{lang}.html", "text": words("site.to_ledger")},
            {"href": f"{base}how.{lang}.html", "text": words("site.to_how")},
        ],
        twin=f"{name}.{other(lang)}.html",
        banners=banners(words, record["provenance"], record["audience"]),
        body=part("answer.html", words, verdicts=propositions(record, words))
        + dressed(body, record, words, base)
        + late("said-page"),
        foot=made(record, words, base),
    )


def banners(words: Words, provenance: str, audience: str) -> list[dict[str, str]]:
    """What a reader must know before the first figure."""
    word = "" if provenance == "published" else words(f"provenance.{provenance}")
    shown = [{"kind": provenance, "text": words(f"site.banner.{provenance}"), "word": word}]
    if audience == "internal":
        shown.insert(
            0, {"kind": "internal", "text": words("site.internal_banner"), "word": words("site.internal_word")}
        )
    return shown


def country_name(words: Words, code: str) -> str:
    """Name and code; the code once where the name holds it."""
    name = words.country(code)
    return name if code == "ALL" or code in name else f"{name} ({code})"


def _chosen(notebook: NotebookNode, lang: str, *, internal: bool) -> NotebookNode:
    """A copy with this language's narrative and our bundles; on public pages nothing else, and no code."""
    chosen = copy.deepcopy(notebook)
    cells, headed = [], False
    for cell in chosen.cells:
        tags = cell.metadata.get("tags", ())
        if cell.cell_type == "markdown":
            if f"lang-{other(lang)}" in tags:
                continue
            if not headed:  # the shell prints the page's h1, from the catalogue
                cell.source, headed = _TITLE.sub("", cell.source), True
            cell.source = _demoted(cell.source)
            if cell.source.strip():
                cells.append(cell)
        elif cell.cell_type == "code":
            cell.outputs = [kept for output in cell.outputs if (kept := _output(output, lang, internal=internal))]
            if not internal:
                cell.source = ""
                cell.metadata["transient"] = {"remove_source": True}
            if cell.outputs or (internal and cell.source.strip()):
                cells.append(cell)
    chosen.cells = cells
    return chosen


def _demoted(source: str) -> str:
    """A second ``# title`` becomes ``## title``: a page has one h1. Fenced code is left alone."""
    if _FENCE.search(source):
        return source
    return re.sub(r"^# ", "## ", source, flags=re.M)


def _output(output: Any, lang: str, *, internal: bool) -> Any:
    data = output.get("data", {})
    if BUNDLE in data:
        output.data = {"text/html": data[BUNDLE]["html"][lang]}
        output.metadata = {}
        return output
    if not internal:
        return None
    if output.output_type in ("display_data", "execute_result"):
        output.data = {k: v for k, v in data.items() if k == "text/plain"}
        return output if output.data else None
    return output if output.output_type == "stream" else None


def _check(notebook: NotebookNode, record: Mapping[str, Any]) -> None:
    """All that keeps this notebook from being a page."""
    outputs = [o for cell in notebook.cells if cell.cell_type == "code" for o in cell.outputs]
    bundles = [o.data[BUNDLE] for o in outputs if BUNDLE in o.get("data", {})]
    problems = [
        Problem(f"output {i + 1}", f"an error, {o.get('ename', '')}", "a notebook that ran to its end")
        for i, o in enumerate(outputs)
        if o.output_type == "error"
    ]
    problems += [
        Problem(f"bundle {b.get('id')!r}", f"no {lang}", "both languages")
        for b in bundles
        for lang in LANGS
        if not isinstance(b.get("html", {}).get(lang), str)
    ]
    shown = {b.get("id") for b in bundles if b.get("kind") == "exhibit"}
    problems += [
        Problem(f"exhibit {e['id']!r}", "not shown in the notebook", "every exhibit of the record on its page")
        for e in record["exhibits"]
        if e["id"] not in shown
    ]
    if problems:
        raise BadParameter(f"{record['finding']}.{record['country']}: no page can be made", problems=problems)
