import numpy as np
import pytest
from statsmodels.stats.sandwich_covariance import S_hac_simple

from mcee_eval.metrics.long_run_variance import long_run_variance


def autoregression(rho, n, seed, k=1):
    rng = np.random.default_rng(seed)
    e = rng.normal(size=(n + 200, k))
    for i in range(1, len(e)):
        e[i] += rho * e[i - 1]
    return e[200:]


def test_newey_west_equals_statsmodels():
    scores = autoregression(0.4, 80, 1, k=3)
    mine = long_run_variance(scores, kernel="newey_west", lags=5)
    assert mine == pytest.approx(S_hac_simple(scores, nlags=5) / 80, rel=1e-10)


@pytest.mark.parametrize(("kernel", "prewhiten"), [("quadratic_spectral", True), ("quadratic_spectral", False),
                                                   ("newey_west", True), ("newey_west", False)])  # fmt: skip
@pytest.mark.parametrize("rho", [0.0, 0.5])
def test_finds_the_long_run_variance_of_an_autoregression(kernel, prewhiten, rho):
    scores = autoregression(rho, 20_000, 2)
    found = float(long_run_variance(scores, kernel=kernel, prewhiten=prewhiten)[0, 0])
    assert found == pytest.approx(1 / (1 - rho) ** 2, rel=0.12)


def test_quadratic_spectral_by_its_formula():
    scores, width = autoregression(0.3, 40, 3, k=2), 4.0
    total = scores.T @ scores
    for lag in range(1, 40):
        x = 6 * np.pi * lag / width / 5
        weight = 3 / x**2 * (np.sin(x) / x - np.cos(x))
        part = scores[:-lag].T @ scores[lag:]
        total = total + weight * (part + part.T)
    found = long_run_variance(scores, kernel="quadratic_spectral", lags=4)
    assert found == pytest.approx(total / 38, rel=1e-4)  # the product drops weights below 1e-7


def test_scale():
    scores = autoregression(0.5, 60, 4, k=2)
    for kernel in ("newey_west", "quadratic_spectral"):
        once = long_run_variance(scores, kernel=kernel, prewhiten=True)
        assert long_run_variance(1000 * scores, kernel=kernel, prewhiten=True) == pytest.approx(1e6 * once, rel=1e-9)


def test_an_explosive_autoregression_has_none():
    scores = (1.2 ** np.arange(30.0))[:, None] + np.random.default_rng(5).normal(size=(30, 1)) * 0.01
    assert np.isnan(long_run_variance(scores, kernel="newey_west", lags=2, prewhiten=True)).all()


def test_more_lags_than_scores_are_cut():
    scores = autoregression(0.2, 6, 6)
    assert np.isfinite(long_run_variance(scores, kernel="newey_west", lags=50)).all()
