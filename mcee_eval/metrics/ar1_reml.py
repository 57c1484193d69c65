"""Linear regression with AR(1) errors by REML and Satterthwaite degrees of freedom, for many series on one design.

For a design of full rank and errors of covariance σ²R(ρ), R_ij = ρ^|i−j|, the inverse is
R⁻¹ = (A₀ + ρ A₁ + ρ² A₂) / (1 − ρ²) with A₀ = I, A₁ = −(neighbours), A₂ = I without its two corners. So three small
products of each A with design and series give the likelihood at any ρ, at a cost that does not depend on length.

Sources: Giesbrecht and Burns (1985), Kenward and Roger (1997) for the degrees of freedom (from the expected REML
information of σ² and ρ, floor 1); likelihood as in nlme's ``gls(correlation = corAR1(), method = "REML")``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import elementwise
from scipy.signal import lfilter

from mcee_eval.metrics.checks import Floats

RHO_LOW, RHO_HIGH = -0.95, 0.98  # beyond, a few dozen periods cannot tell the errors from a random walk
# 0.02 apart, and a point close to each end, so that a maximum just inside is told from one at the bound
GRID = np.sort(np.append(np.linspace(RHO_LOW, RHO_HIGH, 97), [RHO_LOW + 1e-6, RHO_HIGH - 1e-6]))
CHUNK = 1_000  # series at once where an array of (series, periods, terms) is needed


@dataclass(frozen=True, slots=True)
class Linear:
    """Linear combinations of the coefficients: value, standard error, degrees of freedom, each (series, rows)."""

    value: Floats
    se: Floats
    df: Floats


@dataclass(frozen=True, slots=True)
class Ar1Fits:
    """Fits of N series on one design of n periods and k terms.

    rho, sigma, loglik : (N,) autocorrelation, marginal standard deviation, REML log-likelihood
    coef : (N, k)
    """

    rho: Floats
    sigma: Floats
    loglik: Floats
    coef: Floats
    design: Floats
    basis: _Basis

    def linear(self, rows: Floats | None = None) -> Linear:
        """``rows @ coef`` of each series with its error; ``rows`` is (m, k), by default each coefficient alone."""
        rows = np.eye(self.design.shape[1]) if rows is None else np.asarray(rows, dtype=float)
        value = self.coef @ rows.T
        in_basis = np.asarray(np.linalg.solve(self.basis.triangle.T, rows.T).T, dtype=np.float64)
        parts = [_satterthwaite(self.basis, self.rho[i : i + CHUNK], in_basis) for i in range(0, len(self.rho), CHUNK)]
        variance = np.concatenate([p[0] for p in parts])
        return Linear(value, self.sigma[:, None] * np.sqrt(variance), np.concatenate([p[1] for p in parts]))


@dataclass(frozen=True, slots=True)
class _Basis:
    """An orthonormal basis Q of the design (design = Q · triangle) and its products with A₀, A₁, A₂."""

    triangle: Floats  # (k, k)
    times: Floats  # (3, n, k): A_j Q
    crossed: Floats  # (3, k, k): Q'A_jQ

    @property
    def shape(self) -> tuple[int, int]:
        return int(self.times.shape[1]), int(self.times.shape[2])


def ar1_reml(outcomes: Floats, design: Floats) -> Ar1Fits:
    """Fit every row of ``outcomes`` (N, n) on ``design`` (n, k), consecutive periods, no missing values.

    A period without an observation is the caller's: any outcome there, and a column of its own in the design.
    The answer is then exactly that of the observed periods. ρ is sought on [−0.95, 0.98].
    """
    outcomes = np.atleast_2d(outcomes)
    orthonormal, triangle = np.linalg.qr(design)
    n, k = design.shape
    times = _products(orthonormal)
    basis = _Basis(triangle, times, np.einsum("ik,jil->jkl", orthonormal, times))
    first = outcomes @ orthonormal
    rest = outcomes - first @ orthonormal.T  # what OLS leaves: the same likelihood, without its cancellation
    moved = _products(rest.T)  # (3, n, N)
    with_design = np.einsum("jis,ik->sjk", moved, orthonormal)
    with_self = np.einsum("jis,is->sj", moved, rest.T)

    def minus_loglik(rho: Floats, which: Floats) -> Floats:
        index = which.astype(int)
        _, rss, log_det = _gls(basis, rho, with_design[index], with_self[index])
        return _minus_loglik(n, k, rho, rss, log_det)

    best = np.argmin(_on_grid(basis, with_design, with_self), axis=1)
    rho = GRID[best]
    inner = np.flatnonzero((best > 0) & (best < len(GRID) - 1))
    around = best[inner]
    found = elementwise.find_minimum(
        minus_loglik,
        (GRID[around - 1], GRID[around], GRID[around + 1]),
        args=(inner.astype(float),),
        tolerances={"xatol": 1e-7, "xrtol": 1e-7, "fatol": 0, "frtol": 0},
    )
    rho[inner] = _polish(basis, found.x, with_design[inner], with_self[inner])
    step, rss, log_det = _gls(basis, rho, with_design, with_self)
    loglik = -_minus_loglik(n, k, rho, rss, log_det) - (n - k) / 2 * (np.log(2 * np.pi / (n - k)) + 1)
    loglik -= np.log(np.abs(np.diag(triangle))).sum()
    coef = np.linalg.solve(triangle, (first + step).T).T
    return Ar1Fits(rho, np.sqrt(rss / (n - k)), loglik, coef, np.asarray(design, dtype=float), basis)


def ar1_series(count: int, n: int, rho: float, *, rng: np.random.Generator) -> Floats:
    """``count`` stationary AR(1) series of ``n`` periods, mean 0 and standard deviation 1: (count, n)."""
    shocks = rng.standard_normal((count, n))
    shocks[:, 1:] *= np.sqrt(1 - rho**2)
    return np.asarray(lfilter([1.0], [1.0, -rho], shocks, axis=1))


def _products(columns: Floats) -> Floats:
    """A₀, A₁ and A₂ times each column: (3, n, columns)."""
    neighbours = np.zeros_like(columns)
    neighbours[1:] += columns[:-1]
    neighbours[:-1] += columns[1:]
    inner = columns.copy()
    inner[[0, -1]] = 0
    return np.stack([columns, -neighbours, inner])


def _weights(rho: Floats, order: int = 0) -> Floats:
    """The weights of A₀, A₁, A₂ in R⁻¹ (order 0) or in its first derivative by ρ (order 1): (N, 3)."""
    rest = 1 - rho**2
    if order == 0:
        return np.stack([1 / rest, rho / rest, rho**2 / rest], axis=-1)
    return np.stack([2 * rho / rest**2, (1 + rho**2) / rest**2, 2 * rho / rest**2], axis=-1)


def _gls(basis: _Basis, rho: Floats, with_design: Floats, with_self: Floats) -> tuple[Floats, Floats, Floats]:
    """Coefficients in the basis, weighted residual sum of squares, log |Q'R⁻¹Q|, at one ρ a series."""
    weights = _weights(rho)
    normal = np.einsum("sj,jkl->skl", weights, basis.crossed)
    right = np.einsum("sj,sjk->sk", weights, with_design)
    coef = np.linalg.solve(normal, right[..., None])[..., 0]
    rss = np.einsum("sj,sj->s", weights, with_self) - np.einsum("sk,sk->s", right, coef)
    return coef, rss, np.linalg.slogdet(normal)[1]


def _minus_loglik(n: int, k: int, rho: Floats, rss: Floats, log_det: Floats) -> Floats:
    """The profile REML likelihood up to what does not depend on ρ, sign changed."""
    return np.asarray(((n - k) * np.log(rss) + (n - 1) * np.log1p(-(rho**2)) + log_det) / 2)


def _polish(basis: _Basis, rho: Floats, with_design: Floats, with_self: Floats) -> Floats:
    """One Newton step on the derivative, from where the likelihood is too flat to be told from its maximum."""
    n, k = basis.shape

    def slope(at: Floats) -> Floats:
        coef, rss, _ = _gls(basis, at, with_design, with_self)
        weights, change = _weights(at), _weights(at, order=1)
        normal = np.einsum("sj,jkl->skl", weights, basis.crossed)
        moved = np.einsum("sj,jkl->skl", change, basis.crossed)
        rss_moves = (
            np.einsum("sj,sj->s", change, with_self)
            - 2 * np.einsum("sj,sjk,sk->s", change, with_design, coef)
            + np.einsum("sk,skl,sl->s", coef, moved, coef)
        )
        trace = np.trace(np.linalg.solve(normal, moved), axis1=1, axis2=2)
        return np.asarray((n - k) * rss_moves / rss - 2 * (n - 1) * at / (1 - at**2) + trace)

    near = 1e-5
    bend = (slope(rho + near) - slope(rho - near)) / (2 * near)
    step = np.where(bend > 0, slope(rho) / np.where(bend > 0, bend, 1), 0)
    return np.asarray(np.where(np.abs(step) < near, rho - step, rho))


def _on_grid(basis: _Basis, with_design: Floats, with_self: Floats) -> Floats:
    """The likelihood of every series at every ρ of the grid, (N, grid): one small inverse serves all series."""
    n, k = basis.shape
    height = np.empty((len(with_self), len(GRID)))
    for g, weights in enumerate(_weights(GRID)):
        normal = np.tensordot(weights, basis.crossed, 1)
        right = np.einsum("j,sjk->sk", weights, with_design)
        rss = with_self @ weights - np.einsum("sk,sk->s", right @ np.linalg.inv(normal), right)
        height[:, g] = _minus_loglik(n, k, GRID[g], rss, np.linalg.slogdet(normal)[1])
    return height


def _satterthwaite(basis: _Basis, rho: Floats, rows: Floats) -> tuple[Floats, Floats]:
    """Variance (in units of σ²) and degrees of freedom of each row of ``rows`` (m, k, in the basis), at each ρ."""
    n, k = basis.shape
    inverse = np.linalg.inv(np.einsum("sj,jkl->skl", _weights(rho), basis.crossed))
    slope = _weights(rho, order=1)
    once = -np.einsum("sj,jkl->skl", slope, basis.crossed)  # Q'R⁻¹ṘR⁻¹Q
    scores = np.einsum("sj,jik->sik", slope, basis.times)
    twice = np.einsum("sik,sil->skl", scores, _correlate(scores, rho))  # Q'R⁻¹ṘR⁻¹ṘR⁻¹Q
    through = inverse @ once
    trace_1 = -2 * rho * (n - 1) / (1 - rho**2) - np.trace(through, axis1=1, axis2=2)
    trace_2 = (
        2 * (n - 1) * (1 + rho**2) / (1 - rho**2) ** 2
        - 2 * np.einsum("skl,slk->s", inverse, twice)
        + np.einsum("skl,slk->s", through, through)
    )
    # expected information of (σ², ρ) at σ² = 1; its inverse is their covariance
    s2s2, s2rho, rhorho = (n - k) / 2, trace_1 / 2, trace_2 / 2
    determinant = s2s2 * rhorho - s2rho**2
    variance = np.einsum("mk,skl,ml->sm", rows, inverse, rows)
    change = np.einsum("mk,skl,ml->sm", rows, through @ inverse, rows)
    spread = (rhorho[:, None] * variance**2 - 2 * s2rho[:, None] * variance * change + s2s2 * change**2) / determinant[
        :, None
    ]
    return variance, np.maximum(2 * variance**2 / spread, 1.0)


def _correlate(columns: Floats, rho: Floats) -> Floats:
    """R(ρ) times each series' columns (N, n, k), by one pass forwards and one backwards."""
    forward, backward = columns.copy(), columns.copy()
    decay = rho[:, None]
    for i in range(1, columns.shape[1]):
        forward[:, i] += decay * forward[:, i - 1]
        backward[:, -1 - i] += decay * backward[:, -i]
    return np.asarray(forward + backward - columns)
