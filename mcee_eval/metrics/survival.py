"""How long until the event: survival curves, their medians, and whether groups differ."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import chi2, norm

from mcee_eval.metrics import checks
from mcee_eval.metrics.durations import grouped, need_groups, read_durations, read_times, risk_table, step
from mcee_eval.results import Estimate, Result

Floats = NDArray[np.float64]
Transform = Literal["log", "loglog"]
_SAME = math.sqrt(np.finfo(float).eps)  # a survival this near to one half is one half


@dataclass(frozen=True, kw_only=True)
class Survival(Result):
    """Kaplan-Meier curves, one a group in sorted order.

    n, events : rows and events of each group.
    median : in the unit of the durations; infinite where the curve (or its limit) never comes down to one half.
    points : for each group, the survival at each of ``times``; NaN after the last follow-up of the group.
    frame : one row a group and time: group, time, at_risk, events, censored, survival, se, low, high.
    """

    KEYS = (
        "n events median median_low=median.low median_high=median.high survival=points.flat se=points.flat.se "
        "low=points.flat.low high=points.flat.high"
    )
    MAIN = "n@groups events@groups median@groups points@groups,times"
    PLOT = "steps time survival / group"

    groups: tuple[Any, ...]
    n: tuple[int, ...]
    events: tuple[int, ...]
    median: tuple[Estimate, ...]
    times: tuple[float, ...]
    points: tuple[tuple[Estimate, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Test(Result):
    """A chi-square test. frame : one row a group: group, n, observed, expected events."""

    KEYS = "chi2 df p"
    MAIN = "chi2 df p"
    PLOT = "points group observed expected"

    __test__ = False  # not a test case, whatever pytest thinks of its name

    chi2: float
    df: int
    p: float


def kaplan_meier(
    frame: pd.DataFrame,
    *,
    duration: str,
    event: str,
    group: str | None = None,
    times: Sequence[float] = (),
    transform: Transform = "log",
    level: float = 0.95,
) -> Survival:
    """What share still waits after a given time, and after how long does half?

    duration : time observed, 0 or more, in any unit. event : 1 when it ended in the event, 0 when censored.
    group : a curve for each of its values. times : where to give the survival.
    transform : of the intervals, ``log`` or ``loglog``. Greenwood's variance.

    A median that the curve meets exactly over an interval is the middle of it; its interval is that of Brookmeyer and
    Crowley (1982). Where refusals or withdrawals compete, this is not one minus the share issued: see
    ``cumulative_incidence``.
    Refuses negative, missing or infinite durations, and a table without any event.
    Source: Kaplan and Meier (1958), computed by lifelines.
    """
    recipe = {
        "duration": duration, "event": event, "group": group, "times": tuple(times), "transform": transform,
        "level": level,
    }  # fmt: skip
    checks.parameters(
        "kaplan_meier", checks.share("level", level), checks.one_of("transform", transform, ("log", "loglog"))
    )
    asked = read_times(times, "kaplan_meier")
    data = read_durations(frame, duration=duration, cause=event, group=group)
    curves = []
    for position in range(len(data.groups)):
        time, cause = data.of_group(position)
        curves.append(_curve(time, cause == 1, transform, level))
    return Survival(
        method="kaplan_meier",
        notes=_notes(curves, asked),
        recipe=recipe,
        frame=pd.concat(
            [c.assign(group=g)[["group", *c.columns]] for g, c in zip(data.groups, curves, strict=True)],
            ignore_index=True,
        ),
        groups=data.groups,
        n=tuple(int(c.at_risk.iloc[0]) for c in curves),
        events=tuple(int(c.events.sum()) for c in curves),
        median=tuple(_median(c) for c in curves),
        times=tuple(float(t) for t in asked),
        points=tuple(_at(c, asked) for c in curves),
    )


def log_rank(frame: pd.DataFrame, *, duration: str, event: str, group: str, strata: str | None = None) -> Test:
    """Do the groups wait equally long?

    duration, event : as in ``kaplan_meier``. group : the groups compared.
    strata : compare within its values only, and add up.

    Refuses what ``kaplan_meier`` does, and fewer than two groups.
    Source: Mantel (1966), Peto and Peto (1972), hypergeometric variance. Ours because no Python library has the
    stratified form; unstratified it equals that of lifelines.
    """
    data = read_durations(frame, duration=duration, cause=event, group=group)
    need_groups(data.groups, group)
    layers, names = grouped(frame, strata)
    count = len(data.groups)
    observed, expected, variance = np.zeros(count), np.zeros(count), np.zeros((count, count))
    for layer in range(len(names)):
        inside = layers == layer
        one = _observed_expected(data.time[inside], data.cause[inside] == 1, data.group[inside], count)
        observed, expected, variance = observed + one[0], expected + one[1], variance + one[2]
    used = np.flatnonzero(expected > 0)[:-1]  # the differences add up to zero: one of them says nothing new
    gap = (observed - expected)[used]
    statistic = float(gap @ np.linalg.pinv(variance[np.ix_(used, used)]) @ gap)
    df = len(used)
    return Test(
        method="log_rank" if strata is None else "log_rank_stratified",
        recipe={"duration": duration, "event": event, "group": group, "strata": strata},
        frame=pd.DataFrame(
            {
                "group": data.groups,
                "n": np.bincount(data.group, minlength=count),
                "observed": observed,
                "expected": expected,
            }
        ),
        chi2=statistic,
        df=df,
        p=float(chi2.sf(statistic, df)),
    )


def _curve(time: Floats, event: NDArray[np.bool_], transform: str, level: float) -> pd.DataFrame:
    """One curve with Greenwood's standard error and its limits, a row a distinct time."""
    from lifelines import KaplanMeierFitter  # 2 s to import

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=DeprecationWarning, module="lifelines")
        fit = KaplanMeierFitter().fit(time, event_observed=event)
    survival = fit.survival_function_["KM_estimate"]
    table = fit.event_table.loc[np.unique(time)]  # lifelines adds a row at time 0
    s = survival.loc[table.index].to_numpy(float)
    d, n = table["observed"].to_numpy(float), table["at_risk"].to_numpy(float)
    z = norm.ppf((1 + level) / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.sqrt(np.cumsum(d / (n * (n - d))))  # standard error of log S; infinite once all are gone
        if transform == "log":
            low, high = s * np.exp(-z * spread), np.minimum(s * np.exp(z * spread), 1)
        else:
            turn = z * spread / np.log(s)
            low, high = s ** np.exp(-turn), s ** np.exp(turn)
        certain = spread == 0
        low, high = np.where(certain, s, low), np.where(certain, s, high)
        se = s * spread
    gone = s <= 0
    return pd.DataFrame(
        {
            "time": table.index.to_numpy(float),
            "at_risk": n.astype(int),
            "events": d.astype(int),
            "censored": table["censored"].to_numpy(int),
            "survival": s,
            "se": np.where(gone, np.nan, se),
            "low": np.where(gone, np.nan, low),
            "high": np.where(gone, np.nan, high),
        }
    )


def _median(curve: pd.DataFrame) -> Estimate:
    value, low, high = (_first_half(curve["time"], curve[c]) for c in ("survival", "low", "high"))
    return Estimate(value, low, high, unit="duration", n=int(curve["at_risk"].iloc[0]))


def _first_half(time: pd.Series, curve: pd.Series) -> float:
    """When a curve reaches one half: the middle of the interval if it stays there, infinity if never."""
    reached = curve.notna() & (curve < 0.5 + _SAME)
    if not reached.any():
        return math.inf
    t, v = time[reached].to_numpy(), curve[reached].to_numpy()
    below = v < v[0]
    if abs(v[0] - 0.5) < _SAME and below.any():
        return float((t[0] + t[np.argmax(below)]) / 2)
    return float(t[0])


def _at(curve: pd.DataFrame, asked: Floats) -> tuple[Estimate, ...]:
    time = curve["time"].to_numpy()
    n = int(curve["at_risk"].iloc[0])
    columns = {c: step(time, curve[c].to_numpy(), asked, start=s) for c, s in _START.items()}
    known = (asked <= time[-1]) | (curve["survival"].iloc[-1] <= 0)
    points = []
    for i in range(len(asked)):
        value, *rest = (float(columns[c][i]) if known[i] else math.nan for c in _START)
        se, low, high = (None if math.isnan(v) else v for v in rest)
        points.append(Estimate(value, low, high, se, unit="share", n=n))
    return tuple(points)


_START = {"survival": 1.0, "se": 0.0, "low": 1.0, "high": 1.0}


def _notes(curves: Sequence[pd.DataFrame], asked: Floats) -> tuple[str, ...]:
    notes = []
    if any(not (c["survival"] < 0.5 + _SAME).any() for c in curves):
        notes.append("median_not_reached")
    last = [(c["time"].iloc[-1], c["survival"].iloc[-1]) for c in curves]
    if any(s > 0 and (asked > t).any() for t, s in last):
        notes.append("time_after_last_follow_up")
    return tuple(notes)


def _observed_expected(
    time: Floats, event: NDArray[np.bool_], group: NDArray[np.int64], count: int
) -> tuple[Floats, Floats, Floats]:
    """Events seen, expected if all groups were one, and the covariance of the difference, within a stratum."""
    whole = risk_table(time, event)
    seen = whole.events > 0
    d, n = whole.events[seen], whole.at_risk[seen]
    at_risk = np.empty((len(d), count))
    observed = np.zeros(count)
    for g in range(count):
        mine = group == g
        observed[g] = event[mine].sum()
        at_risk[:, g] = len(time[mine]) - np.searchsorted(np.sort(time[mine]), whole.time[seen], side="left")
    share = at_risk / n[:, None]
    weight = d * (n - d) / np.maximum(n - 1, 1)
    spread = np.diag(share.T @ weight) - (share * weight[:, None]).T @ share
    return observed, share.T @ d, spread
