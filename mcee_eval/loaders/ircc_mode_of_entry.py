"""IRCC transition binder: unrounded claims by mode of entry and year."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from mcee_eval.loaders.cells import Cells, clean
from mcee_eval.loaders.interval import EXACT, Interval
from mcee_eval.loaders.reading import AGAIN, Reading
from mcee_eval.loaders.receipt import Loaded

KIND = "ircc_mode_of_entry"
SOURCE = "IRCC, Deputy Minister transition binder 2024, Asylum, Table A"
COLUMNS = {"year": ("Year",), "mode": ("Mode_of_entry",), "claims": ("claims",)}
MODES = {
    "airport": "airport",
    "inland": "inland",
    "irregular": "irregular",
    "land border": "land_border",
    "marine": "marine",
    "total": "TOTAL",
}


def recognises(cells: Cells) -> bool:
    """Is it this format, by its header?"""
    return {"year", "mode_of_entry", "claims"} == {clean(name).casefold() for name in cells.rows[0]}


def load(path: str | Path) -> Loaded:
    """How did the people who claimed asylum enter Canada, year by year?

    Frame: year, mode (airport, inland, irregular, land_border, marine, TOTAL), value, low, high, suppressed. The
    numbers are exact and the modes make their total exactly: any miss is refused, as are, all at once, unknown modes,
    missing and repeated rows, numbers that are none.
    """
    reading = Reading(KIND, path)
    reading.find(COLUMNS)
    years: dict[int, dict[str, Interval | None]] = defaultdict(dict)
    seen: dict[tuple[int, str], int] = {}
    for row in reading.rows():
        year, mode = reading.year(row, "year"), reading.one_of(row, "mode", MODES)
        cell = reading.interval(row, "claims", EXACT)
        if year is not None and mode is not None and reading.once(seen, (year, mode), row, f"{year}, {mode}"):
            years[year][mode] = cell
    for year, modes in years.items():
        gone = sorted(set(MODES.values()) - set(modes))
        if gone:
            reading.fault(f"year {year}", f"no row {', '.join(gone)}", "five modes and the total", AGAIN)
        else:
            reading.compare(f"year {year}", modes["TOTAL"], [cell for mode, cell in modes.items() if mode != "TOTAL"])
    found = [({"year": year, "mode": mode}, cell) for year, modes in years.items() for mode, cell in modes.items()]
    return reading.loaded(found, source=SOURCE, vintage="2024")
