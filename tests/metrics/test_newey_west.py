import numpy as np
import pytest
import statsmodels.api as sm

from mcee_eval.metrics.newey_west import default_lags, newey_west


@pytest.mark.parametrize("lags", [0, 1, 4])
def test_agrees_with_statsmodels(lags):
    rng = np.random.default_rng(lags)
    x = np.column_stack([np.ones(40), rng.normal(size=(40, 2))])
    y = rng.normal(size=(5, 40)).cumsum(axis=1)
    influence = np.linalg.pinv(x).T
    residuals = y - y @ influence @ x.T
    found = newey_west(residuals, influence, lags)
    for i in range(5):
        peer = sm.OLS(y[i], x).fit(cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": False})
        assert np.sqrt(found[i]) == pytest.approx(peer.bse, rel=1e-10)


def test_written_out_for_a_mean():
    e = np.array([[1.0, -2.0, 0.5, 0.5]])
    influence = np.full((4, 1), 0.25)
    pairs = e[0, 1:] @ e[0, :-1]
    assert newey_west(e, influence, 1)[0, 0] == pytest.approx((np.sum(e**2) + 2 * 0.5 * pairs) / 16)


@pytest.mark.parametrize(("n", "lags"), [(24, 2), (48, 3), (100, 4), (192, 4)])
def test_default_lag(n, lags):
    assert default_lags(n) == lags
