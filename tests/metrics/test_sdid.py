"""Weights of synthetic difference-in-differences."""

import numpy as np
import pytest
from donor_panels import matrix
from scipy.optimize import minimize

from mcee_eval.metrics.sdid import noise_level, time_weights, unit_weights

EVERY = np.ones((1, 7), dtype=bool)


def panel(seed):
    """Target (1, 1, 12), donors (1, 7, 12) before, their means after (1, 7)."""
    values = matrix(seed, units=8, periods=18, factor=0.3)
    return values[None, :1, :12], values[None, 1:, :12], values[None, 1:, 12:].mean(axis=-1)


def by_slsqp(loss, n):
    sums = {"type": "eq", "fun": lambda w: w.sum() - 1}
    options = {"maxiter": 2000, "ftol": 1e-15}
    return minimize(loss, np.full(n, 1 / n), bounds=[(0, 1)] * n, constraints=[sums], options=options, method="SLSQP")


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("zeta", [0.1, 1.0])
def test_unit_weights_minimise_the_published_objective(seed, zeta):
    target, before, _ = panel(seed)

    def loss(w):
        gap = target[0, 0] - w @ before[0]
        return zeta**2 * (w**2).sum() + gap.var()  # the intercept is free

    ours = unit_weights(target, before, EVERY, np.array([[zeta]]))[0, 0]
    theirs = by_slsqp(loss, 7)
    assert loss(ours) <= theirs.fun + 1e-9
    np.testing.assert_allclose(ours, theirs.x, atol=1e-3)


@pytest.mark.parametrize("seed", range(3))
def test_time_weights_minimise_the_published_objective(seed):
    _, before, after = panel(seed)

    def loss(w):
        return (after[0] - before[0] @ w).var()

    ours = time_weights(before, after, EVERY, np.array([[1.0]]))[0, 0]
    assert loss(ours) <= by_slsqp(loss, 12).fun + 1e-9
    assert ours.sum() == pytest.approx(1)


def test_noise_is_the_sample_deviation_of_first_differences():
    _, before, _ = panel(4)
    allowed = ~np.eye(7, dtype=bool)
    expected = [np.diff(np.delete(before[0], i, axis=0)).std(ddof=1) for i in range(7)]
    np.testing.assert_allclose(noise_level(before, allowed)[0], expected, rtol=1e-12)


def test_noise_of_huge_levels_is_not_lost():
    _, before, _ = panel(4)
    np.testing.assert_allclose(noise_level(before + 1e9, EVERY), noise_level(before, EVERY), rtol=1e-6)


def test_leaving_a_donor_out_is_not_having_it():
    target, before, after = panel(5)
    out = ~np.eye(7, dtype=bool)
    targets = np.repeat(target, 7, axis=1)
    units = unit_weights(targets, before, out, np.full((1, 7), 0.5))[0]
    times = time_weights(before, after, out, np.ones((1, 7)))[0]
    for i in range(7):
        rest, some = np.delete(before, i, axis=1), np.ones((1, 6), dtype=bool)
        np.testing.assert_allclose(
            np.delete(units[i], i), unit_weights(target, rest, some, np.array([[0.5]]))[0, 0], atol=1e-11
        )
        alone = time_weights(rest, np.delete(after, i, axis=1), some, np.array([[1.0]]))[0, 0]
        np.testing.assert_allclose(times[i], alone, atol=1e-6)
        assert units[i, i] == 0


def test_a_period_like_the_time_after_takes_all_weight():
    rng = np.random.default_rng(6)
    before = rng.normal(size=(1, 30, 5))
    after = before[0, :, 3] + 4  # a shift common to all is no difference
    weights = time_weights(before, after[None], np.ones((1, 30), dtype=bool), np.array([[1.0]]))[0, 0]
    np.testing.assert_allclose(weights, [0, 0, 0, 1, 0], atol=1e-7)  # the penalty itself moves 1e-8
