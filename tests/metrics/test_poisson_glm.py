import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from mcee_eval.errors import Separated
from mcee_eval.metrics.poisson_glm import poisson_glm
from mcee_eval.metrics.segmented import segmented


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


def test_a_likelihood_without_a_maximum_is_refused():
    x = np.column_stack([np.ones(6), [0, 0, 0, 1, 1, 1.0]])
    with pytest.raises(Separated, match="3 period"):
        poisson_glm(np.array([3.0, 4, 5, 0, 0, 0]), x, np.zeros(6))  # the second group's rate is zero
    poisson_glm(np.array([3.0, 4, 5, 0, 0, 1]), x, np.zeros(6))


def test_one_event_in_the_last_period_before_is_no_level():
    """The trend before the event can rise as steeply as one likes: the level at the event has no estimate."""
    y = [0] * 14 + [1] + [3, 2, 4, 1, 2, 3, 2, 1, 4, 3, 2, 2, 5, 6, 4]
    frame = pd.DataFrame({"t": range(30), "y": y})
    with pytest.raises(Separated):
        segmented(frame, outcome="y", time="t", event=15, family="poisson", errors="newey_west", lags=3)
    flat = segmented(frame, outcome="y", time="t", event=15, family="poisson", slope=False)
    assert np.isfinite(flat.level.estimate.se)
