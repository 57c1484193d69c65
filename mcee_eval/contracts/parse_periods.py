"""A cell → a date, a month, a fiscal quarter, a fiscal year, each in its one form."""

from __future__ import annotations

import re
from datetime import date, timedelta

from mcee_eval.contracts.cell_text import Unread
from mcee_eval.contracts.faults import shown
from mcee_eval.contracts.periods import fiscal_year as written_fiscal_year

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T]([0-9:.]+))?")
_SERIAL = re.compile(r"[2-6][0-9]{4}(?:\.[0-9]+)?")
_LOCAL = re.compile(r"[0-9]{1,4}[/.\-][0-9]{1,2}[/.\-][0-9]{2,4}")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_FISCAL = re.compile(r"(?:FY ?)?([0-9]{4})[-/–]([0-9]{4}|[0-9]{2})", re.IGNORECASE)
_BARE = re.compile(r"(?:FY ?|EF ?)?'?([0-9]{4}|[0-9]{2})", re.IGNORECASE)
_QUARTER = re.compile(r"(?:FY ?)?([0-9]{4})[-/–]([0-9]{4}|[0-9]{2})[ -]?Q([0-9])", re.IGNORECASE)
_QUARTER_TURNED = re.compile(r"[QT]([1-4])[ ,-]*(?:de )?(?:FY ?)?([0-9]{4})[-/–]([0-9]{4}|[0-9]{2})", re.IGNORECASE)
_QUARTER_BARE = re.compile(r"(?:FY ?)?([0-9]{4})[ -]?[QT]([1-4])|[QT]([1-4])[ -]?(?:FY ?)?([0-9]{4})", re.IGNORECASE)
_EXCEL_ZERO = date(1899, 12, 30)
DATE, MONTH = "a date such as 2019-03-31", "a month such as 2019-03"
FISCAL, QUARTER = "a fiscal year such as 2019-20", "a fiscal quarter such as 2019-20Q1"


def day(text: str) -> date:
    """``2019-03-31`` → that date; a clock that says midnight is let go. Refuses every other form."""
    match = _DAY.fullmatch(text)
    if match:
        clock = match[4]
        if clock and clock.replace("0", "").replace(":", "").replace(".", ""):
            raise Unread("clock", f"{shown(text)}, with a time of day", DATE, "Give the day alone.")
        return _calendar(text, int(match[1]), int(match[2]), int(match[3]))
    if _SERIAL.fullmatch(text):
        guess = _EXCEL_ZERO + timedelta(days=int(text.split(".")[0]))
        todo = f"Format the cells as dates and save again ({guess} if Excel counts from 1900)."
        raise Unread("excel_serial", f"{shown(text)}, which looks like an Excel day number", DATE, todo)
    if re.fullmatch(r"[0-9]{8}", text):
        todo = f"Write {text[:4]}-{text[4:6]}-{text[6:]}, if that is the day."
        raise Unread("date_form", shown(text), DATE, todo)
    if _LOCAL.fullmatch(text):
        todo = "Write year, month and day, with two digits each for month and day."
        found = f"{shown(text)}, which does not say day from month"
        if re.match(r"[0-9]{4}", text):
            found = shown(text)
        raise Unread("date_form", found, DATE, todo)
    if _MONTH.fullmatch(text):
        raise Unread("month_for_date", f"the month {shown(text)}", DATE, "Give the day too.")
    raise Unread("date_form", shown(text), DATE, "Write year-month-day, in digits.")


def _calendar(text: str, year: int, month: int, day_: int) -> date:
    if not 1 <= month <= 12:
        todo = "Write year-month-day, if day and month changed places." if 1 <= day_ <= 12 else "Correct the month."
        raise Unread("no_such_month", f"{shown(text)}: there is no month {month:02d}", DATE, todo)
    try:
        return date(year, month, day_)
    except ValueError:
        raise Unread("no_such_day", f"{shown(text)}, a day that no calendar has", DATE, "Correct the day.") from None


def month(text: str, *, workbook: bool = False) -> str:
    """``2019-03`` → itself. From a workbook also ``2019-03-01``: Excel turns a typed month into its first day."""
    match = _MONTH.fullmatch(text)
    if match:
        if not 1 <= int(match[2]) <= 12:
            raise Unread("no_such_month", f"{shown(text)}: there is no month {match[2]}", MONTH, "Correct the month.")
        return text
    if match := _DAY.fullmatch(text):
        if match[4] and match[4].replace("0", "").replace(":", ""):
            raise Unread("clock", f"{shown(text)}, with a time of day", MONTH, "Give the month alone.")
        first = _calendar(text, int(match[1]), int(match[2]), int(match[3]))
        if workbook and first.day == 1:
            return f"{first:%Y-%m}"
        raise Unread("day_for_month", f"the day {shown(text)}", MONTH, f"Write {match[1]}-{match[2]}.")
    if match := re.fullmatch(r"([0-9]{4})-([1-9])", text):
        raise Unread("month_form", shown(text), MONTH, f"Write {match[1]}-0{match[2]}.")
    if match := re.fullmatch(r"([0-9]{4})(0[1-9]|1[0-2])", text):
        raise Unread("month_form", shown(text), MONTH, f"Write {match[1]}-{match[2]}.")
    if _SERIAL.fullmatch(text):
        todo = "Format the cells as text and write the months again."
        raise Unread("excel_serial", f"{shown(text)}, which looks like an Excel day number", MONTH, todo)
    raise Unread("month_form", shown(text), MONTH, "Write year-month, in digits.")


def fiscal_year(text: str) -> str:
    """``2019-20``, ``2019-2020``, ``2019/20``, ``FY2019-20`` → ``2019-20``. Refuses a bare ``FY2019``."""
    if match := _FISCAL.fullmatch(text):
        return _following(text, int(match[1]), match[2], FISCAL)
    if match := _BARE.fullmatch(text):
        raise _bare(text, int(match[1]), FISCAL, "")
    raise Unread("fiscal_year_form", shown(text), FISCAL, "Write both years, such as 2019-20.")


def quarter(text: str) -> str:
    """``2019-20Q1`` (April to June 2019), its year also in the other forms of a fiscal year. Refuses ``2019Q1``."""
    if match := _QUARTER.fullmatch(text):
        year = _following(text, int(match[1]), match[2], QUARTER)
        if match[3] not in "1234":
            todo = "Correct the quarter: Q1 is April to June, Q4 January to March."
            raise Unread("no_such_quarter", f"{shown(text)}: there is no quarter {match[3]}", QUARTER, todo)
        return f"{year}Q{match[3]}"
    if match := _QUARTER_TURNED.fullmatch(text):
        year = _following(text, int(match[2]), match[3], QUARTER)
        raise Unread("quarter_form", shown(text), QUARTER, f"Write {year}Q{match[1]}.")
    if match := _QUARTER_BARE.fullmatch(text):
        number = match[2] or match[3]
        raise _bare(text, int(match[1] or match[4]), QUARTER, f"Q{number}")
    raise Unread("quarter_form", shown(text), QUARTER, "Write the fiscal year and the quarter, such as 2019-20Q1.")


def _following(text: str, start: int, end: str, expected: str) -> str:
    """The written fiscal year, if its two years follow each other."""
    if int(end) != (start + 1 if len(end) == 4 else (start + 1) % 100):
        found = f"{shown(text)}, whose years do not follow each other"
        if len(end) == 2 and 1 <= int(end) <= 12:
            found = f"{shown(text)}, which looks like a month"
        todo = f"Write {written_fiscal_year(start)}, if it starts in April {start}."
        raise Unread("years_do_not_follow", found, expected, todo)
    return written_fiscal_year(start)


def _bare(text: str, year: int, expected: str, quarter_: str) -> Unread:
    """Half of its readers mean the year that ends in it, the other half the one that starts."""
    year += 2000 if year < 100 else 0
    ends, starts = written_fiscal_year(year - 1), written_fiscal_year(year)
    found = f"{shown(text)}, which may end or start in {year}"
    return Unread("bare_year", found, expected, f"Write {ends}{quarter_} or {starts}{quarter_}.")
