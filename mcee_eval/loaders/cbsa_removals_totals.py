"""CBSA: totals of enforced removals by calendar or fiscal year, as published at different dates."""

from __future__ import annotations

import re
from pathlib import Path

from mcee_eval.loaders.cells import Cells, clean
from mcee_eval.loaders.interval import EXACT, Interval
from mcee_eval.loaders.reading import AGAIN, Reading
from mcee_eval.loaders.receipt import Loaded

KIND = "cbsa_removals_totals"
SOURCE = "CBSA, Public Safety binders and press: totals of enforced removals, by date of publication"
COLUMNS = {
    "period": ("period",),
    "removals": ("enforced_removals",),
    "as_published": ("as_published",),
    "source": ("source",),
}
_PERIOD = re.compile(r"(CY|FY)(\d{4})(?:-(\d{2}))?(?: \(to (\d{4}-\d{2}-\d{2})\))?(?:, (.+))?")


def recognises(cells: Cells) -> bool:
    """Is it this format, by its header?"""
    return {"enforced_removals", "as_published"} <= {clean(name).casefold() for name in cells.rows[0]}


def load(path: str | Path) -> Loaded:
    """How many people were removed in a year, as told when?

    Frame: basis (calendar, fiscal), period ("2019", "2019-20"), to (ISO date up to which a year is counted; empty =
    the whole year), vintage, remark, press (a newspaper that quotes CBSA: say so wherever it is shown), source
    (address), value, low, high, suppressed. Calendar and fiscal years are never on one axis. Refused, all at once: a
    bare ``FY2019`` (half of its readers mean the year that ends in 2019), other unknown periods, repeated rows,
    numbers that are none, rows without vintage or address.
    """
    reading = Reading(KIND, path)
    reading.find(COLUMNS)
    found: list[tuple[dict[str, object], Interval | None]] = []
    seen: dict[tuple[str, str], int] = {}
    for row in reading.rows():
        period = _period(reading, row)
        cell = reading.interval(row, "removals", EXACT)
        vintage, source = reading.text(row, "as_published"), reading.text(row, "source")
        if "as_published" in reading.places and not vintage:
            reading.fault(reading.at(row, "as_published"), "nothing", "the date of publication", AGAIN)
        if "source" in reading.places and not re.match(r"https?://\S+$", source):
            reading.fault(reading.at(row, "source"), f"'{source}'", "an address", AGAIN)
        text = reading.text(row, "period")
        if period is None or not reading.once(seen, (text, vintage), row, f"{text}, as published {vintage}"):
            continue
        basis, name, to, remark = period
        record = {
            "basis": basis,
            "period": name,
            "to": to,
            "vintage": vintage,
            "remark": remark,
            "press": is_press(source),
            "source": source,
        }
        found.append((record, cell))
    return reading.loaded(found, source=SOURCE, vintage="by row")


def is_press(source: str) -> bool:
    """Is the address that of a newspaper, not of a department, Parliament or the auditor general?"""
    host = re.sub(r"^https?://(www\.)?", "", source).split("/")[0]
    public = ("gc.ca", "canada.ca", "openparliament.ca", "irb-cisr.gc.ca")
    return not host.endswith(public)


def _period(reading: Reading, row: int) -> tuple[str, str, str, str] | None:
    """``CY2019``, ``FY2019-20``, ``FY2019-20 (to 2020-03-20)`` → basis, period, to, remark."""
    if "period" not in reading.places:
        return None
    text, where = reading.text(row, "period"), reading.at(row, "period")
    found = _PERIOD.fullmatch(text)
    if found and found[1] == "FY" and not found[3]:
        year = int(found[2])
        expected = f"'FY{year - 1}-{year % 100:02d}' or 'FY{year}-{(year + 1) % 100:02d}'"
        reading.fault(where, f"'{text}', which can mean two years", expected, "Say which year is meant.")
        return None
    year = int(found[2]) if found else 0
    right_end = found is not None and (not found[3] or int(found[3]) == (year + 1) % 100)
    if not found or not right_end or (found[1] == "CY") == bool(found[3]):
        reading.fault(where, f"'{text}'", "'CY2019' or 'FY2019-20', with or without '(to 2020-03-20)'", AGAIN)
        return None
    name = str(year) if found[1] == "CY" else f"{year}-{found[3]}"
    start, end = (f"{year}-01-01", f"{year}-12-31") if found[1] == "CY" else (f"{year}-04-01", f"{year + 1}-03-31")
    if found[4] and not start <= found[4] <= end:
        reading.fault(where, f"a count to {found[4]}", f"a date from {start} to {end}", AGAIN)
        return None
    return ("calendar" if found[1] == "CY" else "fiscal"), name, found[4] or "", found[5] or ""
