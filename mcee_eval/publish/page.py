"""One executed notebook → one page: our bundles in the page's language, its narrative, its answer first."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Any

from mcee_eval.errors import BadParameter, Problem
from mcee_eval.notebooks import shipped_notebook
from mcee_eval.publish.bare import by_hand, tells
from mcee_eval.publish.dressed import dressed
from mcee_eval.publish.late import late
from mcee_eval.publish.layout import HERE, count, other, page, part
from mcee_eval.publish.made import made
from mcee_eval.publish.verdicts import propositions
from mcee_eval.record import MIME as RECORD
from mcee_eval.words.formats import LANGS
from mcee_eval.words.say import Words, escape

if TYPE_CHECKING:
    from nbconvert.exporters.html import HTMLExporter
    from nbformat import NotebookNode

BUNDLE = "application/vnd.mcee+json"
_TITLE = re.compile(r"\A\s*# [^\n]*\n?")
INJECTED, PINNED = "injected-parameters", "nbval-check-output"  # tags: papermill's cell; an output that is for tests
_SLUG = re.compile(r"[a-z0-9-]{0,40}")
_TAG = re.compile(r"<[^>]*>")
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
    return made_once


def render_page(
    notebook: NotebookNode, record: Mapping[str, Any], *, lang: str, base: str = "../", annex: str = ""
) -> str:
    """A page of an executed notebook, in one language.

    notebook : executed, with our bundles among its outputs; it is not changed.
    record : what the run concluded; the answer box, the banners and the footer come from it.
    base : relative address of the site's root ("../"), or "" when the page stands there.
    annex : the slug of a page that the notebook opened, "" for the main one.
    Refuses a notebook that holds an error, and one in which an exhibit of the record is not shown.
    """
    words = Words(lang, {code: tuple(names) for code, names in record["names"].items()})
    _check(notebook, record)
    body, _ = exporter().from_notebook_node(_chosen(notebook, record, words, annex))
    finding, country = words(f"site.finding.{record['finding']}"), country_name(words, record["country"])
    name = f"{record['finding']}.{record['country']}"
    titles = {slug: title[lang] for slug, title in annexes(notebook).items()}
    pages = [
        {"href": f"{name}.{f'{slug}.' if slug else ''}{lang}.html", "text": text}
        for slug, text in {"": finding, **titles}.items()
        if slug != annex
    ]
    links = [
        {"href": f"{base}{page}.{lang}.html", "text": words(f"site.to_{page}")} for page in ("index", "ledger", "how")
    ]
    answer = part("answer.html", words, verdicts=propositions(record, words))
    title = words("site.page_title", finding=finding, country=country)
    return page(
        words,
        title=words("site.annex_title", title=titles[annex], page=title) if annex else title,
        h1=titles[annex] if annex else finding,
        sub=f"{finding} – {country}" if annex else country,
        links=[*(pages[:1] if annex else []), *links],
        twin=f"{name}.{f'{annex}.' if annex else ''}{other(lang)}.html",
        banners=banners(words, record["provenance"], record["audience"]),
        body=("" if annex else answer)
        + dressed(body, record, words, base)
        + (part("annexes.html", words, pages=pages) if titles else "")
        + late("said-page"),
        foot=made(record, words, base),
    )


def annexes(notebook: NotebookNode) -> dict[str, dict[str, str]]:
    """The pages that a notebook opens beside its own: slug → title by language, in their order."""
    bundles = [o.get("data", {}).get(BUNDLE, {}) for c in notebook.cells for o in c.get("outputs", ())]
    opened = [b for b in bundles if b.get("kind") == "page" and b["slug"]]
    return {b["slug"]: {lang: unescape(_TAG.sub("", b["html"][lang])) for lang in LANGS} for b in opened}


def left_out(notebook: NotebookNode, record: Mapping[str, Any]) -> tuple[int, ...]:
    """The numbers of the cells whose own outputs a public page of protected data does not show."""
    if not _held_back(record):
        return ()
    return tuple(n for n, cell in _numbered(notebook) if n and any(_is_bare(o, cell) for o in cell.outputs))


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


def _held_back(record: Mapping[str, Any]) -> bool:
    """Is this a page on which nothing stands that did not come through the door?"""
    return bool(record["audience"] == "public" and record["provenance"] == "protected")


def _numbered(notebook: NotebookNode) -> Iterator[tuple[int, NotebookNode]]:
    """Each cell with its number among the cells of code, as JupyterLab counts them; others have 0."""
    n = 0
    for cell in notebook.cells:
        own = cell.cell_type == "code" and INJECTED not in cell.metadata.get("tags", ())
        n += own
        yield n if own else 0, cell


def _is_bare(output: Any, cell: NotebookNode) -> bool:
    """Something to be read that is no bundle of ours (a pinned output is for tests)."""
    pinned = PINNED in cell.metadata.get("tags", ())
    return not pinned and not {BUNDLE, RECORD} & set(output.get("data", {})) and tells(output)


def _chosen(notebook: NotebookNode, record: Mapping[str, Any], words: Words, annex: str) -> NotebookNode:
    """A copy with what this page shows: narrative in its language, our bundles, what was added by hand, the code."""
    chosen = copy.deepcopy(notebook)
    cells, headed, here = [], False, ""
    for n, cell in _numbered(chosen):
        tags = cell.metadata.get("tags", ())
        if cell.cell_type == "markdown" and here == annex and f"lang-{other(words.lang)}" not in tags:
            if not headed:  # the shell prints the page's h1, from the catalogue
                cell.source, headed = _TITLE.sub("", cell.source), True
            cell.source = _demoted(cell.source)
            if cell.source.strip():
                cells.append(cell)
        elif cell.cell_type == "code":
            shown, bundles = [], []
            for output in cell.outputs:
                bundle = output.get("data", {}).get(BUNDLE)
                if bundle and bundle["kind"] == "page":
                    here = bundle["slug"]
                elif here == annex and bundle:
                    shown.append(bundle["html"][words.lang])
                    bundles.append(bundle)
                elif here == annex and _is_bare(output, cell) and not _held_back(record):
                    shown.append(by_hand(output, words, n, record["provenance"]))
            if shown and any(bundle["kind"] != "record" for bundle in bundles or [{"kind": ""}]):
                shown.append(_folded(cell, bundles, record, words, n))
            if shown:
                cell.outputs = [_piece(piece) for piece in shown if piece]
                cells.append(cell)
    chosen.cells = cells
    return chosen


def _piece(html: str) -> Any:
    from nbformat.v4 import new_output

    return new_output("display_data", {"text/html": html})  # type: ignore[no-untyped-call]


def _folded(
    cell: NotebookNode, bundles: Sequence[Mapping[str, Any]], record: Mapping[str, Any], words: Words, n: int
) -> str:
    """How a cell's exhibits are made, to be opened: the settings of its calls in words, and the code.

    A public page of protected data shows the cells of the shipped notebook only, and never one that sets parameters.
    """
    own = cell.source not in _shipped(record["finding"]) or "parameters" in cell.metadata.get("tags", ())
    if not n or (own and _held_back(record)):
        return ""
    made = "".join(dict.fromkeys(bundle.get("made", {}).get(words.lang, "") for bundle in bundles))
    code = f'<pre tabindex="0"><code lang="en">{escape(cell.source)}</code></pre>'
    summary = escape(words("site.code", n=count(n)))
    return f'<details class="code"><summary>{summary}</summary>{made}{code}</details>'


@cache
def _shipped(finding: str) -> frozenset[str]:
    """The sources of the cells that ship with the project."""
    path = shipped_notebook(finding)
    cells = json.loads(path.read_text("utf-8"))["cells"] if path.is_file() else []
    return frozenset("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


def _demoted(source: str) -> str:
    """A second ``# title`` becomes ``## title``: a page has one h1. Fenced code is left alone."""
    if _FENCE.search(source):
        return source
    return re.sub(r"^# ", "## ", source, flags=re.M)


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
        if not all(
            isinstance(told.get(lang), str) for told in (b.get("html", {}), *([b["made"]] if "made" in b else []))
        )
    ]
    problems += [
        Problem("page", repr(b.get("slug")), "small letters, digits and hyphens")
        for b in bundles
        if b.get("kind") == "page" and not _SLUG.fullmatch(str(b.get("slug")))
    ]
    shown = {b.get("id") for b in bundles if b.get("kind") == "exhibit"}
    problems += [
        Problem(f"exhibit {e['id']!r}", "not shown in the notebook", "every exhibit of the record on its page")
        for e in record["exhibits"]
        if e["id"] not in shown
    ]
    if problems:
        raise BadParameter(f"{record['finding']}.{record['country']}: no page can be made", problems=problems)
