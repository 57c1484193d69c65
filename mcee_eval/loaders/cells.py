"""A sheet as text: what every reader of files hands to every loader."""

from __future__ import annotations

from dataclasses import dataclass

from mcee_eval.errors import Problem

# A no-break, narrow or thin space separates or pads; a zero-width one is dirt. Both are met in published tables.
_SPACES: dict[int, str | None] = dict.fromkeys(map(ord, "\u00a0\u202f\u2007\u2009\u2002\u2003\u3000"), " ")
_SPACES |= dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"), None)

HEADER_WITHIN = 30  # rows above which a header stands: titles, dates, notes


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one sheet, as text, nothing dropped.

    rows : every row of the file; rows may differ in width (``ragged`` says which do).
    lines : where each row starts, from 1: the line of a text file, the row of a workbook.
    name : of the file, without its folder; ``sheet`` : of the sheet, empty for a text file.
    sha256 : of the file's bytes.
    delimiter : of a text file; empty for a workbook.
    merged : merged ranges of a workbook sheet, as ``"C1:O1"``.
    unfinished : the text does not end with a line end, so that its last cell may have been cut.
    others : other sheets of the workbook that hold something.
    notes : what was taken as it is although it is not usual: another encoding.
    """

    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    name: str
    sha256: str
    sheet: str = ""
    delimiter: str = ""
    merged: tuple[str, ...] = ()
    unfinished: bool = False
    others: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def at(self, row: int, column: str | None = None) -> str:
        """Where row number ``row`` (from 0) is, in the words of whoever opens the file: ``line 12, column 'Jan'``."""
        word = "line" if self.delimiter else "row"
        told = f"{word} {self.lines[row]}"
        return told if column is None else f"{told}, column '{column}'"


def header_of(cells: Cells, *needed: set[str] | frozenset[str]) -> int | None:
    """The first of the first rows that holds all names of one of these sets, whatever their case; None: none does."""
    for i, row in enumerate(cells.rows[:HEADER_WITHIN]):
        names = {clean(name).casefold() for name in row}
        if any(wanted <= names for wanted in needed):
            return i
    return None


def clean(text: str) -> str:
    """A cell without printing debris: every kind of space becomes one plain space, zero-width characters go."""
    return " ".join(text.translate(_SPACES).split())


def ragged(cells: Cells, *, header: int = 0) -> list[Problem]:
    """Which rows after the header have another number of cells than it? A short last row is a file cut in mid-row."""
    if len(cells.rows) <= header:
        return []
    width = len(cells.rows[header])
    problems = []
    for i, row in enumerate(cells.rows[header + 1 :], start=header + 1):
        if len(row) == width:
            continue
        last = i == len(cells.rows) - 1
        if last and len(row) < width:
            found = f"the last row stops after {len(row)} of {width} cells: the file is cut in mid-row"
            todo = "Fetch or export the file again."
        else:
            found = f"{len(row)} cells"
            todo = "Look for a missing or superfluous separator, or an unquoted one inside a text."
        problems.append(Problem(cells.at(i), found, f"{width} cells, as in the header", todo))
    return problems
