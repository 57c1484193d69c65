"""Confidence intervals of break dates (Bai 1997), and the coefficients and errors of each segment."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import log_ndtr

from mcee_eval.metrics.bai_perron import fit_segment, is_perfect
from mcee_eval.metrics.long_run_variance import Kernel, long_run_variance

Floats = NDArray[np.float64]
Errors = Literal["iid", "newey_west", "quadratic_spectral"]


@dataclass(frozen=True, slots=True)
class Segment:
    """One regime: its fit and what the interval of a break beside it needs.

    coefficients, se : intercept first; the errors follow the kind asked for (iid: classical, n - k).
    moments : mean of the outer products of the regressors, shape (k, k).
    scores : long-run variance of regressors times residuals, shape (k, k); iid: residual variance times moments.
    full_rank : False when a regressor does not vary here, so that its coefficient means nothing.
    """

    coefficients: Floats
    se: Floats
    residuals: Floats
    moments: Floats
    scores: Floats
    full_rank: bool


def segment(
    design: Floats, outcome: Floats, *, errors: Errors = "iid", lags: int | None = None, prewhiten: bool = False
) -> Segment:
    """Fit one regime. ``design`` holds the regressors without the intercept, shape (n, p)."""
    full = np.column_stack([np.ones(len(outcome)), design])
    n, k = full.shape
    coefficients, residuals = fit_segment(design, outcome)
    moments = full.T @ full / n
    scale = np.sqrt(np.diag(moments)).copy()
    scale[scale == 0] = 1
    full_rank = bool(np.linalg.matrix_rank(full / scale) == k)
    if is_perfect(residuals, outcome):
        residuals, scores = np.zeros(n), np.zeros((k, k))
    elif errors == "iid":
        scores = residuals @ residuals / n * moments
    else:
        kernel: Kernel = errors
        scores = long_run_variance(full * residuals[:, None], kernel=kernel, lags=lags, prewhiten=prewhiten)
    if full_rank:
        bread = np.linalg.inv(moments)
        unbiased = n / (n - k) if errors == "iid" else 1.0
        with np.errstate(invalid="ignore"):
            se = np.sqrt(np.diag(bread @ scores @ bread) * unbiased / n)
    else:
        se = np.full(k, np.nan)
    return Segment(coefficients, se, residuals, moments, scores, full_rank)


def date_interval(old: Segment, new: Segment, *, last_of_old: int, level: float) -> tuple[int, int] | None:
    """Between which observations did the old regime end?

    last_of_old : the estimated last observation of the old regime, numbered from 1.

    Returns the first and last observation, rounded outward; they may lie outside the series. None when the limiting
    distribution gives no interval (nothing changes, no residual variance, or a regime without full rank).
    Both regimes keep their own regressor moments and error variance. Source: Bai (1997), Review of Economics and
    Statistics 79, 551-563.
    """
    if not (old.full_rank and new.full_rank):
        return None
    change = new.coefficients - old.coefficients
    moved_old, moved_new = float(change @ old.moments @ change), float(change @ new.moments @ change)
    noise_old, noise_new = float(change @ old.scores @ change), float(change @ new.scores @ change)
    if not (min(moved_old, moved_new) > 0 and min(noise_old, noise_new) > 0):
        return None
    xi, phi = moved_new / moved_old, noise_new / noise_old
    tail = (1 - level) / 2
    if not tail <= argmax_cdf(0.0, xi=xi, phi=phi) <= 1 - tail:
        return None
    scale = noise_old / moved_old**2
    high = _quantile(1 - tail, xi, phi) * scale
    low = _quantile(tail, xi, phi) * scale
    return last_of_old - math.ceil(high), last_of_old - math.floor(low)


def argmax_cdf(x: float, *, xi: float, phi: float) -> float:
    """Distribution of the place where a two-sided Brownian motion with drift has its maximum.

    Before zero it is W(-s) - |s| / 2; after it, sqrt(phi) W(s) - xi s / 2. Seen from the other side, and with
    time in units of that side's own noise, either half is the same function.
    Source: Bai (1997), appendix B; Bai and Perron (2003), equation 11.
    """
    return _half(-x, xi / phi) if x < 0 else 1 - _half(xi**2 / phi * x, phi / xi)


def _half(distance: float, ratio: float) -> float:
    """Probability that the maximum lies further out than ``distance`` on one side."""
    root = math.sqrt(distance)
    c = (1 + 2 * ratio) / (ratio * (1 + ratio))
    d = (1 + 2 * ratio) ** 2 / (ratio * (1 + ratio))
    grown = ratio * (1 + ratio) * distance / 2 + log_ndtr(-(0.5 + ratio) * root)  # in logs: e^a overflows alone
    return float(
        -root / math.sqrt(2 * math.pi) * math.exp(-distance / 8)
        - c * math.exp(grown)
        + (d - 2 + distance / 2) * math.exp(log_ndtr(-root / 2))
    )


def _quantile(q: float, xi: float, phi: float) -> float:
    """Where the distribution reaches ``q``."""
    edge = 1.0 if argmax_cdf(0.0, xi=xi, phi=phi) < q else -1.0
    while (argmax_cdf(edge, xi=xi, phi=phi) - q) * edge < 0:
        edge *= 2
    low, high = sorted((0.0, edge))
    return float(brentq(lambda x: argmax_cdf(x, xi=xi, phi=phi) - q, low, high, xtol=1e-12, rtol=1e-14))
