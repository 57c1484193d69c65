"""One funded country against the comparison countries: the estimate, and everything that could undo it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.special import nctdtr, ndtr, stdtrit

from mcee_eval.metrics.attribution import Attribution, LeaveOneOut, attribution
from mcee_eval.metrics.checks import Floats
from mcee_eval.metrics.cohort_panel import Panel
from mcee_eval.metrics.effect_evidence import Evidence
from mcee_eval.metrics.parallel_trends import Breakdown
from mcee_eval.metrics.trend_breaks import TrendBreaks
from mcee_eval.results import Estimate

DEFAULT = "sdid"
BESIDE = ("sc", "did", "cits")
MOST = 8.0  # of the score: beyond it every share is 0 or 1


@dataclass(frozen=True)
class CountryEffect:
    """The effect on one country.

    result : on the score. levels : observed scores of the treated quarters. n : requests of the treated quarters.
    before : share issued within the horizon in the matching window. p : of the t on the placebo sd, unadjusted.
    others : the other estimators, or the code of a refusal. in_time : fake start → the same recipe there.
    evidence : what the rule is asked; its ``p`` is adjusted where countries are tested one by one.
    """

    country: str
    start: int
    result: Attribution
    levels: Floats
    n: int
    before: float
    p: float
    others: dict[str, Attribution | str] = field(default_factory=dict)
    by_volume: Attribution | None = None
    in_time: dict[int, Attribution] = field(default_factory=dict)
    spared: LeaveOneOut | None = None
    breakdown: Breakdown | None = None
    breaks: TrendBreaks | None = None
    events: pd.DataFrame = field(default_factory=pd.DataFrame)
    evidence: Evidence = field(default_factory=Evidence)

    def share(self, score: float) -> float:
        """What an effect on the score, the same in every treated quarter, is in shares issued within the horizon."""
        return float((ndtr(self.levels) - ndtr(self.levels - score)).mean())

    def in_shares(self, estimate: Estimate) -> Estimate:
        """An effect with its interval, on the score, in shares."""
        low, high = (None if b is None else self.share(b) for b in (estimate.low, estimate.high))
        return Estimate(self.share(estimate.value), low, high, unit="share", n=self.n)

    @property
    def effect(self) -> Estimate:
        """The effect in shares, with the interval of the default estimator."""
        return self.in_shares(self.result.att)


def one_effect(
    panel: Panel, country: str, *, estimator: str = DEFAULT, start: int | None = None,
    numbers: Sequence[int] | None = None, window: tuple[int, int] | None = None,
) -> CountryEffect:  # fmt: skip
    """The estimate for one country, without its checks. Arguments as for ``fit``, which says what is refused."""
    result = fit(panel, country, estimator=estimator, start=start, numbers=numbers, window=window)
    begins = panel.starts[country] if start is None else start
    mine = panel.frame[panel.frame["country"] == country].set_index("number")
    after = mine.loc[[n for n in result.frame["time"] if n >= begins]]
    first, last = panel.window(country)
    matched = mine.loc[first:last]
    p = result.test.t_p if result.test and result.test.t_p is not None else 1.0
    return CountryEffect(
        country, begins, result, after["score"].to_numpy(float), int(after["n"].sum()),
        float(matched["issued"].sum() / matched["n"].sum()), p,
    )  # fmt: skip


def fit(
    panel: Panel, country: str, *, estimator: str = DEFAULT, start: int | None = None,
    numbers: Sequence[int] | None = None, window: tuple[int, int] | None = None,
) -> Attribution:  # fmt: skip
    """The recipe of this finding: matched in the window, on the score. Refuses what ``attribution`` refuses."""
    kept = panel.of(country) if numbers is None else panel.of(country, numbers=list(numbers))
    return attribution(
        kept, unit="country", time="number", outcome="score", treated=country,
        start=panel.starts[country] if start is None else start, estimator=estimator,
        weights_from=window or panel.window(country),
    )  # fmt: skip


def score_of(found: CountryEffect, share: float) -> float:
    """The effect on the score that is this effect in shares; infinite where no score reaches it."""
    if found.share(MOST) <= share:
        return float("inf")
    return float(brentq(lambda b: found.share(b) - share, 0.0, MOST))


def power_at(found: CountryEffect, share: float, *, alpha: float) -> float | None:
    """With which power would an improvement of this size, in shares, have been seen?"""
    error = standard_error(found.result)
    if error is None or found.result.test is None:
        return None
    test = found.result.test
    bar = float(stdtrit(test.df, 1 - alpha / 2))
    wanted = score_of(found, share)
    return 1.0 if not np.isfinite(wanted) else float(1 - nctdtr(test.df, wanted / error, bar))


def standard_error(result: Attribution) -> float | None:
    """What the t test divides by: the sample sd of the placebos. None where they do not spread."""
    if result.test is None or result.test.t is None:
        return None
    return float(result.placebos["att"].std(ddof=1))
