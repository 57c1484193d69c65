"""What share of what was due had been delivered so many days after its day?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from mcee_eval.errors import NoEvents, Problem
from mcee_eval.metrics import checks
from mcee_eval.metrics.cumulative_incidence import cumulative_incidence
from mcee_eval.metrics.proportion import share
from mcee_eval.results import Estimate, Result


@dataclass(frozen=True, kw_only=True)
class DeliveryTime(Result):
    """Delivery of what had come due, by group, in days from the day it was due.

    due, delivered : by group, what had come due by ``as_of`` and how much of it was delivered by then.
    share : by group, the share delivered within each of ``days`` of its day (0: on its day or before); NaN where
        nothing has been followed so long.
    mean_of_delivered : by group, the mean days late of what was delivered, what was early counting as early: the figure
        that leaves out what never came. late_of_delivered : share of the delivered that came after their day.
    share_of_delivered : by group, the share of what was delivered that came within each of ``days``: it too leaves out
        what never came, and what came late in the last weeks most of all.
    left_out : things due after ``as_of``, which cannot be late yet.
    frame : the curve, one row a group and day: group, day, at_risk, share, low, high; the first row is day 0.
    """

    KEYS = "groups due delivered mean_of_delivered share low=share.low high=share.high"
    MAIN = "due@groups share@groups,days"
    PLOT = "steps day share / group"

    groups: tuple[Any, ...]
    days: tuple[float, ...]
    due: tuple[int, ...]
    delivered: tuple[int, ...]
    share: tuple[tuple[Estimate, ...], ...]
    mean_of_delivered: tuple[float, ...]
    late_of_delivered: tuple[float, ...]
    share_of_delivered: tuple[tuple[float, ...], ...]
    left_out: int

    def at(self, day: float, group: Any = "all") -> Estimate:
        """The share delivered within one of the declared days, of one group."""
        return self.share[self.groups.index(group)][self.days.index(day)]


def delivery_time(
    frame: pd.DataFrame,
    *,
    as_of: str | pd.Timestamp,
    days: Sequence[float] = (0, 30, 90),
    due: str = "due",
    delivered: str = "delivered",
    group: str | None = None,
    level: float = 0.95,
) -> DeliveryTime:
    """Of all that had come due, what share was there within so many days of its day?

    frame : one row a thing, with the days ``due`` and ``delivered`` (missing: not delivered by ``as_of``).

    Time to event: what is still owed on the last day is followed up to then, and is neither counted as never delivered
    nor left out, as the mean of what was delivered does. What arrives early or on its day counts from day 0. What is
    due after ``as_of`` is left out even if it is already there: only its early cases could be seen.
    Refuses a table in which nothing has come due, or nothing was delivered, and a missing due day.
    Where none or all had come, the interval is the exact one over those followed so long.
    Sources: Aalen and Johansen (1978), with one kind of end; Clopper and Pearson (1934).
    """
    day = pd.Timestamp(as_of)
    checks.need_columns(frame, [due, delivered, *([group] if group else [])])
    missing = [
        Problem(f"column {due!r}, row {i}", "missing", "a day", "What has no day cannot be late.")
        for i in frame.index[frame[due].isna()][: checks.SHOWN]
    ]
    checks.parameters("delivery_time", missing)
    mine = frame[frame[due] <= day]
    if not len(mine):
        raise NoEvents("nothing has come due", problems=[Problem(due, f"no day up to {day.date()}", "at least one")])
    came = mine[delivered].notna() & (mine[delivered] <= day)
    late = (mine[delivered].where(came, day) - mine[due]).dt.days.astype(float)
    table = pd.DataFrame({"late": late.clip(lower=0), "came": came.astype(int)})
    if group:
        table["group"] = mine[group].astype(str)
    found = cumulative_incidence(
        table, duration="late", cause="came", group="group" if group else None, times=tuple(days), level=level
    )
    names = mine[group].astype(str) if group else pd.Series("all", index=mine.index)
    curve = found.frame[found.frame["cause"] == 1].rename(columns={"time": "day", "cif": "share"})
    return DeliveryTime(
        method="aalen_johansen",
        notes=found.notes,
        recipe={"as_of": str(day.date()), "days": tuple(days), "group": group, "level": level},
        frame=_from_day_zero(curve[["group", "day", "at_risk", "share", "low", "high"]]),
        groups=found.groups,
        days=tuple(float(d) for d in days),
        due=tuple(int((names == g).sum()) for g in found.groups),
        delivered=tuple(int(came[names == g].sum()) for g in found.groups),
        share=tuple(
            tuple(_with_ends(e, d, table[names == g]) for e, d in zip(found.incidence[g][1], days, strict=True))
            for g in found.groups
        ),
        mean_of_delivered=tuple(
            _mean((mine[delivered] - mine[due]).dt.days[came & (names == g)]) for g in found.groups
        ),
        late_of_delivered=tuple(_mean((late[came & (names == g)] > 0).astype(float)) for g in found.groups),
        share_of_delivered=tuple(
            tuple(_mean((late[came & (names == g)] <= d).astype(float)) for d in days) for g in found.groups
        ),
        left_out=int((frame[due] > day).sum()),
    )


def _with_ends(found: Estimate, day: float, followed: pd.DataFrame) -> Estimate:
    """None and all have no interval on the curve: the exact one of those followed so long stands in for it."""
    if found.low is not None or math.isnan(found.value):
        return found
    n = int(((followed["came"] == 1) | (followed["late"] >= day)).sum())
    exact = share(round(found.value) * n, n)
    return found if exact is None else replace(found, low=exact.low, high=exact.high)


def _mean(values: pd.Series) -> float:
    return float(values.mean()) if len(values) else math.nan


def _from_day_zero(curve: pd.DataFrame) -> pd.DataFrame:
    """A row at day 0 for each group, so that a curve begins where the wait begins."""
    starts = [
        {"group": g, "day": 0.0, "at_risk": int(one["at_risk"].max()), "share": 0.0, "low": np.nan, "high": np.nan}
        for g, one in curve.groupby("group")
        if one["day"].min() > 0
    ]
    whole = pd.concat([pd.DataFrame(starts), curve]) if starts else curve
    return whole.sort_values(["group", "day"]).reset_index(drop=True)
