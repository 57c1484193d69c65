"""The theory link by link: standing from states, the weakest link named, propositions that speak against a link."""

from __future__ import annotations

import pytest
from records_made import OPEN, READS, records

from mcee_eval.findings.contribution import THEORY, Standing, Step, contribution, standing
from mcee_eval.findings.from_records import conclusions
from mcee_eval.findings.strength import Strength
from mcee_eval.judge.verdict import State
from mcee_eval.words.catalogue import catalogue

YES, NO, MIXED, UNKNOWN = State.SUPPORTED, State.NOT_SUPPORTED, State.MIXED, State.CANNOT_CONCLUDE


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([YES], Standing.HOLDS), ([YES, YES], Standing.HOLDS), ([YES, UNKNOWN], Standing.IN_PART),
        ([YES, None], Standing.IN_PART), ([YES, NO], Standing.IN_PART), ([MIXED], Standing.IN_PART),
        ([NO], Standing.BROKEN), ([NO, UNKNOWN], Standing.BROKEN), ([UNKNOWN], Standing.UNTESTED),
        ([None], Standing.UNTESTED), ([], Standing.UNTESTED),
    ],
)  # fmt: skip
def test_a_link_stands_as_its_propositions_do(states, expected):
    assert standing(states) is expected


def rated(finding: str, overall: int) -> Strength:
    return Strength(finding, {}, overall, "", (), False)


THREE = (Step("first", ("1a",)), Step("second", ("1b",), ("4c",)), Step("third", ("4a", "4b")))


def chain(states, strengths=()):
    return contribution(conclusions(records(states), READS), strengths, THREE)


def test_every_link_holds():
    found = chain({"1a": "supported", "1b": "supported", "4c": "not_supported", "4a": "supported", "4b": "supported"})
    assert [link.standing for link in found.links] == [Standing.HOLDS] * 3
    assert found.weakest is None
    assert found.story_holds


def test_a_proposition_against_a_link_is_turned():
    found = chain({"1b": "supported", "4c": "supported"})
    assert found.links[1].standing is Standing.IN_PART
    assert found.links[1].states["4c"] is State.SUPPORTED  # told as it is, counted the other way


def test_the_first_of_the_worst_is_the_weakest():
    found = chain({"1a": OPEN, "4a": "not_supported", "4b": "not_supported", "4c": "not_supported"})
    assert found.weakest.step.code == "third"  # broken is worse than untested
    assert chain({"1a": OPEN, "4a": OPEN, "4b": OPEN}).weakest.step.code == "first"
    assert not found.story_holds


def test_a_link_is_rated_by_the_least_of_its_findings():
    found = chain({}, [rated("1", 4), rated("4", 2)])
    assert [link.rating for link in found.links] == ["strong", "limited", "limited"]
    assert [link.rating for link in chain({}).links] == ["", "", ""]


def test_the_theory_is_written_and_speaks_of_propositions_there_are():
    texts = catalogue()
    for step in THEORY:
        assert {f"f8.theory.{step.code}.{part}" for part in ("link", "assumption", "rival")} <= set(texts)
        assert f"code.f8_step_{step.code}" in texts
        assert [p for p in step.propositions if f"proposition.{p}" not in texts] == []
    assert len({s.code for s in THEORY}) == len(THEORY) == 8
