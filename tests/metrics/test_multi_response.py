"""Several answers a unit: shares of units, zeros kept, nothing normalised, nothing undeclared let through."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcee_eval.errors import BadTable
from mcee_eval.metrics.multi_response import multi_response

AREAS = ("a", "b", "c")


def told(pairs, units=("x", "y", "z")):
    frame = pd.DataFrame(pairs, columns=["unit", "area"])
    return multi_response(frame, unit="unit", category="area", units=units, categories=AREAS)


def test_shares_are_of_units_and_add_up_to_more_than_one():
    found = told([("x", "a"), ("x", "b"), ("y", "a"), ("y", "b"), ("z", "a")])
    assert found.frame["units"].tolist() == [3, 2, 0]
    assert found.frame["share"].tolist() == pytest.approx([1, 2 / 3, 0])
    assert (found.units, found.mentions, found.without) == (3, 5, ())
    assert found.mean == pytest.approx(5 / 3)


def test_a_unit_without_an_answer_is_named_and_counts_below_the_line():
    found = told([("x", "a"), ("z", "a")])
    assert found.without == ("y",)
    assert found.frame["share"].tolist()[0] == pytest.approx(2 / 3)


def test_nobody_asked_gives_no_share():
    found = told([], units=())
    assert (found.mean, found.frame["share"].tolist()) == (0.0, [0.0, 0.0, 0.0])


@pytest.mark.parametrize(
    ("pairs", "said"),
    [([("q", "a")], "unit 'q'"), ([("x", "other")], "area 'other'"), ([("x", "a"), ("x", "a")], "told twice")],
)
def test_what_is_not_declared_is_refused(pairs, said):
    with pytest.raises(BadTable, match=said):
        told(pairs)


@given(st.sets(st.tuples(st.sampled_from("xyz"), st.sampled_from(AREAS))))
def test_counts_add_up_to_the_mentions_and_the_input_is_left_alone(pairs):
    frame = pd.DataFrame(sorted(pairs), columns=["unit", "area"])
    kept = frame.copy(deep=True)
    found = multi_response(frame, unit="unit", category="area", units="xyz", categories=AREAS)
    assert sum(found.numbers()["count"]) == found.mentions == len(pairs)
    assert len(found.without) == 3 - len({u for u, _ in pairs})
    assert found.mean == pytest.approx(sum(found.numbers()["share"]))
    pd.testing.assert_frame_equal(frame, kept)
