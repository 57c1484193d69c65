"""IRB, Refugee Protection Division: rows of the tables of claims, with the date that they count to."""

from __future__ import annotations

import re
from pathlib import Path

from mcee_eval.loaders.cells import Cells, clean
from mcee_eval.loaders.interval import IRB, Interval
from mcee_eval.loaders.irb import Fit
from mcee_eval.loaders.months import month, month_end, month_number
from mcee_eval.loaders.reading import AGAIN, Reading
from mcee_eval.loaders.receipt import Loaded

KIND = "irb_rpd_totals"
SOURCE = "IRB, Refugee Protection Division, claims by country of alleged persecution"
PARTS = {
    "accepted": ("Accepted",),
    "rejected": ("Rejected",),
    "abandoned": ("Abandoned",),
    "withdrawn_other": ("Withdrawn & Other",),
}
MEASURES = {"referred": ("Referred",), **PARTS, "finalized": ("Total finalized",), "pending": ("Pending",)}
COLUMNS = {
    "period": ("period",),
    "scope": ("scope",),
    "country": ("country", "Country of alleged persecution"),
    **MEASURES,
    "as_of": ("pending_as_of",),
    "source": ("source",),
}
SCOPES = {"new system": "new_system", "legacy (referred before 2012-12-15)": "legacy"}


def recognises(cells: Cells) -> bool:
    """Is it this format, by its header?"""
    return {"scope", "referred", "pending_as_of"} <= {clean(name).casefold() for name in cells.rows[0]}


def load(path: str | Path) -> Loaded:
    """How many claims were referred, decided and pending, and as of which date?

    Frame: alleged_persecution (ISO3; TOTAL), scope (new_system, or legacy: referred before 15 December 2012), start
    and end (first and last month: the counts are cumulative within the year), as_of (ISO date of ``pending``),
    measure (referred, accepted, rejected, abandoned, withdrawn_other, finalized, pending), source (address), value,
    low, high, suppressed. ``--`` is 0 to 19, or more where the row's total needs it. Refused, all at once: changed
    columns, periods that do not end on the as-of date, unknown countries and marks, parts that cannot make the total.
    """
    reading = Reading(KIND, path)
    reading.find(COLUMNS)
    found: list[tuple[dict[str, object], Interval | None]] = []
    seen: dict[tuple[object, ...], int] = {}
    fit = Fit(tuple(PARTS), "finalized")
    dates = set()
    for row in reading.rows():
        span = _span(reading, row)
        as_of = _as_of(reading, row)
        scope = reading.one_of(row, "scope", SCOPES)
        code = reading.country(row, "country", "IRB")
        cells = {name: reading.interval(row, name, IRB) for name in MEASURES}
        said = f"{reading.text(row, 'period')}, {reading.text(row, 'scope')}, {reading.text(row, 'country')}"
        cells = fit.row(reading, reading.cells.at(row), said, cells)
        if not re.match(r"https?://", reading.text(row, "source")) and "source" in reading.places:
            reading.fault(reading.at(row, "source"), f"'{reading.text(row, 'source')}'", "an address", AGAIN)
        if span is None or as_of is None or scope is None or code is None:
            continue
        if as_of != month_end(int(span[1][:4]), int(span[1][5:])):
            reading.fault(reading.at(row, "as_of"), f"'{as_of}'", f"the end of {span[1]}", AGAIN)
        reading.once(seen, (span, scope, code), row, said)
        dates.add(as_of)
        for measure, cell in cells.items():
            record: dict[str, object] = {
                "alleged_persecution": code,
                "scope": scope,
                "start": span[0],
                "end": span[1],
                "as_of": as_of,
                "measure": measure,
                "source": reading.text(row, "source"),
            }
            found.append((record, cell))
    fit.tell(reading)
    return reading.loaded(found, source=SOURCE, vintage=", ".join(sorted(dates)))


def _span(reading: Reading, row: int) -> tuple[str, str] | None:
    """``2018``, ``2021 (January to December)`` or ``January to September 2023`` → first and last month."""
    text = reading.text(row, "period")
    whole = re.fullmatch(r"(\d{4})", text)
    before = re.fullmatch(r"(\d{4}) \((\w+) to (\w+)\)", text)
    after = re.fullmatch(r"(\w+) to (\w+) (\d{4})", text)
    year, first, last = 0, None, None
    if whole:
        year, first, last = int(whole[1]), 1, 12
    elif before:
        year, first, last = int(before[1]), month_number(before[2]), month_number(before[3])
    elif after:
        year, first, last = int(after[3]), month_number(after[1]), month_number(after[2])
    if year and first and last and first <= last:
        return month(year, first), month(year, last)
    if "period" in reading.places:
        expected = "'2021', '2021 (January to December)' or 'January to September 2023'"
        reading.fault(reading.at(row, "period"), f"'{text}'", expected, AGAIN)
    return None


def _as_of(reading: Reading, row: int) -> str | None:
    """``2021/12/31`` → 2021-12-31."""
    text = reading.text(row, "as_of")
    found = re.fullmatch(r"(\d{4})[/-](0[1-9]|1[0-2])[/-](0[1-9]|[12]\d|3[01])", text)
    if found:
        return "-".join(found.groups())
    if "as_of" in reading.places:
        reading.fault(reading.at(row, "as_of"), f"'{text}'", "a date such as '2021/12/31'", AGAIN)
    return None
