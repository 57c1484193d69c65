"""What could a series show once it is kept? The smallest effect after so many quarters, before they exist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.stats import binom

from mcee_eval.errors import Problem, Refused, TooFewPeriods
from mcee_eval.metrics import checks
from mcee_eval.metrics.before_after import OVERDISPERSED, dispersion
from mcee_eval.metrics.power import power_poisson
from mcee_eval.results import Estimate, Result

MOST = 10.0  # a ratio beyond which one is not looked for


def smallest_ratio(
    before: ArrayLike,
    *,
    periods: int,
    exposure: ArrayLike | None = None,
    power: float = 0.8,
    alpha: float = 0.05,
) -> Estimate:
    """What is the smallest rise of a rate that ``periods`` further periods would show, given the periods there are?

    before : counts by period, before the change. exposure : what each is counted from (requests made), one a period;
    nothing: periods of equal length. periods : how many will have been watched after it, each of mean exposure.
    power, alpha : of the two-sided exact comparison of two rates (``rate_ratio``). Counts are divided by their own
    dispersion where that is above 1.5, so that a series that swings by itself asks for more.
    Returns a rate ratio above 1; n is the number of events before.
    Refused: fewer than four periods, no events, a rise beyond tenfold (TooFewPeriods).

    Source: Bloom (1995) for minimum detectable effects; the power of the conditional test is exact.
    """
    checks.parameters(
        "smallest_ratio",
        checks.whole("periods", periods, low=1),
        checks.share("power", power),
        checks.share("alpha", alpha),
    )
    (counts,) = checks.finite({"before": before})
    counts = np.atleast_1d(counts)
    checks.at_least(4, {"before": len(counts)})
    (base,) = checks.finite({"exposure": np.ones(len(counts)) if exposure is None else exposure})
    scale = dispersion(counts, np.broadcast_to(base, counts.shape), np.zeros(len(counts)))
    events = float(counts.sum()) / (scale if scale > OVERDISPERSED else 1.0)
    ahead = periods / len(counts)

    def short(rate: float) -> float:
        return power_poisson(events, events * ahead * rate, exposure_ratio=ahead, alpha=alpha) - power

    if short(MOST) < 0:
        few = Problem("before", f"{counts.sum():g} events", "more", "Pool periods or countries, or wait longer.")
        raise TooFewPeriods("even a tenfold rise would hardly be seen", problems=[few], need=periods + 1)
    return Estimate(float(brentq(short, 1.0, MOST, xtol=1e-5)), unit="rate_ratio", n=int(counts.sum()))


def smallest_difference(n: int, *, share: float, power: float = 0.8, alpha: float = 0.05) -> Estimate:
    """By how much must a share exceed ``share`` for ``n`` records to show it, every one of them filled in?

    n : records. share : the declared share to which the observed one is held. Exact two-sided binomial test (each tail
    alpha / 2). Returns a difference of shares. Refused: so few records that even a share of one would not be seen.
    """
    checks.parameters(
        "smallest_difference",
        checks.whole("n", n, low=1),
        checks.share("share", share),
        checks.share("power", power),
        checks.share("alpha", alpha),
    )
    least = int(binom.isf(alpha / 2, n, share)) + 1  # the smallest count that the upper tail rejects
    if least > n:
        need = int(np.ceil(np.log(alpha / 2) / np.log(share)))
        few = Problem("n", f"{n} records", f"{need} or more", "Watch longer, or record more.")
        raise TooFewPeriods("even a share of one would not be told from the declared one", problems=[few], need=need)
    found = brentq(lambda p: binom.sf(least - 1, n, p) - power, share, 1.0)
    return Estimate(float(found) - share, unit="share", n=n)


@dataclass(frozen=True, kw_only=True)
class SmallestEffects(Result):
    """effects : series → periods watched → the smallest effect; None where none would be seen.

    recorded : series → periods on record. first, last : of all of them. change : whether effects are ratios of rates.
    """

    KEYS = "effects recorded first last"
    MAIN = "effects recorded"

    effects: dict[str, dict[int, Estimate | None]]
    recorded: dict[str, int]
    first: str
    last: str
    change: bool


def smallest_effects(
    frame: pd.DataFrame, *, periods: Sequence[int], share: float | None = None, by: str = "series",
    period: str = "quarter", value: str = "value", exposure: str = "exposure",
) -> SmallestEffects:  # fmt: skip
    """What would each series show after so many more periods, with a power of 80 %?

    frame : a row a series and period. share : nothing: the smallest rise of a rate, from the series' own level and
    variation; a share: by how much a share of records must exceed it, from the number of records a period.
    """
    checks.need_columns(frame, [by, period, value, exposure], table="series")
    effects: dict[str, dict[int, Estimate | None]] = {}
    for name, rows in frame.groupby(by, sort=False):
        values, base = rows[value].to_numpy(float), rows[exposure].to_numpy(float)
        effects[str(name)] = {ahead: _smallest(values, base, ahead, share) for ahead in periods}
    seen = sorted(frame[period].astype(str))
    recorded = {str(k): int(v) for k, v in frame[by].value_counts().items()}
    table = pd.DataFrame({n: {k: e.value if e else None for k, e in told.items()} for n, told in effects.items()})
    return SmallestEffects(
        method="planned_effect", effects=effects, recorded=recorded, first=seen[0], last=seen[-1], change=share is None,
        frame=table.rename_axis("periods").reset_index(),
    )  # fmt: skip


def _smallest(values: np.ndarray, base: np.ndarray, ahead: int, share: float | None) -> Estimate | None:
    try:
        if share is None:
            return smallest_ratio(values, periods=ahead, exposure=base)
        n = int(values.mean() * ahead)
        return smallest_difference(n, share=share) if n else None
    except Refused:
        return None
