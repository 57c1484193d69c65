"""The accessible workbook: cover, contents, notes, then one table a sheet from A1, one header row, nothing merged."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any

from mcee_eval.contracts.stable_workbook import stable_bytes
from mcee_eval.publish.made import receipt
from mcee_eval.publish.neutral import LONGEST, neutral
from mcee_eval.publish.recorded import plain_code
from mcee_eval.publish.verdicts import propositions
from mcee_eval.words import formats
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
    listed: list[tuple[str, Any, Any]] = []
    taken = {s.title.lower() for s in (cover, contents, notes)}
    telling = [key for key in ("dataset", "country") if len({r[key] for r in records}) > 1]
    for record in records:
        page = [words("site.book.finding", number=record["finding"][1:])] if len(records) > 1 else []
        about = " ".join([*page, *(record[key][:9] for key in telling)])
        for i, exhibit in enumerate(record["exhibits"], start=1):
            sheet = book.create_sheet(_name(f"{about} {i} {exhibit['title'][lang]}", taken))
            _exhibit(sheet, exhibit, words, len(listed) + 1)
            listed.append((sheet.title, record, exhibit))
    _cover(cover, records, words)
    _contents(contents, listed, words)
    _notes(notes, records, words)
    return stable_bytes(book)


def _name(whole: str, taken: set[str]) -> str:
    """A sheet's name: page where there are several, exhibit's number, start of its title; 31 characters, each once."""
    base = " ".join(re.sub(r"[^\w' .,()-]", " ", whole).split())
    name, i = _short(base, 31), 2
    while name.lower() in taken:
        name, i = f"{_short(base, 30 - len(str(i)))} {i}", i + 1
    taken.add(name.lower())
    return name


def _short(text: str, room: int) -> str:
    """The text, or as many whole words of it as there is room for."""
    if len(text) <= room:
        return text.strip("' ,.(")
    cut = text[: room - 1]
    cut = cut.rsplit(" ", 1)[0] if " " in cut else cut
    return cut.strip("' ,.(") + "…"


def _row(sheet: Worksheet, values: Sequence[Any]) -> None:
    sheet.append([neutral(v)[:LONGEST] if isinstance(v, str) else v for v in values])


def _framed(sheet: Worksheet, widths: Sequence[int], formats_of: Sequence[str] = ()) -> None:
    """Header, widths, wrapping, number formats by column; text that is never read as a formula."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="bottom")
    styles: dict[tuple[bool, str], Any] = {}  # set once, then copied: setting one takes as long as writing the cell
    for row in sheet.iter_rows(min_row=2):
        for j, cell in enumerate(row):
            is_text = isinstance(cell.value, str)
            shown = formats_of[j] if j < len(formats_of) and not is_text else "General"
            if is_text:
                cell.data_type = "s"
            if (is_text, shown) not in styles:
                cell.alignment, cell.number_format = Alignment(wrap_text=is_text, vertical="top"), shown
                styles[is_text, shown] = cell._style
            cell._style = copy(styles[is_text, shown])
    for i, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(i)].width = width
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = None


def _marked(sheet: Worksheet, number: int) -> None:
    """The cells marked as a table: a screen reader then tells the headers, and the rows can be sorted and filtered."""
    from openpyxl.worksheet.table import Table, TableStyleInfo

    if sheet.max_row > 1:
        table = Table(displayName=f"table{number}", ref=sheet.dimensions)
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
        sheet.add_table(table)


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
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    keys = ("site.book.sheet", "site.book.exhibit", "site.book.title", "site.book.country", "site.book.period")
    _row(sheet, [*(words(k) for k in keys), words("site.made.dataset"), words("site.made.provenance")])
    for i, (name, record, exhibit) in enumerate(listed, start=2):
        _row(
            sheet,
            [
                name, exhibit["id"], exhibit["title"][words.lang], words.country(record["country"]),
                formats.period(exhibit["period"], words.lang),
                record["dataset"], words(f"provenance.{exhibit['provenance']}"),
            ],
        )  # fmt: skip
        cell, there = sheet.cell(i, 1), name.replace("'", "''")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{there}'!A1")
    _framed(sheet, (32, 32, 70, 24, 24, 16, 24))
    for (cell,) in sheet.iter_rows(min_row=2, max_col=1):
        cell.font = Font(underline="single", color="12436D")


def _notes(sheet: Worksheet, records: Sequence[Mapping[str, Any]], words: Words) -> None:
    _row(sheet, [words("site.book.item"), words("site.book.value")])
    for mark in MARKS:
        _row(sheet, [_mark(mark, words), words(f"site.how.mark_{mark}")])
    _row(sheet, [words("site.book.empty"), words("site.book.empty_means")])
    _row(sheet, [words("site.book.code_column"), words("site.book.code_means")])
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


def _exhibit(sheet: Worksheet, exhibit: Mapping[str, Any], words: Words, number: int) -> None:
    columns, header, styles = exhibit["columns"], [], []
    ordered = next((j for j, c in enumerate(columns) if c["kind"] in _ORDERED), None)
    for j, column in enumerate(columns):
        label, style = column["label"][words.lang], _NUMBERS.get(column["kind"])
        bounds = _bounds(exhibit, j)
        more = [words(f"site.book.{end}", label=label) for end in bounds]
        more += [words("site.book.code", label=label)] if j == ordered else []
        header += [label, *more]
        places = "." + "0" * column["places"] if column["places"] else ""
        shown = style.replace("0%", f"0{places}%") if style else f"#,##0{places}"
        styles += ["0" if column["kind"] == "year" else shown] * (1 + len(more))
    header = _once([*header, words("site.made.provenance")])
    _row(sheet, header)
    provenance = words(f"provenance.{exhibit['provenance']}")
    for row in exhibit["rows"]:
        line: list[Any] = []
        for j, cell in enumerate(row):
            kind = columns[j]["kind"]
            if isinstance(cell, Mapping) and kind != "both":
                line.append(_mark(cell["m"], words) if cell.get("m") else cell.get("v"))
                line += [cell.get({"low": "lo", "high": "hi"}[end]) for end in _bounds(exhibit, j)]
            else:
                line.append(int(cell) if kind == "year" and cell.isdigit() else plain_code(cell, kind, words))
                line += [cell] if j == ordered else []
        _row(sheet, [*line, provenance])
    _framed(sheet, _widths(sheet), styles)
    _marked(sheet, number)


#: periods whose printed form does not sort in the order of time: their code stands beside them
_ORDERED = ("day", "month", "quarter", "fiscal_year")


def _once(header: Sequence[str]) -> list[str]:
    """The names of columns, each once: a table's columns must differ."""
    seen: dict[str, int] = {}
    named = []
    for label in header:
        seen[label] = seen.get(label, 0) + 1
        named.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return named


def _widths(sheet: Worksheet) -> list[int]:
    """As wide as the header's words and what stands below want, up to what can be read in a line."""
    widths = []
    for column in sheet.iter_cols():
        head = max(len(word) for word in str(column[0].value).split())
        texts = [len(str(c.value)) for c in column[1:] if isinstance(c.value, str)]
        widths.append(max(12, min(60, max([*texts, 0]) + 2), min(24, head + 3)))
    return widths


def _bounds(exhibit: Mapping[str, Any], j: int) -> tuple[str, ...]:
    """Bounds get their columns where they say more than the value does."""
    cells = [row[j] for row in exhibit["rows"] if isinstance(row[j], Mapping)]
    told = any(c.get(k) is not None and c.get(k) != c.get("v") for c in cells for k in ("lo", "hi"))
    return ("low", "high") if told else ()


def _mark(mark: str, words: Words) -> str:
    return words("site.book.suppressed") if mark == "suppressed" else words(f"mark.{mark}")
