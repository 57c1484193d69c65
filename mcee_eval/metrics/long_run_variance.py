"""Variance of a mean of dependent scores: Newey-West and quadratic-spectral, prewhitened, automatic bandwidth."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Kernel = Literal["newey_west", "quadratic_spectral"]

_NEGLIGIBLE = 1e-7  # quadratic-spectral weights beyond the last one above this are dropped


def long_run_variance(
    scores: Floats, *, kernel: Kernel, lags: int | None = None, prewhiten: bool = False, constant: int | None = 0
) -> Floats:
    """How variable is the mean of dependent scores: n times its variance, shape (k, k).

    scores : regressors times residuals, in time order, shape (n, k).
    kernel : ``newey_west`` (Bartlett; no correction for small samples) or ``quadratic_spectral`` (with the factor
        n / (n - k)); the defaults of ``NeweyWest`` and ``kernHAC`` in the R package sandwich.
    lags : Bartlett lags or quadratic-spectral bandwidth; None chooses it from the data (Newey and West 1994;
        Andrews 1991 with a first-order autoregression for each score).
    prewhiten : fit a first-order vector autoregression to the scores, weigh its residuals, and colour again
        (Andrews and Monahan 1992).
    constant : position of the intercept's score, which has no say in the bandwidth unless it is alone.

    Returns NaN throughout when the autoregression is not stationary: there is then no long-run variance.
    Source: Newey and West (1987, 1994); Andrews (1991); Andrews and Monahan (1992).
    """
    n, k = scores.shape
    say = np.ones(k)
    if constant is not None and k > 1:
        say[constant] = 0
    colour = np.eye(k)
    white = scores
    if prewhiten:
        step = np.linalg.lstsq(scores[:-1], scores[1:], rcond=None)[0]
        if np.abs(np.linalg.eigvals(step)).max() >= 1:
            return np.full((k, k), np.nan)
        white = scores[1:] - scores[:-1] @ step
        colour = np.linalg.inv(np.eye(k) - step.T)
    if kernel == "newey_west":
        width = np.floor(_newey_west_lags(white, say, n, prewhiten)) if lags is None else lags
        weights = 1 - np.arange(int(width) + 1) / (width + 1)
        factor = 1.0
    else:
        weights = _quadratic_spectral(len(white), _andrews_bandwidth(white, say) if lags is None else float(lags))
        factor = n / (n - k)
    total = weights[0] * white.T @ white
    for lag in range(1, min(len(weights), len(white))):
        part = white[:-lag].T @ white[lag:]
        total = total + weights[lag] * (part + part.T)
    return np.asarray(colour @ total @ colour.T * factor / n)


def _newey_west_lags(white: Floats, say: Floats, n: int, prewhiten: bool) -> float:
    """Automatic Bartlett bandwidth of Newey and West (1994)."""
    first = int(np.floor((3 if prewhiten else 4) * (n / 100) ** (2 / 9)))
    series = white @ say
    covariances = np.array([series[: len(series) - j] @ series[j:] for j in range(first + 1)]) / len(series)
    spread = covariances[0] + 2 * covariances[1:].sum()
    slope = 2 * (np.arange(1, first + 1) * covariances[1:]).sum()
    return float(1.1447 * ((slope / spread) ** 2 * n) ** (1 / 3))


def _andrews_bandwidth(white: Floats, say: Floats) -> float:
    """Automatic quadratic-spectral bandwidth of Andrews (1991), a first-order autoregression for each score."""
    past, now = white[:-1] - white[:-1].mean(axis=0), white[1:] - white[1:].mean(axis=0)
    rho = (past * now).sum(axis=0) / (past**2).sum(axis=0)
    fourth = ((now - rho * past) ** 2).mean(axis=0) ** 2  # sigma to the fourth; a common factor cancels
    alpha = (say * 4 * rho**2 * fourth / (1 - rho) ** 8).sum() / (say * fourth / (1 - rho) ** 4).sum()
    return float(1.3221 * (len(white) * alpha) ** (1 / 5))


def _quadratic_spectral(n: int, bandwidth: float) -> Floats:
    x = np.arange(n) / bandwidth if bandwidth > 0 else np.where(np.arange(n) == 0, 0.0, np.inf)
    angle = 6 * np.pi * x / 5
    near = angle < 1e-2
    safe = np.where(near | ~np.isfinite(angle), 1.0, angle)
    weights = 3 / safe**2 * (np.sin(safe) / safe - np.cos(safe))
    weights = np.where(near, 1 - angle**2 / 10, np.where(np.isfinite(angle), weights, 0.0))  # its series at zero
    return np.asarray(weights[: np.flatnonzero(np.abs(weights) > _NEGLIGIBLE)[-1] + 1])
