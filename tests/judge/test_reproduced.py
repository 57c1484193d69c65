"""The report's own statements: known numbers, each verdict, and inputs that are changed on purpose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

import mcee_eval as mcee
from mcee_eval.datasets import Dataset, dataset
from mcee_eval.errors import BadTable
from mcee_eval.frames import claim_inputs
from mcee_eval.frames.frame import about
from mcee_eval.frames.registry import made
from mcee_eval.judge.reproduced import Reproduced, verdict
from mcee_eval.metrics.recompute import recompute_each
from mcee_eval.phrase import Figure
from mcee_eval.release.measured import measured
from mcee_eval.results import Estimate
from mcee_eval.show.phrases import both
from mcee_eval.words.say import Words

WORDS = {one: Words(one) for one in ("en", "fr")}


def ledger(data: Dataset) -> Reproduced:
    claims, inputs = made(data, "report_claims"), made(data, "report_claim_inputs")
    return mcee.reproduced(claims, measured(recompute_each, [claims, inputs], {}, about(claims), "public"))


@pytest.fixture(scope="module")
def shipped() -> Reproduced:
    return ledger(dataset("synthetic"))


def verdicts(found: Reproduced) -> dict[str, str]:
    return dict(zip(found.frame["claim"], found.frame["verdict"], strict=True))


def claim(found: Reproduced, words: str = "", **where: object) -> str:
    """The one statement with these codes whose French holds these words."""
    rows = found.frame[[words in t[1] for t in found.frame["said"]]]
    for name, value in where.items():
        rows = rows[rows[name] == value]
    (code,) = rows["claim"]
    return str(code)


def changed(table: str, change: Callable[[pd.DataFrame], pd.DataFrame]) -> Dataset:
    """The shipped data with one table changed, in memory."""
    data = dataset("synthetic")
    known = data.published(table) if table in claim_inputs.PUBLISHED else data.report(table)
    key = table if table in claim_inputs.PUBLISHED else f"report.{table}"
    data._loaded[key] = replace(known, frame=change(known.frame.copy()))
    return data


def printing(code: str, number: float) -> Dataset:
    """The report, had it printed another number in one statement."""
    return changed("claims", lambda f: f.assign(published=f["published"].where(f["claim"] != code, number)))


def test_the_known_numbers(shipped):
    growth = shipped.example(formula="growth", unit="share")
    assert (growth["printed"].value, round(100 * growth["growth"].value, 1)) == (1.86, 168.5)
    assert (growth["start"].value, growth["end"].value) == (64020, 171900)
    assert growth["verdict"] == "claim_not_reproduced"
    assert shipped.frame.set_index("claim").loc[claim(shipped, "186", formula="growth"), "discrepancy"] == "D1"
    assert round(shipped.example(formula="ratio", unit="times")["ratio"].value, 2) == 2.1
    assert shipped.example(formula="sum", unit="projects")["sum"].value == 38


def test_each_statement_has_one_verdict_and_the_counts_add_up(shipped):
    told = dict(zip(shipped.counts["verdict"], shipped.counts["n"], strict=True))
    assert told == {
        "reproduced": 34, "reproduced_rounding": 3, "not_reproduced": 3, "redacted": 20, "not_testable": 132,
    }  # fmt: skip
    rows = shipped.frame.set_index("verdict")
    assert rows.loc["not_reproduced", "discrepancy"].notna().all()
    assert rows.loc["redacted", "published"].isna().all()


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (1.6850984067478914, "reproduced"), (1.685, "reproduced_rounding"), (1.69, "reproduced_rounding"),
        (1.68, "reproduced_rounding"),  # the totals are rounded to 5: 168.498 is possible, and is printed 168
        (1.67, "not_reproduced"), (1.70, "not_reproduced"),
    ],
)  # fmt: skip
def test_another_percentage_another_verdict(shipped, printed, expected):
    code = claim(shipped, "186", formula="growth")
    assert verdicts(ledger(printing(code, printed))) == verdicts(shipped) | {code: expected}


def test_a_total_that_no_release_comes_near(shipped):
    base = claim(shipped, published=64020)
    found = verdicts(ledger(printing(base, 60105)))
    assert found[base] == "not_reproduced"
    assert found[claim(shipped, "186", formula="growth")] == "reproduced_rounding"  # from 60,105 it had been 186 %


def test_removals_that_fall_contradict_that_they_rise(shipped):
    def change(frame: pd.DataFrame) -> pd.DataFrame:
        later = (frame["basis"] == "calendar") & frame["period"].isin(["2023", "2024"])
        frame.loc[later, ["value", "low", "high"]] = 9000
        return frame

    before, after = verdicts(shipped), verdicts(ledger(changed("removals", change)))
    moved = {c for c in before if before[c] != after[c]}
    assert len(moved) == 3
    assert {after[c] for c in moved} == {"not_reproduced"}  # a necessary test refutes what it could not confirm


def test_a_list_that_is_shorter_than_said(shipped):
    data = changed("list_items", lambda f: f[~((f["list"] == "lessons") & (f["item"] == "3"))])
    assert verdicts(ledger(data))[claim(shipped, "Trois leçons", formula="count")] == "not_reproduced"


@pytest.mark.parametrize(
    ("relation", "published", "tolerance", "found", "expected"),
    [
        ("equals", 5, 0, Estimate(5), "reproduced"),
        ("equals", 5, 0.5, Estimate(5.4), "reproduced_rounding"),
        ("equals", 5, 0.5, Estimate(5.6), "not_reproduced"),
        ("equals", 5, 0, Estimate(6, 4.5, 7), "reproduced_rounding"),
        ("more_than", 2, None, Estimate(2), "not_reproduced"),
        ("more_than", 2, None, Estimate(2.1, 1.9, 2.3), "reproduced_rounding"),
        ("more_than", None, None, Estimate(0.1, 0.05, 0.2), "reproduced"),
        ("more_than", None, None, Estimate(-0.1), "not_reproduced"),
        ("at_least", 2, None, Estimate(2), "reproduced"),
        ("at_least", 2, None, Estimate(1.9), "not_reproduced"),
        ("several", None, None, Estimate(2), "reproduced"),
        ("several", None, None, Estimate(1), "not_reproduced"),
        ("equals", 5, 0, None, "not_testable"),
    ],
)
def test_the_declared_rule(relation, published, tolerance, found, expected):
    row = {"kind": "number", "relation": relation, "published": published, "tolerance": tolerance, "untested": None}
    assert verdict(row, found) == expected
    cannot_confirm = "not_reproduced" if expected == "not_reproduced" else "not_testable"
    assert verdict({**row, "untested": "partial"}, found) == cannot_confirm
    assert verdict({**row, "kind": "redacted"}, found) == "redacted"


@pytest.mark.parametrize(
    ("source", "pick", "told"),
    [
        ("removals", "basis=calendar; period=1850", "no row"),
        ("removals", "baseline=calendar", "a condition that cannot be read"),
        ("removals", "basis", "a condition that cannot be read"),
        ("claims", "claim=C001", "no number"),
    ],
)
def test_a_figure_that_is_not_there_is_refused(source, pick, told):
    with pytest.raises(BadTable, match=told) as refused:
        claim_inputs.figures(dataset("synthetic"), "C999", source, pick)
    assert "C999" in str(refused.value)


@pytest.mark.parametrize(
    ("figure", "english", "french"),
    [
        (Figure(1.685, "share", 1, plus=True), "+168.5%", "+168,5\u00a0%"),
        (Figure(21_000_000, "dollars"), "$21,000,000", "21\u00a0000\u00a0000\u00a0$"),
        (Figure(2024, "fiscal_year"), "2023-24", "2023-2024"),
        (Figure(2019, "year"), "2019", "2019"),
        (Figure(13, "projects", low=12, high=14), "13 (between 12 and 14)", "13 (entre 12 et 14)"),
        (Figure(13, "projects", low=13, high=13), "13", "13"),
    ],
)
def test_numbers_are_printed_in_their_unit(figure, english, french):
    assert both(figure, WORDS) == (english, french)
