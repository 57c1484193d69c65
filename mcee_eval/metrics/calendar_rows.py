"""Counting-process rows whose covariates change with the calendar, such as a COVID window."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from mcee_eval.errors import Problem
from mcee_eval.metrics import checks
from mcee_eval.metrics.request_chains import ISSUED, Chains

Window = tuple[str | pd.Timestamp, str | pd.Timestamp]


def calendar_rows(known: Chains | pd.DataFrame, *, windows: Mapping[str, Window], cause: int = ISSUED) -> pd.DataFrame:
    """Which days of each wait fell into a window of the calendar?

    known : from ``request_chains``, or its chains. windows : name → first and last day, both included.
    cause : the end that counts as the event; others censor.

    Returns one row a chain and stretch of its wait over which nothing changes: chain, country, start and stop (days
    since the first request), event, and a 0/1 column a window. Its ``chain`` is the ``unit`` of ``cox``.
    A wait of zero days becomes half a day, for it would otherwise be no time at risk at all.
    Refuses (BadParameter) windows that end before they begin.
    """
    edges = {name: (pd.Timestamp(a), pd.Timestamp(b) + pd.Timedelta(days=1)) for name, (a, b) in windows.items()}
    checks.parameters(
        "calendar_rows",
        [
            Problem(
                f"window {name!r}", f"{a.date()} to {(b - pd.Timedelta(days=1)).date()}", "a first day, then a last"
            )
            for name, (a, b) in edges.items()
            if not a < b
        ],
    )
    c = known.chains if isinstance(known, Chains) else known
    requested = c["requested_on"].to_numpy()
    length = np.maximum(c["days"].to_numpy(dtype=float), 0.5)
    cuts = sorted({edge for pair in edges.values() for edge in pair})
    after = np.array([[(cut - day).days for cut in cuts] for day in pd.DatetimeIndex(requested)], dtype=float)
    after = after.reshape(len(c), len(cuts))
    points = np.column_stack([np.zeros(len(c)), np.clip(after, 0, length[:, None]), length])
    rows, stretch = np.nonzero(points[:, 1:] > points[:, :-1])
    start, stop = points[rows, stretch], points[rows, stretch + 1]
    table = pd.DataFrame(
        {
            "chain": c["chain"].to_numpy()[rows],
            "country": c["country"].to_numpy()[rows],
            "start": start,
            "stop": stop,
            "event": ((stop == length[rows]) & (c["cause"].to_numpy()[rows] == cause)).astype("int64"),
        }
    )
    first_days = pd.DatetimeIndex(requested)[rows]
    for name, (begin, end) in edges.items():
        at = pd.DatetimeIndex(first_days + pd.to_timedelta(start, unit="D"))
        table[name] = ((at >= begin) & (at < end)).astype("int64")
    return table
