"""Counts of persons: 0 to 7 hidden, others to the nearest 5, at the boundaries and for any number."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcee_eval.errors import ReleaseRefused
from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.rule import PERSONS, THINGS, count_cell, round_half_up, whole_percent


@pytest.mark.parametrize(
    ("true", "value", "low", "high"),
    [
        (0, None, 0, 7), (1, None, 0, 7), (5, None, 0, 7),
        (6, None, 0, 7), (7, None, 0, 7), (8, 10, 8, 12), (12, 10, 8, 12), (13, 15, 13, 17), (17, 15, 13, 17),
        (18, 20, 18, 22), (1002, 1000, 998, 1002), (1003, 1005, 1003, 1007),
    ],
)  # fmt: skip
def test_the_boundaries(true, value, low, high):
    cell = count_cell(true, "persons")
    assert (cell.value, cell.low, cell.high, cell.mark) == (value, low, high, "" if value else "suppressed")


@given(st.integers(0, 10**7), st.sampled_from(sorted(PERSONS)))
def test_the_bounds_hold_the_truth_and_hide_it(true, unit):
    cell = count_cell(true, unit)
    assert cell.low <= true <= cell.high
    assert cell.value is None or cell.value % 5 == 0
    alike = [n for n in range(int(cell.low), int(cell.high) + 1) if count_cell(n, unit) == cell]
    assert alike == list(range(int(cell.low), int(cell.high) + 1))  # the bounds are exactly what prints the same
    assert len(alike) >= 2


@given(st.integers(0, 10**6), st.sampled_from(sorted(THINGS)))
def test_things_are_as_they_are(true, unit):
    assert count_cell(true, unit) == Cell(true, true, true)


@given(st.floats(0, 1))
def test_whole_per_cent(share):
    shown = whole_percent(share)
    assert abs(shown - share) <= 0.005 + 1e-12
    assert round(shown * 100) == pytest.approx(shown * 100)


@pytest.mark.parametrize(("share", "shown"), [(0.125, 0.13), (0.285, 0.29), (0.1249, 0.12), (-0.125, -0.13), (1, 1)])
def test_a_tie_goes_the_way_it_is_printed(share, shown):
    assert whole_percent(share) == shown


@pytest.mark.parametrize(
    ("value", "base", "rounded"), [(2.5, 5, 5), (7.4, 5, 5), (7.5, 5, 10), (0, 5, 0), (14, 10, 10)]
)
def test_rounding(value, base, rounded):
    assert round_half_up(value, base) == rounded


@pytest.mark.parametrize("value", [None, math.nan])
def test_missing_is_neither_zero_nor_suppressed(value):
    assert count_cell(value, "claims") == marked("missing")


@pytest.mark.parametrize("value", [-1, 2.5, -0.1])
def test_what_is_no_count_is_refused(value):
    with pytest.raises(ReleaseRefused, match="whole number"):
        count_cell(value, "claims")


def test_a_unit_without_a_rule_is_refused():
    with pytest.raises(ReleaseRefused, match="'people'"):
        count_cell(12, "people")


@pytest.mark.parametrize(
    "made", [lambda: Cell(None), lambda: Cell(3.0, mark="suppressed"), lambda: Cell(None, mark="?")]
)
def test_a_cell_has_a_value_or_a_known_mark(made):
    with pytest.raises(ReleaseRefused, match="either a value or a mark"):
        made()
