"""The spellings of months in published tables, in both languages, and the periods made of them."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from mcee_eval.loaders.cells import clean

_SHORT = {
    "jan": 1, "janv": 1, "feb": 2, "févr": 2, "fév": 2, "mar": 3, "apr": 4, "avr": 4, "jun": 6, "jul": 7, "juil": 7,
    "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12, "déc": 12,
}  # fmt: skip
_LONG = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
    "october": 10, "november": 11, "december": 12,
    "janvier": 1, "février": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7, "août": 8, "septembre": 9,
    "octobre": 10, "novembre": 11, "décembre": 12,
}  # fmt: skip
MONTHS = _SHORT | _LONG


def month_number(text: str) -> int | None:
    """1 to 12 for Jan, January, Sept, Sept., June, août …; None for anything else."""
    return MONTHS.get(clean(text).casefold().rstrip("."))


def month(year: int, number: int) -> str:
    """A month as everywhere in frames: ``2019-04``."""
    return f"{year:04d}-{number:02d}"


def month_end(year: int, number: int) -> str:
    """The last day of a month, ISO."""
    return dt.date(year, number, calendar.monthrange(year, number)[1]).isoformat()


def long_date(text: str) -> str | None:
    """``February 29, 2024`` → ``2024-02-29``; None if it is no such date."""
    found = re.fullmatch(r"([A-Za-z]+)\.? (\d{1,2}), (\d{4})", clean(text))
    number = found and month_number(found[1])
    if not found or not number:
        return None
    try:
        return dt.date(int(found[3]), number, int(found[2])).isoformat()
    except ValueError:
        return None
