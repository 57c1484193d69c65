"""What every loader of a published format does: find columns, read cells, compare totals, collect all problems."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from mcee_eval.errors import BadTable, Problem
from mcee_eval.loaders import countries, raw
from mcee_eval.loaders.cells import HEADER_WITHIN, clean, ragged
from mcee_eval.loaders.interval import Interval, Rule, columns, miss, total
from mcee_eval.loaders.receipt import Loaded, Receipt

TITLE_CELLS = 2  # that a title, a date or a note above the header fills
AGAIN = "Fetch the file again; if the publisher changed it, the loader must learn it."


class Reading:
    """One file on its way to a frame: its cells, and all problems and notes met so far."""

    def __init__(self, kind: str, path: str | Path) -> None:
        self.kind = kind
        self.table = f"{kind} ({Path(path).name})"
        self.cells = raw.read(path, table=self.table)
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        self.places: dict[str, int] = {}
        self.header, self.end = 0, 0
        if self.cells.unfinished:
            self.notes.append("The file does not end with a line end: its last cell may be cut.")
        self.notes += self.cells.notes
        if self.cells.others:
            self.notes.append(f"Sheets left aside: {', '.join(self.cells.others)}.")

    def fault(self, where: str, found: str, expected: str, todo: str = "") -> None:
        """Remember a problem; ``stop`` raises them all."""
        self.problems.append(Problem(where, found, expected, todo))

    def stop(self) -> None:
        """Refuse the file if anything was wrong so far."""
        if self.problems:
            raise BadTable.of(self.table, self.problems)

    def find(self, wanted: Mapping[str, Sequence[str]], *, header: int | None = None) -> None:
        """Where is each column? ``wanted``: our name → the spellings that the publisher uses; case does not matter.

        The header is the first of the first rows that knows most of them; what stands above it (title, date) and the
        notes below the last row are left aside, and told. A column that is missing, double or unknown and a row of
        another width are problems; the rest is still read, so that the user hears everything at once.
        """
        spelled = {s.casefold(): ours for ours, spellings in wanted.items() for s in spellings}
        self.header = header = self._header(set(spelled)) if header is None else header
        self.end = self._end_of_rows()
        names = [clean(name) for name in self.cells.rows[header]]
        unknown = []
        for place, name in enumerate(names):
            ours = spelled.get(name.casefold())
            if ours is None:
                unknown.append(name)
            elif ours in self.places:
                self.fault("the header", f"column '{name}' twice", "each column once", AGAIN)
            else:
                self.places[ours] = place
        for ours, spellings in wanted.items():
            if ours not in self.places:
                near = difflib.get_close_matches(spellings[0], unknown, n=1, cutoff=0.6)
                todo = f"Is it '{near[0]}'? {AGAIN}" if near else AGAIN
                self.fault("the header", f"no column '{spellings[0]}'", "all columns of the format", todo)
        if 2 * len(self.places) < len(wanted):
            self._refuse_other_format(len(self.places), len(wanted))
        for name in unknown:
            self.fault("the header", f"column '{name}'", "only the columns of the format", AGAIN)
        body = replace(self.cells, rows=self.cells.rows[: self.end], lines=self.cells.lines[: self.end])
        self.problems += ragged(body, header=header)
        if self.end <= header + 1:
            self.fault("the whole file", "a header and no row", "rows", AGAIN)

    def _header(self, spelled: set[str]) -> int:
        """The row that knows most of the names."""
        first = self.cells.rows[:HEADER_WITHIN]
        known = [len(spelled & {clean(name).casefold() for name in row}) for row in first]
        best = known.index(max(known, default=0)) if known else 0
        if any(sum(bool(clean(cell)) for cell in row) > TITLE_CELLS for row in first[:best]):
            return 0  # a row of data stands above: no title
        if best:
            self.notes.append(f"{best} rows above the header left aside: '{clean(first[0][0])[:60]}'.")
        return best

    def _end_of_rows(self) -> int:
        """Where the rows end and notes begin: lines of one text below the last row."""
        rows, end = self.cells.rows, len(self.cells.rows)
        while end > self.header + 1 and _is_note(rows[end - 1], len(rows[self.header])):
            end -= 1
        if end < len(rows):
            self.notes.append(f"{len(rows) - end} lines below the rows left aside: '{clean(rows[end][0])[:60]}'.")
        return end

    def _refuse_other_format(self, found: int, wanted: int) -> None:
        """Most columns are not there: it is another file, and a problem for each of its cells would tell nothing."""
        from mcee_eval.loaders.recognise import recognised

        kind = recognised(self.cells)
        todo = f"It looks like '{kind}'." if kind and kind != self.kind else "Is it the right file?"
        self.problems = []
        self.fault("the header", f"{found} of {wanted} columns", f"a file of the format {self.kind}", todo)
        self.stop()

    def rows(self) -> list[int]:
        """Numbers of the rows below the header that are as wide as it."""
        rows, width = self.cells.rows, len(self.cells.rows[self.header])
        return [i for i in range(self.header + 1, self.end or len(rows)) if len(rows[i]) == width]

    def text(self, row: int, column: str) -> str:
        """A cell by our name of its column, cleaned; empty if the file has no such column (already a problem)."""
        place = self.places.get(column)
        return "" if place is None else clean(self.cells.rows[row][place])

    def at(self, row: int, column: str) -> str:
        """Where that cell is, under the publisher's name of the column."""
        return self.cells.at(row, clean(self.cells.rows[self.header][self.places[column]]))

    def interval(self, row: int, column: str, rule: Rule) -> Interval | None:
        """A cell by its publisher's rule; None, and a problem, if the rule does not know it."""
        return self.read(self.text(row, column), self.at(row, column), rule) if column in self.places else None

    def read(self, text: str, where: str, rule: Rule) -> Interval | None:
        """The same for a cell that is already at hand."""
        try:
            return rule.read(text)
        except ValueError as error:
            self.fault(where, f"'{text}'", str(error), AGAIN)
            return None

    def year(self, row: int, column: str) -> int | None:
        """A calendar year of four digits."""
        text = self.text(row, column)
        if re.fullmatch("[0-9]{4}", text) and 1950 <= int(text) <= 2100:
            return int(text)
        if column in self.places:
            self.fault(self.at(row, column), f"'{text}'", "a year of four digits", AGAIN)
        return None

    def one_of(self, row: int, column: str, allowed: Mapping[str, str]) -> str | None:
        """The code of a cell that may hold only some texts (lower-case spelling → code)."""
        text = self.text(row, column)
        code = allowed.get(text.casefold())
        if code is None and column in self.places:
            near = difflib.get_close_matches(text.casefold(), allowed, n=1, cutoff=0.6)
            todo = f"Is it '{near[0]}'? {AGAIN}" if near else AGAIN
            # a closed list of codes is shown as the publisher writes it, a list of labels as it is compared
            shown = list(allowed.values()) if all(c.casefold() == k for k, c in allowed.items()) else list(allowed)
            few = ", ".join(shown[:12]) + (" …" if len(shown) > 12 else "")
            self.fault(self.at(row, column), f"'{text}'", f"one of {few}", todo)
        return code

    def country(self, row: int, column: str, publisher: str) -> str | None:
        """The code of the country in a cell, as this publisher spells it."""
        if column not in self.places:
            return None
        return self.country_of(self.text(row, column), self.at(row, column), publisher)

    def country_of(self, text: str, where: str, publisher: str) -> str | None:
        """The same for a spelling that is already at hand; the problem suggests the nearest one."""
        try:
            return countries.code_of(text, publisher)
        except countries.UnknownCountry as error:
            near = f"Did you mean '{error.nearest}'? " if error.nearest else ""
            todo = f"{near}A new spelling goes into country_spellings.csv."
            self.fault(where, f"country '{error.spelling}'", f"a spelling of {publisher} that is known", todo)
            return None

    def once(self, seen: dict[Any, int], key: object, row: int, said: str) -> bool:
        """Is it the first row with this key? A second one is a problem."""
        if key in seen:
            found = f"{said} again, as in {self.cells.at(seen[key])}"
            self.fault(self.cells.at(row), found, "each row once", "Remove the copy, or find out which row is right.")
            return False
        seen[key] = row
        return True

    def compare(self, where: str, whole: Interval | None, parts: Sequence[Interval | None], *, slack: int = 0) -> int:
        """Can the parts make the whole? Never asked exactly: each cell is an interval.

        A miss of up to ``slack`` is the publisher's own and is left to the caller to note; more is a problem.
        Returns the miss; 0 where a cell could not be read, which is a problem already.
        """
        known = [part for part in parts if part is not None]
        if whole is None or len(known) < len(parts):
            return 0
        by = miss(whole, known)
        if by > slack:
            found = f"a total of {spoken(whole)} over parts that make {spoken(total(known))}"
            self.fault(where, found, "parts that make their total within rounding and hidden cells", AGAIN)
        return by

    def loaded(
        self, found: Sequence[tuple[Mapping[str, object], Interval | None]], *, source: str, vintage: str
    ) -> Loaded:
        """The tidy frame (one record and its interval a row) and its receipt, if nothing was wrong."""
        self.stop()
        cells = [cell for _, cell in found if cell is not None]
        frame = pd.DataFrame.from_records([record for record, _ in found])
        for name, values in columns(cells).items():
            frame[name] = values
        return self.received(frame, source=source, vintage=vintage)

    def received(self, frame: pd.DataFrame, *, source: str, vintage: str) -> Loaded:
        """A frame that is already made, and its receipt, if nothing was wrong."""
        if not len(frame):
            told = "; ".join(self.notes) or "no row says anything"
            self.fault("the whole file", f"no row is kept ({told})", "rows that belong to the format's scope", AGAIN)
        self.stop()
        if not vintage:
            self.notes.append("The file does not say of which date it is.")
        hidden = int(frame["suppressed"].sum()) if "suppressed" in frame else 0
        receipt = Receipt(
            kind=self.kind,
            source=source,
            vintage=vintage,
            provenance="published",
            rows=len(frame),
            suppressed=hidden,
            sha256=self.cells.sha256,
            notes=tuple(self.notes),
        )
        return Loaded(frame, receipt)


def _is_note(row: Sequence[str], width: int) -> bool:
    """A line with one text and nothing else, where rows have several cells."""
    filled = [cell for cell in row if clean(cell)]
    return width > 1 and len(filled) == 1 and bool(clean(row[0])) and " " in clean(row[0])


def spoken(cell: Interval) -> str:
    """An interval in a message: ``50,375`` or ``50,340 to 50,390``."""
    bounds = f"{cell.low:,} to {cell.high:,}"
    if cell.low == cell.high:
        return f"{cell.low:,}"
    return bounds if cell.value is None else f"{cell.value:,} ({bounds})"
