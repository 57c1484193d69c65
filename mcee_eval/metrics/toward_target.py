"""How far has each indicator gone from its baseline towards its target?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mcee_eval.errors import BadTable, Problem
from mcee_eval.metrics import checks
from mcee_eval.metrics.proportion import share
from mcee_eval.results import Estimate, Result

#: what may be said of an indicator, in the order in which a table lists them
STATES = ("reached", "towards", "unmoved", "away", "no_baseline", "no_result")
NEEDED = ("indicator", "project", "higher_is_better", "baseline", "baseline_on", "target", "target_on")


@dataclass(frozen=True, kw_only=True)
class TowardTarget(Result):
    """The latest value of each indicator against its baseline and target.

    as_of : last day of which the values know.
    states : state → how many indicators. due, met : indicators whose target date has come, and those of them that had
        reached the target by the last value; ``unread`` of the due have no value.
    frame : the indicators' own columns and latest, period, readings (values after the baseline), before and after
        (logarithms, signed so that more is better), change (after − before), progress (share of the way from baseline
        to target; more than 1 is beyond), due, state. What cannot be told is NaN.
    """

    KEYS = "states due met unread"
    MAIN = "due met unread"
    PLOT = "points indicator progress"

    as_of: str
    states: dict[str, int]
    due: int
    met: int
    unread: int

    @property
    def n(self) -> int:
        """Indicators."""
        return len(self.frame)

    @property
    def known(self) -> int:
        """Indicators that have both a baseline and a result."""
        return int(np.isfinite(self.frame["change"].to_numpy(float)).sum())

    @property
    def met_of_due(self) -> Estimate | None:
        """The share of what is due that was met, with its exact interval."""
        return share(self.met, self.due)


def toward_target(indicators: pd.DataFrame, values: pd.DataFrame, *, as_of: str | pd.Timestamp) -> TowardTarget:
    """What was reached, what moved towards its target, what moved away, and what cannot be told?

    indicators, values : the tables ``indicators`` and ``indicator_values``. as_of : day of the extraction.

    The last value told after the baseline counts; earlier ones and those of the baseline's own month do not. Change is
    the logarithm of the ratio to the baseline, turned round where lower is better, so that a halved delay and a
    doubled capacity count alike; a baseline or value of zero or less has none. A target that lies on the worse side of
    its baseline gives no progress (note ``target_against_direction``). Nothing missing is filled.
    Refuses values of indicators that are not declared, and an indicator declared twice.
    """
    checks.need_columns(indicators, NEEDED, table="indicators")
    checks.need_columns(values, ["indicator", "period", "actual"], table="indicator_values")
    known = set(indicators["indicator"])
    problems = [
        Problem(f"indicator {i!r}", "a value without a declaration", "an indicator of the table indicators")
        for i in sorted(set(values["indicator"]) - known)
    ]
    twice = indicators.loc[indicators["indicator"].duplicated(), "indicator"]
    problems += [Problem(f"indicator {i!r}", "declared twice", "once") for i in twice]
    if problems:
        raise BadTable.of("indicators", problems)
    day = pd.Timestamp(as_of)
    known_until = "" if pd.isna(day) else str(day.date())
    told = values.dropna(subset=["actual"]).sort_values("period")
    by_indicator = dict(tuple(told.groupby("indicator", sort=False)))
    rows, against = [], False
    one: Any
    for one in indicators.itertuples():
        mine = by_indicator.get(one.indicator, told.iloc[:0])
        if pd.notna(one.baseline_on):
            mine = mine[mine["period"] > str(one.baseline_on)[:7]]
        latest = float(mine["actual"].iloc[-1]) if len(mine) else np.nan
        baseline, target = (np.nan if pd.isna(v) else float(v) for v in (one.baseline, one.target))
        sign = 1.0 if one.higher_is_better else -1.0
        way = sign * (target - baseline)
        against |= bool(way < 0)
        before, after = (sign * np.log(v) if v > 0 else np.nan for v in (baseline, latest))
        rows.append(
            {
                "latest": latest,
                "period": str(mine["period"].iloc[-1]) if len(mine) else "",
                "readings": len(mine),
                "before": before,
                "after": after,
                "change": after - before,
                "progress": sign * (latest - baseline) / way if way > 0 else np.nan,
                "due": bool(pd.notna(one.target_on) and pd.Timestamp(one.target_on) <= day),
                "state": _state(sign * baseline, sign * latest, sign * target),
            }
        )
    frame = pd.concat([indicators.reset_index(drop=True), pd.DataFrame(rows, index=range(len(rows)))], axis=1)
    state, due = frame["state"], frame["due"].astype(bool)
    return TowardTarget(
        method="latest_against_baseline_and_target",
        notes=("target_against_direction",) if against else (),
        recipe={"as_of": known_until},
        frame=frame,
        as_of=known_until,
        states={s: int((state == s).sum()) for s in STATES},
        due=int(due.sum()),
        met=int((due & (state == "reached")).sum()),
        unread=int((due & (state == "no_result")).sum()),
    )


def _state(baseline: float, latest: float, target: float) -> str:
    """From values that are signed so that more is better; NaN: not known."""
    if np.isnan(latest):
        return "no_result"
    if latest >= target:
        return "reached"
    if np.isnan(baseline):
        return "no_baseline"
    if latest == baseline:
        return "unmoved"
    return "towards" if latest > baseline else "away"
