"""Do the lines agree, and how strong is what stands behind a finding? Planted items with the answer by hand."""

from __future__ import annotations

import pandas as pd
import pytest

import mcee_eval as mcee
from mcee_eval.datasets import dataset
from mcee_eval.frames.frame import Frame, about, framed
from mcee_eval.frames.registry import made
from mcee_eval.metrics.evidence_weights import weigh_evidence
from mcee_eval.release.cell import Cell
from mcee_eval.release.measured import measured
from mcee_eval.release.told import Fact, Refusal

LINES = ["documents", "interviews", "focus_groups", "removals_data", "claims_statistics"]
RULES = made(dataset("synthetic"), "strength_rules")
REGISTER = made(dataset("synthetic"), "evidence_items")


def agreed(*rows, finding: str = "1"):
    """line, family, direction, weight."""
    whole = [(f"V{i}", finding, r[0], r[2], r[3] if len(r) > 3 else 1.0, r[1]) for i, r in enumerate(rows)]
    table = pd.DataFrame(whole, columns=["item", "finding", "line", "direction", "weight", "source_family"])
    told = measured(
        weigh_evidence,
        [framed(table, about(REGISTER))],
        {"subjects": [finding], "lines": LINES},
        about(REGISTER),
        "public",
    )
    return mcee.lines_agree(told, leaning=0.33, least=Fact("lines", Cell(2.0)))


def one(*rows, **more):
    found = agreed(*rows, **more)
    return found.by_finding.iloc[0], found.by_line.set_index("line")


def test_three_lines_that_agree():
    found, lines = one(("documents", "a", 1), ("interviews", "b", 1), ("removals_data", "c", 1))
    assert (found["net"], found["direction"], found["families"]) == (1.0, "for", 3)
    assert lines["fit"].to_dict() == {
        "documents": "converge", "interviews": "converge", "focus_groups": "silent", "removals_data": "converge",
        "claims_statistics": "silent",
    }  # fmt: skip
    assert (found["flags"], found["turned_by"]) == ([], [])
    assert (found["enough_lines"], found["steady"]) == (True, True)


def test_a_line_that_says_the_contrary_conflicts():
    rows = [("documents", "a", 1), ("documents", "b", 1), ("interviews", "c", 1), ("removals_data", "d", -1)]
    found, lines = one(*rows)
    assert (found["direction"], lines.loc["removals_data", "fit"]) == ("for", "conflict")
    assert "conflict" in found["flags"]
    assert (found["lean_for"], found["lean_against"]) == (3, 1)


def test_a_family_counts_once_however_many_items_it_has():
    found, lines = one(*[("documents", "a", 1)] * 50, ("interviews", "b", -1))
    assert (found["net"], found["direction"]) == (0.0, "neither")
    assert (lines.loc["documents", "fit"], lines.loc["interviews", "fit"]) == ("conflict", "conflict")
    assert lines.loc["documents", "items"] == 50


def test_one_family_or_one_line_raises_its_flag():
    found, _ = one(("documents", "a", 1), ("focus_groups", "a", 1))
    assert (found["families"], found["flags"], found["enough_lines"]) == (1, ["one_family"], False)
    found, _ = one(("documents", "a", 1), ("documents", "b", 1))
    assert "one_line" in found["flags"]
    assert found["turned_by"] == ["documents"]  # without it there is nothing


def test_a_direction_that_rests_on_one_line_turns_without_it():
    rows = [("documents", f, 1) for f in "abc"]
    found, _ = one(*rows, ("interviews", "d", -1), ("focus_groups", "e", 1))
    assert (found["direction"], found["turned_by"], found["steady"]) == ("for", ["documents"], False)


def test_a_line_that_leans_neither_way_completes_and_nothing_weighs_nothing():
    rows = [("documents", "a", 1), ("interviews", "b", 1), ("focus_groups", "c", 1), ("focus_groups", "d", -1)]
    assert one(*rows)[1].loc["focus_groups", "fit"] == "complement"
    found, _ = one(("documents", "a", 1, 0.9), ("documents", "a", -1, 0.1), ("documents", "b", 1, 0.0))
    assert (found["net"], found["families"]) == (pytest.approx(0.8), 1)


def test_turning_every_direction_turns_the_net_and_no_fit():
    rows = [("documents", "a", 1), ("interviews", "b", 1), ("removals_data", "c", -1), ("interviews", "d", 1)]
    (found, lines), (turned, other) = one(*rows), one(*[(r[0], r[1], -r[2]) for r in rows])
    assert turned["net"] == -found["net"]
    assert other["fit"].to_dict() == lines["fit"].to_dict()


def test_without_evidence_nothing_is_said_of_it():
    found = mcee.lines_agree(Refusal("empty"), leaning=0.33, least=Fact("lines", Cell(2.0)))
    assert not mcee.each("lines", found.by_finding, "enough_lines").reason(lambda bar: 0.0).says.speaks
    assert mcee.rate_evidence(found, verdicts(), RULES, measured=[], rivals={}).empty


FIVE = [(line, family, 1) for line, family in zip(LINES, "abcde", strict=True)]


def verdicts(*states: str, finding: str = "1") -> Frame:
    rows = [(f"f{finding}", f"{finding}{chr(97 + i)}", s != "inconclusive") for i, s in enumerate(states)]
    return framed(pd.DataFrame(rows, columns=["finding", "proposition", "told"]), about(RULES))


def rated(*rows, states=("supported",), finding="1"):
    found = mcee.rate_evidence(
        agreed(*rows, finding=finding), verdicts(*states, finding=finding), RULES,
        measured=["removals_data", "claims_statistics"], rivals={"4": "4b"},
    )  # fmt: skip
    return found.iloc[0]


def test_all_that_can_be_asked_for():
    found = rated(*FIVE)
    aspects = ("plausibility", "uniqueness", "triangulation", "transparency", "independence")
    assert [found[a] for a in aspects] == [5, 4, 5, 5, 5]
    assert (found["overall"], found["word"]) == (5, "very_strong")


def test_one_line_is_never_above_limited():
    found = rated(*[("claims_statistics", f, 1) for f in "abcde"])
    assert (found["plausibility"], found["independence"], found["word"]) == (5, 5, "limited_capped")


def test_testimony_alone_is_not_unique():
    assert rated(("interviews", "a", 1), ("focus_groups", "b", 1))["uniqueness"] == 1
    assert rated(("interviews", "a", 1), ("documents", "b", 1))["uniqueness"] == 2


@pytest.mark.parametrize(
    ("states", "transparency", "uniqueness"),
    [
        (("supported", "contradicted"), 5, 4), (("supported", "mixed", "inconclusive"), 4, 3),
        (("supported", "inconclusive"), 3, 3), (("supported", "inconclusive", "inconclusive"), 2, 3),
        (("inconclusive",), 1, 3), ((), 1, 3),
    ],
)  # fmt: skip
def test_what_can_be_told_is_what_is_transparent(states, transparency, uniqueness):
    found = rated(*FIVE, states=states)
    assert (found["transparency"], found["uniqueness"]) == (transparency, uniqueness)


@pytest.mark.parametrize(("state", "uniqueness"), [("supported", 5), ("contradicted", 5), ("inconclusive", 3)])
def test_rivals_set_apart(state, uniqueness):
    assert rated(*FIVE, finding="4", states=("inconclusive", state))["uniqueness"] == uniqueness


@pytest.mark.parametrize(("against", "plausibility"), [(0, 5), (1, 3), (2, 1), (3, 3), (4, 5)])
def test_plausibility_is_how_far_families_point_one_way(against, plausibility):
    rows = [("documents", f"f{i}", 1 if i >= against else -1) for i in range(4)]
    assert rated(*rows)["plausibility"] == plausibility


def test_a_conflict_holds_triangulation_down():
    assert rated(*FIVE[:4], ("claims_statistics", "e", -1))["triangulation"] == 2
