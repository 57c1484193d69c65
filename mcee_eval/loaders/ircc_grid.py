"""The grid that IRCC's open-data workbooks share: header rows with blank merged cells, details before their total."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from mcee_eval.loaders.cells import Cells, clean
from mcee_eval.loaders.interval import IRCC, Interval
from mcee_eval.loaders.months import long_date, month, month_number
from mcee_eval.loaders.reading import AGAIN, Reading

FIRST = 2  # the two first columns are labels
_SPAN = re.compile(r"(\w+) (\d{4}) - (\w+) (\d{4})\s*$")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds: a month, a quarter's total or a year's total (``number`` is 1-12, 1-4 or 0)."""

    year: int
    grain: str
    number: int

    @property
    def period(self) -> str:
        """``2019-04``, ``2019Q2`` or ``2019``."""
        if self.grain == "month":
            return month(self.year, self.number)
        return f"{self.year}Q{self.number}" if self.grain == "quarter" else str(self.year)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the grid. ``label`` is on total lines, ``detail`` on the lines above their total."""

    row: int
    label: str
    detail: str
    cells: Mapping[Column, Interval | None]


@dataclass(frozen=True, slots=True)
class Grid:
    """The grid, read: its columns by place, its lines, and the date of its Source line."""

    columns: Mapping[int, Column]
    lines: tuple[Line, ...]
    vintage: str
    title: str


def header_row(cells: Cells, label: str) -> int | None:
    """Where the header starts: the row whose first cell is the publisher's label."""
    for i, row in enumerate(cells.rows[:12]):
        if row and clean(row[0]).casefold() == label:
            return i
    return None


def read_grid(reading: Reading, label: str, *, quarters: bool) -> Grid:
    """The whole sheet. ``label`` : first cell of the header; ``quarters`` : the header has a row of quarters."""
    rows = reading.cells.rows
    start = header_row(reading.cells, label)
    if start is None:
        reading.fault("the header", f"no row that starts with '{label}'", "the header of the workbook", AGAIN)
        reading.stop()
    assert start is not None
    deep = 3 if quarters else 2
    if len(rows) < start + deep + 1:
        reading.fault("the whole file", "a header and no row", "rows", AGAIN)
        reading.stop()
    columns = _columns(reading, start, quarters=quarters)
    title = clean(rows[0][0])
    _check_title(reading, title, columns)
    _check_columns(reading, columns, quarters=quarters)
    lines = _lines(reading, start + deep, columns)
    return Grid(columns, lines, _vintage(reading), title)


def _columns(reading: Reading, start: int, *, quarters: bool) -> dict[int, Column]:
    """Read the header: years and quarters stand once over blank (merged) cells; only its label tells a total."""
    rows = reading.cells.rows
    years, last = rows[start], rows[start + (2 if quarters else 1)]
    middle = rows[start + 1] if quarters else ("",) * len(years)
    found: dict[int, Column] = {}
    year, quarter = 0, ""
    for place in range(FIRST, len(years)):
        where = f"header of column {place + 1}"
        text = clean(years[place])
        if text:
            year = int(text) if re.fullmatch(r"\d{4}", text) else 0
            quarter = ""
            if not year:
                reading.fault(where, f"'{text}'", "a year", AGAIN)
        middle_text = clean(middle[place]) if place < len(middle) else ""
        quarter = middle_text or quarter
        label = (clean(last[place]) if place < len(last) else "") or middle_text
        if not label and not any(clean(row[place]) for row in rows[start:] if place < len(row)):
            continue  # an empty column at the edge of the sheet
        column = _column(label, year)
        if column is None:
            reading.fault(where, f"'{label}' under {year}", "a month, 'Qn Total' or 'YYYY Total' of that year", AGAIN)
        elif column in found.values():
            reading.fault(where, f"{column.period} again", "each period once", AGAIN)
        else:
            found[place] = column
            quarterly = quarters and column.grain == "month"
            if quarterly and quarter != f"Q{(column.number + 2) // 3}":
                reading.fault(where, f"{column.period} under '{quarter}'", "a month under its quarter", AGAIN)
    return found


def _column(label: str, year: int) -> Column | None:
    if number := month_number(label):
        return Column(year, "month", number)
    if found := re.fullmatch(r"Q([1-4]) Total", label):
        return Column(year, "quarter", int(found[1]))
    return Column(year, "year", 0) if label == f"{year} Total" else None


def _check_title(reading: Reading, title: str, columns: Mapping[int, Column]) -> None:
    """The title names the first and the last month."""
    span = _SPAN.search(title)
    months = [c.period for c in columns.values() if c.grain == "month"]
    if not span or not month_number(span[1]) or not month_number(span[3]):
        reading.fault(
            reading.cells.at(0), f"title '{title[:80]}'", "a title that ends in 'Month YYYY - Month YYYY'", AGAIN
        )
        return
    first, last = month(int(span[2]), month_number(span[1]) or 0), month(int(span[4]), month_number(span[3]) or 0)
    if months and (min(months), max(months)) != (first, last):
        found = f"months {min(months)} to {max(months)} under a title of {first} to {last}"
        reading.fault("the header", found, "the months of the title", AGAIN)


def _check_columns(reading: Reading, columns: Mapping[int, Column], *, quarters: bool) -> None:
    """All months from January on, all totals; only the last year may be partial (its total is still called one)."""
    have = set(columns.values())
    years = sorted({column.year for column in have})
    for year in years:
        months = sorted(c.number for c in have if c.year == year and c.grain == "month")
        full = list(range(1, 13 if year != years[-1] else max(months, default=0) + 1))
        wanted = [Column(year, "month", n) for n in full] + [Column(year, "year", 0)]
        wanted += [Column(year, "quarter", q) for q in range(1, 5) if quarters and 3 * q - 2 in full]
        for gone in wanted:
            if gone not in have:
                what = {"month": "month", "quarter": "quarter total", "year": "year total"}[gone.grain]
                reading.fault("the header", f"no column of the {what} {gone.period}", "every month and total", AGAIN)
    if set(range(min(years, default=0), max(years, default=0) + 1)) - set(years):
        reading.fault("the header", f"years {', '.join(map(str, years))}", "years without a gap", AGAIN)


def _lines(reading: Reading, start: int, columns: Mapping[int, Column]) -> tuple[Line, ...]:
    """The lines down to the one that is called Total, and nothing with numbers after it."""
    lines: list[Line] = []
    done = False
    width = len(reading.cells.rows[start])
    for i in range(start, len(reading.cells.rows)):
        row = reading.cells.rows[i]
        texts = {place: clean(row[place]) if place < len(row) else "" for place in columns}
        if not any(texts.values()):
            continue
        where = reading.cells.at(i)
        label, detail = clean(row[0]), clean(row[1])
        if done:
            reading.fault(where, f"numbers after the Total line, under '{label or detail}'", "notes only", AGAIN)
            continue
        if len(row) != width:
            reading.fault(where, f"{len(row)} cells", f"{width} cells, as in the rows above", AGAIN)
        if bool(label) == bool(detail):
            found = f"'{label}' and '{detail}'" if label else "no label"
            reading.fault(where, found, "a label in the first or the second column", AGAIN)
            continue
        cells = {
            column: reading.read(texts[place], f"{where}, column {column.period}", IRCC)
            for place, column in columns.items()
        }
        lines.append(Line(i, label, detail, cells))
        done = label == "Total"
    if not done:
        reading.fault("the whole file", "no line called 'Total'", "a last line of totals: the file may be cut", AGAIN)
    return tuple(lines)


def _vintage(reading: Reading) -> str:
    """``Source: IRCC, February 29, 2024`` → 2024-02-29."""
    for row in reading.cells.rows[::-1]:
        found = re.match(r"Source: IRCC, (.+)$", clean(row[0])) if row else None
        if found:
            date = long_date(found[1])
            if not date:
                reading.fault("the Source line", f"'{found[1]}'", "a date such as 'February 29, 2024'", AGAIN)
            return date or ""
    reading.fault("the whole file", "no line 'Source: IRCC, …'", "the date of the release: the file may be cut", AGAIN)
    return ""


def check_line(reading: Reading, line: Line, name: str) -> None:
    """Months against quarter totals and year totals, within rounding."""
    years = {column.year for column in line.cells}
    for year in sorted(years):
        months = {c.number: cell for c, cell in line.cells.items() if c.year == year and c.grain == "month"}
        for column, cell in line.cells.items():
            if column.year != year or column.grain == "month":
                continue
            wanted = (
                months if column.grain == "year" else {n: c for n, c in months.items() if (n + 2) // 3 == column.number}
            )
            where = f"{reading.cells.at(line.row)} ({name}), {column.period} total"
            reading.compare(where, cell, list(wanted.values()))


def kept(line: Line, last: Column) -> list[tuple[Column, str, Interval | None]]:
    """The cells of a line that go into the frame: months and year totals. Quarter totals are checked and dropped.

    The total of a year that is not over is no year: its grain is "part_year".
    """
    cells = []
    for column, cell in line.cells.items():
        if column.grain == "quarter":
            continue
        partial = column.grain == "year" and column.year == last.year and last.number < 12
        cells.append((column, "part_year" if partial else column.grain, cell))
    return cells


def last_month(grid: Grid) -> Column | None:
    """The last month of the workbook; None if its header has none (already a problem)."""
    months = [column for column in grid.columns.values() if column.grain == "month"]
    return max(months, key=lambda column: (column.year, column.number), default=None)
