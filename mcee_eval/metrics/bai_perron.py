"""The least-squares partitions of a series into segments, for every number of breaks at once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# A pivot this small against its own column is rounding: the regressor does not vary there beside the others
_COLLINEAR = 1e-10
_CONSTANT = 1e-24
_PERFECT = 1e-13  # residuals this small against the series are rounding


@dataclass(frozen=True, slots=True)
class Partitions:
    """The best partition for each number of breaks, m = 0 ... len(rss) - 1.

    rss : residual sum of squares of the best partition.
    breaks : for each m, the last observation of each old regime, numbered from 1.
    """

    rss: tuple[float, ...]
    breaks: tuple[tuple[int, ...], ...]


def rss_of_starts(design: Floats, outcome: Floats, shortest: int) -> Floats:
    """Residual sums of squares of the first ``shortest``, ``shortest + 1``, ..., n observations, each fitted alone.

    design : regressors without the intercept, shape (n, p); an intercept is always fitted.
    outcome : shape (n,).

    Cross-products are taken about the mean of the first ``shortest`` observations, so that neither a level nor a
    trend costs digits, and eliminated column by column for all lengths together: what is left of the outcome is the
    residual sum of squares. A regressor that does not vary within a segment adds nothing to it.
    """
    data = np.column_stack([design, outcome])
    data = data - data[:shortest].mean(axis=0)
    lengths = np.arange(shortest, len(data) + 1, dtype=float)
    tail = slice(shortest - 1, None)
    sums = [np.cumsum(column)[tail] for column in data.T]
    width = data.shape[1]
    cross: dict[tuple[int, int], Floats] = {}
    for a in range(width):
        for b in range(a, width):
            raw = np.cumsum(data[:, a] * data[:, b])[tail]
            cross[a, b] = raw - sums[a] * sums[b] / lengths
    floor = [_COLLINEAR * cross[a, a] + _CONSTANT * lengths * np.ptp(data[:, a]) ** 2 for a in range(width - 1)]
    for a in range(width - 1):
        usable = cross[a, a] > floor[a]
        pivot = np.where(usable, cross[a, a], 1.0)
        for b in range(a + 1, width):
            factor = np.where(usable, cross[a, b], 0.0) / pivot
            for c in range(b, width):
                cross[b, c] = cross[b, c] - factor * cross[a, c]
    return np.maximum(cross[width - 1, width - 1], 0.0)


def fit_segment(design: Floats, outcome: Floats) -> tuple[Floats, Floats]:
    """Coefficients (intercept first) and residuals of one segment, by an orthogonal decomposition."""
    full = np.column_stack([np.ones(len(outcome)), design])
    coefficients = np.asarray(np.linalg.lstsq(full, outcome, rcond=None)[0], dtype=np.float64)
    return coefficients, outcome - full @ coefficients


def is_perfect(residuals: Floats, outcome: Floats) -> bool:
    """Whether residuals are no more than rounding errors of the outcome."""
    return bool(residuals @ residuals <= _rounding(outcome))


def best_partitions(design: Floats, outcome: Floats, *, shortest: int, most: int) -> Partitions:
    """Where do the breaks lie, for each number of them?

    design : regressors without the intercept, shape (n, p), all of whose coefficients may change at a break.
    outcome : shape (n,).
    shortest : fewest observations in a segment, more than p + 1.
    most : largest number of breaks; fewer are tried when the series is too short for so many segments.

    The global minimum over all partitions, by dynamic programming, one pass over the starts of the last segment:
    nothing of size n x n is kept. The sums of squares of the winners are computed again by an orthogonal
    decomposition. Source: Bai and Perron (2003), Journal of Applied Econometrics 18, 1-22.
    """
    n = len(outcome)
    most = min(most, n // shortest - 1)
    cost = np.full((most + 1, n + 1), np.inf)  # least RSS of the first j observations with m breaks
    origin = np.zeros((most + 1, n + 1), dtype=np.int64)  # where the last of those segments begins
    cost[0, shortest:] = rss_of_starts(design, outcome, shortest)
    for start in range(shortest, n - shortest + 1) if most else ():
        last = rss_of_starts(design[start:], outcome[start:], shortest)
        candidate = cost[:-1, start, None] + last
        here = cost[1:, start + shortest :]
        better = candidate < here
        np.copyto(here, candidate, where=better)
        np.copyto(origin[1:, start + shortest :], start, where=better)
    breaks = tuple(_trace(origin, m, n) for m in range(most + 1))
    return Partitions(tuple(_exact_rss(design, outcome, b) for b in breaks), breaks)


def bic(rss: tuple[float, ...], n: int, parameters: int) -> tuple[float, ...]:
    """Bayesian information criterion for m = 0, 1, ...: Gaussian, each break date counted as a parameter.

    A perfect fit has -infinity. Source: Yao (1988); Bai and Perron (2003), section 4.
    """
    return tuple(
        n * (np.log(total / n) + 1 + np.log(2 * np.pi)) + np.log(n) * (parameters * (m + 1) + m + 1)
        if total > 0
        else -np.inf
        for m, total in enumerate(rss)
    )


def _rounding(outcome: Floats) -> float:
    """A residual sum of squares this small is zero."""
    return len(outcome) * (_PERFECT * float(np.abs(outcome).max())) ** 2


def _trace(origin: NDArray[np.int64], m: int, n: int) -> tuple[int, ...]:
    found: list[int] = []
    end = n
    for left in range(m, 0, -1):
        end = int(origin[left, end])
        found.append(end)
    return tuple(reversed(found))


def _exact_rss(design: Floats, outcome: Floats, breaks: tuple[int, ...]) -> float:
    edges = [0, *breaks, len(outcome)]
    total = sum(float(np.sum(fit_segment(design[a:b], outcome[a:b])[1] ** 2)) for a, b in pairwise(edges))
    return total if total > _rounding(outcome) else 0.0
