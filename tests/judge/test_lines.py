"""Lines of evidence: each answer where the number lies beyond the bar, on it, across it, or is not known."""

from __future__ import annotations

import pandas as pd
import pytest

from mcee_eval.frames.frame import About, framed
from mcee_eval.judge.bars import above, answers, below, contrary, equal, every, little_gained, near, rises
from mcee_eval.judge.carried import follows, holds, shortfalls, silent, tried, unanswered
from mcee_eval.judge.classes import classed
from mcee_eval.judge.lines import settled
from mcee_eval.judge.verdict import State, Verdict, Word
from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.counts import release_counts
from mcee_eval.release.told import Fact, Refusal

BARS = {"bar": 0.5, "envelope": 21e6, "slack": 5e5, "ceiling": 3e6, "thirteen": 13}.__getitem__

PASSED = {Word.FOR: True, Word.AGAINST: False}


def spoken(line):
    """True where the line speaks for, False against, None where it is silent or mixed."""
    return PASSED.get(line.reason(BARS).says)


def fact(value, low=None, high=None):
    return Fact("x", marked("suppressed") if value is None else Cell(value, low, high))


@pytest.mark.parametrize(
    ("number", "over", "reached"),
    [
        (fact(0.6, 0.51, 0.7), True, True), (fact(0.6, 0.5, 0.7), None, True), (fact(0.5, 0.5, 0.5), False, True),
        (fact(0.6, 0.4, 0.7), None, None), (fact(0.4, 0.3, 0.5), False, None), (fact(0.4, 0.3, 0.49), False, False),
        (fact(0.6), True, True), (fact(None), None, None), (Refusal("E133"), None, None),
    ],
)  # fmt: skip
def test_above_a_bar(number, over, reached):
    assert spoken(above("c", number, bar="bar")) is over
    assert spoken(above("c", number, bar="bar", at_least=True)) is reached
    mirror = {True: False, False: True, None: None}
    assert spoken(below("c", number, bar="bar", at_most=True)) is mirror[over]
    assert spoken(below("c", number, bar="bar")) is mirror[reached]


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (fact(21e6, 21e6, 21e6), True), (fact(20.8e6, 20.8e6, 20.8e6), True),
        (fact(18.05e6, 18.05e6, 18.05e6), False),
        (fact(22e6, 22e6, None), False), (fact(19e6, 19e6, None), None), (Refusal("not_given"), None),
    ],
)  # fmt: skip
def test_a_total_near_the_envelope(number, told):
    assert spoken(near("c", number, bar="envelope", slack="slack")) is told


def projects(*values):
    about = About("projects", ("project",), {"project": "code", "value": "things"}, provenance="published")
    frame = framed(pd.DataFrame({"project": [f"M{i}" for i in range(len(values))], "value": values}), about)
    return release_counts(frame, ["value"], audience="public")


def test_classes_by_declared_bounds():
    told = classed(
        projects(249_999, 250_000, 3e6, 3_000_001, None), "value", prefix="size_", small=fact(250_000), large=fact(3e6)
    )
    assert list(told.dims["class"]) == ["size_small", "size_large", "size_large", "size_above", "size_unknown"]


def test_the_other_lines():
    assert spoken(equal("c", fact(13), bar="thirteen")) is True
    assert spoken(equal("c", fact(12), bar="thirteen")) is False
    assert spoken(every("c", Cell(12.0), Cell(13.0), slots=("fits", "of"))) is False
    assert spoken(every("c", Cell(13.0), Cell(13.0), slots=("fits", "of"))) is True
    assert spoken(every("c", Cell(0.0), Cell(0.0), slots=("fits", "of"))) is None
    assert [spoken(holds("c", x)) for x in (True, False, None)] == [True, False, None]
    assert spoken(silent("c")) is None
    states = [State.SUPPORTED, State.CONTRADICTED, State.MIXED, State.INCONCLUSIVE]
    assert [spoken(follows("c", s)) for s in states] == [True, False, None, None]


@pytest.mark.parametrize(
    ("ratio", "told"),
    [(fact(1.5, 1.1, 2), True), (fact(1, 0.9, 1.2), None), (fact(0.4, 0.3, 0.49), False), (Refusal("E133"), None)],
)
def test_a_ratio_that_rises(ratio, told):
    assert spoken(rises("c", ratio, least="bar")) is told


def test_answers_of_several_readings():
    told = answers([fact(0.4, 0.3, 0.7), fact(0.6, 0.5, 0.7), fact(0.1, 0.1, 0.2), fact(None)], bar=fact(0.5))
    assert {k: c.value for k, c in told.items()} == {"n": 4, "met": 1, "failed": 1, "open": 2, "bar": 0.5}


def test_what_would_settle_it_follows_the_open_lines():
    written = {"a": ["first"], "1a": ["every"], "b": []}

    def settle(*codes: str) -> tuple[str, ...]:
        lines = [holds("passed", True), *(silent(c) for c in codes)]
        return settled(lines, [x.reason(BARS) for x in lines], written, "1a")

    assert [settle("a"), settle("b"), settle("c"), settle("c", "a")] == [
        ("first",), (), ("every",), ("first", "every"),
    ]  # fmt: skip


YES, NO, OPEN = State.CONTRADICTED, State.SUPPORTED, State.INCONCLUSIVE


@pytest.mark.parametrize(
    ("states", "wording"),
    [((YES, NO), "certain"), ((NO, NO), "whole"), ((YES, YES), "none"), ((NO, OPEN), "open"), ((YES, OPEN), "open")],
)
def test_the_wording_that_the_aspects_bear(states, wording):
    told = shortfalls([Verdict(str(i), s, ()) for i, s in enumerate(states)])
    assert [k for k, v in told.items() if v == "yes"] == [f"wording_{wording}"]
    assert told["n"].value == told["short"].value + told["holds"].value + told["unknown"].value


@pytest.mark.parametrize(
    ("change", "told"),
    [(fact(0.0, -0.05, 0.04), True), (fact(0.2, 0.06, 0.3), False), (fact(0.0, -0.1, 0.1), None),
     (fact(0.03, 0.01, 0.049), True), (Refusal("not_given"), None)],
)  # fmt: skip
def test_a_gain_below_the_margin_is_little(change, told):
    bars = {"margin": 0.1}.__getitem__
    change = change.named("x", before=Cell(0.5)) if isinstance(change, Fact) else change
    reason = little_gained("c", change, margin="margin", of="before").reason(bars)
    assert PASSED.get(reason.says) is told


def test_why_a_line_is_silent():
    said = [above("c", x, bar="bar").reason(BARS).says for x in (
        Refusal("not_given"), Refusal("not_here"), Refusal("suppressed"), Refusal("E133"), fact(0.5, 0.4, 0.6),
        Fact("x", Cell(0.5, 0.4, 0.6), bounded=True), fact(None),
    )]  # fmt: skip
    assert said == [
        Word.NOT_GIVEN, Word.NOT_HERE, Word.INCOMPLETE, Word.TOO_FEW, Word.TOO_FEW, Word.INCOMPLETE, Word.INCOMPLETE,
    ]  # fmt: skip


def test_the_mirror_says_the_contrary_and_keeps_its_silence():
    for number in (fact(0.6, 0.51, 0.7), fact(0.4, 0.3, 0.45), fact(0.5, 0.4, 0.6), Refusal("not_given")):
        line = above("c", number, bar="bar")
        assert contrary(line).reason(BARS).says is line.reason(BARS).says.mirror


def test_what_was_not_done_was_not_tried():
    outcome = "contradicted"
    for undone in ("supported", "mixed", "inconclusive", "not_examined", "no_record"):
        assert tried("c", undone, outcome, otherwise="not").reason(BARS).says is Word.NOT_TRIED
    assert tried("c", "contradicted", outcome, mirror=True, otherwise="not").reason(BARS).says is Word.FOR
    assert tried("c", "contradicted", outcome, otherwise="not").reason(BARS).says is Word.AGAINST


def test_nothing_can_be_concluded_unless_one_is_told():
    told = {s: unanswered("c", s).reason(BARS).says for s in ("supported", "mixed", "inconclusive", "no_record")}
    assert list(told.values()) == [Word.AGAINST, Word.FOR, Word.FOR, Word.NOT_GIVEN]
