"""What share has been issued after a given time, when a refusal or a withdrawal can come first?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm

from mcee_eval.metrics import checks
from mcee_eval.metrics.durations import read_durations, read_times, risk_table, step
from mcee_eval.metrics.gray import gray_test
from mcee_eval.results import Estimate, Result

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_ROUNDING = 1e-12  # an incidence this near to one is one: all have met the cause


@dataclass(frozen=True, kw_only=True)
class CumulativeIncidence(Result):
    """Aalen-Johansen curves, one a group and cause.

    groups, causes : in sorted order. n : rows of each group.
    incidence : by group, then cause, one for each of ``times``; NaN after the group's last follow-up.
    gray_stat, gray_p : Gray's test of each cause between the groups; None when there is nothing to compare.
    frame : one row a group, cause and time: group, cause, time, at_risk, cif, se, low, high.
    """

    KEYS = "cif=incidence var=incidence.variance gray_stat gray_p"
    MAIN = "n@groups incidence@groups,causes,times gray_p@causes"
    PLOT = "steps time cif / group,cause"

    groups: tuple[Any, ...]
    causes: tuple[int, ...]
    n: tuple[int, ...]
    times: tuple[float, ...]
    incidence: Mapping[Any, Mapping[int, tuple[Estimate, ...]]]
    gray_stat: tuple[float | None, ...]
    gray_p: tuple[float | None, ...]


def cumulative_incidence(
    frame: pd.DataFrame,
    *,
    duration: str,
    cause: str,
    group: str | None = None,
    times: Sequence[float] = (),
    level: float = 0.95,
) -> CumulativeIncidence:
    """What share has met each end by a given time, among all who began?

    duration : 0 or more, in any unit. cause : 0 censored, 1, 2, ... how the wait ended.
    group : curves for each of its values, and Gray's test between them. times : where to give the incidence.

    Those still waiting when observation stops are neither counted as never issued nor left out. Intervals on the
    complementary log-log scale; None where nothing has happened yet. Without a group the one group is ``all``.
    Refuses negative, missing or infinite durations, causes that are not whole numbers, and a table without any event.
    Source: Aalen and Johansen (1978); variance: Aalen (1978), ties drawn without replacement; Gray (1988).
    """
    recipe = {"duration": duration, "cause": cause, "group": group, "times": tuple(times), "level": level}
    checks.parameters("cumulative_incidence", checks.share("level", level))
    asked = read_times(times, "cumulative_incidence")
    data = read_durations(frame, duration=duration, cause=cause, group=group, competing=True)
    causes = tuple(int(c) for c in np.unique(data.cause) if c > 0)
    z = float(norm.ppf((1 + level) / 2))
    found: dict[Any, dict[int, tuple[Estimate, ...]]] = {}
    curves, notes = [], []
    for position, name in enumerate(data.groups):
        time, ends = data.of_group(position)
        found[name] = {}
        for c in causes:
            curve = aalen_johansen(time, ends, c, z)
            curves.append(curve.assign(group=name, cause=c)[["group", "cause", *curve.columns]])
            found[name][c] = at_times(curve, asked, time, ends)
        if (asked > time.max()).any() and _survivors(time, ends):
            notes.append("time_after_last_follow_up")
    tests = [_gray(data.time, data.cause, data.group, c, len(data.groups)) for c in causes]
    return CumulativeIncidence(
        method="aalen_johansen",
        notes=tuple(dict.fromkeys(notes)),
        recipe=recipe,
        frame=pd.concat(curves, ignore_index=True),
        groups=data.groups,
        causes=causes,
        n=tuple(int(k) for k in np.bincount(data.group, minlength=len(data.groups))),
        times=tuple(float(t) for t in asked),
        incidence=found,
        gray_stat=tuple(t[0] for t in tests),
        gray_p=tuple(t[1] for t in tests),
    )


def aalen_johansen(time: Floats, ends: Ints, cause: int, z: float) -> pd.DataFrame:
    """The curve of one cause, a row a distinct time: time, at_risk, cif, se, low, high.

    An event of the cause raises the curve by what survives before it, and lowers what can still be reached; any other
    event only lowers it. The variance adds the squares of these over all events so far.
    """
    wanted, table = risk_table(time, ends == cause).events, risk_table(time, ends > 0)
    n, others = table.at_risk, table.events - wanted
    survival = np.cumprod(1 - table.events / n)
    before = np.append(1.0, survival[:-1])
    cif = np.cumsum(before * wanted / n)
    inverse = np.divide(1, survival, out=np.zeros_like(survival), where=survival > 0)
    parts = np.zeros((3, len(n)))
    for events, own in ((wanted, 1.0), (others, 0.0)):
        noise = before**2 * events / n**2 * (1 - np.maximum(events - 1, 0) / np.maximum(n - 1, 1))
        reach = own + cif * inverse
        parts += np.array([reach**2, reach * inverse, inverse**2]) * noise
    squares, cross, tails = np.cumsum(parts, axis=1)
    se = np.sqrt(np.maximum(squares - 2 * cif * cross + cif**2 * tails, 0))
    low, high = _limits(cif, se, z)
    return pd.DataFrame({"time": table.time, "at_risk": n.astype(int), "cif": cif, "se": se, "low": low, "high": high})


def _limits(cif: Floats, se: Floats, z: float) -> tuple[Floats, Floats]:
    inside = (cif > 0) & (cif < 1 - _ROUNDING)
    safe = np.where(inside, cif, 0.5)
    turn = np.where(inside, z * se / (safe * np.log(safe)), np.nan)
    return safe ** np.exp(-turn), safe ** np.exp(turn)


def at_times(curve: pd.DataFrame, asked: Floats, time: Floats, ends: Ints) -> tuple[Estimate, ...]:
    """A curve at the times asked for; NaN where all who are left were followed for less."""
    starts = {"cif": 0.0, "low": math.nan, "high": math.nan, "se": 0.0}
    steps = {c: step(curve["time"].to_numpy(), curve[c].to_numpy(), asked, start=s) for c, s in starts.items()}
    known = (asked <= time.max()) | (not _survivors(time, ends))
    points = []
    for i in range(len(asked)):
        value = float(steps["cif"][i]) if known[i] else math.nan
        low, high, se = (_or_none(float(steps[c][i]), known=bool(known[i])) for c in ("low", "high", "se"))
        points.append(Estimate(value, low, high, se, unit="share", n=len(time)))
    return tuple(points)


def _or_none(value: float, *, known: bool) -> float | None:
    return value if known and not math.isnan(value) else None


def _survivors(time: Floats, ends: Ints) -> bool:
    """Whether anyone is still waiting after the last time."""
    return bool((ends[time == time.max()] == 0).any())


def _gray(time: Floats, ends: Ints, group: Ints, cause: int, count: int) -> tuple[float | None, float | None]:
    if count < 2:
        return None, None
    statistic, _, p = gray_test(time, ends, group, of_interest=cause, count=count)
    return (None, None) if math.isnan(statistic) else (statistic, p)
