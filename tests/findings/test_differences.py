"""The report beside the run: how two conclusions stand to each other, and that nothing of the report is forgotten."""

from __future__ import annotations

import pytest
from records_made import OPEN, READS, records

from mcee_eval.findings.differences import REPORT, differences, relation
from mcee_eval.findings.from_records import conclusions
from mcee_eval.findings.rests_on import LESSONS, RECOMMENDATIONS
from mcee_eval.judge.verdict import State, Verdict
from mcee_eval.words.catalogue import catalogue

YES, NO, UNKNOWN = State.SUPPORTED, State.NOT_SUPPORTED, State.CANNOT_CONCLUDE


@pytest.mark.parametrize(
    ("report", "run", "expected"),
    [
        (YES, YES, "same"), (UNKNOWN, UNKNOWN, "same"), (YES, UNKNOWN, "run_open"), (UNKNOWN, YES, "report_open"),
        (YES, NO, "differs"), (YES, State.MIXED, "differs"), (YES, None, "missing"), (UNKNOWN, None, "missing"),
    ],
)  # fmt: skip
def test_how_two_conclusions_stand(report, run, expected):
    assert relation(report, run) == expected


def found(states=None, **more):
    told = conclusions(records(states, **more), READS)
    own = {"8a": Verdict("8a", UNKNOWN, ())}
    return {d.proposition: d for d in differences(told, own)}


def test_each_proposition_of_the_report_is_held_against_the_run():
    told = found()
    assert list(told) == sorted(REPORT)
    assert (told["1a"].relation, told["4b"].relation, told["8a"].relation) == ("same", "run_open", "same")
    assert told["8a"].finding == "f8"
    assert told["4b"].verdict.reasons[0].code == "donors"


def test_other_records_differ_otherwise():
    assert found({"4a": "supported"})["4a"].relation == "differs"
    assert found({"4d": "supported"})["4d"].relation == "report_open"
    assert found({"4a": OPEN})["4a"].relation == "run_open"


def test_a_finding_that_did_not_complete_is_not_compared():
    told = found(without=("f4",))
    assert {told[p].relation for p in ("4a", "4b", "4c", "4d")} == {"missing"}
    assert told["4a"].run is None


def test_the_report_s_side_is_written_for_propositions_there_are():
    texts = catalogue()
    assert [p for p in REPORT if f"proposition.{p}" not in texts] == []
    assert {k.removeprefix("f8.report.") for k in texts if k.startswith("f8.report.")} == set(REPORT)
    assert all("constat" in texts[f"f8.report.{p}"].template("fr") or p[0] in "48" for p in REPORT)


def test_the_seven_findings_are_all_there():
    assert {p[0] for p in REPORT} == set("12345678")


def test_recommendations_and_lessons_rest_on_propositions_there_are():
    texts = catalogue()
    for needs in (*RECOMMENDATIONS.values(), *LESSONS.values()):
        assert [p for p in needs if f"proposition.{p}" not in texts] == []
    assert list(RECOMMENDATIONS) == ["1a", "1b", "2a", "2b"]
    assert list(LESSONS) == ["1", "2", "3"]


def test_the_french_of_the_recommendations_is_the_report_s_own(shared):
    report = (shared / "report" / "evaluation_ECEM_2025_fr.txt").read_text("utf-8")
    for mark in ("ECCEM", "ECM"):  # printed so for ECEM (discrepancy D7)
        report = report.replace(mark, "ECEM")
    plain = " ".join(report.replace("\u2019", "'").replace("\u00a0", " ").split())
    for part in RECOMMENDATIONS:
        told = catalogue()[f"f8.recommendation.{part}"].template("fr").replace("\u00a0", " ").rstrip(".")
        assert told in plain, part
