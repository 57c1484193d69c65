import math

import numpy as np
import pytest

from mcee_eval.metrics.break_dates import argmax_cdf, date_interval, segment


@pytest.mark.parametrize(("xi", "phi"), [(1, 1), (0.3, 2.0), (4.0, 0.5), (1.5, 6.0)])
def test_is_a_distribution(xi, phi):
    x = np.linspace(-400, 400, 801) * max(1, phi)
    values = np.array([argmax_cdf(float(v), xi=xi, phi=phi) for v in x])
    assert (np.diff(values) >= -1e-12).all()
    assert values[0] == pytest.approx(0, abs=1e-3)
    assert values[-1] == pytest.approx(1, abs=1e-3)
    assert argmax_cdf(-1e-12, xi=xi, phi=phi) == pytest.approx(argmax_cdf(0.0, xi=xi, phi=phi), abs=1e-5)


def test_published_critical_values_of_the_symmetric_case():
    """Bai (1997), section II: 7.7 for 90 %, 11.0 for 95 %."""
    assert argmax_cdf(7.687, xi=1, phi=1) == pytest.approx(0.95, abs=1e-4)
    assert argmax_cdf(11.033, xi=1, phi=1) == pytest.approx(0.975, abs=1e-4)
    assert argmax_cdf(-11.033, xi=1, phi=1) == pytest.approx(0.025, abs=1e-4)


def test_agrees_with_simulated_walks():
    rng, xi, phi, step = np.random.default_rng(3), 0.6, 1.8, 0.05
    t = np.arange(1, 1200) * step
    before = np.cumsum(rng.normal(size=(4000, len(t))) * math.sqrt(step), axis=1) - t / 2
    after = np.cumsum(rng.normal(size=(4000, len(t))) * math.sqrt(phi * step), axis=1) - xi * t / 2
    best_before, best_after = np.maximum(before.max(axis=1), 0), np.maximum(after.max(axis=1), 0)
    place = np.where(
        best_after > best_before,
        np.where(best_after > 0, t[after.argmax(axis=1)], 0),
        np.where(best_before > 0, -t[before.argmax(axis=1)], 0),
    )
    for x in (-8.0, -2.0, 3.0, 12.0):
        assert (place <= x).mean() == pytest.approx(argmax_cdf(x, xi=xi, phi=phi), abs=0.03)


def two_regimes(rng, change, n=60, rho=0.0):
    noise = rng.normal(size=2 * n)
    for i in range(1, 2 * n):
        noise[i] += rho * noise[i - 1]
    y = noise + np.repeat([0.0, change], n)
    return segment(np.empty((n, 0)), y[:n]), segment(np.empty((n, 0)), y[n:])


def test_the_interval_holds_the_break_and_shrinks_as_the_change_grows():
    wide = date_interval(*two_regimes(np.random.default_rng(1), 0.8), last_of_old=60, level=0.95)
    narrow = date_interval(*two_regimes(np.random.default_rng(1), 4.0), last_of_old=60, level=0.95)
    assert wide[0] <= narrow[0] <= 60 <= narrow[1] <= wide[1]
    assert narrow[1] - narrow[0] < wide[1] - wide[0]


def test_no_change_or_no_noise_gives_no_interval():
    y = np.random.default_rng(2).normal(size=30)
    same = segment(np.empty((30, 0)), y)
    assert date_interval(same, same, last_of_old=30, level=0.95) is None
    flat = [segment(np.empty((10, 0)), np.full(10, v)) for v in (1.0, 2.0)]
    assert date_interval(*flat, last_of_old=10, level=0.95) is None


def test_standard_errors_are_those_of_least_squares():
    rng = np.random.default_rng(4)
    x, y = rng.normal(size=(25, 1)), rng.normal(size=25)
    full = np.column_stack([np.ones(25), x])
    fit = segment(x, y)
    covariance = fit.residuals @ fit.residuals / 23 * np.linalg.inv(full.T @ full)
    assert fit.se == pytest.approx(np.sqrt(np.diag(covariance)), rel=1e-10)


def test_a_regressor_without_variation_has_no_interval():
    rng = np.random.default_rng(5)
    old = segment(np.zeros((20, 1)), rng.normal(size=20))
    new = segment(rng.normal(size=(20, 1)), rng.normal(size=20) + 3)
    assert not old.full_rank
    assert np.isnan(old.se).all()
    assert date_interval(old, new, last_of_old=20, level=0.95) is None
