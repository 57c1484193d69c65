"""The conclusions from records: each state of 8a and 8b, planted; never typed, never from an estimate alone."""

from __future__ import annotations

import pytest
from records_made import OPEN, READS, gathered, records
from test_evidence_matrix import items

from mcee_eval.findings.conclusions import conclude, incentive, judge, measure
from mcee_eval.findings.evidence_matrix import Fit, weigh
from mcee_eval.findings.from_records import conclusions
from mcee_eval.findings.strength import strength
from mcee_eval.judge.verdict import State
from mcee_eval.settings import settings

SETTINGS = settings()
ALL_TOLD = dict.fromkeys(("1a", "1b", "4a", "4b", "4c", "4d"), "supported")
WORKS = {"4a": "supported", "4b": "supported", "4c": "supported", "4d": "supported"}
NOT = "not_supported"


@pytest.fixture(scope="module")
def whole():
    return measure(gathered(), SETTINGS)


def told(states=None, **more):
    return conclusions(records(states, **more), READS)


def eight_a(states=None, **more):
    return incentive(told(states, **more))


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ({}, State.CANNOT_CONCLUDE),  # as reported: not delivered, nothing attributed
        (WORKS, State.SUPPORTED),
        (WORKS | {"4c": NOT}, State.CANNOT_CONCLUDE),  # an estimate, and nothing delivered
        (WORKS | {"4c": OPEN}, State.CANNOT_CONCLUDE),  # nobody knows whether it was
        (WORKS | {"4c": "mixed"}, State.CANNOT_CONCLUDE),
        (WORKS | {"4a": NOT, "4b": NOT, "4d": NOT}, State.NOT_SUPPORTED),  # tested, no effect
        (WORKS | {"4b": NOT, "4d": NOT}, State.NOT_SUPPORTED),  # better, for other reasons
        (WORKS | {"4a": NOT}, State.MIXED),  # better than without it, and no better than before
        (WORKS | {"4a": OPEN}, State.SUPPORTED),  # 4b asks more than 4a
        (WORKS | {"4b": OPEN}, State.CANNOT_CONCLUDE),
        (WORKS | {"4d": OPEN}, State.CANNOT_CONCLUDE),
        (WORKS | {"4b": "mixed"}, State.CANNOT_CONCLUDE),
    ],
)
def test_an_incentive_that_was_not_delivered_was_not_tested(states, expected):
    found = eight_a(states)
    assert found.state is expected
    assert found.headline
    assert bool(found.settle) == (expected is State.CANNOT_CONCLUDE)


def test_what_would_settle_it_is_what_is_open():
    assert eight_a().settle == ("incentive_delivered", "incentive_compared")
    assert eight_a(WORKS | {"4b": OPEN}).settle == ("incentive_compared",)
    assert eight_a(WORKS | {"4d": OPEN}).settle == ("incentive_delivered",)


def test_a_finding_without_a_record_leaves_it_open():
    found = eight_a(ALL_TOLD, without=("f4",))
    assert found.state is State.CANNOT_CONCLUDE
    assert [r.passed for r in found.reasons] == [None, None, None]


def eight_b(states=None, evidence=None, **more):
    rows = evidence or [("documents", "a", 1), ("interviews", "b", 1), ("removals_data", "c", 1)]
    matrix = tuple(weigh(items(*rows, finding=f), f, SETTINGS) for f in "1234567")
    return conclude(told(states, **more), matrix, SETTINGS)[1]


def test_enough_propositions_told_on_lines_that_agree():
    found = eight_b(ALL_TOLD)
    assert found.state is State.SUPPORTED
    assert {r.code: r.passed for r in found.reasons} == dict.fromkeys(("complete", "told", "lines", "steady"), True)


def test_too_few_propositions_told():
    found = eight_b({"1b": OPEN, "4a": OPEN, "4b": OPEN})
    reason = next(r for r in found.reasons if r.code == "told")
    assert (reason.passed, reason.values["n"], reason.values["of"]) == (False, 2, 6)
    assert found.state is State.MIXED


@pytest.mark.parametrize(("opened", "passed"), [((), True), (("4b",), True), (("4b", "4d"), False)])
def test_the_threshold_is_four_in_five(opened, passed):
    found = eight_b(ALL_TOLD | dict.fromkeys(opened, OPEN))
    assert next(r.passed for r in found.reasons if r.code == "told") is passed


def test_a_finding_that_did_not_complete_is_told_and_leaves_it_open():
    found = eight_b(ALL_TOLD, without=("f6",))
    assert found.state is State.CANNOT_CONCLUDE
    assert found.settle == ("runs_completed",)
    first = found.reasons[0]
    assert (first.passed, first.values) == (None, {"n": 7, "of": 8})
    assert told(ALL_TOLD, without=("f6",)).missing == ("f6",)


def test_evidence_on_one_line_is_not_enough():
    found = eight_b(ALL_TOLD, evidence=[("documents", "a", 1), ("documents", "b", 1)])
    assert {r.code: r.passed for r in found.reasons if r.code in ("lines", "steady")} == {
        "lines": False, "steady": False,
    }  # fmt: skip
    assert found.state is State.MIXED


def test_a_conflict_that_one_line_decides_is_not_steady():
    rows = [("documents", f, 1) for f in "abc"] + [("interviews", "d", -1), ("removals_data", "e", 1)]
    found = eight_b(ALL_TOLD, evidence=rows)
    assert {r.code: r.passed for r in found.reasons} == {
        "complete": True, "told": True, "lines": True, "steady": False,
    }  # fmt: skip


def test_without_evidence_nothing_is_said_of_it():
    found = conclude(told(ALL_TOLD), (), SETTINGS)[1]
    assert {r.code: r.passed for r in found.reasons if r.code in ("lines", "steady")} == {"lines": None, "steady": None}
    assert found.state is State.CANNOT_CONCLUDE
    assert found.settle == ("evidence_register",)


def test_it_judges_what_it_measured(whole):
    assert judge(whole, SETTINGS) == whole.verdicts
    assert [v.proposition for v in whole.verdicts] == ["8a", "8b"]
    assert [v.state for v in whole.verdicts] == [State.CANNOT_CONCLUDE, State.MIXED]


def test_the_same_data_with_other_records_concludes_otherwise(whole):
    assert conclude(told(WORKS), whole.matrix, SETTINGS)[0].state is State.SUPPORTED
    assert conclude(told(WORKS, without=("f4",)), whole.matrix, SETTINGS)[0].state is State.CANNOT_CONCLUDE


def test_planted_conflict_in_the_evidence_is_seen(whole):
    turned = gathered().evidence.copy()
    rows = (turned["finding"] == "4") & (turned["line"] == "removals_data")
    turned.loc[rows, "direction"] = -1
    after = weigh(turned, "4", SETTINGS)
    assert whole.matrix[3].fits["removals_data"] is Fit.CONVERGE
    assert after.fits["removals_data"] is Fit.CONFLICT
    rated = strength(after, told().finding("f4"))
    assert rated.ratings["triangulation"] < whole.strengths[3].ratings["triangulation"]


def test_an_unknown_state_is_refused():
    broken = records()
    broken["f4"]["verdicts"][0]["state"] = "probably"
    with pytest.raises(ValueError, match="probably"):
        conclusions(broken, READS)
