"""Before and after: two rates compared exactly, and paired values over few projects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import betainc, betaincinv, gammaincinv, stdtr, stdtrit

from mcee_eval.errors import NoEvents, Problem
from mcee_eval.metrics import checks
from mcee_eval.metrics.brent_root import EPSILON, R_TOLERANCE, brent_root
from mcee_eval.metrics.checks import Floats
from mcee_eval.results import Estimate, Result

OVERDISPERSED = 1.5  # Pearson χ²/df above which Poisson intervals are too short to be used as they are
MOST_PAIRS = 40  # sign patterns are enumerated in two halves of 2^20 sums


@dataclass(frozen=True, kw_only=True)
class RateRatio(Result):
    """The first rate over the second.

    ratio : with the central exact interval (Clopper-Pearson on the share of the first count); infinite, with no upper
        end, where the second count is zero
    midp : the same ratio with the mid-p interval, shorter and near its level on average, not at least its level
    median_unbiased : the ratio at which the mid-p distribution function is one half
    rate1, rate2 : with Garwood's exact intervals
    frame : a row a rate, with its interval
    """

    KEYS = (
        "rate_ratio=ratio central_ci=ratio.ci central_p midp_ci=midp.ci midp_p median_unbiased rate1_ci=rate1.ci "
        "rate2_ci=rate2.ci"
    )
    MAIN = "ratio central_p rate1 rate2"
    PLOT = "points rate value"

    ratio: Estimate
    central_p: float
    midp: Estimate
    midp_p: float
    median_unbiased: float
    rate1: Estimate
    rate2: Estimate


def rate_ratio(
    x1: float, e1: float, x2: float, e2: float, *, level: float = 0.95, dispersion: float | None = None
) -> RateRatio:
    """How many times larger is the first rate than the second, and could chance alone explain it?

    x1, x2 : counts of events; e1, e2 : their exposures (months, requests, person-years), in the same unit
    level : of all intervals
    dispersion : Pearson χ²/df of the counts by period (``dispersion`` of this module), if known. Above 1.5 events
        come in clusters, and both counts are divided by it before the exact method: a cluster counts as one event.

    Given the total, the first count is binomial with odds ratio × e1 / e2, so nothing is approximated. One thing is
    rounded: where a hundredth of the half width is more than the tolerance of R's exactci (1.2e-4 on the share), the
    mid-p ends are sought to that tolerance, along R's own steps, so that published intervals come out to the digit.

    Refused: counts that are negative or not whole, an exposure of zero or less, no events at all, values missing or
    infinite.

    Sources: Clopper and Pearson (1934); Garwood (1936); Fay (2010) for central and mid-p intervals; Wedderburn (1974)
    for the dispersion.
    """
    recipe: dict[str, Any] = {"x1": x1, "e1": e1, "x2": x2, "e2": e2, "level": level, "dispersion": dispersion}
    checks.finite({name: value for name, value in recipe.items() if value is not None})
    checks.parameters(
        "rate_ratio",
        checks.share("level", level),
        _count("x1", x1),
        _count("x2", x2),
        [] if dispersion is None or dispersion > 0 else [Problem("dispersion", repr(dispersion), "above zero")],
    )
    checks.positive_exposure(np.array([e1, e2], dtype=float), "exposure")
    if x1 + x2 == 0:
        where = Problem("both periods", "no events", "at least one", "Report the rates' upper ends alone.")
        raise NoEvents("a ratio of two zero rates says nothing", problems=[where])
    scale = dispersion if dispersion is not None and dispersion > OVERDISPERSED else 1.0
    a, b = x1 / scale, x2 / scale
    alpha = 1 - level

    def ratio_at(share: Any) -> float:
        return float(np.inf) if share == 1 else float(share / (1 - share) * e2 / e1)

    share_low = betaincinv(a, b + 1, alpha / 2) if x1 else 0.0
    share_high = betaincinv(a + 1, b, 1 - alpha / 2) if x2 else 1.0
    coarse = R_TOLERANCE if share_high - share_low > 200 * R_TOLERANCE else EPSILON
    null = e1 / (e1 + e2)
    value = ratio_at(x1 / (x1 + x2))
    midlow = ratio_at(_share_at(a, b, 1 - alpha / 2, coarse)) if x1 else 0.0
    midhigh = ratio_at(_share_at(a, b, alpha / 2, coarse)) if x2 else None
    n = int(x1 + x2)
    rates = [_rate(x, e, scale, alpha) for x, e in ((x1, e1), (x2, e2))]
    return RateRatio(
        method="exact_rate_ratio",
        notes=("scaled_by_dispersion",) if scale > 1 else (),
        recipe=recipe,
        frame=pd.DataFrame(
            {
                "rate": ["first", "second"],
                "count": [x1, x2],
                "exposure": [e1, e2],
                "value": [r.value for r in rates],
                "low": [r.low for r in rates],
                "high": [r.high for r in rates],
            }
        ),
        ratio=Estimate(value, ratio_at(share_low), ratio_at(share_high) if x2 else None, unit="rate_ratio", n=n),
        central_p=min(1.0, 2 * min(_at_most(a, b, null), _at_most(b, a, 1 - null))),
        midp=Estimate(value, midlow, midhigh, unit="rate_ratio", n=n),
        midp_p=min(1.0, 2 * min(_mid(a, b, null), _mid(b, a, 1 - null))),
        median_unbiased=ratio_at(_share_at(a, b, 0.5)),
        rate1=rates[0],
        rate2=rates[1],
    )


def dispersion(counts: ArrayLike, exposures: ArrayLike, groups: ArrayLike) -> float:
    """How much more the counts vary than chance alone makes them: Pearson χ²/df, one rate a group (before, after).

    Refused: missing or infinite values, exposures of zero, fewer than one degree of freedom, no events in a group.
    """
    x, e = checks.finite({"counts": counts, "exposures": exposures})
    checks.positive_exposure(e, "exposures")
    which, place = np.unique(np.asarray(groups), return_inverse=True)
    checks.at_least(len(which) + 1, {"counts": len(x)})
    rate = np.bincount(place, x) / np.bincount(place, e)
    if (rate == 0).any():
        empty = [Problem(f"group {g!r}", "no events", "at least one") for g in which[rate == 0]]
        raise NoEvents("a group without events has no dispersion", problems=empty)
    mean = rate[place] * e
    return float(np.sum((x - mean) ** 2 / mean) / (len(x) - len(which)))


def _count(where: str, value: float) -> list[Problem]:
    good = value >= 0 and float(value).is_integer()
    return [] if good else [Problem(where, repr(value), "a whole number of events, 0 or more")]


def _at_most(a: float, b: float, share: float) -> float:
    """P(X ≤ a) of a binomial with a + b trials; continuous in both where the counts were scaled."""
    if a < 0:
        return 0.0
    return 1.0 if b <= 0 else float(betainc(b, a + 1, 1 - share))


def _mid(a: float, b: float, share: float) -> float:
    """P(X < a) + ½ P(X = a)."""
    return (_at_most(a, b, share) + _at_most(a - 1, b + 1, share)) / 2


def _share_at(a: float, b: float, probability: float, tolerance: float = EPSILON) -> float:
    """The share at which the mid-p distribution function, which falls with it, is ``probability``."""
    if _mid(a, b, 0.0) <= probability:
        return 0.0
    if _mid(a, b, 1.0) >= probability:
        return 1.0
    return brent_root(lambda share: _mid(a, b, share) - probability, 0.0, 1.0, tolerance=tolerance)


def _rate(x: float, exposure: float, scale: float, alpha: float) -> Estimate:
    """Garwood's interval: gamma quantiles."""
    low = scale * gammaincinv(x / scale, alpha / 2) / exposure if x else 0.0
    high = scale * gammaincinv(x / scale + 1, 1 - alpha / 2) / exposure
    return Estimate(x / exposure, float(low), float(high), unit="events_per_exposure", n=int(x))


@dataclass(frozen=True, kw_only=True)
class PairedChange(Result):
    """The mean of after − before over pairs, with its t interval.

    t, t_p : paired t test; wilcoxon_v, wilcoxon_p : signed rank (sum of positive ranks; normal approximation with
    continuity correction, zeros left out); permutation_p : exact, over all sign patterns; None beyond 40 pairs.
    """

    KEYS = "mean ci=mean.ci t t_p wilcoxon_v wilcoxon_p permutation_p"
    MAIN = "mean t_p wilcoxon_p permutation_p"
    PLOT = "points pair change"

    mean: Estimate
    t: float
    t_p: float
    wilcoxon_v: float
    wilcoxon_p: float
    permutation_p: float | None


def paired_change(before: ArrayLike, after: ArrayLike, *, level: float = 0.95) -> PairedChange:
    """Over a few projects measured twice, did the values change?

    before, after : one value a project, in the same unit; two Series are paired by their index, anything else in the
    order given. The default test is the exact one: under no
    change, each difference is as likely to have either sign.

    Refused: lengths that differ, indices that do not hold the same things once each, fewer than two pairs,
    differences that are all the same, values missing or infinite.

    Sources: Fisher (1935) for the permutation test; Student (1908); Wilcoxon (1945).
    """
    checks.parameters("paired_change", checks.share("level", level))
    before, after = _paired(before, after)
    first, second = checks.finite({"before": before, "after": after})
    if first.shape != second.shape or first.ndim != 1:
        pairs = Problem("before, after", f"shapes {first.shape} and {second.shape}", "one value each for each pair")
        checks.parameters("paired_change", [pairs])
    checks.at_least(2, {"pairs": len(first)}, what="pairs")
    change = second - first
    checks.varies(change, "after − before")
    from scipy.stats import wilcoxon  # slow to import

    n = len(change)
    mean, se = float(change.mean()), float(change.std(ddof=1) / np.sqrt(n))
    half = se * float(stdtrit(n - 1, (1 + level) / 2))
    signed = wilcoxon(change, correction=True, alternative="greater", method="asymptotic")  # type: ignore[call-overload]
    ranks = wilcoxon(change, correction=True, method="asymptotic")  # type: ignore[call-overload]
    return PairedChange(
        method="sign_flip_permutation",
        notes=() if n <= MOST_PAIRS else ("too_many_pairs_to_enumerate",),
        recipe={"before": first.tolist(), "after": second.tolist(), "level": level},
        frame=pd.DataFrame({"pair": np.arange(1, n + 1), "before": first, "after": second, "change": change}),
        mean=Estimate(mean, mean - half, mean + half, se, unit="as_given", n=n),
        t=mean / se,
        t_p=float(2 * stdtr(n - 1, -abs(mean / se))),
        wilcoxon_v=float(signed.statistic),
        wilcoxon_p=float(ranks.pvalue),
        permutation_p=_sign_flips(change) if n <= MOST_PAIRS else None,
    )


def _paired(before: ArrayLike, after: ArrayLike) -> tuple[ArrayLike, ArrayLike]:
    """Two Series by their index, which must hold the same things, once each; anything else as given."""
    if not (isinstance(before, pd.Series) and isinstance(after, pd.Series)) or before.index.equals(after.index):
        return before, after
    told = {"before": before.index, "after": after.index}
    problems = [
        Problem(f"index of {where}", f"{label!r} more than once", "each thing once", "Sum or choose.")
        for where, index in told.items()
        for label in index[index.duplicated()].unique()[: checks.SHOWN]
    ] + [
        Problem(f"index of {where}", f"no {label!r}", "the same things on both sides", "Or pass arrays, paired.")
        for where, index, other in (("before", told["before"], told["after"]), ("after", told["after"], told["before"]))
        for label in other.difference(index, sort=False)[: checks.SHOWN]
    ]
    checks.parameters("paired_change", problems)
    return before, after.loc[before.index]


def _sign_flips(change: Floats) -> float:
    """Share of the 2^n sign patterns whose sum is at least as far from zero as the observed one.

    Sums of either half are listed and sorted, and met in the middle: 2^(n/2) work instead of 2^n.
    """
    bar = abs(change.sum()) - 1e-9 * np.abs(change).sum()  # equal sums differ by rounding
    halves = []
    for part in (change[: len(change) // 2], change[len(change) // 2 :]):
        sums = np.zeros(1)
        for value in part:
            sums = np.concatenate([sums - value, sums + value])
        halves.append(np.sort(sums))
    few, many = halves
    above = len(many) - np.searchsorted(many, bar - few, side="left")
    below = np.searchsorted(many, -bar - few, side="right")
    both = int(above.sum()) + int(below.sum())
    return float(min(1.0, both / 2 ** len(change)))
