"""How far trends may part: the breakdown value."""

import numpy as np
import pytest
from donor_panels import CALL, matrix, planted, tidy
from scipy import stats

from mcee_eval.errors import BadParameter, BadTable, NotFinite, TooFewPeriods
from mcee_eval.metrics.attribution import attribution
from mcee_eval.metrics.parallel_trends import of_attribution, parallel_trends_breakdown

NONE = np.zeros((4, 4))


def test_without_noise_it_is_the_effect_over_the_worst_bias():
    """Moves before the start: 0.5 - 0.2 = 0.3 and 0 - 0.5 = -0.5; after two periods the mean bias is 1.5 moves."""
    found = parallel_trends_breakdown([0.2, 0.5, 3.0, 4.5], NONE, before=2)
    assert found.effect.value == 3.75
    assert found.largest_step == 0.5
    assert found.m_bar == pytest.approx(3.75 / (1.5 * 0.5))
    at_one = found.frame.set_index("m_bar").loc[1.0]
    assert (at_one["low"], at_one["high"]) == pytest.approx((3.0, 4.5))


def test_with_parallel_trends_the_interval_is_the_usual_one():
    sigma = np.diag([1.0, 1.0, 0.5, 0.7])
    found = parallel_trends_breakdown([0.1, -0.2, 3.0, 4.0], sigma, before=2, df=17)
    se = np.sqrt(1.2) / 2
    assert found.effect.se == pytest.approx(se)
    assert (found.effect.low, found.effect.high) == pytest.approx(stats.t.interval(0.95, 17, 3.5, se))


def test_an_effect_that_is_none_breaks_at_once_and_no_move_never_does():
    assert parallel_trends_breakdown([0.1, -0.2, 0.5, 0.5], np.eye(4), before=2).m_bar == 0
    flat = parallel_trends_breakdown([0.0, 0.0, 2.0, 2.0], NONE, before=2)
    assert np.isinf(flat.m_bar)
    assert flat.numbers()["m_bar"] is None


def test_intervals_only_widen_and_the_breakdown_is_where_they_reach_zero():
    rng = np.random.default_rng(1)
    for _ in range(50):
        root = rng.normal(size=(7, 7)) * 0.3
        beta = rng.normal(size=7) + np.repeat([0.0, 6.0], [4, 3])
        found = parallel_trends_breakdown(beta, root @ root.T, before=4)
        assert (np.diff(found.frame["low"]) <= 1e-12).all()
        assert (np.diff(found.frame["high"]) >= -1e-12).all()
        outside = (found.frame["low"] > 0) | (found.frame["high"] < 0)
        np.testing.assert_array_equal(outside, found.frame["m_bar"] <= found.m_bar)


@pytest.mark.parametrize("factor", [-100.0, 0.01])
def test_the_unit_of_measure_does_not_matter(factor):
    sigma = np.diag([0.1, 0.2, 0.1, 0.3])
    beta = np.array([0.2, -0.3, 3.0, 4.0])
    one = parallel_trends_breakdown(beta, sigma, before=2)
    other = parallel_trends_breakdown(beta * factor, sigma * factor**2, before=2)
    assert other.m_bar == pytest.approx(one.m_bar)
    assert other.effect.value == pytest.approx(factor * one.effect.value)


@pytest.mark.parametrize("m_bar", [0.5, 1.0])
def test_the_interval_holds_the_truth_where_trends_part_as_badly_as_allowed(m_bar):
    """Trends part by M̄ times the largest move before in every period after, in the worst direction."""
    rng = np.random.default_rng(2)
    trend = np.array([-1.0, -1.4, -0.6])  # moves of -0.4, 0.8, and 0.6 to the base
    bias = m_bar * 0.8 * np.arange(1, 4)
    sigma = 0.09 * (np.eye(6) + 0.5)
    draws = rng.multivariate_normal(np.concatenate([trend, bias + 2.0]), sigma, size=600)
    frames = [parallel_trends_breakdown(b, sigma, before=3).frame.set_index("m_bar").loc[m_bar] for b in draws]
    held = np.mean([f["low"] <= 2.0 <= f["high"] for f in frames])
    naive = np.mean([abs(b[3:].mean() - 2.0) <= 1.96 * np.sqrt(sigma[3:, 3:].mean()) for b in draws])
    assert held >= 0.93
    assert naive < 0.3


@pytest.mark.parametrize("estimator", ["sdid", "did"])
def test_of_an_attribution(estimator):
    result = attribution(planted(2, 8.0), **CALL, estimator=estimator)
    found = of_attribution(result)
    effect = result.frame.set_index("time")["effect"]
    assert found.effect.value == pytest.approx(effect.loc[2008:].mean() - effect.loc[2007])
    placebos = result.paths.drop(columns="C00")
    assert found.effect.se == pytest.approx((placebos.loc[2008:].mean() - placebos.loc[2007]).std())
    # blocks carry less noise, and fewer steps
    assert of_attribution(result, block=3).m_bar > found.m_bar
    assert of_attribution(attribution(planted(2, 0.0), **CALL, estimator=estimator), block=3).m_bar < 0.5


def test_a_trend_of_its_own_breaks_down_below_one():
    """The treated unit drifted before as it did after: nothing can be told."""
    values = matrix(3, rho=0.0) * 0.2
    values[0] += 0.6 * np.arange(24)
    result = attribution(tidy(values), **CALL, estimator="did")
    assert result.att.low > 0
    assert of_attribution(result, block=3).m_bar < 1


def test_refusals():
    with pytest.raises(TooFewPeriods):
        parallel_trends_breakdown([1.0, 2.0], np.eye(2), before=2)
    with pytest.raises(BadTable, match="covariance"):
        parallel_trends_breakdown([1.0, 2.0, 3.0], np.eye(2), before=2)
    with pytest.raises(NotFinite):
        parallel_trends_breakdown([1.0, np.nan, 3.0], np.eye(3), before=2)
    with pytest.raises(BadParameter):
        parallel_trends_breakdown([1.0, 2.0, 3.0], np.eye(3), before=0, level=2)
    result = attribution(planted(4), **CALL)
    with pytest.raises(TooFewPeriods, match="blocks of 7"):
        of_attribution(result, block=7)
    with pytest.raises(BadParameter):
        of_attribution(attribution(planted(4), **CALL, placebo=False))
