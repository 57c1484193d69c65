"""Methods: who answered, what the snowball changes, coders, saturation; planted tables beside the shipped ones."""

from __future__ import annotations

import pandas as pd
import pytest
from records_made import gathered

from mcee_eval.findings.methods_quality import methods_quality
from mcee_eval.settings import settings

SETTINGS = settings()


@pytest.fixture(scope="module")
def tables():
    return gathered().interviews, gathered().interview_codes, gathered().scale


@pytest.fixture(scope="module")
def shipped(tables):
    return methods_quality(*tables, SETTINGS)


def test_the_shipped_interviews(shipped, tables):
    interviews, codes, _ = tables
    done = interviews[interviews["outcome"] == "done"]
    assert (shipped.heard, shipped.rates.rates["all"].n) == (26, 48)
    assert shipped.snowballed == (done["wave"] == "snowball").sum()
    assert list(shipped.rates.rates) == ["IRCC", "other_departments", "outside", "all"]
    assert shipped.agreement is None  # each answer was read by one coder
    assert shipped.single == codes["asked"].sum()
    assert len(shipped.snowball) == codes["code"].nunique()


def test_groups_stand_together_and_nobody_is_lost(shipped):
    rates = shipped.rates.rates
    assert sum(rates[g].n for g in ("IRCC", "other_departments", "outside")) == rates["all"].n


def test_an_answer_read_by_two_coders_is_compared(tables):
    interviews, codes, scale = tables
    second = codes[codes["asked"]].iloc[:40].assign(coder="coder_9")
    found = methods_quality(interviews, pd.concat([codes, second]), scale, SETTINGS)
    assert found.agreement.pairs == 40
    assert found.agreement.percent.value == 1.0
    other = second.assign(stance="-1")
    assert methods_quality(interviews, pd.concat([codes, other]), scale, SETTINGS).agreement.percent.value < 1.0


def test_a_theme_that_the_snowball_alone_holds_moves_and_changes_its_word(tables):
    interviews, codes, scale = tables
    wave = codes["respondent"].map(interviews.set_index("respondent")["wave"])
    planted = codes.copy()
    mine = (planted["code"] == "need_continues") & planted["asked"]
    planted.loc[mine, "stance"] = ["1" if w == "snowball" else "-1" for w in wave[mine]]
    row = methods_quality(interviews, planted, scale, SETTINGS).snowball.set_index("code").loc["need_continues"]
    assert row["moves"]
    assert row["word_left"] == "none"
    assert row["word"] != "none"


def test_a_theme_that_all_hold_alike_does_not_move(shipped):
    row = shipped.snowball.set_index("code").loc["capacity_strengthened"]
    assert (row["moves"], row["word"], row["word_left"]) == (False, "all", "all")


@pytest.mark.parametrize(("bar", "moved"), [(0.0, True), (0.99, False)])
def test_what_moves_is_a_matter_of_the_threshold(tables, bar, moved):
    from dataclasses import replace

    name = "f8.moved"
    other = replace(
        SETTINGS, thresholds=dict(SETTINGS.thresholds) | {name: replace(SETTINGS.thresholds[name], value=bar)}
    )
    assert (methods_quality(*tables, other).moved > 0) is moved


def test_nobody_asked_at_all(tables):
    interviews, codes, scale = tables
    found = methods_quality(interviews.iloc[:0], codes.iloc[:0], scale, SETTINGS)
    assert (found.rates, found.saturation, found.agreement) == (None, None, None)
    assert (found.moved, found.reworded, found.heard) == (0, 0, 0)


def test_saturation_is_of_positions(shipped):
    found = shipped.saturation
    assert len(found.frame) == 26
    assert found.codes > 22  # themes have sides
