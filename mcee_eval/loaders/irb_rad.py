"""IRB, Refugee Appeal Division: appeals by country of alleged persecution and year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from mcee_eval.loaders.cells import Cells, clean
from mcee_eval.loaders.interval import IRB, Interval
from mcee_eval.loaders.irb import Fit
from mcee_eval.loaders.months import month_end
from mcee_eval.loaders.reading import Reading
from mcee_eval.loaders.receipt import Loaded

KIND = "irb_rad"
SOURCE = "IRB, Refugee Appeal Division, appeals by country of alleged persecution"
PARTS = {
    "dismissed_jurisdiction": ("Non-Merit: Dismissed - Lack of RAD Jurisdiction",),
    "dismissed_not_perfected": ("Non-Merit: Dismissed - Appeal not Perfected",),
    "dismissed_withdrawn": ("Non-Merit: Dismissed - Withdrawn, Abandoned & Other",),
    "dismissed_confirmed": ("Merit: Dismissed - Confirmed RPD",),
    "allowed_referred_back": ("Merit: Allowed - Referred Back",),
    "allowed_substituted": ("Merit: Allowed - Substituted Determination",),
}
MEASURES = {"filed": ("Filed",), **PARTS, "finalized": ("Total Finalizations",), "pending": ("Pending at year end",)}
COLUMNS = {"year": ("Year",), "country": ("Country of alleged persecution",), **MEASURES}


def one_header(cells: Cells) -> Cells:
    """Two header rows (Merit and Non-Merit over merged cells) become one: ``Merit: Allowed - Referred Back``."""
    if len(cells.rows) < 2 or "Merit" not in {clean(c) for c in cells.rows[0]}:
        return cells
    group, names = "", []
    for above, below in zip(cells.rows[0], cells.rows[1], strict=False):
        group = clean(above) or group
        names.append(f"{group}: {clean(below)}" if clean(below) else group)
    return replace(cells, rows=(tuple(names), *cells.rows[2:]), lines=cells.lines[1:])


def recognises(cells: Cells) -> bool:
    """Is it this format, by its header?"""
    names = {clean(name).casefold() for name in one_header(cells).rows[0]}
    return {"country of alleged persecution", "filed", "total finalizations"} <= names


def load(path: str | Path) -> Loaded:
    """How many appeals were filed, decided and pending each year, by country of alleged persecution?

    path : the tables of one or several years, with Year before each row; the header in one row or in two.
    Frame: alleged_persecution (ISO3; UNKNOWN, STATELESS, BLANK, TOTAL), year, as_of (the date that the row counts
    to), measure (filed, dismissed_…, allowed_…, finalized, pending), value, low, high, suppressed. ``--`` is 0 to 19
    (also printed ``--3`` and ``---``); where a row's total needs more than that of its hidden cells, they are as wide
    as the total allows. Refused, all at once: changed columns, unknown countries and marks, countries twice in a
    year, totals out of bounds.
    """
    reading = Reading(KIND, path)
    reading.cells = one_header(reading.cells)
    reading.find(COLUMNS)
    years: dict[int, dict[str, dict[str, Interval | None]]] = defaultdict(dict)
    seen: dict[tuple[int, str], int] = {}
    fit = Fit(tuple(PARTS), "finalized")  # met: complete rows miss by 1, hidden ones exceed 19 by up to 18 in all
    leaks = 0
    for row in reading.rows():
        year = reading.year(row, "year")
        code = reading.country(row, "country", "IRB")
        cells = {name: reading.interval(row, name, IRB) for name in MEASURES}
        if year is not None and (code is None or not reading.once(seen, (year, code), row, f"{year}, {code}")):
            code = f"line {row}"  # it still counts towards the total of its year
        if year is None or code is None:
            continue
        leaks += sum(cell is not None and 0 < (cell.value or 0) < 20 for cell in cells.values())
        said = f"{year}, {reading.text(row, 'country')}"
        years[year][code] = fit.row(reading, reading.cells.at(row), said, cells)
    fit.tell(reading)
    for year, rows in years.items():
        _check_total(reading, year, rows)
    if leaks:
        reading.notes.append(f"{leaks} numbers from 1 to 19 are printed, though the rule hides them; they are kept.")
    found = [
        (
            {"alleged_persecution": code, "year": year, "as_of": month_end(year, 12), "measure": measure},
            cell,
        )
        for year, rows in years.items()
        for code, cells in rows.items()
        for measure, cell in cells.items()
    ]
    if years:
        last = f"The counts of {max(years)} are cumulative, and the file does not say that the year was over."
        reading.notes.append(last)
    return reading.loaded(found, source=SOURCE, vintage="")


def _check_total(reading: Reading, year: int, rows: dict[str, dict[str, Interval | None]]) -> None:
    """The countries of a year against its line Total."""
    total = rows.get("TOTAL")
    if total is None:
        reading.fault(f"year {year}", "no line 'Total'", "a line of totals in each year", "Fetch the page again.")
        return
    for measure, cell in total.items():
        parts = [cells[measure] for code, cells in rows.items() if code != "TOTAL"]
        reading.compare(f"year {year}, countries, {measure}", cell, parts)
