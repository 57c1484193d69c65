"""Months, quarters and fiscal years in their one written form, and their order.

A fiscal year runs from April to March and is written ``2019-20``; ``2019-20Q1`` is April to June 2019. Calendar and
fiscal periods have different types and never share an axis.
"""

from __future__ import annotations

import re
from datetime import date

MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
QUARTER = re.compile(r"([0-9]{4})-([0-9]{2})Q([1-4])")
FISCAL_YEAR = re.compile(r"([0-9]{4})-([0-9]{2})")
YEAR = re.compile(r"[0-9]{4}")


def fiscal_year(start: int) -> str:
    """The fiscal year that starts in April of ``start``: 2019 → ``2019-20``."""
    return f"{start:04d}-{(start + 1) % 100:02d}"


def number(kind: str, text: str) -> int | None:
    """A running number for a period, so that the next period is one more; None if it is not in its written form.

    kind : ``month``, ``quarter``, ``fiscal_year`` or ``year``.
    """
    if kind == "month":
        match = MONTH.fullmatch(text)
        return int(match[1]) * 12 + int(match[2]) - 1 if match else None
    if kind == "year":
        return int(text) if YEAR.fullmatch(text) else None
    match = (QUARTER if kind == "quarter" else FISCAL_YEAR).fullmatch(text)
    if not match or (int(match[1]) + 1) % 100 != int(match[2]):
        return None
    return int(match[1]) * 4 + int(match[3]) - 1 if kind == "quarter" else int(match[1])


def written(kind: str, running: int) -> str:
    """The period of a running number; the inverse of ``number``."""
    if kind == "month":
        return f"{running // 12:04d}-{running % 12 + 1:02d}"
    if kind == "quarter":
        return f"{fiscal_year(running // 4)}Q{running % 4 + 1}"
    return fiscal_year(running) if kind == "fiscal_year" else f"{running:04d}"


def first_day(kind: str, text: str) -> date:
    """The first day of a period in its written form."""
    running = number(kind, text)
    if running is None:
        raise ValueError(f"{text!r} is not a {kind.replace('_', ' ')}")
    if kind == "month":
        return date(running // 12, running % 12 + 1, 1)
    if kind == "quarter":
        start, quarter = divmod(running, 4)
        return date(start + (quarter == 3), (4 + 3 * quarter - 1) % 12 + 1, 1)
    return date(running, 4 if kind == "fiscal_year" else 1, 1)


def holding(kind: str, day: date) -> str:
    """The period that holds a day."""
    if kind == "month":
        return f"{day.year:04d}-{day.month:02d}"
    if kind == "year":
        return f"{day.year:04d}"
    start = day.year if day.month >= 4 else day.year - 1
    return fiscal_year(start) if kind == "fiscal_year" else f"{fiscal_year(start)}Q{(day.month - 4) % 12 // 3 + 1}"
