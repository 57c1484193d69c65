"""Bounds as three parts: they add up as printed, nothing is given as one number, no record is a mark."""

from __future__ import annotations

import pandas as pd
import pytest

from mcee_eval.frames.frame import About, framed
from mcee_eval.metrics.share_bounds import bounds_by, share_reaching
from mcee_eval.release.measured import measured
from mcee_eval.release.models.bounds import PARTS

KNOWN = About("talks", ("talk",), {"raised": "code"}, provenance="synthetic")


def found(yes: int, no: int, unknown: int, **roles: str):
    answers = ["yes"] * yes + ["no"] * no + ["not_recorded"] * unknown
    frame = framed(pd.DataFrame({"raised": answers, "lead": "A", "told": "yes"}, dtype="str"), KNOWN).of(**roles)
    return measured(bounds_by, [frame], {"answer": "raised", "by": "lead", "every": "all"}, frame.about, "public")


@pytest.mark.parametrize("counts", [(1, 1, 1), (2, 3, 2), (0, 1, 6), (5, 0, 0), (1, 5, 0), (7, 11, 13)])
def test_the_parts_add_up_to_the_whole_as_printed(counts):
    told = found(*counts).shown()
    parts = [round(100 * told.cells(p)[0].value) for p in PARTS]
    assert sum(parts) == 100
    assert parts[0] + parts[1] == round(100 * told.cells("at_most")[0].value)
    assert told.cells("n")[0].value == sum(counts)
    assert [round(100 * c.value, 6) % 1 for p in PARTS for c in told.cells(p)[:1]] == [0, 0, 0]


def test_without_a_row_there_is_a_mark_and_no_number():
    none = found(0, 0, 0)
    assert all(none.shown().cells(p)[-1].mark == "not_estimable" for p in (*PARTS, "at_most", "recorded"))
    assert not none["all"]
    assert not none.quoted(a="A", b="B")


def test_a_group_is_judged_by_its_exact_ends_and_quoted_in_whole_per_cent():
    one = found(1, 1, 1)["A"]
    assert (one.cell.low, one.cell.high) == (1 / 3, 2 / 3)
    assert (one.beside["low"].value, one.beside["high"].value) == (0.33, 0.67)
    assert found(1, 1, 1).recorded("raised", "told").cells("told")[0].value == 1
    assert found(1, 1, 1).quoted(a="A")["a_high"].value == 0.67


def test_bounds_of_few_persons_are_not_told():
    told = found(2, 1, 1, raised="persons").shown()
    assert all(told.cells(p)[0].mark for p in ("n", *PARTS, "at_most"))


def test_how_many_reach_a_number_that_is_known_between_two():
    counts = pd.DataFrame({"sure": [2, 0, 0, 3], "possible": [2, 1, 5, 4]})
    told = share_reaching(counts, low="sure", high="possible", least=2)
    assert (told.yes, told.no, told.unknown, told.low, told.high) == (2, 1, 1, 0.5, 0.75)
