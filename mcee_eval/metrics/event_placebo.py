"""Is what follows the events more than what follows any other day of the same country and time?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mcee_eval.metrics import checks
from mcee_eval.metrics.around_events import AroundEvents
from mcee_eval.results import Estimate, Result


@dataclass(frozen=True, kw_only=True)
class EventPlacebo(Result):
    """The ratio after over before, held against the same ratio around days without an event of their own.

    relative : observed over the median of the placebo ratios; its interval is that of the placebo ratios (95 %).
    observed, usual : the ratio around the events; the median around the placebo days.
    p : share of placebo ratios at least as far from their median as the observed one, two-sided, plus one.
    frame : one row a draw: ratio.
    """

    KEYS = "relative relative_ci=relative.ci observed usual p"
    MAIN = "relative observed usual p"

    relative: Estimate
    observed: float
    usual: float
    p: float


def event_placebo(
    found: AroundEvents, outcomes: pd.DataFrame, *, reach: int, draws: int = 999, seed: int
) -> EventPlacebo | None:
    """How large a ratio do other days give, where outcomes rise or fall by themselves?

    found : from ``around_events`` on the same outcomes. reach : placebo days are drawn at most so many days from the
    event that they stand for, in its country, with their own two windows in the record and outside excluded time.
    draws, seed : how often all events are moved at once, and the seed of the moves.

    Outcomes that grow, vary by season or come in clusters raise the ratio around any day; the exact interval of
    ``around_events`` knows nothing of that, this one does. Events that are timed by what follows stay beyond both.
    None where no event is used, or where nothing happened on one side of the events or of too many placebo days.
    Refused: a reach or a number of draws below one, a negative seed, absent columns.
    Source: a randomisation test over dates, as in Fisher (1935).
    """
    checks.need_columns(outcomes, ["country", "day"], table="outcomes")
    checks.parameters(
        "event_placebo",
        checks.whole("reach", reach, low=1),
        checks.whole("draws", draws, low=1),
        checks.whole("seed", seed, low=0),
    )
    if not found.used or not found.before or not found.after:
        return None
    rng = np.random.default_rng(seed)
    before, after = np.zeros(draws), np.zeros(draws)
    used = found.frame[found.frame["kept"] == ""]
    days = {str(c): g["day"] for c, g in outcomes.groupby("country")}
    for country, day in used[["country", "day"]].itertuples(index=False):
        ahead, behind = _sides(days[country], day, reach, found)
        pick = rng.integers(0, len(ahead), draws)
        before += ahead[pick]
        after += behind[pick]
    known = (before > 0) & (after > 0)
    if known.mean() < 0.95:
        return None
    ratios = after[known] / before[known]
    observed, usual = found.after / found.before, float(np.median(ratios))
    low, high = np.quantile(ratios, [0.025, 0.975])
    far = np.abs(np.log(ratios / usual)) >= abs(np.log(observed / usual)) - 1e-12
    return EventPlacebo(
        method="event_placebo",
        recipe={"reach": reach, "draws": draws, "seed": seed, **found.recipe},
        frame=pd.DataFrame({"ratio": ratios}),
        relative=Estimate(
            observed / usual,
            observed / float(high),
            observed / float(low),
            unit="rate_ratio",
            n=found.before + found.after,
        ),
        observed=observed,
        usual=usual,
        p=float((1 + far.sum()) / (1 + len(ratios))),
    )


def _sides(told: pd.Series, day: pd.Timestamp, reach: int, found: AroundEvents) -> tuple[np.ndarray, np.ndarray]:
    """Outcomes before and after each day that may stand for the event (the event's own day among them)."""
    window = int(found.recipe["window"])
    first, last = (np.datetime64(str(found.recipe[k]), "D") for k in ("start", "end"))
    centre = np.datetime64(day, "D")
    candidates = centre + np.arange(-reach, reach + 1)
    whole = (candidates - window >= first) & (candidates + window <= last + 1)
    for a, b in found.recipe["excluded"]:
        stop, resumed = np.datetime64(a, "D"), np.datetime64(b, "D")
        whole &= ~((candidates - window <= resumed) & (stop < candidates + window))
    candidates = candidates[whole]
    at = np.sort(told.to_numpy().astype("datetime64[D]"))
    here = np.searchsorted(at, candidates)
    return here - np.searchsorted(at, candidates - window), np.searchsorted(at, candidates + window) - here
