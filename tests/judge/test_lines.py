"""Lines of evidence: each answer where the number lies beyond the bar, on it, across it, or is not known."""

from __future__ import annotations

import pandas as pd
import pytest

from mcee_eval.frames.frame import About, framed
from mcee_eval.judge.classes import classed
from mcee_eval.judge.lines import (
    above,
    answers,
    below,
    equal,
    every,
    follows,
    holds,
    near,
    none_above,
    rises,
    settled,
    shortfalls,
    silent,
)  # fmt: skip
from mcee_eval.judge.verdict import State, Verdict
from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.counts import release_counts
from mcee_eval.release.told import Fact, Refusal

BARS = {"bar": 0.5, "envelope": 21e6, "slack": 5e5, "ceiling": 3e6, "thirteen": 13}.__getitem__


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
    assert above("c", number, bar="bar").reason(BARS).passed is over
    assert above("c", number, bar="bar", at_least=True).reason(BARS).passed is reached
    mirror = {True: False, False: True, None: None}
    assert below("c", number, bar="bar", at_most=True).reason(BARS).passed is mirror[over]
    assert below("c", number, bar="bar").reason(BARS).passed is mirror[reached]


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (fact(21e6, 21e6, 21e6), True), (fact(20.8e6, 20.8e6, 20.8e6), True),
        (fact(18.05e6, 18.05e6, 18.05e6), False),
        (fact(22e6, 22e6, None), False), (fact(19e6, 19e6, None), None), (Refusal("not_given"), None),
    ],
)  # fmt: skip
def test_a_total_near_the_envelope(number, told):
    assert near("c", number, bar="envelope", slack="slack").reason(BARS).passed is told


def projects(*values):
    about = About("projects", ("project",), {"project": "code", "value": "things"}, provenance="published")
    frame = framed(pd.DataFrame({"project": [f"M{i}" for i in range(len(values))], "value": values}), about)
    return release_counts(frame, ["value"], audience="public")


@pytest.mark.parametrize(
    ("values", "passed", "over"),
    [((1e6, 3e6), True, 0), ((1e6, 3.1e6), False, 1), ((1e6, None), None, 0), ((3.1e6, None), False, 1)],
)
def test_no_row_above_a_ceiling(values, passed, over):
    reason = none_above("c", projects(*values), "value", bar="ceiling", rows="projects").reason(BARS)
    assert reason.passed is passed
    assert (reason.values["over"].value, reason.values["projects"].value) == (over, len(values))
    assert none_above("c", projects().where(project="none"), "value", bar="ceiling").reason(BARS).passed is None


def test_classes_by_declared_bounds():
    told = classed(
        projects(249_999, 250_000, 3e6, 3_000_001, None), "value", prefix="size_", small=fact(250_000), large=fact(3e6)
    )
    assert list(told.dims["class"]) == ["size_small", "size_large", "size_large", "size_above", "size_unknown"]


def test_the_other_lines():
    assert equal("c", fact(13), bar="thirteen").reason(BARS).passed is True
    assert equal("c", fact(12), bar="thirteen").reason(BARS).passed is False
    assert every("c", Cell(12.0), Cell(13.0), slots=("fits", "of")).reason(BARS).passed is False
    assert every("c", Cell(13.0), Cell(13.0), slots=("fits", "of")).reason(BARS).passed is True
    assert every("c", Cell(0.0), Cell(0.0), slots=("fits", "of")).reason(BARS).passed is None
    assert [holds("c", x).reason(BARS).passed for x in (True, False, None)] == [True, False, None]
    assert silent("c").reason(BARS).passed is None
    states = [State.SUPPORTED, State.NOT_SUPPORTED, State.MIXED, State.CANNOT_CONCLUDE]
    assert [follows("c", s).reason(BARS).passed for s in states] == [True, False, None, None]


@pytest.mark.parametrize(
    ("ratio", "told"),
    [(fact(1.5, 1.1, 2), True), (fact(1, 0.9, 1.2), None), (fact(0.4, 0.3, 0.49), False), (Refusal("E133"), None)],
)
def test_a_ratio_that_rises(ratio, told):
    assert rises("c", ratio, least="bar").reason(BARS).passed is told


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


YES, NO, OPEN = State.SUPPORTED, State.NOT_SUPPORTED, State.CANNOT_CONCLUDE


@pytest.mark.parametrize(
    ("states", "wording"),
    [((YES, NO), "certain"), ((NO, NO), "whole"), ((YES, YES), "none"), ((NO, OPEN), "open"), ((YES, OPEN), "open")],
)
def test_the_wording_that_the_aspects_bear(states, wording):
    told = shortfalls([Verdict(str(i), s, ()) for i, s in enumerate(states)])
    assert [k for k, v in told.items() if v == "yes"] == [f"wording_{wording}"]
    assert told["n"].value == told["short"].value + told["holds"].value + told["unknown"].value
