"""Bounds of a share: the truth always inside, both ends reached, nothing narrower."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcee_eval.errors import BadParameter, BadTable
from mcee_eval.metrics.share_bounds import share_bounds

ANSWERS = ("yes", "no", "not_recorded")


def frame(rows) -> pd.DataFrame:
    answers, belongs = zip(*rows, strict=True) if rows else ((), ())
    return pd.DataFrame({"raised": pd.Series(answers, dtype="str"), "led": pd.array(belongs, dtype="boolean")})


def worlds(rows):
    """Every share that some filling of the gaps gives."""
    options = []
    for answer, belongs in rows:
        answers = (answer,) if answer != "not_recorded" else ("yes", "no")
        members = (belongs,) if belongs is not None else (True, False)
        options.append(list(itertools.product(answers, members)))
    for world in itertools.product(*options):
        inside = [a for a, m in world if m]
        if inside:
            yield inside.count("yes") / len(inside)


def test_not_recorded_counts_as_no_and_then_as_yes():
    table = frame([("yes", True)] * 3 + [("no", True)] * 5 + [("not_recorded", True)] * 2)
    found = share_bounds(table, answer="raised")
    assert (found.yes, found.no, found.unknown, found.n) == (3, 5, 2, 10)
    assert (found.low, found.high) == (0.3, 0.5)
    assert found.recorded == 0.8
    assert found.notes == ()


def test_complete_records_give_one_number():
    found = share_bounds(frame([("yes", True), ("no", True), ("no", False)]), answer="raised", belongs="led")
    assert found.low == found.high == 0.5


def test_nobody_recorded_says_nothing():
    found = share_bounds(frame([("not_recorded", True)] * 4), answer="raised")
    assert (found.low, found.high, found.recorded) == (0.0, 1.0, 0.0)


def test_without_rows_there_is_no_share():
    for rows in ([], [("yes", False)], [("yes", None)]):
        found = share_bounds(frame(rows), answer="raised", belongs="led")
        assert (found.n, found.low, found.high, found.recorded) == (0, None, None, None)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(ANSWERS), st.sampled_from((True, False, None))), min_size=1, max_size=6))
def test_every_world_lies_inside_and_both_ends_are_reached(rows):
    found = share_bounds(frame(rows), answer="raised", belongs="led")
    if found.n:
        shares = list(worlds(rows))
        assert min(shares) == pytest.approx(found.low)
        assert max(shares) == pytest.approx(found.high)


def test_who_leads_is_unknown_widens_the_bounds():
    rows = [("yes", True), ("no", True)]
    narrow = share_bounds(frame(rows), answer="raised", belongs="led")
    wide = share_bounds(frame([*rows, ("yes", None), ("no", None)]), answer="raised", belongs="led")
    assert (narrow.low, narrow.high) == (0.5, 0.5)
    assert (wide.low, wide.high) == (pytest.approx(1 / 3), pytest.approx(2 / 3))
    assert wide.notes == ("membership_not_recorded",)


def test_any_other_answer_is_not_recorded():
    table = pd.DataFrame({"state": ["reported", "partial", None, "not_defined"]})
    found = share_bounds(table, answer="state", yes=("reported",), no=("not_defined",))
    assert (found.yes, found.no, found.unknown) == (1, 1, 2)
    assert found.numbers() == {"n": 4, "yes": 1, "no": 1, "unknown": 2, "unsure": 0, "bounds": [0.25, 0.75]}


def test_the_input_is_untouched_and_its_order_is_nothing():
    table = frame([("yes", None), ("no", True), ("not_recorded", True), ("yes", True)])
    kept = table.copy(deep=True)
    one = share_bounds(table, answer="raised", belongs="led")
    two = share_bounds(table.iloc[::-1].reset_index(drop=True), answer="raised", belongs="led")
    pd.testing.assert_frame_equal(table, kept)
    assert one == two


def test_refusals():
    with pytest.raises(BadTable, match="raised"):
        share_bounds(frame([("yes", True)]), answer="raise")
    with pytest.raises(BadParameter, match="both"):
        share_bounds(frame([("yes", True)]), answer="raised", no=("yes",))


def test_a_unit_is_yes_where_one_row_is_and_no_where_all_are():
    rows = pd.DataFrame({"project": list("aabbccd"), "answer": ["yes", None, "no", None, "no", "no", None]})
    found = share_bounds(rows, answer="answer", unit="project")
    assert (found.yes, found.no, found.unknown) == (1, 1, 2)
