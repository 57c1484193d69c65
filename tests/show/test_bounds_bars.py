"""Bounds as three parts: they add up as printed, nothing is given as one number, no record is a mark."""

from __future__ import annotations

import pandas as pd
import pytest

import mcee_eval as mcee
from mcee_eval.metrics.share_bounds import share_bounds
from mcee_eval.show.bounds import PARTS, bounds_table, ends


@pytest.fixture(scope="module")
def context():
    return mcee.study("f3")._context()


def found(yes: int, no: int, unknown: int):
    answers = ["yes"] * yes + ["no"] * no + ["not_recorded"] * unknown
    return share_bounds(pd.DataFrame({"raised": pd.Series(answers, dtype="str")}), answer="raised")


@pytest.mark.parametrize("counts", [(1, 1, 1), (2, 3, 2), (0, 1, 6), (5, 0, 0), (1, 5, 0), (7, 11, 13)])
def test_the_parts_add_up_to_the_whole_as_printed(context, counts):
    table = bounds_table(context, [("row", found(*counts))])
    parts = [round(100 * table.cells[p][0].value) for p in PARTS]
    assert sum(parts) == 100
    assert parts[0] + parts[1] == round(100 * table.cells["at_most"][0].value)
    assert table.cells["n"][0].value == sum(counts)
    assert [round(100 * c.value, 6) % 1 for p in PARTS for c in table.cells[p]] == [0, 0, 0]


def test_without_a_row_there_is_a_mark_and_no_number(context):
    table = bounds_table(context, [("row", found(0, 0, 0))])
    assert all(table.cells[p][0].mark == "not_estimable" for p in (*PARTS, "at_most", "recorded"))
    assert [c.mark for c in ends(None)] == ["not_estimable", "not_estimable"]
