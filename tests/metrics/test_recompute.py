"""Named operations: known answers, bounds that hold every true value, and what is refused."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcee_eval.contracts import CONTRACTS
from mcee_eval.errors import BadParameter, NotFinite, ZeroExposure
from mcee_eval.metrics.recompute import OPERATIONS, recompute
from mcee_eval.results import Estimate


def exact(*values: float) -> list[Estimate]:
    return [Estimate(float(v)) for v in values]


def rounded(value: float, half: float) -> list[Estimate]:
    return [Estimate(value, value - half, value + half)]


@pytest.mark.parametrize(
    ("formula", "inputs", "value"),
    [
        ("growth", {"start": exact(64020), "end": exact(171900)}, 171900 / 64020 - 1),
        ("ratio", {"top": exact(2900), "base": exact(1380)}, 2900 / 1380),
        ("share", {"part": exact(10), "whole": exact(13)}, 10 / 13),
        ("sum", {"a": exact(10, 9), "b": exact(7)}, 26),
        ("difference", {"first": exact(3), "second": exact(6)}, 3),
        ("mean", {"n": exact(13), "a": exact(10, 9, 7, 7), "b": exact(4, 1, 0)}, 38 / 13),
        ("count", {"item": exact(1, 1, 1)}, 3),
        ("span", {"first": exact(2020), "last": exact(2025)}, 6),
        ("excess", {"value": exact(55), "others": exact(10, 50, 20)}, 5),
        ("revised", {"latest": exact(64010), "other": exact(64030)}, 64010),
        ("equals", {"value": exact(2019)}, 2019),
    ],
)
def test_known_answers(formula, inputs, value):
    found = recompute(formula, inputs)
    assert found.value == pytest.approx(value, abs=1e-12)
    assert found.low <= found.value <= found.high


def test_every_declared_formula_but_none_is_an_operation_and_the_other_way_round():
    assert set(CONTRACTS["claims"].column("formula").codes) - {"none"} == set(OPERATIONS)


def test_the_growth_of_claims_is_168_5_per_cent_and_rounding_does_not_bring_it_near_186():
    found = recompute("growth", {"start": rounded(64020, 2), "end": rounded(171900, 2)})
    assert round(100 * found.value, 1) == 168.5
    assert [round(100 * v, 1) for v in (found.low, found.high)] == [168.5, 168.5]


def test_a_revised_figure_is_the_latest_and_its_bounds_hold_every_release():
    found = recompute("revised", {"latest": rounded(143310, 2), "other": rounded(143770, 2)})
    assert (found.value, found.low, found.high) == (143310, 143308, 143772)


@pytest.mark.parametrize(
    ("formula", "names"),
    [
        ("growth", ("start", "end")), ("ratio", ("top", "base")), ("share", ("part", "whole")),
        ("sum", ("a", "b")), ("difference", ("first", "second")), ("mean", ("n", "a")), ("excess", ("value", "others")),
    ],
)  # fmt: skip
@given(
    values=st.tuples(st.floats(10, 1000), st.floats(10, 1000)),
    at=st.tuples(st.floats(-1, 1), st.floats(-1, 1)), half=st.floats(0, 5),
)  # fmt: skip
def test_the_bounds_hold_what_any_true_inputs_would_give(formula, names, values, at, half):
    seen = recompute(formula, {n: rounded(v, half) for n, v in zip(names, values, strict=True)})
    true = recompute(formula, {n: exact(v + half * t) for n, v, t in zip(names, values, at, strict=True)})
    assert seen.low - 1e-6 <= true.value <= seen.high + 1e-6


def test_exact_inputs_give_no_wider_bounds():
    for formula, inputs in (("sum", {"a": exact(1, 2)}), ("ratio", {"top": exact(3), "base": exact(2)})):
        found = recompute(formula, inputs)
        assert found.low == found.value == found.high


@pytest.mark.parametrize(
    ("formula", "inputs", "told"),
    [
        ("grwth", {"start": exact(1), "end": exact(2)}, "Did you mean 'growth'"),
        ("none", {}, "unknown operation"),
        ("growth", {"start": exact(1)}, "end: no such input"),
        ("growth", {"start": exact(1), "end": exact(2), "middle": exact(3)}, "middle: an input that is not known"),
        ("ratio", {"top": exact(1, 2), "base": exact(2)}, "top: 2 figures"),
        ("sum", {}, "no figure"),
        ("mean", {"a": exact(1)}, "n: no such input"),
        ("excess", {"value": exact(1), "others": []}, "excess over nothing"),
        ("span", {"first": exact(2025), "last": exact(2020)}, "ends before it begins"),
    ],
)
def test_what_is_not_an_operation_or_not_its_input_is_refused(formula, inputs, told):
    with pytest.raises(BadParameter, match=told):
        recompute(formula, inputs)


def test_every_problem_is_told_at_once():
    with pytest.raises(BadParameter) as refused:
        recompute("growth", {"beginning": exact(1)})
    assert len(refused.value.problems) == 3


@pytest.mark.parametrize(
    ("formula", "inputs"),
    [
        ("growth", {"start": exact(0), "end": exact(2)}),
        ("ratio", {"top": exact(1), "base": exact(0)}),
        ("ratio", {"top": exact(1), "base": rounded(2, 2)}),
        ("share", {"part": exact(1), "whole": exact(0)}),
        ("mean", {"a": exact(1), "n": exact(0)}),
    ],
)
def test_nothing_is_divided_by_nothing(formula, inputs):
    with pytest.raises(ZeroExposure):
        recompute(formula, inputs)


def test_a_number_that_is_none_is_refused():
    with pytest.raises(NotFinite):
        recompute("sum", {"a": exact(math.nan)})
