"""Bytes of an Excel workbook → cells: passwords, archive bombs, merged cells, formulas without a value."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
import zlib
from typing import Any
from xml.etree import ElementTree

from mcee_eval.errors import BadTable, Problem

MAX_UNPACKED = 300_000_000  # bytes of all parts; a workbook of a million cells stays well under it
MAX_CELLS = 5_000_000
_NAMES = {
    "m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "p": "http://schemas.openxmlformats.org/package/2006/relationships",
}
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+\d+(?::[A-Z]+\d+)?)"')
#: what reading a damaged part raises
_BROKEN = (KeyError, zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError)
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_OVERLAP = 400


def refuse_old(data: bytes, table: str) -> None:
    """An OLE container is a workbook with a password, or one of before 2007."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        problem = Problem("the whole file", "a password", "an open workbook", "Save it without a password.")
    else:
        problem = Problem("the whole file", "a workbook of before 2007 (.xls)", ".xlsx or CSV", "Save it as .xlsx.")
    raise BadTable.of(table, [problem])


def archive(data: bytes, table: str) -> zipfile.ZipFile:
    """The workbook's archive, looked at before anything is unpacked."""
    try:
        packed = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        problem = Problem("the whole file", "a damaged or cut archive", "a workbook", "Fetch or save it again.")
        raise BadTable.of(table, [problem]) from None
    parts = packed.infolist()
    size = sum(part.file_size for part in parts)
    if size > MAX_UNPACKED:
        found = f"an archive of {len(data)} bytes that unpacks to {size}"
        problem = Problem("the whole file", found, f"at most {MAX_UNPACKED}", "Do not open it; ask for another copy.")
        raise BadTable.of(table, [problem])
    if any(part.flag_bits & 1 for part in parts):
        problem = Problem("the whole file", "a password", "an open workbook", "Save it without a password.")
        raise BadTable.of(table, [problem])
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        problem = Problem("the whole file", "an archive that is no workbook", ".xlsx or CSV", "Unpack it first.")
        raise BadTable.of(table, [problem])
    return packed


def sheet_names(data: bytes, table: str) -> tuple[str, ...]:
    """The worksheets of a workbook, in its order."""
    with archive(data, table) as packed:
        return tuple(_parts(packed, table))


def _parts(packed: zipfile.ZipFile, table: str) -> dict[str, str]:
    """Sheet name → part of the archive, by the workbook's own lists."""
    try:
        book = ElementTree.fromstring(packed.read("xl/workbook.xml"))
        links = ElementTree.fromstring(packed.read("xl/_rels/workbook.xml.rels"))
    except (*_BROKEN, ElementTree.ParseError):
        raise BadTable.of(table, [_damaged()]) from None
    where = {
        link.get("Id"): link.get("Target", "").removeprefix("/").removeprefix("xl/")
        for link in links.findall("p:Relationship", _NAMES)
        if link.get("Type", "").endswith("/worksheet")
    }
    found = {}
    for sheet in book.findall("m:sheets/m:sheet", _NAMES):
        target = where.get(sheet.get(f"{{{_NAMES['r']}}}id"))
        if target:
            found[sheet.get("name", "")] = f"xl/{target}"
    return found


def _damaged() -> Problem:
    return Problem("the whole file", "a damaged workbook", "a workbook that Excel opens", "Fetch or save it again.")


def _scan(packed: zipfile.ZipFile, part: str) -> tuple[tuple[str, ...], bool, int]:
    """Merged ranges of a sheet, whether it holds formulas, and its rows counted; read in pieces, never whole."""
    merged: dict[str, None] = {}
    formulas, tail, rows = False, b"", 0
    with packed.open(part) as stream:
        while piece := stream.read(1 << 20):
            window = tail + piece
            merged |= dict.fromkeys(m.decode() for m in _MERGE.findall(window))
            formulas = formulas or _FORMULA.search(window) is not None
            rows += sum(m.end() > len(tail) for m in _ROW.finditer(window))
            tail = window[-_OVERLAP:]
    return tuple(merged), formulas, rows


def as_text(value: object) -> str:
    """A cell's value as it would be typed: ISO dates, a point for decimals, no decimals on a whole number."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        midnight = (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)


def sheet_rows(data: bytes, sheet: str, table: str) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """All rows of one sheet, as text and of equal width, and its merged ranges.

    The range that a sheet says it has is not trusted: its rows are counted in the file, and a reading of fewer is
    refused. Refuses a formula whose value was never stored, since it would read as an empty cell, and a cell that
    stands so far from the others that the sheet would have more than ``MAX_CELLS``.
    """
    with archive(data, table) as packed:
        part = _parts(packed, table)[sheet]
        try:
            merged, formulas, counted = _scan(packed, part)
        except _BROKEN:
            raise BadTable.of(table, [_damaged()]) from None
    values = _values(data, sheet, table, stored=True)
    if len(values) < counted:
        found = f"{len(values)} rows read of the {counted} that the sheet holds"
        raise BadTable.of(table, [Problem(f"sheet '{sheet}'", found, "every row", "Save it again as .xlsx.")])
    if formulas:
        _refuse_unstored(values, _values(data, sheet, table, stored=False), table)
    rows = [tuple(as_text(value) for value in row) for row in values]
    while rows and not any(rows[-1]):
        rows.pop()
    ends = [1 + max((i for i, cell in enumerate(row) if cell), default=-1) for row in rows]
    width = max(ends, default=0)
    if width * len(rows) > MAX_CELLS:
        raise BadTable.of(table, [_far(sheet, rows, ends)])
    return tuple((row + ("",) * width)[:width] for row in rows), merged


def _far(sheet: str, rows: list[tuple[str, ...]], ends: list[int]) -> Problem:
    """The cell that stands farthest from the others."""
    from openpyxl.utils import get_column_letter

    at = max(range(len(rows)), key=lambda i: (ends[i], i))
    found = f"a value in cell {get_column_letter(ends[at])}{at + 1}, so that it spans {len(rows)} × {ends[at]} cells"
    return Problem(f"sheet '{sheet}'", found, f"at most {MAX_CELLS} cells", "Clear what stands far from the table.")


def _values(data: bytes, sheet: str, table: str, *, stored: bool) -> list[tuple[Any, ...]]:
    import openpyxl  # takes 0.2 s: only when a workbook is read

    count = 0
    rows = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles and extensions that it leaves aside
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=stored)
            book[sheet].reset_dimensions()  # what the sheet says of its range may be wrong
            for row in book[sheet].iter_rows(values_only=True):
                count += len(row)
                if count > MAX_CELLS:
                    problem = Problem(f"sheet '{sheet}'", f"more than {MAX_CELLS} cells", "fewer", "Split the sheet.")
                    raise BadTable.of(table, [problem])
                rows.append(row)
            book.close()
    except BadTable:
        raise
    except Exception:  # openpyxl lets anything through: KeyError, ValueError, ParseError, BadZipFile
        raise BadTable.of(table, [_damaged()]) from None
    return rows


def _refuse_unstored(stored: list[tuple[Any, ...]], formulas: list[tuple[Any, ...]], table: str) -> None:
    from openpyxl.utils import get_column_letter

    problems = [
        Problem(
            f"cell {get_column_letter(j + 1)}{i + 1}",
            "a formula whose value is not stored",
            "a value",
            "Open the workbook in Excel and save it, or paste values.",
        )
        for i, (row, asked) in enumerate(zip(stored, formulas, strict=True))
        for j, (value, formula) in enumerate(zip(row, asked, strict=True))
        if value is None and isinstance(formula, str) and formula.startswith("=")
    ]
    if problems:
        raise BadTable.of(table, problems)
