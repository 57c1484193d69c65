"""Ratings by their written rules, the cap of one line, and what the verdicts change."""

from __future__ import annotations

import pytest
from test_evidence_matrix import items

from mcee_eval.findings.evidence_matrix import weigh
from mcee_eval.findings.strength import strength
from mcee_eval.judge.verdict import State, Verdict
from mcee_eval.settings import settings


def rated(*rows, states=("supported",), finding="1", names=None):
    names = names or [f"{finding}{chr(97 + i)}" for i in range(len(states))]
    verdicts = [Verdict(n, State(s), ()) for n, s in zip(names, states, strict=True)]
    return strength(weigh(items(*rows, finding=finding), finding, settings()), verdicts)


FIVE = [
    ("documents", "a", 1), ("interviews", "b", 1), ("focus_groups", "c", 1), ("removals_data", "d", 1),
    ("claims_statistics", "e", 1),
]  # fmt: skip


def test_all_that_can_be_asked_for():
    found = rated(*FIVE)
    assert found.ratings == {
        "plausibility": 5, "uniqueness": 4, "triangulation": 5, "transparency": 5, "independence": 5,
    }  # fmt: skip
    assert (found.overall, found.word, found.weakest, found.capped) == (5, "very_strong", ("uniqueness",), False)


def test_one_line_is_never_above_limited():
    found = rated(*[("claims_statistics", f, 1) for f in "abcde"])
    assert found.ratings["plausibility"] == found.ratings["independence"] == found.ratings["transparency"] == 5
    assert (found.word, found.capped) == ("limited", True)


def test_testimony_alone_is_not_unique():
    assert rated(("interviews", "a", 1), ("focus_groups", "b", 1)).ratings["uniqueness"] == 1
    assert rated(("interviews", "a", 1), ("documents", "b", 1)).ratings["uniqueness"] == 2


@pytest.mark.parametrize(
    ("states", "transparency", "uniqueness"),
    [
        (("supported", "not_supported"), 5, 4), (("supported", "mixed", "cannot_conclude"), 4, 3),
        (("supported", "cannot_conclude"), 3, 3), (("supported", "cannot_conclude", "cannot_conclude"), 2, 3),
        (("cannot_conclude",), 1, 3), ((), 1, 3),
    ],
)  # fmt: skip
def test_what_can_be_told_is_what_is_transparent(states, transparency, uniqueness):
    found = rated(*FIVE, states=states)
    assert (found.ratings["transparency"], found.ratings["uniqueness"]) == (transparency, uniqueness)


@pytest.mark.parametrize(("state", "uniqueness"), [("supported", 5), ("not_supported", 5), ("cannot_conclude", 3)])
def test_rivals_set_apart(state, uniqueness):
    found = rated(*FIVE, finding="4", names=["4a", "4b"], states=("cannot_conclude", state))
    assert found.ratings["uniqueness"] == uniqueness


def test_a_conflict_holds_triangulation_down():
    rows = [*FIVE[:4], ("claims_statistics", "e", -1)]
    assert rated(*rows).ratings["triangulation"] == 2
    assert rated(*FIVE[:4]).ratings["triangulation"] == 5


@pytest.mark.parametrize(("against", "plausibility"), [(0, 5), (1, 3), (2, 1), (3, 3), (4, 5)])
def test_plausibility_is_how_far_families_point_one_way(against, plausibility):
    rows = [("documents", f"f{i}", 1 if i >= against else -1) for i in range(4)]
    assert rated(*rows).ratings["plausibility"] == plausibility


def test_nothing_at_all_is_weak():
    found = rated(states=())
    assert (found.overall, found.word) == (1, "weak")
