"""What else happened when a series broke: the programme's start, the COVID window, the country's events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from mcee_eval.errors import BadTable, Problem
from mcee_eval.metrics import checks
from mcee_eval.metrics.period_labels import span, starts
from mcee_eval.metrics.trend_breaks import TrendBreaks

COLUMNS = ("break", "first_of_new", "low", "high", "kind", "name", "begins", "ends", "overlaps", "within")


def break_context(
    result: TrendBreaks,
    *,
    start: Any = None,
    lag: int = 0,
    windows: Mapping[str, tuple[Any, Any]] | None = None,
    events: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Which breaks could be the programme's, and which are as well explained by something else?

    result : made with a ``label`` of numbers, dates or periods.
    start : first period of the programme. lag : periods after it by which it may show.
    windows : name → first and last period, both included, such as the COVID window.
    events : rows with date and kind, and if there is one an end (``country_events`` of the country and of ALL).

    All are compared as FIRST period of the new regime: a break's interval, which is of the last period of the old
    one, is moved by one. Periods are found by their labels: something that begins between two labels begins in the
    earlier period, and one that lies wholly outside the series is left out.
    Returns one row a break and thing it is held against: break (from 1), first_of_new, low, high (observations; NaN
    without an interval), kind (``start``, ``window`` or the event's), name, begins, ends (observations), overlaps
    (whether the interval meets it, None without one), within (whether the interval lies wholly inside it).
    Refuses (BadTable) labels without an order.
    """
    labels = starts(result.frame["label"])
    if labels is None:
        found = f"names such as {result.frame['label'].iloc[0]!r}"
        problem = Problem("label", found, "numbers, dates or periods", "Use the first day of each period.")
        raise BadTable.of("breaks", [problem])
    things = []
    if start is not None:
        begins, ends_at = span(labels, start, start)
        things.append(("start", "start", begins, ends_at + lag))
    things += [("window", name, *span(labels, a, b)) for name, (a, b) in (windows or {}).items()]
    if events is not None:
        checks.need_columns(events, ["date", "kind"], table="events")
        ends = events["end"] if "end" in events else events["date"]
        things += [
            (str(kind), str(kind), *span(labels, a, a if pd.isna(b) else b))
            for kind, a, b in zip(events["kind"], events["date"], ends, strict=True)
        ]
    rows = []
    for number, one in enumerate(result.breaks, start=1):
        low, high = one.date.low, one.date.high
        known = low is not None and high is not None
        first, last = (low + 1, high + 1) if low is not None and high is not None else (np.nan, np.nan)
        for kind, name, begins, ends_at in things:
            if ends_at < 1 or begins > len(labels):
                continue
            overlaps = bool(first <= ends_at and last >= begins) if known else None
            within = bool(first >= begins and last <= ends_at) if known else None
            rows.append((number, one.first_of_new, first, last, kind, name, begins, ends_at, overlaps, within))
    return pd.DataFrame(rows, columns=list(COLUMNS))
