"""Does the effect on a country hold: at other dates, without each donor, beside other events and other estimators?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import numpy as np
import pandas as pd
from scipy.special import ndtri

from mcee_eval.errors import BadParameter, Refused
from mcee_eval.metrics.attribution import Attribution, leave_one_out, rescaled
from mcee_eval.metrics.break_context import break_context
from mcee_eval.metrics.cohort_panel import Panel, first_day, quarter_number
from mcee_eval.metrics.donor_panel import MIN_BEFORE
from mcee_eval.metrics.effect_evidence import MOVES_ISSUANCE, Choices, Evidence, negligible_effect
from mcee_eval.metrics.parallel_trends import of_attribution
from mcee_eval.metrics.trend_breaks import TrendBreaks, trend_breaks
from mcee_eval.metrics.unit_effect import BESIDE, CountryEffect, fit, one_effect, power_at

BLOCK = 4  # quarters: the breakdown compares years, whose moves hold less chance than those of quarters

Made = TypeVar("Made")


def checked_effect(panel: Panel, country: str, choices: Choices, *, adjusted: float | None = None) -> CountryEffect:
    """The effect on one country with its checks and the evidence for the rule; ``adjusted`` stands for its own p.

    Refuses what ``attribution`` refuses; a check that cannot be made is None in the evidence.
    """
    found = one_effect(panel, country)
    others = {estimator: _beside(panel, country, estimator, choices) for estimator in BESIDE}
    spared = or_none(lambda: leave_one_out(found.result))
    breakdown = or_none(lambda: of_attribution(found.result, block=BLOCK))
    breaks = dated_breaks(panel, found)
    whole = replace(
        found, others=others, by_volume=or_none(lambda: rescaled(found.result, _information(panel, country))),
        in_time=earlier_dates(panel, country), spared=spared, breakdown=breakdown, breaks=breaks,
        events=concurrent(panel, country),
    )  # fmt: skip
    return replace(whole, evidence=_evidence(panel, whole, choices, adjusted))


def _beside(panel: Panel, country: str, estimator: str, choices: Choices) -> Attribution | str:
    """The same effect by another estimator, or a code: of its refusal, or poor_fit.

    A synthetic control on levels has no answer for a country that issues less than every comparison country.
    """
    try:
        result = fit(panel, country, estimator=estimator)
    except Refused as refusal:
        return refusal.code
    misfit = result.pre_rmspe_ratio
    return "poor_fit" if misfit is not None and misfit > choices.pre_fit else result


def _evidence(panel: Panel, found: CountryEffect, choices: Choices, adjusted: float | None) -> Evidence:
    effect, result = found.effect, found.result
    delta = negligible_effect(found.before, choices)
    times = found.p if adjusted is None or found.p == 0 else adjusted / found.p  # Holm's factor
    return Evidence(
        donors=result.donors,
        p_floor=result.p_floor,
        p=found.p if adjusted is None else adjusted,
        effect=effect.value,
        low=effect.low,
        high=effect.high,
        pre_level=found.before,
        power=None if delta is None else power_at(found, delta, alpha=choices.alpha),
        pre_fit=result.pre_rmspe_ratio,
        in_time=tuple(r.test.t_p for r in found.in_time.values() if r.test and r.test.t_p is not None),
        leave_one_out=None if found.spared is None else (found.spared.low, found.spared.high),
        events=len(found.events),
        without_events=_without_events(panel, found, times),
        break_compatible=compatible(panel, found, choices),
        breakdown=None if found.breakdown is None else found.breakdown.m_bar,
    )


def earlier_dates(panel: Panel, country: str) -> dict[int, Attribution]:
    """The same recipe where nothing began: inside the matching window, and between the selection and the start.

    Quarters whose requests were followed into the programme, or into the year of selection, are in neither.
    """
    first, last = panel.window(country)
    inside = max(first + MIN_BEFORE, last - 3)
    tries: list[tuple[int, int]] = [(inside, last)]
    if panel.selected is not None:
        begins = quarter_number(pd.Timestamp(f"{panel.selected + 1}-01-01"))
        tries.append((begins, panel.ends_before(first_day(panel.starts[country]))))
    found = {}
    for start, end in tries:
        if start > end:
            continue
        try:
            numbers = [n for n in panel.numbers if n <= end]
            found[start] = fit(panel, country, start=start, numbers=numbers, window=(first, min(last, start - 1)))
        except Refused:
            continue
    return found


def concurrent(panel: Panel, country: str) -> pd.DataFrame:
    """The country's own events that move issuance, from the first quarter to the last day that counts."""
    events = panel.events
    if not len(events):
        return pd.DataFrame(columns=["country", "date", "kind", "end"])
    mine = events[(events["country"] == country) & events["kind"].isin(MOVES_ISSUANCE)]
    last = pd.Timestamp(first_day(panel.numbers[-1] + 1)) + pd.Timedelta(days=panel.horizon)
    over = mine["end"] < pd.Timestamp(first_day(panel.numbers[0]))
    return mine[(mine["date"] < last) & ~over].reset_index(drop=True)


def _without_events(panel: Panel, found: CountryEffect, times: float) -> tuple[float, float, float] | None:
    """Effect, adjusted p and lower bound without the quarters that an event touched; None where too little is left."""
    if not len(found.events):
        return None
    gone: set[int] = set()
    for begins, ends in zip(found.events["date"], found.events["end"], strict=True):
        until = panel.as_of if pd.isna(ends) else str(ends.date())
        gone |= set(panel.touched(str(begins.date()), until))
    kept = [n for n in panel.numbers if n not in gone]
    if sum(n >= found.start for n in kept) < BLOCK:
        return None
    try:
        left = one_effect(panel, found.country, numbers=kept)
    except (Refused, KeyError):
        return None
    effect = left.effect
    return None if effect.low is None else (effect.value, min(1.0, left.p * times), effect.low)


def dated_breaks(panel: Panel, found: CountryEffect) -> TrendBreaks | None:
    """Breaks of the gap to the comparison, without the quarters of the selection and those partly in the programme.

    The gap holds no season and no common shock. None where fewer than 30 quarters remain.
    """
    gap = found.result.paths[found.country]
    partly = [n for n in panel.numbers if panel.ends_before(first_day(found.start)) < n < found.start]
    chosen = [] if panel.selected is None else panel.touched(f"{panel.selected}-01-01", f"{panel.selected}-12-31")
    kept = [n for n in gap.index if n not in {*partly, *chosen}]
    frame = pd.DataFrame({"gap": gap.loc[kept].to_numpy(float), "day": [pd.Timestamp(first_day(n)) for n in kept]})
    return or_none(lambda: trend_breaks(frame, outcome="gap", label="day", errors="newey_west", max_breaks=3))


def compatible(panel: Panel, found: CountryEffect, choices: Choices) -> bool | None:
    """Whether a dated break can be the programme's: its interval meets the start (with the lag), not only the stop."""
    if found.breaks is None or not found.breaks.breaks:
        return None
    stop, lag = choices.stop, choices.lag
    start = pd.Timestamp(first_day(found.start))
    told = break_context(found.breaks, start=start, lag=lag, windows={"covid": (stop[0], stop[1])})
    meets = set(told.loc[(told["kind"] == "start") & (told["overlaps"] == True), "break"])  # noqa: E712
    only = set(told.loc[(told["kind"] == "window") & (told["within"] == True), "break"])  # noqa: E712
    return bool(meets - only)


def _information(panel: Panel, country: str) -> dict[str, float]:
    """Requests of each country, weighed by what one of them tells about the score at the country's level."""
    totals = panel.of(country).groupby("country")[["issued", "n"]].sum()
    share = (totals["issued"] + 0.5) / (totals["n"] + 1)
    density = np.exp(-(ndtri(share) ** 2) / 2) / np.sqrt(2 * np.pi)
    return {str(c): float(v) for c, v in (totals["n"] * density**2 / (share * (1 - share))).items()}


def or_none(make: Callable[[], Made]) -> Made | None:
    """What it makes, or None where the data do not allow it."""
    try:
        return make()
    except (Refused, BadParameter):
        return None
