"""A cell → a whole number, a decimal, a calendar year. A comma is never guessed at."""

from __future__ import annotations

import math
import re

from mcee_eval.contracts.cell_text import Unread
from mcee_eval.contracts.faults import shown

_WHOLE = re.compile(r"-?[0-9]+(?:\.0+)?")
_DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_GROUPED_TWICE = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3}){2,}(?:\.[0-9]+)?|-?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+")
_ONE_GROUP = re.compile(r"-?[1-9][0-9]{0,2},[0-9]{3}")
_COMMA = re.compile(r"-?[0-9]*,[0-9]+")
_SPACED = re.compile(r"-?[0-9]{1,3}(?:[ '’][0-9]{3})+(?:[.,][0-9]+)?")
_CONTINENTAL = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|-?[0-9]{1,3}(?:\.[0-9]{3}){2,}")
_LARGEST = 2**63 - 1


def whole(text: str) -> int:
    """``12`` or ``12.0`` → 12. Refuses separators, decimal commas, fractions, percents, numbers too large to hold."""
    expected = "a whole number such as 1234"
    if _WHOLE.fullmatch(text):
        value = int(text.split(".")[0])
        if abs(value) > _LARGEST:
            raise Unread("too_large", shown(text), "a number of at most 18 digits", "Correct it at the source.")
        return value
    if _DECIMAL.fullmatch(text):
        raise Unread("not_whole", shown(text), expected, "Correct it at the source: this column counts.")
    raise _why(text, expected)


def decimal(text: str) -> float:
    """``12.5`` → 12.5. Refuses decimal commas, separators, percents, infinity."""
    expected = "a number with a decimal point such as 1234.5"
    if _DECIMAL.fullmatch(text):
        value = float(text)
        if math.isinf(value):
            raise Unread("too_large", shown(text), "a number below 1e308", "Correct it at the source.")
        return value
    raise _why(text, expected)


def year(text: str) -> int:
    """``2019`` → 2019, a calendar year."""
    expected = "a calendar year such as 2019"
    if re.fullmatch(r"[0-9]{4}(?:\.0+)?", text):
        return int(text[:4])
    if re.fullmatch(r"(?:FY ?)?[0-9]{4}[-/–][0-9]{2,4}", text, re.IGNORECASE) or text.upper().startswith("FY"):
        todo = "This column is by calendar year; a fiscal year cannot stand in it."
        raise Unread("fiscal_for_calendar", f"the fiscal year {shown(text)}", expected, todo)
    raise Unread("not_a_year", shown(text), expected, "Write four digits.")


def _why(text: str, expected: str) -> Unread:
    """The refusal of a text that is no number, by what it looks like."""
    told = shown(text)
    if _GROUPED_TWICE.fullmatch(text) or _SPACED.fullmatch(text):
        bare = re.sub("[ '’]", "", text)
        bare = bare.replace(",", "") if _GROUPED_TWICE.fullmatch(text) else bare.replace(",", ".")
        return Unread("thousands", f"{told}, with thousands separators", expected, f"Write {bare}.")
    if _CONTINENTAL.fullmatch(text):
        todo = f"Write {text.replace('.', '').replace(',', '.')}."
        return Unread("thousands", f"{told}, with points between thousands", expected, todo)
    if _ONE_GROUP.fullmatch(text):
        todo = f"Write {text.replace(',', '')} or {text.replace(',', '.')}."
        found = f"{told}, whose comma may set off thousands or decimals"
        return Unread("ambiguous_comma", found, expected, todo)
    if _COMMA.fullmatch(text):
        return Unread("decimal_comma", f"{told}, with a decimal comma", expected, f"Write {text.replace(',', '.')}.")
    if text.endswith("%"):
        return Unread("percent", f"{told}, a percentage", expected, "Write the number in the column's unit, no sign.")
    if re.fullmatch(r"\([0-9., ]+\)", text):
        return Unread("brackets", f"{told}, in brackets", expected, "Write a minus sign, if it is negative.")
    if re.fullmatch(r"[\u2212\u2013\u2014][0-9.]+", text):
        found = f"{told}, whose minus is another dash"
        return Unread("odd_minus", found, expected, "Write the minus as a hyphen (-).")
    if re.fullmatch(r"[<>≤≥~±+]? ?[0-9.]+(?: ?[-–à] ?[0-9.]+)?\+?", text):
        todo = "An own table holds exact numbers; leave the cell empty where the number is not known."
        return Unread("not_exact", f"{told}, which is not one number", expected, todo)
    if re.search(r"[$€£]", text):
        return Unread("money_sign", f"{told}, with a currency sign", expected, "Write the number alone.")
    return Unread("not_a_number", told, expected, "Correct it at the source, or declare a correction.")
