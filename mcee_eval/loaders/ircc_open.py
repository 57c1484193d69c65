"""IRCC open data as published today: one row a month and cell, columns in both languages, separated by tabs."""

from __future__ import annotations

from pathlib import Path

from mcee_eval.loaders.cells import Cells, clean, header_of
from mcee_eval.loaders.interval import IRCC, Interval
from mcee_eval.loaders.months import month, month_number
from mcee_eval.loaders.reading import AGAIN, Reading
from mcee_eval.loaders.receipt import Loaded

KIND = "ircc_open"
SOURCE = "IRCC open data, asylum claimants by month"
TIME = {"en_year": "year", "en_quarter": "quarter", "en_month": "month"}
CITIZENSHIP, RANK = "en_country_of_citizenship", "en_country_rank"
NEEDED = {"en_year", "en_month", "total"}


def recognises(cells: Cells) -> bool:
    """Is it this format, by its header?"""
    return header_of(cells, NEEDED) is not None


def load(path: str | Path) -> Loaded:
    """How many claims were made each month, by citizenship and by what else the table tells (province, office, age)?

    path : the file as the portal gives it; its columns beside year, quarter, month and TOTAL are read from the header:
    EN_… names a detail, FR_… repeats it and is left aside. Frame: citizenship (ISO3; OTHER, UNKNOWN; where the table
    has it), a column a detail, year, period (month), grain ("month"), value, low, high, suppressed. ``--`` is 1 to 4,
    other numbers are rounded to 5, so that sums carry bounds. Refused, all at once: unknown countries and months, a
    month outside its quarter, a rank on the other countries, repeated rows, other marks.
    """
    reading = Reading(KIND, path)
    header = header_of(reading.cells, NEEDED) or 0
    names = [clean(name) for name in reading.cells.rows[header]]
    english = [n for n in names if n.casefold().startswith("en_") and n.casefold() not in TIME]
    details = {n: _column(n) for n in english if n.casefold() not in (CITIZENSHIP, RANK)}
    reading.find({n: (n,) for n in names}, header=header)
    by_fold = {n.casefold(): n for n in names}
    found: list[tuple[dict[str, object], Interval | None]] = []
    seen: dict[tuple[object, ...], int] = {}
    for row in reading.rows():
        year, period = reading.year(row, by_fold["en_year"]), _month(reading, row, by_fold)
        record: dict[str, object] = {}
        if CITIZENSHIP in by_fold:
            code = reading.country(row, by_fold[CITIZENSHIP], "IRCC")
            ranked = RANK in by_fold and reading.text(row, by_fold[RANK]) != ""
            if code is not None and RANK in by_fold and ranked == (code in {"OTHER", "TOTAL"}):
                said = "with" if ranked else "without"
                told = f"'{reading.text(row, by_fold[CITIZENSHIP])}' {said} a rank"
                reading.fault(reading.at(row, by_fold[RANK]), told, "a rank on each country, and only there", AGAIN)
            record["citizenship"] = code
        record |= {ours: reading.text(row, name) for name, ours in details.items()}
        cell = reading.interval(row, by_fold["total"], IRCC)
        if year is None or period is None or None in record.values():
            continue
        record |= {"year": year, "grain": "month", "period": month(year, period)}
        if reading.once(seen, tuple(record.values()), row, ", ".join(map(str, record.values()))):
            found.append((record, cell))
    french = sum(n.casefold().startswith("fr_") for n in names)
    if french:
        reading.notes.append(f"{french} columns left aside: the French of the others.")
    return reading.loaded(found, source=SOURCE, vintage="")


def _column(name: str) -> str:
    """``EN_PROVINCE_TERRITORY`` → ``province_territory``."""
    return name.casefold().removeprefix("en_")


def _month(reading: Reading, row: int, names: dict[str, str]) -> int | None:
    """The month of a row; a problem where it is none, or not one of its quarter."""
    number = month_number(reading.text(row, names["en_month"]))
    if number is None:
        text = reading.text(row, names["en_month"])
        reading.fault(reading.at(row, names["en_month"]), f"'{text}'", "a month such as 'Jan'", AGAIN)
        return None
    if "en_quarter" in names:
        text = reading.text(row, names["en_quarter"])
        if text != f"Q{(number + 2) // 3}":
            expected = f"'Q{(number + 2) // 3}' beside '{reading.text(row, names['en_month'])}'"
            reading.fault(reading.at(row, names["en_quarter"]), f"'{text}'", expected, AGAIN)
    return number
