"""An exhibit as HTML: figure, picture, caption, text version, traceable numbers. Data pass through ``escape``."""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from mcee_eval.words.catalogue import Slot
from mcee_eval.words.formats import KINDS, LANGS, PERIODS, decimal, period
from mcee_eval.words.say import Words, data_tag, escape, time_tag, told_tag

if TYPE_CHECKING:
    from mcee_eval.release.cell import Cell
    from mcee_eval.release.protected import Protected
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
    head = "".join(f"<th scope='col'{_class(c)}>{escape(c.named(words))}</th>" for c in columns)
    rows = []
    for i in range(len(released)):
        cells = []
        for j, column in enumerate(columns):
            if column.is_number:
                cells.append(f'<td class="n">{_number(ident, i, column, released, words)}</td>')
            else:
                tag = "th" if j == 0 else "td"
                scope = ' scope="row"' if j == 0 else ""
                shown = code(released.dims[column.key].iloc[i], column.kind, words)
                cells.append(f"<{tag}{scope}{_class(column)}>{shown}</{tag}>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    hidden = "" if visible else ' class="vh"'
    label = escape(words("exhibit.table", title=caption))
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">'
        f"<table><caption{hidden}>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _class(column: Column) -> str:
    """Numbers stand to the right; passages of text get the width that reading them takes."""
    wide = column.kind == "both" and column.extra != "short"
    return " class='n'" if column.is_number else " class='t'" if wide else ""


def _number(ident: str, row: int, column: Column, released: Protected, words: Words) -> str:
    cell = released.cells[column.key][row]
    shown = number(cell, column.kind, column.places, column.extra, words)
    return data_tag(f"{ident}-{row + 1}-{column.key}", cell, KINDS[column.kind][1], shown)


def number(cell: Cell, kind: str, places: int, extra: str, words: Words) -> str:
    """A released number as it is read and heard: the mark ``--`` has a word behind it."""
    shown = escape(words.number(cell, kind, places, extra))
    if cell.mark == "suppressed":
        return f'<span aria-hidden="true">{shown}</span><span class="vh">{escape(words("exhibit.suppressed"))}</span>'
    return shown


def code(value: object, kind: str, words: Words) -> str:
    """A cell that is no number: a code in words, a period, a name, a passage in the page's language."""
    if kind == "both":
        pair: tuple[str, str] = value  # type: ignore[assignment]
        return escape(pair[LANGS.index(words.lang)])
    if kind == "told":
        return told_tag(str(value), words.lang)
    shown = escape(words.printed(Slot("", kind), value))
    return time_tag(str(value), shown, kind) if kind in PERIODS and value not in ("", "–") else shown


def settings(given: Mapping[str, object], words: Words) -> str:
    """The settings of a call: each by its name where a text has one, and its value; "" where there are none."""
    each = [
        (escape(words(f"setting.{name}")) if words.knows(f"setting.{name}") else f"<code>{escape(name)}</code>")
        + escape(words("setting.colon"))
        + _setting(value, words.lang)
        for name, value in given.items()
        if value not in (None, "", (), [])
    ]
    return f'<p class="note">{"; ".join(each)}.</p>' if each else ""


def _setting(value: object, lang: str) -> str:
    """A number as the language prints it, a list up to its third and its last, else as code."""
    if isinstance(value, (list, tuple, range)):
        shown = [_setting(one, lang) for one in value]
        return ", ".join(shown if len(shown) < 6 else [*shown[:3], "…", shown[-1]])
    if isinstance(value, float) and math.isfinite(value):
        return escape(decimal(value, lang, max(0, -int(Decimal(str(value)).normalize().as_tuple().exponent))))
    if isinstance(value, int):  # a seed, a number of days: as it is written
        return escape(value)
    return f"<code>{escape(value)}</code>"


def _badge(released: Protected, words: Words) -> str:
    """The word SYNTHETIC stays in the picture's caption, its text version and its table alike."""
    if released.provenance == "published":
        return ""
    return f'<strong class="badge {released.provenance}">{escape(words(f"provenance.{released.provenance}"))}</strong> '


def _foot(shown: Exhibit, words: Words, note: str) -> str:
    named = [(words(f"source.{s.name}"), s.vintage) for s in shown.sources]
    parts = [
        escape(note),
        sources(named, words),
        escape(words("exhibit.period", period=period(shown.period, words.lang))),
        escape(words(f"rule.{shown.table.rule}")),
    ]
    return "".join(f'<p class="note">{p}</p>' for p in parts if p)


def dated(name: str, vintage: str, words: Words) -> str:
    """A source (as HTML) and, where it is known, its vintage."""
    if not vintage:
        return name
    parts = {"name": name, "vintage": told_tag(vintage, words.lang)}
    return words.render("exhibit.source_dated", parts, lambda slot, shown: str(shown), escape)


def sources(named: list[tuple[str, str]], words: Words) -> str:
    """The line that names the sources: (name, vintage) each, a vintage that is told in English only marked so."""
    each = [dated(escape(name), vintage, words) for name, vintage in named]
    return words.render("exhibit.source", {"sources": "; ".join(each)}, lambda slot, shown: str(shown), escape)
