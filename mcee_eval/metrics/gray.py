"""Gray's test: does the cumulative incidence of one cause differ between groups?"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import chi2

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def gray_test(time: Floats, cause: Ints, group: Ints, *, of_interest: int, count: int) -> tuple[float, int, float]:
    """Is the cumulative incidence of one cause the same in every group, when other causes compete?

    time : shape (n,). cause : 0 censored. group : 0 ... count - 1. of_interest : the cause tested.

    Returns the chi-square statistic, its degrees of freedom and its p-value; the statistic is NaN when the groups
    cannot be told apart (no event of the cause while two groups are at risk).

    Each group's weight at a time is the number at risk over its survival from all causes just before, which keeps in
    the risk set those whom another cause took. The score of a group is its events of the cause beyond its share of
    all. For the variance, a group's incidence is expanded in its two martingales, those of the cause and of the
    others; under the hypothesis the incidence is the pooled one. Ties within a group and cause are drawn without
    replacement.
    Source: Gray (1988), Annals of Statistics 16, 1141-1154, with weight rho = 0.
    """
    times = np.unique(time[cause > 0])
    at_risk, wanted, others = (np.zeros((len(times), count)) for _ in range(3))
    for g in range(count):
        mine = group == g
        at_risk[:, g] = mine.sum() - np.searchsorted(np.sort(time[mine]), times, side="left")
        wanted[:, g] = _counts(time[mine & (cause == of_interest)], times)
        others[:, g] = _counts(time[mine & (cause > 0) & (cause != of_interest)], times)

    risk = np.maximum(at_risk, 1)  # where nobody is at risk there are no events either
    survival = np.cumprod(1 - (wanted + others) / risk, axis=0)
    before = np.vstack([np.ones(count), survival[:-1]])
    own = np.cumsum(before * wanted / risk, axis=0)  # each group's own incidence of the cause
    own_before = np.vstack([np.zeros(count), own[:-1]])
    weight = _ratio(at_risk, before)
    total = weight.sum(axis=1, keepdims=True)
    tied = wanted.sum(axis=1, keepdims=True)
    step = _ratio(tied, total)  # of the pooled incidence
    pooled = np.cumsum(step, axis=0)
    pooled_before = pooled - step

    kept = weight * (1 - own_before)
    score = (wanted - tied * _ratio(kept, kept.sum(axis=1, keepdims=True))).sum(axis=0)

    # what a unit of each group's noise at a time (axis 2) adds to each score (axis 1): at once, and through its
    # incidence at all later times
    at_once = weight[:, :, None] * (np.eye(count) - _ratio(weight, total)[:, None, :])
    later = at_once * _ratio(step, 1 - pooled_before)[:, :, None]
    later = later.sum(axis=0) - np.cumsum(later, axis=0)
    pull = _ratio(1 - pooled, survival)
    of_cause = at_once + np.where(survival > 0, 1 - pull, 1.0)[:, None, :] * later
    of_others = pull[:, None, :] * later
    noise_cause = np.where(at_risk > 0, before / risk * step * _without_replacement(tied, total * before), 0.0)
    noise_others = before**2 * others / risk**2 * _without_replacement(others, at_risk)
    variance = np.einsum("tik,tjk,tk->ij", of_cause, of_cause, noise_cause)
    variance += np.einsum("tik,tjk,tk->ij", of_others, of_others, noise_others)

    df = count - 1  # the scores add up to zero
    part = variance[:df, :df]
    if np.linalg.matrix_rank(part) < df:
        return np.nan, df, np.nan
    statistic = float(score[:df] @ np.linalg.solve(part, score[:df]))
    return statistic, df, float(chi2.sf(statistic, df))


def _counts(events: Floats, times: Floats) -> Floats:
    return np.bincount(np.searchsorted(times, events), minlength=len(times)).astype(float)


def _ratio(top: ArrayLike, bottom: ArrayLike) -> Floats:
    """The quotient, zero where the divisor is zero or less."""
    over, under = np.broadcast_arrays(np.asarray(top, dtype=float), np.asarray(bottom, dtype=float))
    return np.asarray(np.divide(over, under, out=np.zeros(over.shape), where=under > 0))


def _without_replacement(tied: Floats, at_risk: Floats) -> Floats:
    """Shrinks the variance of tied events, which are drawn from the same people: 1 for a single event."""
    factor = 1 - _ratio(np.maximum(tied - 1, 0), at_risk - 1)
    return np.maximum(factor, -1.0)  # the share at risk is estimated: near one person it can go astray
