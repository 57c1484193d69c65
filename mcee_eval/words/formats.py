"""Numbers, dates and money as Canadian readers of each language expect them.

Babel's ``en_CA`` and ``fr_CA`` hold the symbols; what Babel does not do the federal way (1er, millions, ranges,
fiscal years, the minus sign) is said here. The one space character is U+00A0. Rounding is half up, on the shortest
decimal that names the float, once, here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

LOCALES = {"en": "en_CA", "fr": "fr_CA"}
LANGS = tuple(LOCALES)
NBSP = "\u00a0"
MINUS = "\u2212"


def decimal(value: float, lang: str, places: int = 0) -> str:
    """1234.5 → 1,234.5 / 1 234,5. Refuses what is not a finite number."""
    if value is None or not math.isfinite(value):
        raise ValueError(f"{value!r} is not a number that can be printed; pass a suppressed or missing cell instead")
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    if rounded == 0:
        rounded = abs(rounded)  # no minus before a zero
    pattern = "#,##0" + ("." + "0" * places if places else "")
    text = format_decimal(abs(rounded), format=pattern, locale=LOCALES[lang])
    return (MINUS if rounded < 0 else "") + text.replace("\u202f", NBSP)


def percent(value: float, lang: str, places: int = 0) -> str:
    """A share 0.412 → 41% / 41 %."""
    shown = decimal(float(Decimal(repr(float(value))) * 100), lang, places)
    return shown + (f"{NBSP}%" if lang == "fr" else "%")


def signed_percent(value: float, lang: str, places: int = 0) -> str:
    """A change 1.685 → +168.5% / +168,5 %."""
    shown = percent(value, lang, places)
    return shown if shown.startswith(MINUS) or float(value) == 0 else f"+{shown}"


def points(value: float, lang: str, places: int = 0) -> str:
    """A difference of shares 0.04 → +4 percentage points / +4 points de pourcentage."""
    shown = decimal(float(Decimal(repr(float(value))) * 100), lang, places)
    sign = "" if shown.startswith(MINUS) or shown.strip("0.,") == "" else "+"
    one = plural(float(shown.lstrip(MINUS).replace(NBSP, "").replace(",", "." if lang == "fr" else "")), lang) == "one"
    unit = {"en": "percentage point", "fr": "point"}[lang] + ("" if one else "s")
    return f"{sign}{shown}{NBSP}{unit}" + (" de pourcentage" if lang == "fr" else "")


def period(code: str, lang: str) -> str:
    """A period or a span of two, from codes: 2019, 2019Q2, 2019-07, 2019-07-15, 2019-20Q2, "2019-20 – 2023-24"."""
    return " – ".join(_one_period(part, lang) for part in code.split(" – "))


def _one_period(code: str, lang: str) -> str:
    kinds = {
        r"\d{4}-\d\d(?:\d\d)?Q[1-4]": quarter,
        r"\d{4}-?Q[1-4]": calendar_quarter,
        r"\d{4}-(0[1-9]|1[0-2])-\d\d": day,
        r"\d{4}-(1[3-9]|[2-9]\d)": fiscal_year,
        r"\d{4}-(0[1-9]|1[0-2])": month,
    }
    for pattern, printer in kinds.items():
        if re.fullmatch(pattern, code):
            return printer(code, lang)
    return code


def money(value: float, lang: str, places: int = 0) -> str:
    """250000 → $250,000 / 250 000 $."""
    shown = decimal(value, lang, places)
    if lang == "fr":
        return f"{shown}{NBSP}$"
    return f"{MINUS}${shown[1:]}" if shown.startswith(MINUS) else f"${shown}"


def millions(value: float, lang: str, places: int = 0) -> str:
    """21000000 → $21 million / 21 millions de dollars; French keeps the singular below 2."""
    shown = decimal(float(Decimal(repr(float(value))) / 1_000_000), lang, places)
    if lang == "en":
        return f"${shown}{NBSP}million"
    unit = "millions" if abs(value) >= 2_000_000 else "million"
    return f"{shown}{NBSP}{unit} de dollars"


def span(low: str, high: str, lang: str) -> str:
    """Two printed numbers as a range: 1 to 4 / 1 à 4. Words, since a dash beside a minus misleads."""
    return f"{low}{NBSP}to {high}" if lang == "en" else f"{low}{NBSP}à {high}"


def day(value: date | str, lang: str) -> str:
    """2020-04-01 → April 1, 2020 / 1er avril 2020."""
    value = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    if lang == "en":
        return format_date(value, "MMMM d, y", locale="en_CA")
    first = "1er" if value.day == 1 else str(value.day)
    return f"{first}{NBSP}{format_date(value, 'MMMM y', locale='fr_CA')}"


def month(code: str, lang: str) -> str:
    """2025-05 → May 2025 / mai 2025."""
    year, number = code.split("-")
    return format_date(date(int(year), int(number), 1), "MMMM y", locale=LOCALES[lang])


def fiscal_year(code: str, lang: str) -> str:
    """2019-20 → 2019-20 / 2019-2020, joined by a hyphen as the departments print it."""
    start = int(re.match(r"\d{4}", code).group())  # type: ignore[union-attr]
    return code[:7] if lang == "en" else f"{start}-{start + 1}"


def quarter(code: str, lang: str) -> str:
    """2026-27Q2 → Q2 2026-27 / T2 2026-2027."""
    year, number = code.split("Q")
    return f"{'Q' if lang == 'en' else 'T'}{number} {fiscal_year(year, lang)}"


def calendar_quarter(code: str, lang: str) -> str:
    """2019Q1 → Q1 2019 / T1 2019."""
    return f"{'Q' if lang == 'en' else 'T'}{code[-1]} {code[:4]}"


def p_value(value: float, lang: str) -> str:
    """0.0312 → 0.031; anything below a thousandth is said to be so."""
    if value < 0.001:
        return f"<{NBSP}{decimal(0.001, lang, 3)}"
    return decimal(value, lang, 3)


def days(value: float, lang: str, places: int = 0) -> str:
    """130 → 130 days / 130 jours. The number as shown decides: French below 2 is singular, English only 1 and −1."""
    shown = decimal(value, lang, places)
    if lang == "en":
        return f"{shown}{NBSP}{'day' if shown.lstrip(MINUS) == '1' else 'days'}"
    size = float(shown.lstrip(MINUS).replace(NBSP, "").replace(",", "."))
    return f"{shown}{NBSP}{'jour' if size < 2 else 'jours'}"


def plural(value: float, lang: str) -> str:
    """CLDR category: French says 0 and 1.5 in the singular (one), English 0 in the plural (other)."""
    if lang == "fr":
        return "one" if abs(value) < 2 else "other"
    return "one" if value == 1 else "other"


#: kind in a catalogue slot → (printer, unit written in the page's <data>)
KINDS: dict[str, tuple[Callable[..., str], str]] = {
    "count": (decimal, "count"),
    "number": (decimal, "number"),
    "percent": (percent, "share"),
    "change": (signed_percent, "share"),
    "points": (points, "share"),
    "ratio": (decimal, "ratio"),
    "money": (money, "CAD"),
    "millions": (millions, "CAD"),
    "days": (days, "days"),
    "p": (p_value, "p"),
}
PERIODS: dict[str, Callable[[str, str], str]] = {
    "day": day,
    "month": month,
    "fiscal_year": fiscal_year,
    "quarter": quarter,
    "year": lambda code, lang: str(code),
}
