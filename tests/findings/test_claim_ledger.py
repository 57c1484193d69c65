"""The claim ledger: the report's known numbers, each verdict, and inputs that are changed on purpose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

from mcee_eval.datasets import Dataset, dataset
from mcee_eval.errors import BadTable
from mcee_eval.findings import claim_figures
from mcee_eval.findings.claim_ledger import ClaimVerdict, Entry, Ledger, ledger, ledger_measures, verdict
from mcee_eval.results import Estimate
from mcee_eval.settings import settings

V = ClaimVerdict


@pytest.fixture(scope="module")
def shipped() -> Ledger:
    return ledger_measures(dataset("synthetic"), settings())


def entry(entries: tuple[Entry, ...], formula: str, unit: str, words: str = "") -> Entry:
    """The one statement of an operation and unit whose French holds these words."""
    (found,) = (e for e in entries if (e.formula, e.unit) == (formula, unit) and words in e.text[1])
    return found


def changed(table: str, change: Callable[[pd.DataFrame], pd.DataFrame]) -> Dataset:
    """The shipped data with one table changed, in memory."""
    data = dataset("synthetic")
    if table in claim_figures.PUBLISHED:
        data._loaded[table] = replace(data.published(table), frame=change(data.published(table).frame.copy()))
    else:
        loaded = data.report(table)
        data._loaded[f"report.{table}"] = replace(loaded, frame=change(loaded.frame.copy()))
    return data


def printing(claim: str, number: float) -> Dataset:
    """The report, had it printed another number in one statement."""

    def change(frame: pd.DataFrame) -> pd.DataFrame:
        frame.loc[frame["claim"] == claim, "published"] = number
        return frame

    return changed("claims", change)


def test_the_printed_growth_is_not_reproduced(shipped):
    found = entry(shipped.entries, "growth", "share", "186")
    assert found.published == 1.86
    assert round(100 * found.recomputed.value, 1) == 168.5
    assert round(found.difference, 3) == -0.175
    assert found.verdict is V.NOT_REPRODUCED
    assert found.discrepancy == "D1"
    assert [i[0].value for i in found.inputs.values()] == [64020, 171900]


def test_more_than_double_holds(shipped):
    found = entry(shipped.entries, "ratio", "times")
    assert round(found.recomputed.value, 2) == 2.10
    assert found.verdict is V.REPRODUCED


def test_table_1_is_multi_response_and_can_only_refute_13_projects(shipped):
    mean, mentions = entry(shipped.entries, "mean", "areas"), entry(shipped.entries, "sum", "projects")
    assert mentions.recomputed.value == 38
    assert round(mean.recomputed.value, 2) == 2.92
    assert {mean.verdict, mentions.verdict} == {V.NOT_TESTABLE}
    assert {mean.why, mentions.why} == {"partial"}


@pytest.mark.parametrize(("number", "latest"), [(64020, 64010), (143355, 143310), (171900, 171835)])
def test_totals_lie_among_the_releases(shipped, number, latest):
    (found,) = (e for e in shipped.entries if e.formula == "revised" and e.published == number)
    assert found.recomputed.value == latest
    assert found.recomputed.low <= number <= found.recomputed.high
    assert found.verdict is V.REPRODUCED_ROUNDING


def test_the_report_is_no_source_for_its_own_totals():
    data = dataset("synthetic")
    inputs = data.report("claim_inputs").frame
    read = inputs[inputs["source"] == "claims_by_year_vintage"]
    assert len(read) >= 10
    picked = [p for p in read["pick"] if "vintage=2025-03" in p]
    assert picked == []


def test_the_releases_shown_are_those_of_the_years_compared(shipped):
    assert sorted(set(shipped.releases["year"].astype(int))) == [2019, 2023, 2024]
    of_2019 = shipped.releases[shipped.releases["year"].astype(int) == 2019]
    assert {64030, 64020, 64010, 64176} == set(of_2019["value"].astype(int))


def test_each_verdict_occurs_and_the_counts_add_up(shipped):
    counts = shipped.counts()
    assert list(counts) == [str(v) for v in ClaimVerdict]
    assert all(counts.values())
    assert sum(counts.values()) == len(shipped.entries)
    assert counts["redacted"] == 20 == len(shipped.redactions)


def test_what_is_not_reproduced_is_a_known_discrepancy(shipped):
    failing = {e.discrepancy for e in shipped.entries if e.verdict is V.NOT_REPRODUCED}
    assert failing == {"D1", "D2", "D14"}
    known = set(shipped.discrepancies["discrepancy"])
    assert {f"D{i}" for i in range(1, 16)} <= known
    assert {e.discrepancy for e in shipped.entries} - {""} <= known


def test_nothing_redacted_has_a_number(shipped):
    for e in shipped.entries:
        if e.kind == "redacted":
            assert (e.published, e.recomputed, e.difference, e.inputs) == (None, None, None, {})


def test_what_is_not_testable_says_why_and_what_is_tested_says_how(shipped):
    for e in shipped.entries:
        assert bool(e.why) == ((e.formula == "none" and e.kind != "redacted") or e.why == "partial")
        assert all(e.note) == (e.recomputed is not None)


# Planted: the report printing something else, or the sources.


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (1.6850984067478914, V.REPRODUCED),
        (1.685, V.REPRODUCED_ROUNDING),
        (1.69, V.REPRODUCED_ROUNDING),
        (1.68, V.REPRODUCED_ROUNDING),  # the totals are rounded to 5: 168.498 is possible, and is printed 168
        (1.67, V.NOT_REPRODUCED),
        (1.70, V.NOT_REPRODUCED),
    ],
)
def test_another_percentage_another_verdict(shipped, printed, expected):
    claim = entry(shipped.entries, "growth", "share", "186").claim
    entries = ledger(printing(claim, printed), settings())
    assert {e.claim: e.verdict for e in entries}[claim] is expected
    kept = [(e.claim, e.verdict) for e in shipped.entries if e.claim != claim]
    assert [(e.claim, e.verdict) for e in entries if e.claim != claim] == kept  # nothing else moves


def test_a_capacity_that_did_not_double(shipped):
    (after,) = (e for e in shipped.entries if e.published == 2900)
    entries = ledger(printing(after.claim, 2700), settings())
    assert entry(entries, "ratio", "times").verdict is V.NOT_REPRODUCED


def test_a_total_that_no_release_comes_near(shipped):
    (base,) = (e for e in shipped.entries if e.published == 64020)
    entries = {e.claim: e for e in ledger(printing(base.claim, 60105), settings())}
    assert entries[base.claim].verdict is V.NOT_REPRODUCED
    growth = entry(shipped.entries, "growth", "share", "186").claim
    assert entries[growth].verdict is V.REPRODUCED_ROUNDING  # from 60,105 it would have been 186 %


def test_a_release_that_prints_the_report_s_total_reproduces_it(shipped):
    def change(frame: pd.DataFrame) -> pd.DataFrame:
        mine = (frame["year"].astype(int) == 2019) & (frame["vintage"] == "2025-07-31")
        frame.loc[mine, ["value", "low", "high"]] = [64020, 64018, 64022]
        return frame

    (base,) = (e for e in ledger(changed("claims_by_year_vintage", change), settings()) if e.published == 64020)
    assert base.verdict is V.REPRODUCED


def test_removals_that_fall_contradict_that_they_rise(shipped):
    def change(frame: pd.DataFrame) -> pd.DataFrame:
        later = (frame["basis"] == "calendar") & frame["period"].isin(["2023", "2024"])
        frame.loc[later, ["value", "low", "high"]] = 9000
        return frame

    before = {e.claim: e.verdict for e in shipped.entries}
    after = {e.claim: e.verdict for e in ledger(changed("removals", change), settings())}
    moved = {c for c in before if before[c] is not after[c]}
    words = {e.claim: e.text[1] for e in shipped.entries}
    assert len(moved) == 3
    assert all("renvois" in words[c] for c in moved)
    assert {after[c] for c in moved} == {V.NOT_REPRODUCED}  # a necessary test refutes what it could not confirm


def test_a_list_that_is_shorter_than_said():
    data = changed("list_items", lambda frame: frame[~((frame["list"] == "lessons") & (frame["item"] == "3"))])
    found = entry(ledger(data, settings()), "count", "items", "Trois leçons")
    assert (found.recomputed.value, found.verdict) == (2, V.NOT_REPRODUCED)


def test_more_projects_than_mentions_are_refuted(shipped):
    claim = entry(shipped.entries, "sum", "projects").claim
    entries = {e.claim: e for e in ledger(printing(claim, 39), settings())}
    assert entries[claim].verdict is V.NOT_REPRODUCED


# The rule itself.


@pytest.mark.parametrize(
    ("relation", "published", "tolerance", "found", "expected"),
    [
        ("equals", 5, 0, Estimate(5), V.REPRODUCED),
        ("equals", 5, 0.5, Estimate(5.4), V.REPRODUCED_ROUNDING),
        ("equals", 5, 0.5, Estimate(5.6), V.NOT_REPRODUCED),
        ("equals", 5, 0, Estimate(6, 4.5, 7), V.REPRODUCED_ROUNDING),
        ("more_than", 2, None, Estimate(2), V.NOT_REPRODUCED),
        ("more_than", 2, None, Estimate(2.1, 1.9, 2.3), V.REPRODUCED_ROUNDING),
        ("more_than", None, None, Estimate(0.1, 0.05, 0.2), V.REPRODUCED),
        ("more_than", None, None, Estimate(-0.1), V.NOT_REPRODUCED),
        ("at_least", 2, None, Estimate(2), V.REPRODUCED),
        ("at_least", 2, None, Estimate(1.9), V.NOT_REPRODUCED),
        ("several", None, None, Estimate(2), V.REPRODUCED),
        ("several", None, None, Estimate(1), V.NOT_REPRODUCED),
        ("equals", 5, 0, None, V.NOT_TESTABLE),
    ],
)
def test_the_declared_rule(relation, published, tolerance, found, expected):
    assert verdict("number", relation, published, tolerance or 0.0, found, untested=False) is expected
    cannot_confirm = V.NOT_REPRODUCED if expected is V.NOT_REPRODUCED else V.NOT_TESTABLE
    assert verdict("number", relation, published, tolerance or 0.0, found, untested=True) is cannot_confirm
    assert verdict("redacted", relation, published, tolerance or 0.0, found, untested=False) is V.REDACTED


@pytest.mark.parametrize(
    ("source", "pick", "told"),
    [
        ("removals", "basis=calendar; period=1850", "no row"),
        ("removals", "baseline=calendar", "a condition that cannot be read"),
        ("removals", "basis", "a condition that cannot be read"),
        ("claims", "claim=C001", "prints no number"),
    ],
)
def test_a_figure_that_is_not_there_is_refused(source, pick, told):
    with pytest.raises(BadTable, match=told) as refused:
        claim_figures.figures(dataset("synthetic"), "C999", source, pick)
    assert "C999" in str(refused.value)


def test_inputs_are_untouched_and_the_ledger_is_the_same_twice():
    data = dataset("synthetic")
    kept = {n: data.report(n).frame.copy(deep=True) for n in ("claims", "claim_inputs")}
    assert ledger(data, settings()) == ledger(data, settings())
    for name, frame in kept.items():
        pd.testing.assert_frame_equal(data.report(name).frame, frame)
