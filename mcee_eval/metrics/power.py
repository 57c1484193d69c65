"""Could we have seen it? Power of the exact Poisson comparison, and the smallest effect that a series can show."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.special import nctdtrinc, ndtri, stdtrit

from mcee_eval.errors import NoEvents, Problem, TooFewPeriods
from mcee_eval.metrics import checks
from mcee_eval.metrics.ar1_reml import ar1_reml, ar1_series
from mcee_eval.metrics.before_after import OVERDISPERSED, dispersion
from mcee_eval.metrics.segmented import Segmented
from mcee_eval.results import Estimate

REPLICATIONS = 4_000  # Monte-Carlo error of a power of 0.8: 0.006
NORMAL = 1.96


def power_poisson(before: float, after: float, *, exposure_ratio: float = 1.0, alpha: float = 0.05) -> float:
    """With so many events expected before and after, how likely is the exact test to see the difference?

    before, after : expected numbers of events (not rates)
    exposure_ratio : exposure after over exposure before
    alpha : two-sided size of the central exact conditional test of ``rate_ratio``

    Both counts vary: the power is summed over every total that can occur. Refused: expected numbers below zero, both
    zero, missing or infinite; an exposure ratio of zero or less.

    Source: Przyborowski and Wilenski (1940) for the test; the sum is exact.
    """
    checks.finite({"before": before, "after": after, "exposure_ratio": exposure_ratio, "alpha": alpha})
    checks.positive_exposure(np.array([exposure_ratio]), "exposure_ratio")
    bad = [
        Problem(name, repr(value), "an expected number of events, 0 or more, not both zero")
        for name, value in (("before", before), ("after", after))
        if value < 0 or before + after <= 0
    ]
    checks.parameters("power_poisson", checks.share("alpha", alpha), bad)
    from scipy.stats import binom, poisson  # slow to import

    mean = before + after
    totals = np.arange(int(poisson.ppf(1e-13, mean)), int(poisson.isf(1e-13, mean)) + 1)
    null, truth = 1 / (1 + exposure_ratio), before / mean
    # largest first count that the lower tail rejects, smallest that the upper tail does
    tail = alpha / 2 * (1 + 1e-12)
    low = np.asarray(binom.ppf(alpha / 2, totals, null))
    low = low - (binom.cdf(low, totals, null) > tail)
    high = np.asarray(binom.isf(alpha / 2, totals, null)) + 1
    high = high - (binom.sf(high - 2, totals, null) <= tail)
    rejects = binom.cdf(low, totals, truth) + binom.sf(high - 1, totals, truth)
    return float(np.sum(poisson.pmf(totals, mean) * rejects))


def minimum_effect(
    fit_or_counts: Segmented | Sequence[ArrayLike], *, power: float = 0.8, alpha: float = 0.05, seed: int
) -> Estimate:
    """What is the smallest change that this series, as it is, would have shown with the power asked for?

    fit_or_counts : a ``Segmented`` fit, or (before, after): two counts over equal exposures, or two lists of counts
        by period. On an effect smaller than the answer, the series is silent.
    power, alpha : of the two-sided test; an effect counts as seen when its sign is right
    seed : of the simulation behind an AR(1) fit; the other answers are exact and do not use it

    From an AR(1) fit: 4,000 series without effect, of the fit's own design, ρ and σ, are fitted as it was. An effect
    δ moves the estimate by δ and leaves ρ, error and degrees of freedom as they are, so that one simulation gives the
    power at any δ. ``se``, ``low`` and ``high`` (95 %) tell the Monte-Carlo error.

    From another fit: the noncentral t (normal for counts) with the fit's own standard error; a log rate ratio for
    counts.

    From counts: the rate ratio nearest to one, on the side of the observed change, at which ``power_poisson`` reaches
    the power, the rate before being the one observed. Counts by period are divided by their dispersion where that is
    above 1.5.

    Refused: a fit without errors, counts with which even a fall to zero would not be seen (TooFewPeriods), and what
    ``power_poisson`` refuses.

    Source: Bloom (1995) for minimum detectable effects.
    """
    checks.parameters(
        "minimum_effect",
        checks.share("power", power),
        checks.share("alpha", alpha),
        checks.whole("seed", seed, low=0),
        [] if power > alpha else [Problem("power", repr(power), f"more than alpha, {alpha:g}")],
    )
    if not isinstance(fit_or_counts, Segmented):
        return _from_counts(fit_or_counts, power, alpha)
    fit = fit_or_counts
    change = fit.level.estimate
    if change.se is None:
        problem = Problem("the fit", "no residuals", "a series that varies about its fit")
        checks.parameters("minimum_effect", [problem])
    if fit.rho is not None and fit.sigma is not None:
        return _simulated(fit, power, alpha, seed)
    df = np.inf if fit.level.df is None else fit.level.df
    return Estimate(noncentral(float(change.se or 0), df, power, alpha), unit=change.unit, n=fit.n)


def _simulated(fit: Segmented, power: float, alpha: float, seed: int) -> Estimate:
    """The smallest level change from series drawn under no effect, on the whole grid of periods."""
    design = fit.design.with_gaps()
    draws = ar1_series(REPLICATIONS, len(design), float(fit.rho or 0), rng=np.random.default_rng(seed))
    level = np.zeros((1, design.shape[1]))
    level[0, fit.names.index("level")] = 1
    drawn = ar1_reml(draws, design).linear(level)
    # a series shows δ, with its right sign, once estimate + δ passes the bar
    seen_from = np.maximum(drawn.se * stdtrit(drawn.df, 1 - alpha / 2) - drawn.value, 0.0) * float(fit.sigma or 0)
    error = np.sqrt(power * (1 - power) / REPLICATIONS)
    shares = np.clip([power - NORMAL * error, power, power + NORMAL * error], 0, 1)
    low, value, high = np.quantile(seen_from, shares).tolist()
    return Estimate(value, low, high, (high - low) / (2 * NORMAL), fit.level.estimate.unit, fit.n)


def noncentral(se: float, df: float, power: float, alpha: float) -> float:
    """The effect that a t test (normal where ``df`` is infinite) shows, right sign, with the power asked for."""
    bar = stdtrit(df, 1 - alpha / 2)
    shift = bar + ndtri(power) if np.isinf(df) else nctdtrinc(df, 1 - power, bar)
    return float(se * shift)


def _from_counts(counts: Sequence[ArrayLike], power: float, alpha: float) -> Estimate:
    """The rate ratio nearest to one that the exact test would show."""
    if len(counts) != 2:
        two = Problem("fit_or_counts", f"{len(counts)} values", "a Segmented fit, or (before, after)")
        checks.parameters("minimum_effect", [two])
    before, after = (np.atleast_1d(v) for v in checks.finite({"before": counts[0], "after": counts[1]}))
    negative = [
        Problem(name, f"{v.min():g}", "counts, 0 or more")
        for name, v in (("before", before), ("after", after))
        if v.min() < 0
    ]
    checks.parameters("minimum_effect", negative)
    if before.sum() == 0:
        nothing = Problem("before", "no events", "at least one", "Without a rate there is none to fall or rise.")
        raise NoEvents("no events before", problems=[nothing])
    ratio = len(after) / len(before)
    scale = 1.0
    if len(before) + len(after) > 2 and after.sum() > 0:
        sides = np.repeat([0, 1], [len(before), len(after)])
        found = dispersion(np.concatenate([before, after]), np.ones(len(sides)), sides)
        scale = found if found > OVERDISPERSED else 1.0
    events = float(before.sum()) / scale

    def short(rate: float) -> float:
        return power_poisson(events, events * ratio * rate, exposure_ratio=ratio, alpha=alpha) - power

    n = int(before.sum() + after.sum())
    if after.sum() > before.sum() * ratio:
        high = 2.0
        while short(high) < 0:
            high *= 2
        return Estimate(brentq(short, 1.0, high), unit="rate_ratio", n=n)
    if short(0.0) < 0:
        need = math.ceil(
            scale * brentq(lambda x: power_poisson(x, 0, exposure_ratio=ratio, alpha=alpha) - power, 1e-3, 1e4)
        )
        few = Problem("before", f"{before.sum():g} events", f"{need} or more", "Pool periods or countries.")
        raise TooFewPeriods("even a fall to zero would hardly be seen", problems=[few], need=need)
    return Estimate(brentq(short, 0.0, 1.0), unit="rate_ratio", n=n)
