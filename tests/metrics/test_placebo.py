"""Rank and t tests on placebos."""

import numpy as np
import pytest
from scipy import stats

from mcee_eval.metrics.placebo import periods_averaged, placebo_t, placebo_test, rank_p, rank_radius, scale_by_volume

NINETEEN = np.random.default_rng(1).normal(size=19)


@pytest.mark.parametrize("estimate", [-3.0, -0.7, 0.0, 1.2, 5.0])
def test_rank_p_counts_the_placebos_as_large(estimate):
    larger = sum(abs(p) >= abs(estimate) for p in NINETEEN)
    found = placebo_test(estimate, NINETEEN)
    assert found.p == (1 + larger) / 20
    assert found.floor == 1 / 20


def test_equal_placebos_count_whatever_the_last_digit():
    assert rank_p(np.asarray(0.1 + 0.2), np.array([0.3, -0.3, 0.2])) == 3 / 4


@pytest.mark.parametrize("n", [19, 20, 38, 39, 60])
@pytest.mark.parametrize("level", [0.9, 0.95])
def test_the_rank_interval_holds_what_the_rank_test_does_not_reject(n, level):
    placebos = np.random.default_rng(n).normal(size=n)
    found = placebo_test(0.4, placebos, level=level)
    effects = np.linspace(-6, 6, 4001)
    kept = effects[rank_p(0.4 - effects, np.broadcast_to(placebos, (4001, n))) > 1 - level + 1e-9]
    assert found.rank_low == pytest.approx(kept.min(), abs=0.004)
    assert found.rank_high == pytest.approx(kept.max(), abs=0.004)


@pytest.mark.parametrize(("n", "reaches"), [(18, False), (19, True)])
def test_below_nineteen_the_rank_test_cannot_reach_five_percent(n, reaches):
    found = placebo_test(100.0, NINETEEN[:n])
    assert (found.p <= 0.05) is reaches
    assert (found.rank_low is not None) is reaches
    assert np.isfinite(rank_radius(NINETEEN[:n], 0.95)) == reaches
    assert found.low is not None  # t has no such floor


def test_t_on_the_placebo_deviation():
    found = placebo_test(1.5, NINETEEN, spent=5.0)
    spread = NINETEEN.std(ddof=1)
    assert (found.t, found.df) == (pytest.approx(1.5 / spread), 14.0)
    assert found.t_p == pytest.approx(2 * stats.t.sf(1.5 / spread, 14))
    assert (found.low, found.high) == pytest.approx(stats.t.interval(0.95, 14, 1.5, spread))
    assert found.sd == pytest.approx(NINETEEN.std())


def test_many_at_once_give_what_each_gives():
    rng = np.random.default_rng(2)
    estimates, placebos, spent = rng.normal(size=6), rng.normal(size=(6, 19)), rng.uniform(1, 8, size=6)
    t, df, p = placebo_t(estimates, placebos, spent=spent)
    each = [placebo_test(e, row, spent=s) for e, row, s in zip(estimates, placebos, spent, strict=True)]
    np.testing.assert_allclose(np.column_stack([t, df, p]), [(r.t, r.df, r.t_p) for r in each])


def test_no_spread_no_t():
    found = placebo_test(1.0, np.zeros(20))
    assert (found.t, found.t_p, found.low, found.high) == (None, None, None, None)
    assert (found.p, found.sd) == (1 / 21, 0.0)


def test_t_rejects_a_true_null_as_often_as_it_says():
    rng = np.random.default_rng(3)
    draws = rng.normal(size=(4000, 21))
    rejected = np.mean([placebo_test(float(d[0]), d[1:]).t_p <= 0.05 for d in draws])
    assert 0.035 < rejected < 0.065


def test_equal_weights_average_over_all_their_periods():
    np.testing.assert_allclose(periods_averaged(np.array([[0.25] * 4, [1, 0, 0, 0]])), [4, 1])


def test_volumes_alike_change_nothing():
    np.testing.assert_allclose(scale_by_volume(NINETEEN, np.full(19, 7.0), 7.0), NINETEEN)


def test_rates_over_few_requests_are_shrunk_to_the_treated_volume():
    rng = np.random.default_rng(4)
    volumes = rng.uniform(20, 2000, size=400)
    placebos = rng.normal(size=400) * np.sqrt(0.01 + 25 / volumes)
    scaled = scale_by_volume(placebos, volumes, 500.0)
    few, many = volumes < 200, volumes > 1000
    assert placebos[few].std() > 1.5 * placebos[many].std()
    assert scaled[few].std() == pytest.approx(scaled[many].std(), rel=0.25)
    assert scaled.std() == pytest.approx(np.sqrt(0.01 + 25 / 500), rel=0.15)
