"""Safe reading: a path → cells as text, or a refusal that says what is wrong with the file itself."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NoReturn

from mcee_eval.errors import BadTable, Problem
from mcee_eval.loaders import raw_text, raw_workbook
from mcee_eval.loaders.cells import Cells

MAX_BYTES = 256_000_000
MAX_LINE = 10_000_000  # bytes of one line of a text file
_PIECE = 1 << 20
_ZIP, _OLE, _PARQUET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1"


def read_bytes(path: str | Path, *, table: str = "", limit: int = MAX_BYTES) -> bytes:
    """The bytes of one file.

    path : a file; table : its name in messages (default: the file's).
    Refused: a missing file, a folder, a file that may not be read, an empty file, more than ``limit`` bytes, a text
    with a line over ``MAX_LINE``: a line of any length is refused without holding more than that of it.
    """
    path = Path(path)
    table = table or path.name
    if path.is_dir():
        _stop(table, "the path", "a folder", "a file", "Name the file inside it.")
    if not path.exists():
        found = "no such file"
        if path.parent.is_file():
            found = f"'{path.parent.name}' is a file, not a folder"
        _stop(table, "the path", found, "a file", "Check the name and the folder.")
    pieces: list[bytes] = []
    size = line = 0
    try:
        with path.open("rb") as stream:
            while piece := stream.read(_PIECE):
                size += len(piece)
                if not pieces:
                    binary = piece.startswith((_ZIP, _OLE, _PARQUET))
                if size > limit:
                    todo = "Keep only the rows and columns that are needed."
                    _stop(table, "the whole file", f"more than {limit} bytes", f"at most {limit}", todo)
                if not binary:
                    line = _longest_open_line(piece, line, table)
                pieces.append(piece)
    except PermissionError:
        _stop(table, "the path", "a file that may not be read", "a readable file", "Ask for access to it.")
    if not size:
        _stop(table, "the whole file", "0 bytes", "a header and rows", "Fetch or export the file again.")
    return b"".join(pieces)


def _longest_open_line(piece: bytes, carried: int, table: str) -> int:
    """Bytes of the line that is open at the end of ``piece``; refuses as soon as any line is too long."""
    longest, here = carried, carried
    for part in piece.splitlines(keepends=True):
        here += len(part)
        longest = max(longest, here)
        if part.endswith((b"\n", b"\r")):
            here = 0
    if longest > MAX_LINE:
        todo = "The file is damaged, or not a table; fetch or export it again."
        _stop(table, "the whole file", f"a line of more than {MAX_LINE} bytes", "shorter lines", todo)
    return here


def _stop(table: str, where: str, found: str, expected: str, todo: str) -> NoReturn:
    raise BadTable.of(table, [Problem(where, found, expected, todo)])


def sheets(path: str | Path, *, table: str = "") -> tuple[str, ...]:
    """The sheets of a workbook; empty for any other file."""
    table = table or Path(path).name
    data = read_bytes(path, table=table)
    return raw_workbook.sheet_names(data, table) if data.startswith(_ZIP) else ()


def read(path: str | Path, *, table: str = "", sheet: str | None = None, limit: int = MAX_BYTES) -> Cells:
    """All cells of a CSV file or of one sheet of a workbook, as text; what the file is, is seen from its content.

    path : .csv or .xlsx; table : its name in messages; sheet : its name, by default the first that holds something.
    Text: UTF-8 with or without BOM or Windows-1252 (a note says so); comma, semicolon or tab, by the first line that
    has one, or ``sep=``. Nothing is dropped but lines with nothing at all.
    Refused: all that ``read_bytes`` refuses; mixed encodings, open quotes; passwords, archive bombs,
    damaged workbooks, formulas without a stored value, a missing sheet; a file with no cell that holds anything.
    """
    path = Path(path)
    table = table or path.name
    data = read_bytes(path, table=table, limit=limit)
    digest = hashlib.sha256(data).hexdigest()
    if data.startswith(_OLE):
        raw_workbook.refuse_old(data, table)
    if data.startswith(_PARQUET):
        _stop(table, "the whole file", "a Parquet file", "CSV or Excel here", "Export it as CSV.")
    if data.startswith(_ZIP):
        return _workbook(data, path.name, digest, sheet, table)
    text, told = raw_text.decode(data, table)
    if not text.strip():
        _stop(table, "the whole file", "blank lines only", "a header and rows", "Fetch or export the file again.")
    rows, lines, mark = raw_text.split(text, table)
    unfinished = not text.endswith(("\n", "\r"))
    return Cells(rows, lines, path.name, digest, delimiter=mark, unfinished=unfinished, notes=(told,) if told else ())


def _workbook(data: bytes, name: str, digest: str, sheet: str | None, table: str) -> Cells:
    names = raw_workbook.sheet_names(data, table)
    if sheet is not None and sheet not in names:
        _stop(table, "the workbook", f"no sheet '{sheet}'", f"one of {', '.join(names)}", "Rename the sheet.")
    chosen: tuple[str, tuple[tuple[str, ...], ...], tuple[str, ...]] | None = None
    others = []
    for candidate in names if sheet is None else (sheet,):
        rows, merged = raw_workbook.sheet_rows(data, candidate, table)
        if not rows:
            continue
        if chosen is None:
            chosen = candidate, rows, merged
        else:
            others.append(candidate)
    if chosen is None:
        _stop(table, "the workbook", "empty sheets only", "a header and rows", "Fetch or export the file again.")
    kept, rows, merged = chosen
    lines = tuple(range(1, len(rows) + 1))
    return Cells(rows, lines, name, digest, sheet=kept, merged=merged, others=tuple(others))
