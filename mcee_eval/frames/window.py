"""Which periods lie in a window of months? Days, months, quarters, calendar and fiscal years."""

from __future__ import annotations

import re

import pandas as pd


def months(code: object, *, fiscal: bool = False) -> tuple[str, str]:
    """First and last month of a period: 2019 → 2019-01, 2019-12; 2019-20Q2 → 2019-07, 2019-09.

    fiscal : ``2019-20`` is a fiscal year (2019-04 to 2020-03), not a month.
    """
    text = str(code)
    if re.fullmatch(r"\d{4}-\d\dQ[1-4]", text):
        first = int(text[:4]) * 12 + 3 + 3 * (int(text[-1]) - 1)
        return _month(first), _month(first + 2)
    if re.fullmatch(r"\d{4}", text):
        return f"{text}-01", f"{text}-12"
    if fiscal:
        return f"{text[:4]}-04", f"{int(text[:4]) + 1}-03"
    return text[:7], text[:7]


def _month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def inside(periods: pd.Series, start: str, end: str, *, fiscal: bool = False) -> pd.Series:
    """Is the whole of each period between two months? An empty bound bounds nothing; a missing period is outside."""
    if not start and not end:
        return pd.Series(True, index=periods.index)
    ends = {p: months(p, fiscal=fiscal) for p in periods.dropna().unique()}

    def whole(period: object) -> bool:
        return period in ends and (not start or ends[period][0] >= start) and (not end or ends[period][1] <= end)

    return periods.map(whole).astype(bool)
