"""Newey-West (Bartlett kernel) variances, for many series on one design, without prewhitening.

Source: Newey and West (1987); default lag of Newey and West (1994), floor(4 (n/100)^(2/9)).
"""

from __future__ import annotations

import numpy as np

from mcee_eval.metrics.checks import Floats


def default_lags(n: int) -> int:
    """The lag used where none is declared, from the number of periods."""
    return int(4 * (n / 100) ** (2 / 9))


def newey_west(residuals: Floats, influence: Floats, lags: int) -> Floats:
    """Variances (N, m) of m linear estimates in each of N series, robust to heteroscedastic and correlated errors.

    residuals : (N, n) on consecutive periods; zero where a period was not observed
    influence : (n, m), what one unit of error in each period adds to each estimate; in least squares, X(X'X)⁻¹
    lags : 0 gives White's HC0

    No small-sample factor is applied: the caller multiplies by n/(n − k) where it is wanted.
    """
    variance = residuals**2 @ influence**2
    for lag in range(1, lags + 1):
        weight = 2 * (1 - lag / (lags + 1))
        variance += weight * (residuals[:, lag:] * residuals[:, :-lag]) @ (influence[lag:] * influence[:-lag])
    return np.asarray(variance)
