"""Panels with known truth, many at once, and the placebo tests on all of them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from mcee_eval.metrics.ar1_reml import ar1_series
from mcee_eval.metrics.donor_effects import Effects, effects, every_role
from mcee_eval.metrics.placebo import periods_averaged, placebo_t, rank_p

Floats = NDArray[np.float64]
CHUNK = 200  # panels at once: what one batch of placebos holds in memory
LEVEL = 0.95  # of the intervals
LEVEL_SD = 2.0  # of the countries' levels, in standard deviations of the noise


def chunks(replications: int) -> Iterator[int]:
    """The replications in pieces."""
    for first in range(0, replications, CHUNK):
        yield min(CHUNK, replications - first)


def draw(
    rng: np.random.Generator, count: int, *, units: int, periods: int, rho: float, level_sd: float = LEVEL_SD
) -> Floats:
    """A level each, a path common to all (a random walk), AR(1) noise of standard deviation 1: (count, units, periods).

    With such panels every estimator is right on average: what is tested is the test.
    """
    noise = ar1_series(count * units, periods, rho, rng=rng).reshape(count, units, periods)
    path = rng.normal(size=(count, 1, periods)).cumsum(axis=-1)
    return np.asarray(level_sd * rng.normal(size=(count, units, 1)) + path + noise)


def placebo_tests(
    treated: Floats, donors: Floats, *, window: slice, after: slice, estimator: str = "sdid"
) -> tuple[Floats, Floats, Floats, Floats]:
    """Effect, p of the t on the placebo sd, p of the rank, and half the 95 % interval, each (R,).

    treated : (R, T). donors : (R, N, T). Every donor takes the treated role in turn.
    """
    found = effects(every_role(treated, donors), window=window, after=after, estimator=estimator)
    return read_tests(found, estimator)


def read_tests(found: Effects, estimator: str) -> tuple[Floats, Floats, Floats, Floats]:
    """The same, of effects already found with the treated series in the first role."""
    att, placebos = found.att[:, 0], found.att[:, 1:]
    _, df, p = placebo_t(att, placebos, spent=spent_by(found, estimator))
    half = placebos.std(axis=-1, ddof=1) * stdtrit(df, (1 + LEVEL) / 2)
    return att, p, rank_p(att, placebos), half


def spent_by(found: Effects, estimator: str) -> Floats:
    """Degrees of freedom that the placebos gave up, (R,): see ``placebo.periods_averaged``."""
    return periods_averaged(found.time_weights[:, 0]) if estimator == "sdid" else np.ones(len(found.att))


def monte_carlo_error(share: Floats | float, replications: int | Floats) -> Floats:
    """Standard error of a share of so many replications."""
    return np.asarray(np.sqrt(np.asarray(share) * (1 - np.asarray(share)) / replications))
