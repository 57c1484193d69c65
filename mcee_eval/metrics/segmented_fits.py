"""The estimators behind ``segmented``: one fit of one series, with any linear combination of its coefficients."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, stdtr, stdtrit, xlogy

from mcee_eval.metrics.ar1_reml import RHO_HIGH, RHO_LOW, ar1_reml
from mcee_eval.metrics.checks import Floats
from mcee_eval.metrics.newey_west import newey_west
from mcee_eval.metrics.poisson_glm import poisson_glm
from mcee_eval.metrics.segmented_design import Design

AT_BOUND = 1e-3  # a ρ this near to its bound was stopped by it
EXACT = 1e-20  # share of the outcome's square below which residuals are rounding


@dataclass(frozen=True, slots=True)
class Combination:
    """Linear combinations of the coefficients; ``df`` infinite is the normal distribution.

    ``ci_df`` differs from ``df`` for the quasi-Poisson alone (t for p, normal interval: R's summary.glm and
    confint.default). ``se`` is not finite where the residuals are zero.
    """

    value: Floats
    se: Floats
    df: Floats
    ci_df: Floats

    def p(self) -> Floats:
        """Two-sided p-values."""
        return np.asarray(2 * stdtr(self.df, -np.abs(self.value / self.se)))

    def interval(self, level: float) -> tuple[Floats, Floats]:
        """Both ends of the interval."""
        half = self.se * stdtrit(self.ci_df, (1 + level) / 2)
        return self.value - half, self.value + half


@dataclass(frozen=True, slots=True)
class Fit:
    """One fitted series; ``linear`` takes rows (m, k) of the design's terms."""

    linear: Callable[[Floats], Combination]
    rho: float | None = None
    sigma: float | None = None
    loglik: float | None = None
    dispersion: float | None = None
    dispersion_test_z: float | None = None
    deviance: float | None = None
    notes: tuple[str, ...] = ()


def gaussian(outcome: Floats, design: Design, *, errors: str, lags: int, small_sample: bool) -> Fit:
    """Least squares with classical or Newey-West errors, or generalised least squares with AR(1) errors by REML."""
    n, k = design.matrix.shape
    basis, triangle = np.linalg.qr(design.matrix)
    coef = np.linalg.solve(triangle, basis.T @ outcome)
    residuals = outcome - design.matrix @ coef
    rss = float(residuals @ residuals)
    if rss <= EXACT * float(outcome @ outcome):
        return Fit(lambda rows: _without_error(rows @ coef), notes=("exact_fit",))
    if errors == "ar1_reml":
        return _ar1(outcome, design)
    influence = np.linalg.solve(triangle, basis.T).T

    def linear(rows: Floats) -> Combination:
        if errors == "newey_west":
            variance = _robust(residuals, influence @ rows.T, design, lags, small_sample)
        else:
            variance = rss / (n - k) * np.square(influence @ rows.T).sum(axis=0)
        df = np.full(len(rows), float(n - k))
        return Combination(rows @ coef, np.sqrt(variance), df, df)

    loglik = -n / 2 * (np.log(2 * np.pi * rss / n) + 1)
    return Fit(linear, sigma=float(np.sqrt(rss / (n - k))), loglik=float(loglik))


def _without_error(value: Floats) -> Combination:
    nothing = np.full(len(value), np.nan)
    return Combination(value, nothing, nothing, nothing)


def _ar1(outcome: Floats, design: Design) -> Fit:
    fits = ar1_reml(design.spread(outcome), design.with_gaps())
    own = design.gaps  # columns of the periods not observed

    def linear(rows: Floats) -> Combination:
        found = fits.linear(np.column_stack([rows, np.zeros((len(rows), own))]))
        return Combination(found.value[0], found.se[0], found.df[0], found.df[0])

    rho = float(fits.rho[0])
    notes = () if RHO_LOW + AT_BOUND < rho < RHO_HIGH - AT_BOUND else ("rho_at_bound",)
    return Fit(linear, rho=rho, sigma=float(fits.sigma[0]), loglik=float(fits.loglik[0]), notes=notes)


def poisson(
    outcome: Floats, design: Design, offset: Floats, *, quasi: bool, errors: str, lags: int, small_sample: bool
) -> Fit:
    """Poisson regression with log link; ``quasi`` scales the errors by the Pearson dispersion."""
    n, k = design.matrix.shape
    fit = poisson_glm(outcome, design.matrix, offset)
    dispersion = float(np.sum(fit.weights * fit.working**2) / (n - k))

    def linear(rows: Floats) -> Combination:
        influence = fit.influence @ rows.T
        if errors == "newey_west":
            variance = _robust(fit.weights * fit.working, influence, design, lags, small_sample)
        else:
            variance = (fit.weights @ influence**2) * (dispersion if quasi else 1.0)
        normal = np.full(len(rows), np.inf)
        df = np.full(len(rows), float(n - k)) if quasi else normal
        return Combination(rows @ fit.coef, np.sqrt(variance), df, normal)

    loglik = float(np.sum(xlogy(outcome, fit.mean) - fit.mean - gammaln(outcome + 1)))
    excess = ((outcome - fit.mean) ** 2 - outcome) / fit.mean
    return Fit(
        linear,
        loglik=None if quasi else loglik,
        dispersion=dispersion,
        dispersion_test_z=float(np.sqrt(n) * excess.mean() / excess.std(ddof=1)),
        deviance=fit.deviance,
        notes=() if fit.converged else ("not_converged",),
    )


def _robust(residuals: Floats, influence: Floats, design: Design, lags: int, small_sample: bool) -> Floats:
    n, k = design.matrix.shape
    variance = newey_west(design.spread(residuals)[None], design.spread(influence.T).T, lags)[0]
    return np.asarray(variance * (n / (n - k) if small_sample else 1.0))
