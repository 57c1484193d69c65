"""CBSA: the removals inventory at dated points, as told to Parliament, the auditor general and the press."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from mcee_eval.loaders.cbsa_removals_totals import is_press
from mcee_eval.loaders.cells import Cells, clean
from mcee_eval.loaders.interval import EXACT, Interval, total
from mcee_eval.loaders.reading import AGAIN, Reading
from mcee_eval.loaders.receipt import Loaded

KIND = "cbsa_inventory_points"
SOURCE = "CBSA testimony, auditor general and order paper answers: removals inventory at dated points"
COLUMNS = {
    "as_of": ("as_of",),
    "stock": ("stock",),
    "number": ("value",),
    "source": ("source",),
    "note": ("note",),
}
# "working" and "in progress" are two things and are never spliced.
STOCKS = {
    "total removals inventory": "total",
    "of which ontario": "total_ontario",
    "of which quebec": "total_quebec",
    "of which no region assigned": "total_no_region",
    "under orders to leave (removal list)": "removal_list",
    "enforceable orders accumulated (oag)": "enforceable_orders",
    "of which wanted (whereabouts unknown)": "wanted",
    "wanted": "wanted",
    "of which working inventory": "working",
    "working inventory with an impediment to removal": "working_impeded",
    "removable now": "removable_now",
    "removal in progress (final stages)": "removal_in_progress",
    "removal in progress": "removal_in_progress",
    "monitoring": "monitoring",
    "monitoring + stayed": "monitoring_and_stayed",
    "stayed": "stayed",
    "stay-type inventory (litigation, prra, tsr, imprisonment)": "stay_type",
}
# Whole → parts that make it, where a date has them all.
SUMS = {
    "total": ("removal_in_progress", "wanted", "monitoring", "stayed"),
    "enforceable_orders": ("wanted", "working"),
}
_ABOUT = re.compile(r"\babout\b|\bjust over\b", re.IGNORECASE)


def recognises(cells: Cells) -> bool:
    """Is it this format, by its header?"""
    return {"as_of", "stock", "value"} <= {clean(name).casefold() for name in cells.rows[0]}


def load(path: str | Path) -> Loaded:
    """How many cases were in the removals inventory, at the dates for which anyone was told?

    Frame: as_of (ISO date or month; the first of two months for "2021-05/06"), as_told (the date as in the file),
    stock (total, wanted, working, working_impeded, removal_in_progress, monitoring, stayed, …), about (the number was
    given as "about"), press (a newspaper that quotes CBSA), note, source (address), value, low, high, suppressed.
    Points are no series: sources, rounding and definitions differ. Refused, all at once: unknown stocks and dates,
    repeated rows, numbers that are none, rows without address, exact parts that miss their total by over 1 %.
    """
    reading = Reading(KIND, path)
    reading.find(COLUMNS)
    found: list[tuple[dict[str, object], Interval | None]] = []
    seen: dict[tuple[str, str], int] = {}
    points: dict[str, dict[str, tuple[Interval | None, bool]]] = defaultdict(dict)
    for row in reading.rows():
        told, source = reading.text(row, "as_of"), reading.text(row, "source")
        as_of = re.fullmatch(r"(\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)(?:/(?:0[1-9]|1[0-2]))?", told)
        if as_of is None and "as_of" in reading.places:
            reading.fault(reading.at(row, "as_of"), f"'{told}'", "'2024-10', '2024-12-31' or '2021-05/06'", AGAIN)
        stock = reading.one_of(row, "stock", STOCKS)
        cell = reading.interval(row, "number", EXACT)
        if "source" in reading.places and not re.match(r"https?://\S+$", source):
            reading.fault(reading.at(row, "source"), f"'{source}'", "an address", AGAIN)
        if as_of is None or stock is None or not reading.once(seen, (as_of[1], stock), row, f"{told}, {stock}"):
            continue
        note = reading.text(row, "note")
        about = _ABOUT.search(note) is not None
        points[told][stock] = cell, about
        record = {
            "as_of": as_of[1],
            "as_told": told,
            "stock": stock,
            "about": about,
            "press": is_press(source),
            "note": note,
            "source": source,
        }
        found.append((record, cell))
    for told, stocks in points.items():
        _check(reading, told, stocks)
    return reading.loaded(found, source=SOURCE, vintage="by row")


def _check(reading: Reading, told: str, stocks: dict[str, tuple[Interval | None, bool]]) -> None:
    """Parts against their whole, where a date has them all; told by different people, so a miss of 1 % is noted."""
    for whole, names in SUMS.items():
        if not {whole, *names} <= set(stocks):
            continue
        cell, parts = stocks[whole][0], [stocks[name][0] for name in names]
        slack = int(0.01 * cell.high) if cell else 0
        by = reading.compare(f"{told}, {whole}", cell, parts, slack=slack)
        if by and cell:
            made = total([part for part in parts if part])
            told_both = f"{told}: {', '.join(names)} make {made.value:,}, {whole} is {cell.value:,}"
            reading.notes.append(f"{told_both}; both as told.")
