"""One own table in its file → a grid of text cells under its header, with what is wrong with the file's shape."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mcee_eval.contracts.declare import Contract
from mcee_eval.contracts.faults import Fault, shown
from mcee_eval.contracts.near import did_you_mean, nearest
from mcee_eval.errors import BadTable, Problem
from mcee_eval.loaders import raw
from mcee_eval.loaders.cells import Cells, clean, ragged
from mcee_eval.loaders.raw_workbook import MAX_CELLS, as_text

PARQUET = b"PAR1"
HEADER_SEARCH = 10  # rows looked at for a header that is not the first


@dataclass(frozen=True)
class Grid:
    """The cells of one table as its file has them.

    header : column names as written, spaces apart.
    rows : the cells below it, as text; ``lines`` : each row's number in the file; ``word`` : row or line.
    workbook : from Excel, where a typed month has become the first day of it.
    problems : what is wrong with the shape; with a ``fatal`` one the cells say nothing.
    notes : what the receipt should tell. refused : cells that a mapping could not read; told : columns whose absence
    is among the problems.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    word: str
    sha256: str
    workbook: bool = False
    problems: tuple[Problem, ...] = ()
    fatal: bool = False
    notes: tuple[str, ...] = ()
    refused: tuple[Fault, ...] = ()
    told: tuple[str, ...] = ()


def grid(contract: Contract, path: Path, *, sheet: str | None = None) -> Grid:
    """Read one table from CSV, Parquet or one sheet of a workbook; what the file is, is seen from its content.

    sheet : by default the one that has the table's name, else the only one that is filled.
    Refused at once (``BadTable``): what cannot be read at all. The rest is in ``problems``, to be told together.
    """
    data = raw.read_bytes(path, table=contract.name)
    if data.startswith(PARQUET):
        return _parquet(contract, data)
    chosen = sheet if sheet is not None else _sheet(contract, path)
    return _shape(contract, raw.read(path, table=contract.name, sheet=chosen))


def _sheet(contract: Contract, path: Path) -> str | None:
    """The sheet that holds the table, by its name; None lets the only sheet speak."""
    names = raw.sheets(path, table=contract.name)
    if contract.name in names or len(names) < 2:
        return contract.name if contract.name in names else None
    meant = nearest(contract.name, names)
    todo = f"Rename the sheet '{meant}', if it is the one." if meant else "Give the table's sheet the table's name."
    expected = f"a sheet named '{contract.name}', or one sheet only"
    raise BadTable.of(contract.name, [Problem("the workbook", f"sheets {', '.join(names)}", expected, todo)])


def _shape(contract: Contract, cells: Cells) -> Grid:
    word = "line" if cells.delimiter else "row"
    merged = [
        Problem(
            f"cells {span}", "merged", "one cell for each value", "Unmerge them; write each column's name in row 1."
        )
        for span in cells.merged
    ]
    header = tuple(clean(c) for c in cells.rows[0])
    rows, lines = cells.rows[1:], cells.lines[1:]
    problems = [*merged, *_header(contract, header, cells)]
    fatal = bool(problems) and not set(header) & set(contract.names)
    if not fatal:
        problems += ragged(cells)
        problems += [
            Problem(f"{word} {line}", "a row of empty cells", "a row with its values", "Take the row out.")
            for row, line in zip(rows, lines, strict=True)
            if len(row) == len(header) and not any(clean(c) for c in row)
        ]
        if not rows:
            todo = "Fill it, or leave the file out."
            problems.append(Problem("the whole file", "a header and no rows", "at least one row", todo))
    whole = [i for i, row in enumerate(rows) if len(row) == len(header) and any(clean(c) for c in row)]
    return Grid(
        header,
        tuple(rows[i] for i in whole),
        tuple(lines[i] for i in whole),
        word,
        cells.sha256,
        workbook=not cells.delimiter,
        problems=tuple(problems),
        fatal=fatal,
        notes=("the last line has no line end: nothing shows that it is complete",) if cells.unfinished else (),
    )


def _header(contract: Contract, header: tuple[str, ...], cells: Cells) -> list[Problem]:
    """Names that stand twice, columns without a name, and a header that is not in the first row."""
    known = set(contract.names)
    if not known & set(header):
        for i, row in enumerate(cells.rows[1 : HEADER_SEARCH + 1], start=1):
            if len(known & {clean(c) for c in row}) * 2 > len(known):
                found = f"no column name; {cells.at(i)} has them"
                todo = "Take out the rows above the header."
                return [Problem(cells.at(0), found, "the header in the first row", todo)]
        near = did_you_mean(header[0], contract.names) if header[0] else ""
        found = f"no column of the table; the first cell is {shown(header[0])}"
        todo = near or "Is this the right file? The template has the header."
        return [Problem(cells.at(0), found, ", ".join(contract.names), todo)]
    problems = []
    for name in dict.fromkeys(header):
        if name and (many := header.count(name)) > 1:
            todo = "Keep the one that is right and take the others out."
            problems.append(Problem(f"column '{name}'", f"{many} columns of that name", "one", todo))
    for i, name in enumerate(header):
        if not name:
            filled = sum(1 for row in cells.rows[1:] if i < len(row) and clean(row[i]))
            found = f"no name, {filled} filled cells"
            problems.append(Problem(f"column {i + 1}", found, "a name in the header", "Name it or take it out."))
    return problems


def _parquet(contract: Contract, data: bytes) -> Grid:
    """A Parquet file's values as the text that a CSV would hold, so that one strict reading serves all formats."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        whole = pq.ParquetFile(io.BytesIO(data))
        held = whole.metadata.num_rows * whole.metadata.num_columns
        if held > MAX_CELLS:
            todo = "Keep only the rows and columns that are needed."
            raise BadTable.of(contract.name, [Problem("the whole file", f"{held} cells", f"at most {MAX_CELLS}", todo)])
        table = whole.read()
    except (pa.ArrowException, OSError):
        todo = "Fetch or write the file again."
        problem = Problem("the whole file", "a damaged or cut Parquet file", "a whole one", todo)
        raise BadTable.of(contract.name, [problem]) from None
    header = tuple(clean(str(name)) for name in table.column_names)
    columns = [[_parquet_text(v) for v in column.to_pylist()] for column in table.columns]
    rows = tuple(zip(*columns, strict=True)) if columns else ()
    lines = tuple(range(1, len(rows) + 2))
    cells = Cells((header, *rows), lines, "", hashlib.sha256(data).hexdigest())
    return _shape(contract, cells)


def _parquet_text(value: Any) -> str:
    if isinstance(value, float) and value != value:
        return ""
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="backslashreplace")
    if isinstance(value, (list, tuple, dict, set)):
        return "; ".join(str(v) for v in value) if len(value) != 1 else f"[{next(iter(value))}]"
    if getattr(value, "tzinfo", None) is not None or getattr(value, "nanosecond", None):
        return str(value)  # midnight somewhere is no day, and a nanosecond is not dropped
    return as_text(value)
