"""IRCC open data: asylum claimants by claim office type, province and month."""

from __future__ import annotations

from pathlib import Path

from mcee_eval.loaders.cells import Cells
from mcee_eval.loaders.interval import Interval
from mcee_eval.loaders.ircc_grid import Line, check_line, header_row, kept, last_month, read_grid
from mcee_eval.loaders.ircc_monthly import PROVINCES
from mcee_eval.loaders.reading import AGAIN, Reading
from mcee_eval.loaders.receipt import Loaded

KIND = "ircc_office_province"
SOURCE = "IRCC open data, asylum claimants by claim office type and province or territory"
LABEL = "claim office type and province/territory of claim"
TOTALS = {
    "airport - total": "airport",
    "border - total": "border",
    "inland - total": "inland",
    "other offices": "other",
    "total": "all",
}
# The release of 2024 calls "Outside Canada" what the one of 2025 calls "not stated"; they are not spliced.
PLACES = PROVINCES | {"outside canada": "OUTSIDE", "province/territory of claim not stated": "NOT_STATED"}


def recognises(cells: Cells) -> bool:
    """Is it this format, by the first cell of its header?"""
    return header_row(cells, LABEL) is not None


def load(path: str | Path) -> Loaded:
    """How many claims were made each month, by kind of office and province?

    path : the workbook, or its grid as CSV. Frame: office (airport, border, inland, other; all), province (two
    letters; OUTSIDE, NOT_STATED, TOTAL), year, grain ("month", "year", or "part_year" for the total of a year that is
    not over), period, value, low, high, suppressed. Never add over ``grain``, office "all" or province TOTAL. A
    province without a line has no row here. Vintage: the Source line. Refused, all at once: changed headers, unknown
    labels and marks, totals that rounding cannot explain.
    """
    reading = Reading(KIND, path)
    grid = read_grid(reading, LABEL, quarters=False)
    rows: list[tuple[dict[str, object], Interval | None]] = []
    offices: dict[str, Line] = {}
    details: list[Line] = []
    last = last_month(grid)
    seen: dict[tuple[str, str], int] = {}
    for line in grid.lines:
        check_line(reading, line, line.label or line.detail)
        if line.detail:
            details.append(line)
            continue
        office = TOTALS.get(line.label.casefold())
        if office is None:
            reading.fault(reading.cells.at(line.row), f"'{line.label}'", f"one of {', '.join(TOTALS)}", AGAIN)
            details = []
            continue
        _check_provinces(reading, line, details)
        for part in (*details, line):
            place = PLACES.get(part.detail.casefold()) if part.detail else "TOTAL"
            if place is None:
                where = reading.cells.at(part.row)
                reading.fault(where, f"'{part.detail}'", "a province or territory", AGAIN)
                continue
            reading.once(seen, (office, place), part.row, f"{office} {place}")
            for column, grain, cell in kept(part, last) if last else ():
                record = {
                    "office": office,
                    "province": place,
                    "year": column.year,
                    "grain": grain,
                    "period": column.period,
                }
                rows.append((record, cell))
        offices[office] = line
        details = []
    _check_all(reading, offices)
    if last is not None and last.number < 12:
        reading.notes.append(f"{last.year} ends with {last.period}: its total is that of a part of the year.")
    return reading.loaded(rows, source=SOURCE, vintage=grid.vintage)


def _check_provinces(reading: Reading, total: Line, details: list[Line]) -> None:
    """Provinces against the total line of their office."""
    where = f"{reading.cells.at(total.row)} ({total.label})"
    if bool(details) != total.label.casefold().endswith("- total"):
        found = f"{len(details)} provinces above it"
        reading.fault(where, found, "provinces above the total of an office, and only there", AGAIN)
    for column, cell in total.cells.items():
        if details:
            reading.compare(f"{where}, provinces, {column.period}", cell, [line.cells[column] for line in details])


def _check_all(reading: Reading, offices: dict[str, Line]) -> None:
    """Offices against the line Total."""
    for label, office in TOTALS.items():
        if office not in offices:
            reading.fault("the whole file", f"no line '{label}'", "a total line of each office", AGAIN)
    if set(offices) < set(TOTALS.values()):
        return
    parts = [line for office, line in offices.items() if office != "all"]
    for column, cell in offices["all"].cells.items():
        where = f"{reading.cells.at(offices['all'].row)} (Total), offices, {column.period}"
        reading.compare(where, cell, [line.cells[column] for line in parts])
