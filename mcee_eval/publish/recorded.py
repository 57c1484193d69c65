"""An exhibit of a record as a table again: for pages that are made of records alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from mcee_eval.release.cell import Cell
from mcee_eval.show.html import code, number, sources
from mcee_eval.words import formats
from mcee_eval.words.catalogue import Slot
from mcee_eval.words.formats import KINDS
from mcee_eval.words.say import Words, data_tag, escape


def recorded_table(exhibit: Mapping[str, Any], words: Words, *, prefix: str, page: str) -> Markup:
    """The exhibit's table, each row headed by the link to its place on ``page``, each number by its id and a prefix."""
    title, columns = exhibit["title"][words.lang], exhibit["columns"]
    head = f'<th scope="col">{escape(words("site.ledger.id"))}</th>'
    head += "".join(f'<th scope="col"{_class(c["kind"])}>{escape(c["label"][words.lang])}</th>' for c in columns)
    first = next((c["key"] for c in columns if c["kind"] in KINDS), "")
    rows = []
    for i, row in enumerate(exhibit["rows"]):
        ident = f"{exhibit['id']}-{i + 1}"
        anchor = f"{ident}-{first}" if first else exhibit["id"]
        link = f'<a href="{escape(page)}#{escape(anchor)}"><code>{escape(ident)}</code></a>'
        cells = [
            f"<td{_class(column['kind'])}>{_shown(kept, column, prefix + ident + '-' + column['key'], words)}</td>"
            for column, kept in zip(columns, row, strict=True)
        ]
        rows.append(f'<tr><th scope="row" class="i">{link}</th>{"".join(cells)}</tr>')
    label = escape(words("exhibit.table", title=title))
    return Markup(
        f'<div class="scroll" tabindex="0" role="region" aria-label="{label}"><table>'
        f'<caption class="vh">{escape(title)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def sources_of(exhibit: Mapping[str, Any], words: Words) -> list[Markup]:
    """Source with vintage, period and rule of an exhibit, as below it on its page."""
    named = [(words(f"source.{s['name']}"), s["vintage"]) for s in exhibit["sources"]]
    period = words("exhibit.period", period=formats.period(exhibit["period"], words.lang))
    return [Markup(sources(named, words)), Markup(escape(period)), Markup(escape(words(f"rule.{exhibit['rule']}")))]


def plain_code(kept: Any, kind: str, words: Words) -> str:
    """A cell that is no number, as plain text in the page's language."""
    if kind == "both":
        return str(kept[words.lang])
    known = kind in formats.PERIODS or kind in ("code", "country", "data", "told")
    return words.printed(Slot("", kind), kept) if known and kept else str(kept)


def cell_of(kept: Mapping[str, Any]) -> Cell:
    """A number of a record as a released cell; what has neither value nor mark is missing."""
    mark = kept.get("m") or ("missing" if kept.get("v") is None else "")
    return Cell(None if mark else kept["v"], kept.get("lo"), kept.get("hi"), kept.get("n"), mark)


def _shown(kept: Any, column: Mapping[str, Any], ident: str, words: Words) -> str:
    if column["kind"] not in KINDS:
        both = (kept["en"], kept["fr"]) if column["kind"] == "both" else kept
        return code(both, column["kind"], words)
    cell = cell_of(kept)
    shown = number(cell, column["kind"], column["places"], "", words)
    return data_tag(ident, cell, KINDS[column["kind"]][1], shown)


def _class(kind: str) -> str:
    return ' class="n"' if kind in KINDS else ' class="t"' if kind == "both" else ""
