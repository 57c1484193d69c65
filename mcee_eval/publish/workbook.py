"""The accessible workbook: cover, contents, notes, then one table a sheet from A1, one header row, nothing merged."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mcee_eval.contracts.stable_workbook import stable_bytes
from mcee_eval.publish.made import receipt
from mcee_eval.publish.neutral import LONGEST, neutral
from mcee_eval.publish.verdicts import propositions
from mcee_eval.words import formats
from mcee_eval.words.catalogue import Slot
from mcee_eval.words.say import Words

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MARKS = ("suppressed", "small_base", "missing", "redacted", "not_estimable")
_NUMBERS = {"percent": "0%", "change": "+0%;-0%;0%", "money": '"$"#,##0', "millions": '"$"#,##0', "p": "0.000"}


def workbook(records: Sequence[Mapping[str, Any]], lang: str) -> bytes:
    """The workbook of these records in one language, as bytes that depend on the records only."""
    from openpyxl import Workbook

    names = {code: tuple(both) for record in records for code, both in record["names"].items()}
    words = Words(lang, names)
    book = Workbook()
    cover, contents, notes = book.active, book.create_sheet(), book.create_sheet()
    assert cover is not None
    for sheet, key in ((cover, "cover"), (contents, "contents"), (notes, "notes")):
        sheet.title = words(f"site.book.{key}")
    listed, taken = [], {s.title.lower() for s in (cover, contents, notes)}
    for record in records:
        for exhibit in record["exhibits"]:
            sheet = book.create_sheet(_name(record, exhibit["id"], taken, alone=len(records) == 1))
            _exhibit(sheet, exhibit, words)
            listed.append((sheet.title, record, exhibit))
    _cover(cover, records, words)
    _contents(contents, listed, words)
    _notes(notes, records, words)
    return stable_bytes(book)


def _name(record: Mapping[str, Any], ident: str, taken: set[str], *, alone: bool) -> str:
    """A sheet's name: at most 31 letters, digits and dashes, each once."""
    whole = ident if alone else f"{record['dataset'][:4]}-{record['country']}-{ident}"
    base = re.sub(r"[^A-Za-z0-9-]", "-", whole)
    name, i = base[:31], 2
    while name.lower() in taken:
        name, i = f"{base[: 30 - len(str(i))]}-{i}", i + 1
    taken.add(name.lower())
    return name


def _row(sheet: Worksheet, values: Sequence[Any]) -> None:
    sheet.append([neutral(v)[:LONGEST] if isinstance(v, str) else v for v in values])
    for cell in sheet[sheet.max_row]:
        if isinstance(cell.value, str):
            cell.data_type = "s"  # never read as a formula


def _framed(sheet: Worksheet, widths: Sequence[int]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="bottom")
    for i, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(i)].width = width
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = None


def _cover(sheet: Worksheet, records: Sequence[Mapping[str, Any]], words: Words) -> None:
    _row(sheet, [words("site.book.item"), words("site.book.value")])
    _row(sheet, [words("site.book.title"), words("site.name")])
    for provenance in sorted({r["provenance"] for r in records}):
        _row(sheet, [words(f"provenance.{provenance}"), words(f"site.banner.{provenance}")])
    if any(r["audience"] == "internal" for r in records):
        _row(sheet, [words("site.made.audience"), words("site.internal_banner")])
    _row(sheet, [words("site.made.source"), words("site.unofficial")])
    for record in records:
        about = f"{words('site.finding.' + record['finding'])}, {words.country(record['country'])}"
        for verdict in propositions(record, words):
            _row(sheet, [about, f"{verdict['sentence']} {words('state.' + verdict['state'])}."])
    _framed(sheet, (40, 110))


def _contents(sheet: Worksheet, listed: Sequence[tuple[str, Any, Any]], words: Words) -> None:
    keys = ("site.book.sheet", "site.book.exhibit", "site.book.title", "site.book.country", "site.book.period")
    _row(sheet, [*(words(k) for k in keys), words("site.made.dataset"), words("site.made.provenance")])
    for name, record, exhibit in listed:
        _row(
            sheet,
            [
                name, exhibit["id"], exhibit["title"][words.lang], words.country(record["country"]),
                exhibit["period"],
                record["dataset"], words(f"provenance.{exhibit['provenance']}"),
            ],
        )  # fmt: skip
        sheet.cell(sheet.max_row, 1).hyperlink = f"#'{name}'!A1"
    _framed(sheet, (32, 32, 70, 24, 24, 16, 24))


def _notes(sheet: Worksheet, records: Sequence[Mapping[str, Any]], words: Words) -> None:
    _row(sheet, [words("site.book.item"), words("site.book.value")])
    for mark in MARKS:
        _row(sheet, [_mark(mark, words), words(f"site.how.mark_{mark}")])
    _row(sheet, [words("site.book.empty"), words("site.book.empty_means")])
    for rule in sorted({e["rule"] for r in records for e in r["exhibits"]}):
        _row(sheet, [words("site.how.rules_title"), words(f"rule.{rule}")])
    _row(sheet, [words("site.how.rounding_title"), words("site.how.rounding")])
    _row(sheet, [words("site.how.rounding_title"), words("site.how.totals")])
    seen = set()
    for record in records:
        for given in record["inputs"]:
            told = receipt(given, words, record["audience"], plain=True)
            line = (told["kind"], f"{told['source']} · {told['vintage']} · {told['provenance']}")
            if line not in seen:
                seen.add(line)
                _row(sheet, list(line))
    _framed(sheet, (40, 110))


def _exhibit(sheet: Worksheet, exhibit: Mapping[str, Any], words: Words) -> None:
    columns, header, styles = exhibit["columns"], [], []
    for j, column in enumerate(columns):
        label, style = column["label"][words.lang], _NUMBERS.get(column["kind"])
        bounds = _bounds(exhibit, j)
        header += [label, *(words(f"site.book.{end}", label=label) for end in bounds)]
        places = "." + "0" * column["places"] if column["places"] else ""
        number = style.replace("0%", f"0{places}%") if style else f"#,##0{places}"
        styles += [number] * (1 + len(bounds))
    _row(sheet, [*header, words("site.made.provenance")])
    provenance = words(f"provenance.{exhibit['provenance']}")
    for row in exhibit["rows"]:
        line: list[Any] = []
        for j, cell in enumerate(row):
            if columns[j]["kind"] == "both":
                line.append(cell[words.lang])
            elif isinstance(cell, Mapping):
                line.append(_mark(cell["m"], words) if cell.get("m") else cell.get("v"))
                line += [cell.get({"low": "lo", "high": "hi"}[end]) for end in _bounds(exhibit, j)]
            else:
                line.append(_code(cell, columns[j]["kind"], words))
        _row(sheet, [*line, provenance])
        for cell, number in zip(sheet[sheet.max_row], styles, strict=False):
            if isinstance(cell.value, (int, float)):
                cell.number_format = number
    _framed(sheet, [max(14, min(40, len(h) + 2)) for h in [*header, provenance]])


def _bounds(exhibit: Mapping[str, Any], j: int) -> tuple[str, ...]:
    """Bounds get their columns where they say more than the value does."""
    cells = [row[j] for row in exhibit["rows"] if isinstance(row[j], Mapping)]
    told = any(c.get(k) is not None and c.get(k) != c.get("v") for c in cells for k in ("lo", "hi"))
    return ("low", "high") if told else ()


def _mark(mark: str, words: Words) -> str:
    return words("site.book.suppressed") if mark == "suppressed" else words(f"mark.{mark}")


def _code(code: str, kind: str, words: Words) -> str:
    """A code as the page prints it; periods keep their code's order by standing as text."""
    known = kind in formats.PERIODS or kind in ("code", "country", "data")
    return words.printed(Slot("", kind), code) if known else code
