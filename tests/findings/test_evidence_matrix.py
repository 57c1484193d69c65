"""Do the lines agree? Planted items with the answer by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from mcee_eval.findings.evidence_matrix import Fit, positions, weigh
from mcee_eval.settings import settings

SETTINGS = settings()


def items(*rows: tuple[str, str, int] | tuple[str, str, int, float], finding: str = "1") -> pd.DataFrame:
    """line, family, direction, weight."""
    whole = [(f"V{i}", finding, r[0], r[2], r[3] if len(r) > 3 else 1.0, r[1]) for i, r in enumerate(rows)]
    return pd.DataFrame(whole, columns=["item", "finding", "line", "direction", "weight", "source_family"])


def weighed(*rows, **more):
    return weigh(items(*rows), "1", SETTINGS)


def test_three_lines_that_agree():
    found = weighed(("documents", "a", 1), ("interviews", "b", 1), ("removals_data", "c", 1))
    assert (found.net, found.direction, found.families, found.lines) == (1.0, 1, 3, 3)
    assert {k: str(v) for k, v in found.fits.items()} == {
        "documents": "converge", "interviews": "converge", "focus_groups": "silent", "removals_data": "converge",
        "claims_statistics": "silent",
    }  # fmt: skip
    assert found.flags == ()
    assert found.turned_by == ()
    assert found.with_it["documents"] == (1, 1)
    assert found.with_it["focus_groups"] == (0, 0)


def test_a_line_that_says_the_contrary_conflicts():
    rows = [("documents", "a", 1), ("documents", "b", 1), ("interviews", "c", 1), ("removals_data", "d", -1)]
    found = weighed(*rows)
    assert found.direction == 1
    assert found.fits["removals_data"] is Fit.CONFLICT
    assert "conflict" in found.flags
    assert (found.leaning_for, found.leaning_against) == (3, 1)


def test_a_family_counts_once_however_many_items_it_has():
    many = weighed(*[("documents", "a", 1)] * 50, ("interviews", "b", -1))
    assert many.net == 0.0
    assert many.direction == 0
    assert (many.fits["documents"], many.fits["interviews"]) == (Fit.CONFLICT, Fit.CONFLICT)


def test_a_family_that_feeds_two_lines_is_one_family():
    found = weighed(("documents", "a", 1), ("focus_groups", "a", 1))
    assert found.families == 1
    assert found.lines == 2
    assert found.flags == ("one_family",)


def test_one_line_raises_its_flag():
    found = weighed(("documents", "a", 1), ("documents", "b", 1))
    assert "one_line" in found.flags
    assert found.turned_by == ("documents",)  # without it there is nothing


def test_a_direction_that_rests_on_one_line_turns_without_it():
    rows = [("documents", "a", 1), ("documents", "b", 1), ("documents", "c", 1), ("interviews", "d", -1)]
    found = weighed(*rows, ("focus_groups", "e", 1))
    assert found.direction == 1
    assert found.turned_by == ("documents",)
    assert "turned" in found.flags


def test_a_line_that_leans_neither_way_completes():
    rows = [("documents", "a", 1), ("interviews", "b", 1), ("focus_groups", "c", 1), ("focus_groups", "d", -1)]
    assert weighed(*rows).fits["focus_groups"] is Fit.COMPLEMENT


def test_weights_count_within_a_family_and_nothing_weighs_nothing():
    told = positions(items(("documents", "a", 1, 0.9), ("documents", "a", -1, 0.1), ("documents", "b", 1, 0.0)))
    assert told.to_dict() == {"a": pytest.approx(0.8)}


def test_no_evidence_is_silence_and_no_direction():
    found = weigh(items(("documents", "a", 1)), "7", SETTINGS)
    assert (found.net, found.direction, found.families, found.lines) == (None, 0, 0, 0)
    assert set(found.fits.values()) == {Fit.SILENT}
    assert "one_line" in found.flags


def test_evidence_of_other_findings_is_left_alone():
    both = pd.concat([items(("documents", "a", 1)), items(("interviews", "b", -1), finding="2")])
    assert weigh(both, "1", SETTINGS).families == 1


def test_turning_every_direction_turns_the_net_and_no_fit():
    rows = [("documents", "a", 1), ("interviews", "b", 1), ("removals_data", "c", -1), ("interviews", "d", 1)]
    one, other = weighed(*rows), weighed(*[(r[0], r[1], -r[2]) for r in rows])
    assert other.net == -one.net
    assert other.direction == -one.direction
    assert other.fits == one.fits
