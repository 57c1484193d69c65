import numpy as np
import pytest
import statsmodels.api as sm

from mcee_eval.metrics.poisson_glm import poisson_glm


def data(seed=1, n=40):
    rng = np.random.default_rng(seed)
    x = np.column_stack([np.ones(n), np.linspace(0, 1, n), rng.normal(size=n)])
    offset = np.log(rng.uniform(50, 200, n))
    return rng.poisson(np.exp(x @ [-2.0, 0.5, 0.2] + offset)).astype(float), x, offset


def test_agrees_with_statsmodels():
    y, x, offset = data()
    ours = poisson_glm(y, x, offset)
    peer = sm.GLM(y, x, family=sm.families.Poisson(), offset=offset).fit(tol=1e-14)
    assert ours.converged
    assert ours.coef == pytest.approx(peer.params, rel=1e-6)
    assert ours.mean == pytest.approx(peer.mu, rel=1e-6)
    assert ours.deviance == pytest.approx(peer.deviance, rel=1e-9)
    assert np.sqrt(ours.weights @ ours.influence**2) == pytest.approx(peer.bse, rel=1e-4)


def test_zero_counts_are_counts():
    y, x, _ = data(2)
    y[:5] = 0
    ours = poisson_glm(y, x, np.zeros(40))
    peer = sm.GLM(y, x, family=sm.families.Poisson()).fit(tol=1e-14)
    assert ours.coef == pytest.approx(peer.params, rel=1e-6)


def test_a_saturated_fit_is_said_not_to_have_converged_rather_than_looped_for_ever():
    x = np.column_stack([np.ones(6), [0, 0, 0, 1, 1, 1.0]])
    fit = poisson_glm(np.array([3.0, 4, 5, 0, 0, 0]), x, np.zeros(6))  # the second group's rate is zero
    assert fit.mean[3:].max() < 1e-3
