"""Labels of periods as something with an order: a number, or the first day of the period."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from mcee_eval.contracts.periods import first_day, number

WRITTEN = ("month", "quarter", "fiscal_year", "year")


def starts(labels: pd.Series) -> pd.Series | None:
    """Numbers and dates as they are, periods by their first day; None when labels are names without an order.

    Text counts as periods when every label is written the same way: 2019-04, 2019-20Q1, 2019-20, 2019.
    """
    if pd.api.types.is_numeric_dtype(labels) or pd.api.types.is_datetime64_any_dtype(labels):
        return labels
    if isinstance(labels.dtype, pd.PeriodDtype):
        return pd.Series(labels.dt.start_time)
    texts = [v for v in labels if isinstance(v, str)]
    for kind in WRITTEN:
        if len(texts) == len(labels) and all(number(kind, t) is not None for t in texts):
            return pd.Series(pd.to_datetime([first_day(kind, t) for t in texts]), index=labels.index)
    return None


def moment(value: Any, like: pd.Series) -> Any:
    """A number, or the first day of what ``value`` names, to be compared with ``starts``."""
    if pd.api.types.is_numeric_dtype(like):
        return value
    if isinstance(value, str):
        for kind in WRITTEN:
            if number(kind, value) is not None:
                return np.datetime64(first_day(kind, value))
    if isinstance(value, pd.Period):
        value = value.start_time
    return np.datetime64(pd.Timestamp(value))


def span(labels: pd.Series, begin: Any, end: Any) -> tuple[int, int]:
    """First and last observation, from 1, of a stretch; 0 lies before the series, n + 1 after its last period.

    labels : from ``starts``, in order. What begins between two labels begins in the earlier period.
    """
    values = labels.to_numpy()
    over = values[-1] + (values[-1] - values[-2])  # where the last period ends, if it is as long as the one before

    def position(value: Any) -> int:
        at = moment(value, labels)
        return len(values) + 1 if at >= over else int(np.searchsorted(values, at, side="right"))

    return position(begin), position(end)
