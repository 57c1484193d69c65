"""IRB: claims of irregular border crossers, ten first countries by quarter, cumulative since 2017."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from mcee_eval.loaders.cells import Cells, clean
from mcee_eval.loaders.interval import EXACT, Rule, exact
from mcee_eval.loaders.irb import Fit, Row
from mcee_eval.loaders.months import month_end, month_number
from mcee_eval.loaders.reading import AGAIN, Reading
from mcee_eval.loaders.receipt import Loaded

KIND = "irb_border_crossers"
SOURCE = "IRB, Refugee Protection Claims Made by Irregular Border Crossers (collected by lifers/STCA-dataset)"
PARTS = {
    "accepted": ("accepted",),
    "rejected": ("rejected",),
    "abandoned": ("abandoned",),
    "withdrawn_other": ("withdrawn other",),
}
MEASURES = {
    "intake": ("intake",),
    **PARTS,
    "finalized": ("total",),
    "pending": ("pending at the end of period",),
}
COLUMNS = {
    "index": ("",),
    "quarter": ("quarter_name",),
    "year": ("year",),
    "count": ("number of quarters represented",),
    "country": ("country",),
    **MEASURES,
}
HIDDEN = Rule(hidden="NA|--", span=(0, 19), words="'NA' or a whole number")
# The publisher's own sums miss: parts by up to 4.7 % of their total, pending by up to 9.5 % of the intake.
PARTS_SLACK, PENDING_SLACK = 0.05, 0.10
START = 2017


def recognises(cells: Cells) -> bool:
    """Is it this format, by its header?"""
    return {"quarter_name", "number of quarters represented"} <= {clean(name).casefold() for name in cells.rows[0]}


def load(path: str | Path) -> Loaded:
    """How many irregular border crossers claimed since early 2017, and what became of their claims?

    Frame: alleged_persecution (ISO3; OTHER, TOTAL), as_of (the end of the quarter), quarters (how many the count
    covers), measure (intake, accepted, rejected, abandoned, withdrawn_other, finalized, pending), value, low, high,
    suppressed. Every count is CUMULATIVE since early 2017: a difference of two dates is a flow, a sum over dates
    means nothing. ``NA`` hides 0 to 19, and larger cells beside them: where the total needs more, they are as wide
    as it allows. The ten first countries change with the quarter. Refused, all at once: changed columns, unknown
    countries and marks, repeated rows, totals out of bounds.
    """
    reading = Reading(KIND, path)
    reading.find(COLUMNS)
    dates: dict[str, dict[str, Row]] = defaultdict(dict)
    counts: dict[str, int] = {}
    seen: dict[tuple[str, str], int] = {}
    fit = Fit(tuple(PARTS), "finalized", own_miss=PARTS_SLACK, hidden_miss=None)
    pending_off: list[str] = []
    lost = False
    for row in reading.rows():
        quarter = _quarter(reading, row)
        code = reading.country(row, "country", "IRB")
        cells = {name: reading.interval(row, name, HIDDEN if name in PARTS else EXACT) for name in MEASURES}
        if quarter is None:
            lost = True
            continue
        if code is None or not reading.once(seen, (quarter[0], code), row, f"{quarter[0]}, {code}"):
            code = f"line {row}"  # it still counts towards the total of its quarter
        as_of, counts[quarter[0]] = quarter
        said = f"{as_of}, {reading.text(row, 'country')}"
        if by := _check_pending(reading, row, said, cells):
            pending_off.append(f"{said} by {by}")
        dates[as_of][code] = fit.row(reading, reading.cells.at(row), said, cells)
    fit.tell(reading)
    if pending_off:
        reading.notes.append(f"Intake is not finalized plus pending: {'; '.join(pending_off)}.")
    for as_of, rows in dates.items():
        _check_total(reading, as_of, rows, lost=lost)
    found = [
        ({"alleged_persecution": code, "as_of": as_of, "quarters": counts[as_of], "measure": measure}, cell)
        for as_of, rows in dates.items()
        for code, cells in rows.items()
        for measure, cell in cells.items()
    ]
    return reading.loaded(found, source=SOURCE, vintage=max(dates, default=""))


def _quarter(reading: Reading, row: int) -> tuple[str, int] | None:
    """``2018 September``, 7 → 2018-09-30 and 7; the year and the count must agree with the name."""
    text = reading.text(row, "quarter")
    found = re.fullmatch(r"(\d{4}) (\w+)", text)
    number = found and month_number(found[2])
    if not found or number not in (3, 6, 9, 12):
        if "quarter" in reading.places:
            reading.fault(reading.at(row, "quarter"), f"'{text}'", "a quarter such as '2018 September'", AGAIN)
        return None
    year = int(found[1])
    if "year" in reading.places and reading.text(row, "year") != str(year):
        reading.fault(reading.at(row, "year"), f"'{reading.text(row, 'year')}'", f"{year}, as in the quarter", AGAIN)
    count = (year - START) * 4 + number // 3
    if "count" in reading.places and reading.text(row, "count") != str(count):
        told = f"'{reading.text(row, 'count')}'"
        reading.fault(reading.at(row, "count"), told, f"{count} quarters since {START}", AGAIN)
    return month_end(year, number), count


def _check_pending(reading: Reading, row: int, said: str, cells: Row) -> int:
    """Intake against finalized and pending."""
    intake, finalized, pending = (cells[name] for name in ("intake", "finalized", "pending"))
    slack = int(PENDING_SLACK * intake.high) if intake else 0
    return reading.compare(f"{reading.cells.at(row)} ({said}), intake", intake, [finalized, pending], slack=slack)


def _check_total(reading: Reading, as_of: str, rows: dict[str, Row], *, lost: bool) -> None:
    """Countries and others against the line Total; not where a row of an unknown quarter may be missed."""
    total = rows.get("TOTAL")
    if total is None or "OTHER" not in rows:
        gone = "Total (all countries)" if total is None else "Other Countries"
        reading.fault(f"quarter {as_of}", f"no line '{gone}'", "ten countries, the others and the total", AGAIN)
        return
    for measure, cell in () if lost else total.items():
        parts = [cells[measure] for code, cells in rows.items() if code != "TOTAL"]
        slack = int(0.01 * (cell or exact(0)).high)
        by = reading.compare(f"quarter {as_of}, countries, {measure}", cell, parts, slack=slack)
        if by:
            reading.notes.append(f"{as_of}: the countries miss their total of {measure} by {by}.")
