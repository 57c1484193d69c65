"""The smallest effect a future series would show: its power is what was asked for, and more quarters show less."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from mcee_eval.errors import BadParameter, TooFewPeriods
from mcee_eval.metrics.before_after import rate_ratio
from mcee_eval.metrics.planned_effect import smallest_difference, smallest_ratio

STEADY = [40, 44, 38, 41, 39, 43, 37, 42]


def test_the_test_that_would_be_run_sees_it_as_often_as_said():
    found = smallest_ratio(STEADY, periods=4)
    rng = np.random.default_rng(11)
    mean = sum(STEADY)
    seen = 0
    for before, after in zip(rng.poisson(mean, 600), rng.poisson(mean / 2 * found.value, 600), strict=True):
        seen += rate_ratio(int(after), 4.0, int(before), 8.0).ratio.low > 1
    assert seen / 600 == pytest.approx(0.8, abs=0.05)
    assert found.n == mean


def test_more_quarters_show_a_smaller_effect_and_never_none():
    after = [smallest_ratio(STEADY, periods=k).value for k in (4, 8, 12)]
    assert after[0] > after[1] > after[2] > 1


def test_a_series_that_swings_asks_for_more():
    swinging = [10, 80, 12, 70, 15, 60, 20, 57]
    assert sum(swinging) == sum(STEADY)
    assert smallest_ratio(swinging, periods=8).value > smallest_ratio(STEADY, periods=8).value


def test_a_series_that_only_follows_its_requests_does_not_swing():
    asked = [100, 800, 120, 700, 150, 600, 200, 570]
    issued = [10, 80, 12, 70, 15, 60, 20, 57]  # one in ten throughout
    steady = smallest_ratio(issued, periods=8, exposure=asked).value
    assert steady < smallest_ratio(issued, periods=8).value
    assert steady == pytest.approx(smallest_ratio([sum(issued) / 8] * 8, periods=8).value)


def test_more_power_asks_for_more():
    assert smallest_ratio(STEADY, periods=8, power=0.9).value > smallest_ratio(STEADY, periods=8).value


def test_what_no_series_could_show_is_refused():
    with pytest.raises(TooFewPeriods):
        smallest_ratio([0, 1, 0, 0], periods=1)
    with pytest.raises(TooFewPeriods):
        smallest_ratio([5, 5, 5], periods=4)
    with pytest.raises(BadParameter, match="periods"):
        smallest_ratio(STEADY, periods=0)


@pytest.mark.parametrize("n", [12, 40, 150])
def test_a_share_is_told_from_the_declared_one_with_the_power_asked_for(n):
    found = smallest_difference(n, share=0.5)
    least = next(k for k in range(n + 1) if binom.sf(k - 1, n, 0.5) <= 0.025)
    assert binom.sf(least - 1, n, 0.5 + found.value) == pytest.approx(0.8)
    assert found.n == n


def test_more_records_tell_smaller_differences():
    found = [smallest_difference(n, share=0.5).value for n in (10, 40, 160, 640)]
    assert found == sorted(found, reverse=True)


def test_too_few_records_are_refused_with_the_number_needed():
    with pytest.raises(TooFewPeriods) as caught:
        smallest_difference(5, share=0.5)
    assert caught.value.need == 6
    assert smallest_difference(6, share=0.5).value > 0.4
