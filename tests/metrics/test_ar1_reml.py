import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from mcee_eval.metrics.ar1_reml import RHO_HIGH, ar1_reml, ar1_series


def design_of(n, terms=4):
    t = np.arange(n, dtype=float)
    after = (t >= n // 2).astype(float)
    more = np.sin(np.outer(t, np.arange(1, 9)))
    return np.column_stack([np.ones(n), t, after, after * (t - n // 2), more])[:, :terms]


def correlation(n, rho):
    return rho ** np.abs(np.subtract.outer(np.arange(n), np.arange(n))).astype(float)


def restricted_loglik(rho, y, x):
    """Straight from the definition, with dense matrices."""
    n, k = x.shape
    r = correlation(n, rho)
    inverse = np.linalg.inv(r)
    normal = x.T @ inverse @ x
    e = y - x @ np.linalg.solve(normal, x.T @ inverse @ y)
    variance = e @ inverse @ e / (n - k)
    parts = np.linalg.slogdet(r)[1] + np.linalg.slogdet(normal)[1]
    return -((n - k) * (np.log(2 * np.pi * variance) + 1) + parts) / 2


@pytest.mark.parametrize(("n", "terms", "rho"), [(24, 4, 0.6), (40, 3, -0.5), (30, 8, 0.2), (60, 4, 0.9)])
def test_the_maximum_is_that_of_the_dense_likelihood(n, terms, rho):
    x = design_of(n, terms)
    y = ar1_series(6, n, rho, rng=np.random.default_rng(n)) * 3 + 100
    fits = ar1_reml(y, x)
    for i in range(6):
        grid = np.linspace(-0.95, 0.98, 300)
        best = int(np.argmax([restricted_loglik(r, y[i], x) for r in grid]))
        ends = grid[max(best - 1, 0)], grid[min(best + 1, 299)]
        dense = minimize_scalar(lambda r, i=i: -restricted_loglik(r, y[i], x), bounds=ends, options={"xatol": 1e-10})
        assert fits.rho[i] == pytest.approx(dense.x, abs=2e-6)
        assert fits.loglik[i] == pytest.approx(-dense.fun, rel=2e-9)  # the peer stops just inside a bound


def test_coefficients_and_errors_are_those_of_dense_generalised_least_squares():
    x = design_of(36)
    y = ar1_series(1, 36, 0.5, rng=np.random.default_rng(1))
    fits = ar1_reml(y, x)
    rows = np.array([[1.0, 10, 1, 2], [0, 0, 1, 5]])
    terms = fits.linear(rows)
    inverse = np.linalg.inv(correlation(36, fits.rho[0]))
    covariance = np.linalg.inv(x.T @ inverse @ x)
    coef = covariance @ x.T @ inverse @ y[0]
    assert fits.coef[0] == pytest.approx(coef, rel=1e-9)
    assert terms.value[0] == pytest.approx(rows @ coef, rel=1e-9)
    assert terms.se[0] == pytest.approx(fits.sigma[0] * np.sqrt(np.diag(rows @ covariance @ rows.T)), rel=1e-9)


@pytest.mark.parametrize("rho", [-0.4, 0.3, 0.85])
def test_degrees_of_freedom_follow_from_the_dense_information(rho):
    n, x = 28, design_of(28)
    fits = ar1_reml(ar1_series(1, n, rho, rng=np.random.default_rng(8)), x)
    r = fits.rho[0]
    gap = np.abs(np.subtract.outer(np.arange(n), np.arange(n))).astype(float)
    inverse, slope = np.linalg.inv(r**gap), gap * np.sign(r) * np.abs(r) ** (gap - 1) * np.sign(r) ** (gap)
    covariance = np.linalg.inv(x.T @ inverse @ x)
    p = inverse - inverse @ x @ covariance @ x.T @ inverse
    information = np.array(
        [
            [(n - 4) / 2, np.trace(p @ slope) / 2],
            [np.trace(p @ slope) / 2, np.trace(p @ slope @ p @ slope) / 2],
        ]
    )
    move = covariance @ x.T @ inverse @ slope @ inverse @ x @ covariance
    for j, df in enumerate(fits.linear().df[0]):
        gradient = np.array([covariance[j, j], move[j, j]])
        expected = 2 * covariance[j, j] ** 2 / (gradient @ np.linalg.solve(information, gradient))
        assert df == pytest.approx(max(expected, 1), rel=1e-8)


def test_a_column_for_a_missing_period_is_the_same_as_leaving_it_out():
    n, gone = 30, [7, 8, 20]
    x, y = design_of(n), ar1_series(1, n, 0.6, rng=np.random.default_rng(2))
    own = np.zeros((n, 3))
    own[gone, range(3)] = 1
    fits = ar1_reml(np.where(np.isin(np.arange(n), gone), 0, y), np.column_stack([x, own]))
    kept = np.setdiff1d(np.arange(n), gone)

    def loglik(rho):
        r = correlation(n, rho)[np.ix_(kept, kept)]
        inverse, z = np.linalg.inv(r), x[kept]
        normal = z.T @ inverse @ z
        e = y[0, kept] - z @ np.linalg.solve(normal, z.T @ inverse @ y[0, kept])
        variance = e @ inverse @ e / (27 - 4)
        return -(23 * (np.log(2 * np.pi * variance) + 1) + np.linalg.slogdet(r)[1] + np.linalg.slogdet(normal)[1]) / 2

    assert fits.loglik[0] == pytest.approx(loglik(fits.rho[0]), rel=1e-9)
    dense = minimize_scalar(
        lambda r: -loglik(r), bounds=(fits.rho[0] - 0.1, fits.rho[0] + 0.1), options={"xatol": 1e-9}
    )
    assert fits.rho[0] == pytest.approx(dense.x, abs=1e-6)


def test_each_series_is_fitted_as_if_alone():
    y = ar1_series(2_500, 26, 0.4, rng=np.random.default_rng(3))  # more than one chunk
    x = design_of(26)
    together = ar1_reml(y, x)
    terms = together.linear()
    for i in (0, 999, 1000, 2499):
        alone = ar1_reml(y[i], x)
        assert alone.rho[0] == pytest.approx(together.rho[i], abs=1e-11)
        assert alone.linear().df[0] == pytest.approx(terms.df[i], rel=1e-9)
        assert alone.linear().se[0] == pytest.approx(terms.se[i], rel=1e-9)


def test_a_random_walk_stops_at_the_bound():
    walk = np.random.default_rng(0).normal(size=(50, 40)).cumsum(axis=1)
    rho = ar1_reml(walk, np.ones((40, 1))).rho
    assert (rho == RHO_HIGH).any()
    assert rho.max() <= RHO_HIGH


def test_recovers_rho_in_a_long_series():
    rho = ar1_reml(ar1_series(40, 2_000, 0.7, rng=np.random.default_rng(6)), np.ones((2_000, 1))).rho
    assert rho.mean() == pytest.approx(0.7, abs=4 * np.sqrt((1 - 0.49) / 2_000 / 40))


def test_drawn_series_have_the_moments_asked_for():
    y = ar1_series(20_000, 5, -0.6, rng=np.random.default_rng(7))
    assert np.corrcoef(y.T) == pytest.approx(correlation(5, -0.6), abs=0.03)
    assert y.std(axis=0) == pytest.approx(np.ones(5), abs=0.02)
