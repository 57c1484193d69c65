"""An exhibit as HTML: figure, picture, caption, text version, traceable numbers. Data pass through ``escape``."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from mcee_eval.words.formats import KINDS, LANGS, PERIODS, period
from mcee_eval.words.say import Words, data_tag, escape, time_tag

if TYPE_CHECKING:
    from mcee_eval.disclosure.protected import Protected
    from mcee_eval.show.exhibit import Column, Exhibit


def exhibit(shown: Exhibit, lang: str) -> str:
    """The whole element. A picture is an ``img`` (inlined figures would share ids) with its text version."""
    words, texts = shown.words[lang], shown.texts[lang]
    body = table(shown.id, shown.table, shown.columns, words, texts["title"], visible=not shown.pictures)
    if shown.pictures:
        data = base64.b64encode(shown.pictures[lang].encode()).decode()
        picture = f'<img class="chart" alt="{escape(texts["alt"])}" src="data:image/svg+xml;base64,{data}">'
        body = f"{picture}<details><summary>{escape(words('exhibit.text_version'))}</summary>{body}</details>"
    return (
        f'<figure class="exhibit" id="{escape(shown.id)}" data-provenance="{shown.table.provenance}">'
        f'<figcaption><span class="title">{escape(texts["title"])}</span> {_badge(shown.table, words)}'
        f'<a class="anchor" href="#{escape(shown.id)}">{escape(words("exhibit.link"))}'
        f'<span class="vh"> {escape(texts["title"])}</span></a></figcaption>'
        f"{body}{_foot(shown, words, texts['note'])}</figure>"
    )


def table(
    ident: str, released: Protected, columns: tuple[Column, ...], words: Words, caption: str, *, visible: bool
) -> str:
    """A table with caption and scopes, in a region that scrolls by keyboard."""
    head = "".join(f"<th scope='col'{_numeric(c)}>{escape(words(c.label))}</th>" for c in columns)
    rows = []
    for i in range(len(released)):
        cells = []
        for j, column in enumerate(columns):
            if column.is_number:
                cells.append(f'<td class="n">{_number(ident, i, column, released, words)}</td>')
            else:
                tag = 'th scope="row"' if j == 0 else "td"
                cells.append(
                    f"<{tag}>{_code(released.dims[column.key].iloc[i], column.kind, words)}</{tag.split()[0]}>"
                )
        rows.append(f"<tr>{''.join(cells)}</tr>")
    hidden = "" if visible else ' class="vh"'
    label = escape(words("exhibit.table", title=caption))
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">'
        f"<table><caption{hidden}>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _numeric(column: Column) -> str:
    return " class='n'" if column.is_number else ""


def _number(ident: str, row: int, column: Column, released: Protected, words: Words) -> str:
    cell = released.cells[column.key][row]
    shown = escape(words.number(cell, column.kind, column.places, column.extra))
    if cell.mark == "suppressed":
        shown = f'<span aria-hidden="true">{shown}</span><span class="vh">{escape(words("exhibit.suppressed"))}</span>'
    return data_tag(f"{ident}-{row + 1}-{column.key}", cell, KINDS[column.kind][1], shown)


def _code(value: object, kind: str, words: Words) -> str:
    from mcee_eval.words.catalogue import Slot

    if kind == "both":
        pair: tuple[str, str] = value  # type: ignore[assignment]
        return escape(pair[LANGS.index(words.lang)])
    shown = escape(words.printed(Slot("", kind), value))
    return time_tag(str(value), shown, kind) if kind in PERIODS else shown


def _badge(released: Protected, words: Words) -> str:
    """The word SYNTHETIC stays in the picture's caption, its text version and its table alike."""
    if released.provenance == "published":
        return ""
    return f'<strong class="badge {released.provenance}">{escape(words(f"provenance.{released.provenance}"))}</strong> '


def _foot(shown: Exhibit, words: Words, note: str) -> str:
    sources = "; ".join(
        words("exhibit.source_dated", name=words(f"source.{s.name}"), vintage=s.vintage)
        if s.vintage
        else words(f"source.{s.name}")
        for s in shown.sources
    )
    parts = [
        note,
        words("exhibit.source", sources=sources),
        words("exhibit.period", period=period(shown.period, words.lang)),
        words(f"rule.{shown.table.rule}"),
    ]
    return "".join(f'<p class="note">{escape(p)}</p>' for p in parts if p)
