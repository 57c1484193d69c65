"""How many days until issuance on average, up to a horizon fixed beforehand, and how two groups differ."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm

from mcee_eval.errors import ConstantSeries, NoEvents, NotHeld, Problem
from mcee_eval.metrics import checks
from mcee_eval.metrics.durations import need_groups, read_durations, risk_table
from mcee_eval.results import Estimate, Numbers, Result, plain

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class RestrictedMean(Result):
    """Restricted mean survival time of two groups, in the unit of the durations.

    arms : in sorted group order. difference, ratio : of the second to the first; the ratio's interval is on the log
        scale. difference_p, ratio_p : of no difference, on the plain and on the log scale.
    frame : one row a group and time up to the horizon: group, time, survival.
    """

    KEYS = "arms{value,se} difference{value,se,ci} ratio{value,ci}"
    MAIN = "tau arms@groups difference difference_p ratio ratio_p"
    PLOT = "steps time survival / group"

    groups: tuple[Any, ...]
    tau: float
    arms: tuple[Estimate, ...]
    difference: Estimate
    difference_p: float
    ratio: Estimate
    ratio_p: float

    def numbers(self) -> Numbers:
        """As everywhere; ``p`` stands with its comparison."""
        told = super().numbers()
        told["difference"]["p"], told["ratio"]["p"] = plain([self.difference_p, self.ratio_p])
        return told


def restricted_mean(
    frame: pd.DataFrame, *, duration: str, event: str, group: str, tau: float, level: float = 0.95
) -> RestrictedMean:
    """By how much does the mean wait, counted up to ``tau``, differ between two groups?

    duration : 0 or more, in any unit. event : 1 when it ended in the event, 0 when censored. group : two values.
    tau : horizon, in the unit of the durations, fixed before looking at them.

    The area under the Kaplan-Meier curve up to ``tau``, with the variance of that area.
    Refuses a horizon beyond the follow-up of a group, a group without an event before it, missing or infinite values,
    everyone waiting alike, and any number of groups but two.
    Source: Irwin (1949); variance: Hosmer and Lemeshow (1999), section 2.3, as in survRM2.
    """
    checks.parameters("restricted_mean", checks.share("level", level), _positive("tau", tau))
    data = read_durations(frame, duration=duration, cause=event, group=group)
    need_groups(data.groups, group, exactly=2)
    arms, paths, followed, silent = [], [], [], []
    for position, name in enumerate(data.groups):
        time, cause = data.of_group(position)
        mean, variance, path = area(time, cause == 1, tau)
        arms.append(Estimate(mean, se=math.sqrt(variance), unit="duration", n=len(time)))
        paths.append(path.assign(group=name)[["group", "time", "survival"]])
        if tau > time.max() and path["survival"].iloc[-1] > 0:
            followed.append(_horizon(group, name, tau, float(time.max())))
        if not (cause[time <= tau] == 1).any():
            hint = "Without one there is no variance: choose a longer horizon, or report the counts."
            silent.append(Problem(f"group {group} = {name!r}", f"no event by {tau:g}", "at least one event", hint))
    if followed:
        raise NotHeld("restricted_mean: the horizon", problems=followed)
    if silent:
        raise NoEvents("a group has no event before the horizon", problems=silent, need=1)
    z = float(norm.ppf((1 + level) / 2))
    difference, difference_p = _difference(arms, z)
    ratio, ratio_p = _ratio(arms, z)
    return RestrictedMean(
        method="restricted_mean",
        recipe={"duration": duration, "event": event, "group": group, "tau": tau, "level": level},
        frame=pd.concat(paths, ignore_index=True),
        groups=data.groups,
        tau=float(tau),
        arms=tuple(arms),
        difference=difference,
        difference_p=difference_p,
        ratio=ratio,
        ratio_p=ratio_p,
    )


def area(time: Floats, event: NDArray[np.bool_], tau: float) -> tuple[float, float, pd.DataFrame]:
    """Area under the Kaplan-Meier curve up to ``tau``, its variance, and the curve's steps."""
    table = risk_table(time, event)
    jumps = (table.events > 0) & (table.time <= tau)
    t, d, n = table.time[jumps], table.events[jumps], table.at_risk[jumps]
    survival = np.cumprod(1 - d / n)
    edges, heights = np.concatenate([[0.0], t, [tau]]), np.append(1.0, survival)
    pieces = heights * np.diff(edges)
    after = np.cumsum(pieces[::-1])[::-1][1:]  # area from each jump to the horizon
    left = n - d
    # where all are gone the area after is zero, and so is its part of the variance
    variance = float(np.sum(np.where(left > 0, after**2 * d / (n * np.where(left > 0, left, 1)), 0.0)))
    path = pd.DataFrame({"time": edges, "survival": np.append(heights, heights[-1])})
    return float(pieces.sum()), variance, path


def _difference(arms: list[Estimate], z: float) -> tuple[Estimate, float]:
    first, second = arms
    gap = second.value - first.value
    se = math.hypot(first.se or 0.0, second.se or 0.0)
    if not se:
        raise ConstantSeries("everyone waits alike: the difference has no variance")
    estimate = Estimate(gap, gap - z * se, gap + z * se, se, unit="duration", n=first.n + second.n)
    return estimate, float(2 * norm.sf(abs(gap) / se))


def _ratio(arms: list[Estimate], z: float) -> tuple[Estimate, float]:
    first, second = arms
    log = math.log(second.value / first.value)
    se = math.hypot((first.se or 0.0) / first.value, (second.se or 0.0) / second.value)
    n = first.n + second.n
    estimate = Estimate(math.exp(log), math.exp(log - z * se), math.exp(log + z * se), unit="ratio", n=n)
    return estimate, float(2 * norm.sf(abs(log) / se))


def _positive(where: str, value: object) -> list[Problem]:
    good = isinstance(value, (int, float, np.number)) and math.isfinite(float(value)) and float(value) > 0
    return [] if good else [Problem(where, repr(value), "a number above 0")]


def _horizon(group: str, name: object, tau: float, last: float) -> Problem:
    hint = "Beyond it the curve is unknown: choose a shorter horizon for all."
    return Problem(f"tau, group {group} = {name!r}", f"{tau:g}", f"at most {last:g}, the longest wait observed", hint)
