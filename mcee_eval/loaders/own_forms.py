"""A cell in a form that a mapping declares → the one written form that the strict reader takes. Else it stays as it is.

Nothing is guessed: what stays is for the strict reader to take, or to refuse with what to write.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from mcee_eval.contracts.cell_text import Unread, spaced
from mcee_eval.contracts.declare import Column
from mcee_eval.contracts.near import plain
from mcee_eval.contracts.periods import fiscal_year

DAY_FIRST, MONTH_FIRST, YEAR_FIRST = "day-month-year", "month-day-year", "year-month-day"
ORDERS = (DAY_FIRST, MONTH_FIRST, YEAR_FIRST)
_MONTHS = (
    "janvier january janv jan", "fevrier february fevr fev feb", "mars march mar", "avril april avr apr", "mai may",
    "juin june jun", "juillet july juil jul", "aout august aou aug", "septembre september sept sep",
    "octobre october oct", "novembre november nov", "decembre december dec",
)  # fmt: skip
MONTHS = {word: number for number, words in enumerate(_MONTHS, start=1) for word in words.split()}
LOCAL = re.compile(r"([0-9]{1,2})([/.\- ])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})(?: 0{1,2}:00(?::00)?)?")
SERIAL = re.compile(r"[2-6][0-9]{4}(?:\.0+)?")
_YEAR_FIRST = re.compile(r"([0-9]{4})[/.]([0-9]{1,2})[/.]([0-9]{1,2})|((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_NAMED_DAY = re.compile(r"([0-9]{1,2})(?:er|st|nd|rd|th)?[ \-/]([^\W\d_]+)\.?,?[ \-/]([0-9]{4}|[0-9]{2})", re.I)
_NAMED_FIRST = re.compile(r"([^\W\d_]+)\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})", re.I)
_NAMED_MONTH = re.compile(r"([^\W\d_]+)\.?[ \-/']*([0-9]{4}|[0-9]{2})")
_YEAR_NAMED = re.compile(r"([0-9]{4})[ \-/]*([^\W\d_]+)\.?")
_NUMBER_MONTH = re.compile(r"([0-9]{1,2})[/.\-]([0-9]{4})|([0-9]{4})[/.\-]([0-9]{1,2})")
_FY = r"(?:(?:FY|EF|AF|exercice(?: financier)?|fiscal(?: year)?|ann[ée]e financi[èe]re)[ .:\-]*)?"
_BOTH = r"([0-9]{4}|[0-9]{2}) ?[-/–—] ?([0-9]{4}|[0-9]{2})"
_FISCAL = re.compile(_FY + _BOTH, re.I)
_QUARTER = re.compile(_FY + _BOTH + r"[ ,\-]*[QT]([1-4])", re.I)
_TURNED = re.compile(
    r"(?:[QT]([1-4])|([1-4])(?:er|re|e|st|nd|rd|th)? (?:trimestre|quarter))[ ,\-]*(?:de |of |d')?(?:l')?" + _FY + _BOTH,
    re.I,
)
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:[ '’][0-9]{3})*")
_SIGN = re.compile(r"^(?:\$|C\$|CA\$|CAD) ?|(?: ?(?:\$|\$ ?CA|CAD))$")


@dataclass(frozen=True, slots=True)
class Forms:
    """How a file writes its cells.

    dates : which comes first where digits alone do not say; decimals : the decimal mark, ``,`` or ``.``; empty, where
    none is declared. serials : days counted from 1900, as Excel does. yes, no, empty : words, in lower case.
    """

    dates: str = ""
    decimals: str = ""
    serials: bool = False
    yes: frozenset[str] = frozenset()
    no: frozenset[str] = frozenset()
    empty: frozenset[str] = frozenset()


def plainly(text: str, column: Column, forms: Forms) -> str:
    """The cell in the form that the strict reader takes, where the declared forms give it one meaning; else itself.

    Read without any declaration, since they have one meaning: months by name in both languages, ``EF 2022-23``,
    ``20-21`` where no month can be meant, ``T1 2019-2020``, ``2019/03/31``.
    """
    bare = spaced(text)
    if bare.casefold() in forms.empty and bare:
        return ""
    read = {
        "date": _day, "month": _month, "quarter": _quarter, "fiscal_year": _fiscal, "boolean": _boolean,
        "integer": _number, "decimal": _number,
    }.get(column.type)  # fmt: skip
    if column.unit == "dollars":
        bare = _SIGN.sub("", bare)
    found = read(bare, forms) if read and bare else None
    return text if found is None else found


def _boolean(text: str, forms: Forms) -> str | None:
    folded = text.casefold()
    return "yes" if folded in forms.yes else "no" if folded in forms.no else None


def _number(text: str, forms: Forms) -> str | None:
    """Thousands set off by a space or an apostrophe, and by the mark that is not the declared decimal one."""
    whole, mark, rest = text.partition(forms.decimals) if forms.decimals else (text, "", "")
    if mark and not re.fullmatch("[0-9]+", rest):
        return None
    other = {",": ".", ".": ","}.get(forms.decimals, "")
    if other and re.fullmatch(r"-?[1-9][0-9]{0,2}(?:" + re.escape(other) + "[0-9]{3})+", whole):
        if other == "." and not mark and whole.count(other) == 1:
            digits = whole.replace(other, "")
            expected, todo = "a number with a decimal comma", f"Write {digits} or {whole.replace(other, ',')}."
            raise Unread("ambiguous_point", f"'{text}', whose point may set off thousands or decimals", expected, todo)
        whole = whole.replace(other, "")
    elif not (_GROUPED.fullmatch(whole) or re.fullmatch("-?[0-9]+", whole)):
        return None
    return re.sub("[ '’]", "", whole) + (f".{rest}" if mark else "")


def _date(year: str, month: int, day: str) -> str | None:
    if len(year) == 2:
        year = ("20" if int(year) < 50 else "19") + year
    try:
        return date(int(year), month, int(day)).isoformat()
    except ValueError:
        return None


def _day(text: str, forms: Forms) -> str | None:
    if match := LOCAL.fullmatch(text):
        one, _, two, year = match.groups()
        if forms.dates == DAY_FIRST:
            return _date(year, int(two), one)
        return _date(year, int(one), two) if forms.dates == MONTH_FIRST else None
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match.groups()[:3] if match[1] else match.groups()[3:]
        return _date(year, int(month), day)
    if match := _NAMED_DAY.fullmatch(text):
        day, name, year = match.groups()
        if len(year) == 2 and forms.dates not in (DAY_FIRST, MONTH_FIRST):
            return None
        return _date(year, MONTHS.get(plain(name), 0), day)
    if match := _NAMED_FIRST.fullmatch(text):
        return _date(match[3], MONTHS.get(plain(match[1]), 0), match[2])
    if forms.serials and SERIAL.fullmatch(text):
        return (date(1899, 12, 30) + timedelta(days=int(text.split(".")[0]))).isoformat()
    return None


def _month(text: str, forms: Forms) -> str | None:
    year, number = "", 0
    if match := _NAMED_MONTH.fullmatch(text):
        year, number = match[2], MONTHS.get(plain(match[1]), 0)
        year = f"20{year}" if len(year) == 2 and int(year) < 50 else year
    elif match := _YEAR_NAMED.fullmatch(text):
        year, number = match[1], MONTHS.get(plain(match[2]), 0)
    elif match := _NUMBER_MONTH.fullmatch(text):
        year, number = (match[2] or match[3]), int(match[1] or match[4])
    elif (whole := _day(text, forms)) and whole.endswith("-01"):
        year, number = whole[:4], int(whole[5:7])
    return f"{year}-{number:02d}" if len(year) == 4 and 1 <= number <= 12 else None


def _years(start: str, end: str) -> str | None:
    """Two years that follow each other; two digits each only where the second can be no month."""
    if len(start) == 2:
        if len(end) != 2 or int(end) <= 12:
            return None
        start = "20" + start
    if int(end) != (int(start) + 1 if len(end) == 4 else (int(start) + 1) % 100):
        return None
    return fiscal_year(int(start))


def _fiscal(text: str, _forms: Forms) -> str | None:
    match = _FISCAL.fullmatch(text)
    return _years(match[1], match[2]) if match else None


def _quarter(text: str, _forms: Forms) -> str | None:
    if match := _QUARTER.fullmatch(text):
        year, number = _years(match[1], match[2]), match[3]
    elif match := _TURNED.fullmatch(text):
        year, number = _years(match[3], match[4]), match[1] or match[2]
    else:
        return None
    return f"{year}Q{number}" if year else None
