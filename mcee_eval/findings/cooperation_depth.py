"""Finding 4 in depth: where delay arises, what the series would have been, the mean wait, what could be seen."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from mcee_eval.errors import BadParameter, BadTable, Refused
from mcee_eval.findings.cooperation import Cooperation
from mcee_eval.findings.cooperation_data import CooperationData
from mcee_eval.metrics.power import minimum_effect
from mcee_eval.metrics.request_chains import ISSUED, request_chains
from mcee_eval.metrics.restricted_mean import RestrictedMean, restricted_mean
from mcee_eval.metrics.segmented import Segmented, segmented
from mcee_eval.metrics.stages import Stages, stages
from mcee_eval.results import Estimate
from mcee_eval.settings import Settings

TAU = 365  # days of the mean wait; fixed before looking at any data
POWER = 0.8
LEAST_FREEDOM = 10  # quarters beyond the terms, below which a fit is not shown


@dataclass(frozen=True)
class Fit:
    """The segmented fit of one country's quarters, or the code of why there is none.

    requests : requests behind the fit. frame : quarter, fitted, without, each with ``_low`` and ``_high``; missing in
    the windows, whose own terms would all but repeat what was observed there. leaves_range : whether the line of the
    earlier quarters, drawn on, falls below 0 or rises above 1.
    """

    result: Segmented | None
    why: str = ""
    requests: int = 0
    frame: pd.DataFrame | None = None
    leaves_range: bool = False


def delay(data: CooperationData) -> Stages | None:
    """Where do the requests wait, whatever their period? None without requests or without any reply or end."""
    if not len(data.requests):
        return None
    try:
        return stages(data.requests.drop(columns="period"), as_of=data.as_of)
    except Refused:
        return None


def fit(found: Cooperation, settings: Settings) -> Fit:
    """Did the level or the slope of the quarterly share change at the start of the programme?

    The removals stop, and the year whose bad numbers chose the country, each have a term of their own. Quarters begin
    the new regime with the one in which the programme starts. Countries that start at different dates have no common
    event: refused for several.
    """
    starts, quarters = found.data.starts, found.quarters
    if not len(quarters):
        return Fit(None, "no_requests")
    if len(starts) != 1:
        return Fit(None, "several_starts" if starts else "no_start")
    time = np.array([_number(q) for q in quarters["quarter"]], dtype=float)
    event = _number(_quarter(pd.Timestamp(f"{next(iter(starts.values()))}-01")))
    stop = settings.window("covid")
    windows = [w for w in (_stop(stop.start, stop.end), _selected(found.data)) if w]
    windows = [w for w in windows if ((time >= w[1]) & (time <= w[2])).any()]
    frame = quarters.assign(time=time)
    try:
        result = segmented(frame, outcome="share", time="time", event=event, windows=windows)
    except (Refused, BadParameter, BadTable) as refusal:
        return Fit(None, f"refused_{refusal.code}")
    if result.n - len(result.names) < LEAST_FREEDOM:
        return Fit(None, "refused_E131")
    curves = result.frame.assign(quarter=quarters["quarter"].to_numpy()[result.design.rows])
    lines = [c for c in curves.columns if c.startswith(("fitted", "without"))]
    inside = np.zeros(len(curves), dtype=bool)
    for _, first, last in windows:
        inside |= curves["time"].between(first, last).to_numpy()
    curves.loc[inside, lines] = np.nan
    before = curves["time"] < event  # there both are the same line: one is enough
    curves.loc[before, [c for c in lines if c.startswith("without")]] = np.nan
    leaves = bool(((curves["without"] < 0) | (curves["without"] > 1)).any())
    curves[lines] = curves[lines].clip(0, 1)
    return Fit(result, "", int(quarters["n"].sum()), curves[["quarter", *lines]], leaves)


def mean_wait(found: Cooperation) -> RestrictedMean | None:
    """Mean days without a document, counted up to a year: before (first arm) and after (second).

    Who is refused or withdraws has no document and waits on to the last day known: the mean is of days without a
    document, not of those answered. None where a period is absent or no document was issued.
    """
    chains = _sides(found)
    if chains["period"].nunique() < 2:
        return None
    issued = chains["cause"] == ISSUED
    watched = (pd.Timestamp(found.data.as_of) - chains["requested_on"]).dt.days
    frame = pd.DataFrame(
        {
            "days": chains["days"].where(issued, watched),
            "issued": issued.astype(int),
            "after": (chains["period"] == "after").astype(int),
        }
    )
    try:
        return restricted_mean(frame, duration="days", event="issued", group="after", tau=TAU)
    except (Refused, BadParameter):
        return None


def smallest_ratio(found: Cooperation, settings: Settings, *, seed: int) -> Estimate | None:
    """Which ratio of documents per request, nearest to one, would these requests have shown with a power of 80 %?

    Each request is a period of equal exposure, so that the answer is per request and not per quarter; counts are
    thinned by the dispersion that widened the ratio's own interval. None where even no document after would not be
    seen, or nothing can be compared.
    """
    if found.ratio is None:
        return None
    horizon = int(settings.threshold("f4.horizon"))
    chains = _sides(found)
    chains = chains[(pd.Timestamp(found.data.as_of) - chains["requested_on"]).dt.days >= horizon]
    within = ((chains["cause"] == ISSUED) & (chains["days"] <= horizon)).astype(float)
    scale = float(found.ratio.recipe["dispersion"] or 1.0)
    sides = [(within[chains["period"] == p] / scale).to_numpy() for p in ("before", "after")]
    alpha = settings.threshold("f4.alpha")
    try:
        seen = minimum_effect(sides, power=POWER, alpha=alpha, seed=seed)
    except Refused:
        return None
    return replace(seen, n=len(chains))


def smallest_level(found: Fit, settings: Settings, *, seed: int) -> Estimate | None:
    """Which change of level would this series have shown with a power of 80 %? None without a fit."""
    if found.result is None:
        return None
    try:
        seen = minimum_effect(found.result, power=POWER, alpha=settings.threshold("f4.alpha"), seed=seed)
    except (Refused, BadParameter):
        return None
    # its own low and high tell the simulation's error, not a confidence interval: not for a page
    return Estimate(seen.value, unit="share", n=found.requests)


def _sides(found: Cooperation) -> pd.DataFrame:
    """One row a person's chain, of the periods before and after."""
    requests = found.data.requests
    if not len(requests):
        return pd.DataFrame({"period": [], "cause": [], "days": [], "requested_on": pd.to_datetime([])})
    chains = request_chains(requests.drop(columns="period"), as_of=found.data.as_of).chains
    first = requests.set_index("request_id")["period"]
    chains = chains.assign(period=chains["chain"].map(first))
    return chains[chains["period"].isin(["before", "after"])]


def _quarter(day: pd.Timestamp) -> str:
    period = day.to_period("Q-MAR")
    return f"{period.qyear - 1}-{period.qyear % 100:02d}Q{period.quarter}"


def _number(quarter: str) -> int:
    """Quarters counted on one line: 2019-20Q1 → 4 × 2019 + 1."""
    return 4 * int(quarter[:4]) + int(quarter[-1])


def _stop(first: str, last: str) -> tuple[str, float, float]:
    """Quarters of which the middle lies inside the stop."""
    middles = pd.period_range(first, last, freq="Q-MAR")
    inside = [q for q in middles if pd.Timestamp(first) <= q.start_time + pd.Timedelta(days=45) <= pd.Timestamp(last)]
    numbers = [_number(_quarter(q.start_time)) for q in inside]
    return ("covid", float(min(numbers)), float(max(numbers)))


def _selected(data: CooperationData) -> tuple[str, float, float] | None:
    """The quarters of the year that chose the country (its requests have no period); None where it is unknown."""
    days = data.requests.loc[data.requests["period"] == "", "requested_on"]
    if not len(days):
        return None
    return ("selection", float(_number(_quarter(days.min()))), float(_number(_quarter(days.max()))))
