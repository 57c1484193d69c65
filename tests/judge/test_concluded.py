"""What others concluded, put together: rules that follow states, the report beside the run, chains and what rests."""

from __future__ import annotations

import pytest
from records_made import OPEN, frame

import mcee_eval as mcee
from mcee_eval.datasets import dataset
from mcee_eval.frames.registry import made
from mcee_eval.judge.concluded import relation
from mcee_eval.judge.verdict import Word
from mcee_eval.phrase import Phrase
from mcee_eval.words.catalogue import catalogue

WORKS = dict.fromkeys(("1a", "1b", "4a", "4b", "4c", "4d"), "supported")
NOT = "contradicted"


def report(name: str):
    return made(dataset("synthetic"), name)


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("supported", Word.AGAINST),
        (NOT, Word.AGAINST),
        (OPEN, Word.FOR),
        ("mixed", Word.FOR),
        ("not_examined", Word.FOR),
    ],
)  # fmt: skip
def test_it_is_impossible_to_conclude_unless_something_is_told(state, says):
    stands = mcee.states(frame("verdicts", {"4d": state}))
    assert mcee.unanswered("approach", stands["4d"]).reason(lambda bar: 0.0).says is says


def test_a_finding_without_a_record_leaves_it_unexamined():
    stands = mcee.states(frame("verdicts", WORKS, without=("f4",)))
    reason = mcee.unanswered("approach", stands["4d"]).reason(lambda bar: 0.0)
    assert (reason.says, reason.values["state"]) == (Word.NOT_GIVEN, "state_no_record")


def test_every_row_or_not_and_nothing_of_no_row():
    told = frame("findings_asked", without=("f6",))
    line = mcee.each("complete", told, "completed", needed=True)
    assert line.reason(lambda bar: 0.0).says is Word.INCOMPLETE
    assert [c.value for c in line.values.values()] == [7, 8]
    assert mcee.each("complete", told, "completed").reason(lambda bar: 0.0).says is Word.AGAINST
    none = mcee.each("complete", told.query("finding == 'f9'"), "completed")
    assert none.reason(lambda bar: 0.0).says is Word.NOT_GIVEN


def test_the_line_that_carries_a_headline_has_a_number():
    told = mcee.leading(*(frame(n, without=("f0",)) for n in ("findings_asked", "verdicts", "lines_of_evidence")))
    assert [(c.finding, c.proposition) for c in told] == [("f0", ""), ("f1", "1a"), ("f4", "4a")]
    assert told[0].said.key == "link.not_completed"
    assert told[1].said.key == "reason.f1.number"
    assert told[1].said.values["growth"].value == 1.685


@pytest.mark.parametrize(
    ("position", "run", "expected"),
    [
        ("supported", "supported", "same"), (OPEN, OPEN, "same"), ("supported", OPEN, "run_open"),
        ("supported", "not_examined", "run_open"),
        (OPEN, "supported", "other"), ("supported", NOT, "other"), ("supported", "mixed", "other"),
        ("supported", "", "missing"), (OPEN, "", "missing"),
    ],
)  # fmt: skip
def test_how_two_conclusions_stand(position, run, expected):
    assert relation(position, run) == expected


def test_each_proposition_of_the_report_is_held_against_the_run():
    told = mcee.compare(report("report_positions"), frame("verdicts"), frame("lines_of_evidence")).set_index("id")
    assert {p: told.loc[p, "relation"] for p in ("1a", "4a", "4b", "8a")} == {
        "1a": "same", "4a": "same", "4b": "run_open", "8a": "missing",
    }  # fmt: skip
    assert told.loc["4b", "why"].key == "reason.f4.words"
    assert told.loc["1a", "why"] == Phrase("why.same")


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ({"1a": "supported"}, "holds"), ({"1a": "mixed"}, "in_part"), ({"1a": NOT}, "broken"),
        ({"1a": OPEN}, "untested"),
    ],
)  # fmt: skip
def test_a_link_stands_as_its_propositions_do(states, expected):
    links = report("theory_links").query("link == 'issuance'").assign(proposition="1a")
    told = mcee.chain(links.assign(side="for"), frame("verdicts", states), _rated(("1", 4, "strong")))
    assert (told["standing"].iloc[0], told["rating"].iloc[0]) == (expected, "strong")
    assert mcee.weakest(told) == (
        {} if expected == "holds" else {"link": "link_issuance", "standing": f"link_{expected}"}
    )


def test_a_proposition_against_a_link_is_turned_and_told_as_it_is():
    links = report("theory_links").query("link == 'issuance'").assign(side="against")
    told = mcee.chain(links, frame("verdicts", {"4a": NOT}), _rated())
    assert (told["standing"].iloc[0], told["rating"].iloc[0]) == ("holds", "not_rated")
    assert told["evidence"].iloc[0][0].values == {"id": "4a", "state": "state_contradicted"}


def _rated(*rows):
    return (
        report("strength_rules")
        .head(len(rows))
        .assign(finding=[r[0] for r in rows], overall=[r[1] for r in rows], plain=[r[2] for r in rows])
    )


def test_what_is_open_waits_for_what_it_names_and_an_unknown_code_is_not_lost():
    gaps = frame("open_questions", {"4c": OPEN})
    assert dict(zip(gaps["settle"], gaps["propositions"], strict=True))["engagement_records"] == "4c, 4d"
    gaps.loc[len(gaps)] = ["something_new", "4a"]
    told = mcee.would_show(gaps.merge(report("needed_series"), on="settle", how="left")).set_index("missing")
    assert told.loc["something_new", "shows"] == Phrase("needed.not_declared")
    assert frame("open_questions", WORKS).empty


def test_our_readings_speak_of_propositions_and_codes_there_are():
    texts = catalogue()
    for name in ("report_positions", "report_rests_on", "theory_links"):
        assert [p for p in report(name)["proposition"].dropna() if f"proposition.{p}" not in texts] == [], name
    for link in report("theory_links")["link"]:
        assert {f"f8.theory.{link}", f"f8.rival.{link}", f"code.link_{link}"} <= set(texts)
    needed = report("needed_series").fillna("")
    assert {k.removeprefix("settle.") for k in texts if k.startswith("settle.")} == set(needed["settle"])
    for r in needed.itertuples():
        assert bool(r.series) != bool(r.why), r.settle
        assert f"f8.indicator.{r.settle}" in texts
        assert (f"series.{r.series}" if r.series else f"needed.why_{r.why}") in texts
        assert [o for o in r.owners.split() if f"code.group_{o}" not in texts] == []


def test_the_french_of_the_recommendations_is_the_report_s_own(shared):
    told = (shared / "report" / "evaluation_ECEM_2025_fr.txt").read_text("utf-8")
    for mark in ("ECCEM", "ECM"):  # printed so for ECEM (discrepancy D7)
        told = told.replace(mark, "ECEM")
    plain = " ".join(told.replace("\u2019", "'").replace("\u00a0", " ").split())
    for part in report("report_rests_on").query("kind == 'recommendation'")["item"].unique():
        said = catalogue()[f"f8.recommendation.{part}"].template("fr").replace("\u00a0", " ").rstrip(".")
        assert said in plain, part


def test_an_unknown_state_is_refused():
    told = [frame(n, {"4a": "mixed"}) for n in ("findings_asked", "verdicts", "lines_of_evidence")]
    told[1]["state"] = told[1]["state"].replace("mixed", "probably")
    with pytest.raises(ValueError, match="probably"):
        mcee.leading(*told)
