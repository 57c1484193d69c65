"""Two kinds of things: Welch's interval and the exact permutation test, against scipy."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from mcee_eval.errors import BadParameter, BadTable, ConstantSeries, NotFinite, TooFewPeriods
from mcee_eval.metrics.group_difference import MOST_SPLITS, group_difference

A, B = [0.52, 0.31, 0.44, 0.61, 0.38], [0.05, 0.12, -0.03, 0.2, 0.09, 0.14]


def frame(a=A, b=B) -> pd.DataFrame:
    return pd.DataFrame({"v": [*a, *b], "k": ["a"] * len(a) + ["b"] * len(b)})


def compared(made=None, **more):
    made = frame() if made is None else made
    return group_difference(made, **({"value": "v", "group": "k", "first": "a", "second": "b"} | more))


def test_against_scipy():
    found = compared()
    welch = stats.ttest_ind(A, B, equal_var=False)
    span = welch.confidence_interval(0.95)
    assert found.difference.value == pytest.approx(np.mean(A) - np.mean(B))
    assert (found.difference.low, found.difference.high) == pytest.approx((span.low, span.high))
    assert found.welch_p == pytest.approx(welch.pvalue)
    exact = stats.permutation_test(
        (A, B), lambda x, y: abs(np.mean(x) - np.mean(y)), permutation_type="independent", n_resamples=np.inf,
        alternative="greater",
    )  # fmt: skip
    assert found.permutation_p == pytest.approx(exact.pvalue)
    for part, values in ((found.first, A), (found.second, B)):
        inside = stats.t.interval(0.95, len(values) - 1, np.mean(values), stats.sem(values))
        assert (part.low, part.high) == pytest.approx(inside)
    assert found.numbers()["ci"] == pytest.approx([span.low, span.high])


def test_turned_round_the_sign_turns_and_nothing_else():
    one, two = compared(), compared(first="b", second="a")
    assert two.difference.value == pytest.approx(-one.difference.value)
    assert (two.permutation_p, two.welch_p) == pytest.approx((one.permutation_p, one.welch_p))


def test_the_whole_separation_of_small_groups_has_the_smallest_p_there_is():
    found = compared(frame([5.0, 6.0, 7.0], [1.0, 2.0, 3.0]))
    assert found.permutation_p == pytest.approx(2 / 20)
    assert compared(frame([1.0, 3.0], [1.0, 3.0, 2.0])).permutation_p == 1.0


def test_other_kinds_are_left_out():
    more = pd.concat([frame(), pd.DataFrame({"v": [99.0], "k": ["c"]})])
    assert compared(more).difference == compared().difference


def test_without_spread_there_is_a_gap_and_no_width():
    found = compared(frame([2.0, 2.0], [1.0, 1.0]))
    assert (found.difference.low, found.difference.value, found.difference.high) == (1.0, 1.0, 1.0)
    assert found.welch_p == 0.0


def test_too_many_splits_are_not_enumerated():
    rng = np.random.default_rng(3)
    found = compared(frame(rng.normal(size=12), rng.normal(size=12)))
    assert found.permutation_p is None
    assert found.notes == ("too_many_splits_to_enumerate",)
    assert MOST_SPLITS < 2_704_156


@pytest.mark.parametrize(
    ("made", "more", "error"),
    [
        (frame([1.0], [2.0, 3.0]), {}, TooFewPeriods),
        (frame([1.0, np.nan], [2.0, 3.0]), {}, NotFinite),
        (frame([1.0, 1.0], [1.0, 1.0]), {}, ConstantSeries),
        (frame(), {"second": "a"}, BadParameter),
        (frame(), {"level": 1.0}, BadParameter),
        (frame(), {"value": "w"}, BadTable),
    ],
)
def test_refusals(made, more, error):
    with pytest.raises(error):
        compared(made, **more)
