"""Lines that stand before others: too few, too little known, too early; and how many must agree."""

from __future__ import annotations

import pytest

from mcee_eval.judge.bars import above
from mcee_eval.judge.enough import covered, enough, too_early
from mcee_eval.judge.verdict import Word
from mcee_eval.release.cell import Cell
from mcee_eval.release.told import Fact, Refusal

BARS = {"pairs": 6.0, "moved": 0.0, "negligible": 0.1, "half": 0.5}.__getitem__
MOVED = above("moved", Fact("estimate", Cell(0.2, 0.1, 0.3)), bar="moved", margin="negligible")


def n(value: float) -> Fact:
    return Fact("n", Cell(value))


@pytest.mark.parametrize(("ends", "told"), [((0.01, 0.3), True), ((-0.1, 0.09), False), ((-0.1, 0.2), None)])
def test_between_two_bars_is_neither(ends, told):
    line = above("moved", Fact("estimate", Cell(0.05, *ends)), bar="moved", margin="negligible")
    assert {Word.FOR: True, Word.AGAINST: False}.get(line.reason(BARS).says) is told


def test_few_are_not_judged():
    few = enough("few", n(5), bar="pairs", then=MOVED).reason(BARS)
    assert (few.code, few.says, few.values["n"].value, few.values["need"].value) == ("few", Word.TOO_FEW, 5, 6)
    assert enough("few", n(6), bar="pairs", then=MOVED).reason(BARS).code == "moved"
    assert enough("few", n(6), bar="pairs", then=MOVED, given=Refusal("E131")).reason(BARS).code == "few"
    assert enough("few", Refusal("not_given"), bar="pairs", then=MOVED).reason(BARS).code == "not_given"


def test_what_is_known_may_not_stand_for_the_rest():
    assert covered("coverage", n(2), n(5), bar="half").reason(BARS).says is Word.INCOMPLETE
    assert covered("coverage", n(3), n(5), bar="half").reason(BARS) is None
    assert covered("coverage", Refusal("x"), n(5), bar="half").reason(BARS) is None


@pytest.mark.parametrize(
    ("come", "of", "days", "code", "when", "says"),
    [(1, 4, ("2024-02-29", "2025-02-28"), "early", "2026-02-28", Word.FOR),
     (1, 4, ("2024-01-01",), "undated", None, Word.FOR), (2, 4, (), "due_enough", None, Word.AGAINST),
     (0, 0, (), "not_given", None, Word.TOO_FEW)],
)  # fmt: skip
def test_too_early_says_from_when(come, of, days, code, when, says):
    reason = too_early("early", n(come), n(of), days, bar="half", months=12, undated="undated").reason(BARS)
    assert (reason.code, reason.values.get("from"), reason.says) == (code, when, says)
