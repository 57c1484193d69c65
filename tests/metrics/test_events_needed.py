"""The number of events that would be needed, against the power it rests on."""

from __future__ import annotations

import pytest

from mcee_eval.errors import BadParameter, NoEvents
from mcee_eval.metrics.events_needed import events_needed
from mcee_eval.metrics.power import power_poisson


@pytest.mark.parametrize(("mean", "ratio"), [(12.0, 1.3), (0.5, 1.3), (3.0, 2.0), (6.0, 0.5)])
def test_so_many_are_enough_and_fewer_are_not(mean, ratio):
    n = events_needed(mean, ratio=ratio)
    assert power_poisson(n * mean, n * mean * ratio) >= 0.8
    assert power_poisson((n + 1) * mean, (n + 1) * mean * ratio) >= 0.8
    assert power_poisson(0.8 * n * mean, 0.8 * n * mean * ratio) < 0.8


def test_the_large_sample_formula_agrees():
    """z² (1 / x + 1 / (r x)) = log(r)², for x outcomes before."""
    from math import log

    before = (1.959964 + 0.841621) ** 2 * (1 + 1 / 1.3) / log(1.3) ** 2
    assert events_needed(2.0, ratio=1.3) == pytest.approx(before / 2, rel=0.05)


def test_a_larger_change_or_more_outcomes_need_fewer_events():
    assert events_needed(5.0, ratio=1.3) > events_needed(5.0, ratio=1.6) > events_needed(10.0, ratio=1.6)


def test_refusals():
    with pytest.raises(NoEvents):
        events_needed(0.0, ratio=1.3)
    for wrong in ({"ratio": 1.0}, {"ratio": -1.0}, {"ratio": 1.3, "power": 0.01}, {"ratio": 1.3, "alpha": 1.0}):
        with pytest.raises(BadParameter):
            events_needed(3.0, **wrong)
