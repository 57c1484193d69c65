"""CBSA, removals program statistics: enforced removals by region, Tables 1.1 (calendar) and 1.2 (fiscal years)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from mcee_eval.loaders.cells import Cells, clean
from mcee_eval.loaders.interval import EXACT, Interval
from mcee_eval.loaders.reading import AGAIN, Reading
from mcee_eval.loaders.receipt import Loaded

KIND = "cbsa_removals_by_region"
SOURCE = "CBSA, removals program statistics, enforced removals by region"
LONG = {
    "vintage": ("vintage",),
    "table": ("table",),
    "region": ("region",),
    "period": ("period",),
    "removals": ("removals_as_published",),
}
REGIONS = {
    "atlantic": "atlantic",
    "quebec": "quebec",
    "northern ontario": "northern_ontario",
    "greater toronto area": "greater_toronto",
    "southern ontario": "southern_ontario",
    "prairie": "prairie",
    "pacific": "pacific",
    "grand total": "TOTAL",
    "total": "TOTAL",
}
OWN_MISS = 1  # the publisher's own sums miss by 1
Key = tuple[str, str, str]  # vintage, basis, region


def recognises(cells: Cells) -> bool:
    """Is it this format: the long transcription, or a table of the page?"""
    names = {clean(name).casefold() for name in cells.rows[0]}
    return {"removals_as_published", "region", "vintage"} <= names or _page_header(cells) is not None


def _page_header(cells: Cells) -> int | None:
    """The header of a table copied from the page: ``Region`` over years, under a title that may be missing."""
    for i, row in enumerate(cells.rows[:4]):
        if clean(row[0]).casefold() == "region" and len(row) > 2 and _period(clean(row[1])):
            return i
    return None


def load(path: str | Path) -> Loaded:
    """How many people were removed each year and quarter, by region?

    path : the transcription (vintage, table, region, period, removals_as_published), or a table copied from the page.
    Frame: vintage, basis (calendar: Table 1.1, fiscal: Table 1.2), region (atlantic, quebec, northern_ontario,
    greater_toronto, southern_ontario, prairie, pacific, TOTAL), grain (year, quarter, or to_date: what a year has so
    far), period ("2019", "2024Q1"; fiscal "2019-20", "2024-25Q1"), value, low, high, suppressed. Calendar and fiscal
    years are never on one axis, and never add over ``grain`` or TOTAL. Region names and year spellings differ by
    release. The publisher's own sums miss by 1. Table 1.2 may lack regions; its total is then not there either.
    Refused, all at once: unknown regions and periods, repeated rows, numbers that are none, totals that miss by more.
    """
    reading = Reading(KIND, path)
    rows: dict[Key, dict[tuple[str, str], Interval | None]] = {}
    at: dict[tuple[Key, str], int] = {}
    for row, vintage, basis, region, text, cell in _cells(reading):
        period = _period(text)
        if basis is None or region is None:
            continue
        if period is None or (period[0] != basis):
            expected = "'2019', '2024 Q1', '2024 Total'" if basis == "calendar" else "'2019-2020', '2024-2025 Q1'"
            reading.fault(f"{reading.cells.at(row)}, period", f"'{text}'", f"{expected} in a {basis} table", AGAIN)
            continue
        key = (vintage, basis, region)
        if reading.once(at, (key, period[1] + period[2]), row, f"{vintage}, {region}, {text}"):
            rows.setdefault(key, {})[period[1], period[2]] = cell
    rows = {key: _unfinished(cells) for key, cells in rows.items()}
    _check(reading, rows)
    found = [
        (
            {"vintage": vintage, "basis": basis, "region": region, "grain": grain, "period": period},
            cell,
        )
        for (vintage, basis, region), cells in rows.items()
        for (grain, period), cell in cells.items()
    ]
    return reading.loaded(found, source=SOURCE, vintage=", ".join(dict.fromkeys(key[0] for key in rows if key[0])))


def _cells(reading: Reading) -> Iterator[tuple[int, str, str | None, str | None, str, Interval | None]]:
    """Row, vintage, basis, region, period and number of every cell, from either form of the file."""
    header = _page_header(reading.cells)
    if header is None:
        reading.find(LONG)
        for row in reading.rows():
            table = reading.text(row, "table")
            basis = {"1.1": "calendar", "1.2": "fiscal"}.get(table[:3])
            if basis is None and "table" in reading.places:
                reading.fault(reading.at(row, "table"), f"'{table}'", "Table 1.1 or 1.2", AGAIN)
            if "vintage" in reading.places and not reading.text(row, "vintage"):
                reading.fault(reading.at(row, "vintage"), "nothing", "the release", AGAIN)
            region = _region(reading, row, reading.text(row, "region")) if "region" in reading.places else None
            cell = reading.interval(row, "removals", EXACT)
            yield row, reading.text(row, "vintage"), basis, region, reading.text(row, "period"), cell
        return
    names = [clean(name) for name in reading.cells.rows[header]]
    first = _period(names[1])
    for row in range(header + 1, len(reading.cells.rows)):
        texts = [clean(cell) for cell in reading.cells.rows[row]]
        if not any(texts[1:]):
            continue  # a note under the table
        if len(texts) != len(names):
            reading.fault(reading.cells.at(row), f"{len(texts)} cells", f"{len(names)} cells, as in the header", AGAIN)
            continue
        region = _region(reading, row, texts[0])
        for name, text in zip(names[1:], texts[1:], strict=True):
            cell = reading.read(text, reading.cells.at(row, name), EXACT)
            yield row, "", first[0] if first else None, region, name, cell


def _region(reading: Reading, row: int, text: str) -> str | None:
    """``Atlantic Region`` and ``Atlantic`` are one region; ``Grand Total`` and ``Grand total`` one line."""
    code = REGIONS.get(text.casefold().removesuffix(" region"))
    if code is None:
        reading.fault(f"{reading.cells.at(row)}, region", f"'{text}'", f"one of {', '.join(REGIONS)}", AGAIN)
    return code


def _period(text: str) -> tuple[str, str, str] | None:
    """Basis, grain and period. Notes in brackets (``2025 Q3 (partial)``) are no part of the name.

    ``2019`` and ``2024 Total`` are years, ``2024-2025 (to date)`` what a fiscal year has so far.
    """
    to_date = re.search(r"\(to date\)", text, re.IGNORECASE) is not None
    bare = clean(re.sub(r"\([^)]*\)|\[[^]]*\]|[*†]+$", "", text))
    found = re.fullmatch(r"(\d{4})(?:-(\d{4}|\d{2}))?(?: (Q[1-4]|Total))?", bare)
    if not found:
        return None
    year, end, part = int(found[1]), found[2], found[3]
    if end and int(end) not in (year + 1, (year + 1) % 100):
        return None
    name = f"{year}-{(year + 1) % 100:02d}" if end else str(year)
    grain = "quarter" if (part or "").startswith("Q") else "to_date" if to_date else "year"
    return ("fiscal" if end else "calendar"), grain, name + (part if grain == "quarter" and part else "")


def _unfinished(cells: dict[tuple[str, str], Interval | None]) -> dict[tuple[str, str], Interval | None]:
    """A year that is told by quarters and has not all four is no year, though its sum is called Total."""
    quarters = [period[:-2] for grain, period in cells if grain == "quarter"]
    return {
        ("to_date" if grain == "year" and 0 < quarters.count(period) < 4 else grain, period): cell
        for (grain, period), cell in cells.items()
    }


def _check(reading: Reading, rows: dict[Key, dict[tuple[str, str], Interval | None]]) -> None:
    """Quarters against their year, regions against the total line; both miss by 1 in the publisher's own tables."""
    off = []
    sound = not reading.problems  # a cell that could not be placed is a part that would be missed
    for (vintage, basis, region), cells in rows.items():
        for (grain, period), cell in cells.items():
            quarters = [c for (g, p), c in cells.items() if g == "quarter" and p.startswith(f"{period}Q")]
            if grain != "quarter" and quarters:
                where = f"{vintage or basis}, {region}, quarters of {period}"
                if reading.compare(where, cell, quarters, slack=OWN_MISS):
                    off.append(where)
            if region != "TOTAL" or not sound:
                continue
            parts = [
                other.get((grain, period))
                for (v, b, r), other in rows.items()
                if (v, b) == (vintage, basis) and r != "TOTAL" and (grain, period) in other
            ]
            where = f"{vintage or basis}, regions of {period}"
            wanted = len(set(REGIONS.values())) - 1
            if len(parts) < wanted:
                reading.fault(where, f"{len(parts)} regions under a total", f"{wanted} regions", AGAIN)
            elif reading.compare(where, cell, parts, slack=OWN_MISS):
                off.append(where)
    if off:
        reading.notes.append(f"The publisher's own sums miss by 1: {'; '.join(off)}.")
    tables = {(v, b): f"{v or b} ({b} years)" for v, b, _ in rows}
    without = sorted(told for key, told in tables.items() if (*key, "TOTAL") not in rows)
    if without:
        reading.notes.append(f"No line of totals, so regions may be missing: {'; '.join(without)}.")
    partial = sorted({vintage for vintage, _, _ in rows if "partial" in vintage.casefold()})
    if partial:
        reading.notes.append(f"The last quarter is partial: {'; '.join(partial)}.")
