"""The mapping from evidence to a state: each part alone can open or close it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mcee_eval.judge.attributable import attribution_state, settles
from mcee_eval.judge.verdict import Word
from mcee_eval.metrics.effect_evidence import Evidence
from mcee_eval.settings import settings


def bars(name: str) -> float:
    return settings().threshold(f"f4.{name}")


FIRM = Evidence(
    donors=20, p_floor=1 / 21, p=0.004, effect=0.12, low=0.05, high=0.19, pre_level=0.4, power=0.3, pre_fit=1.1,
    in_time=(0.4, 0.2), leave_one_out=(0.09, 0.14), events=0, break_compatible=True, breakdown=0.1,
)  # fmt: skip
FLAT = replace(FIRM, p=0.7, effect=0.005, low=-0.02, high=0.03, power=0.9, leave_one_out=(-0.004, 0.01), breakdown=0.0)


def state(evidence: Evidence) -> Word:
    return attribution_state(evidence, bars)[0]


def test_an_effect_that_passes_every_check_is_attributable():
    found, reasons = attribution_state(FIRM, bars)
    assert found == Word.FOR
    assert all(r.passed for r in reasons)
    assert settles(reasons) == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"donors": 18}, "donors"),
        ({"donors": None}, "donors"),
        ({"effect": None}, "no_estimate"),
        ({"p": 0.051}, "estimate"),
        ({"effect": -0.12, "low": -0.19, "high": -0.05, "leave_one_out": (-0.14, -0.09), "power": 0.1}, "estimate"),
        ({"low": -0.001}, "estimate"),
        ({"pre_fit": 2.01}, "pre_fit"),
        ({"pre_fit": None}, "pre_fit"),
        ({"in_time": (0.02, 0.9)}, "in_time"),
        ({"in_time": None}, "in_time"),
        ({"in_time": ()}, "in_time"),
        ({"leave_one_out": (-0.01, 0.14)}, "leave_one_out"),
        ({"leave_one_out": None}, "leave_one_out"),
        ({"events": 1}, "events"),
        ({"events": None}, "events"),
        ({"events": 1, "without_events": (0.1, 0.06, -0.01)}, "events"),
        ({"break_compatible": False}, "break_date"),
        ({"breakdown": None}, "breakdown"),
    ],
)
def test_each_part_alone_opens_the_verdict(change, code):
    found, reasons = attribution_state(replace(FIRM, **change), bars)
    assert found is (Word.NOT_GIVEN if change.get("donors", 20) is None else Word.TOO_FEW)
    assert code in [r.code for r in reasons if not r.passed]
    assert settles(reasons)


def test_two_earlier_dates_are_two_chances_to_be_loud():
    assert state(replace(FIRM, in_time=(0.03, 0.9))) == Word.FOR  # 0.06 after Holm
    assert state(replace(FIRM, in_time=(0.03,))) == Word.TOO_FEW


def test_an_event_does_not_cap_what_stands_without_its_time():
    assert state(replace(FIRM, events=1, without_events=(0.1, 0.01, 0.03))) == Word.FOR


def test_a_break_that_cannot_be_dated_speaks_neither_way():
    assert state(replace(FIRM, break_compatible=None)) == Word.FOR


def test_the_breakdown_grades_unless_it_is_declared_a_bar():
    def strict(name: str) -> float:
        return 1.0 if name == "breakdown" else bars(name)

    assert state(FIRM) == Word.FOR
    assert attribution_state(FIRM, strict)[0] == Word.TOO_FEW
    assert attribution_state(replace(FIRM, breakdown=float("inf")), strict)[0] == Word.FOR


def test_no_improvement_needs_a_narrow_interval_and_the_power_to_have_seen_one():
    assert state(FLAT) == Word.AGAINST
    assert state(replace(FLAT, high=0.041)) == Word.TOO_FEW  # δ is 0.04
    assert state(replace(FLAT, power=0.79)) == Word.TOO_FEW
    assert state(replace(FLAT, power=None)) == Word.TOO_FEW
    assert state(replace(FLAT, pre_level=None)) == Word.TOO_FEW


@pytest.mark.parametrize("change", [{"pre_fit": 3.0}, {"in_time": (0.001,)}, {"events": 2}, {"donors": 10}])
def test_where_the_comparison_does_not_hold_nothing_is_concluded_either_way(change):
    assert state(replace(FLAT, **change)) == Word.TOO_FEW


def test_a_clear_worsening_is_no_improvement():
    worse = replace(FLAT, p=0.001, effect=-0.1, low=-0.15, high=-0.05, leave_one_out=(-0.12, -0.08))
    assert state(worse) == Word.AGAINST


def test_a_small_but_certain_effect_is_an_effect():
    small = replace(FIRM, effect=0.02, low=0.005, high=0.035, power=0.95, leave_one_out=(0.01, 0.03))
    assert state(small) == Word.FOR
    assert state(replace(small, leave_one_out=(-0.01, 0.03))) == Word.TOO_FEW


def test_what_an_improvement_must_bear_is_asked_of_an_improvement_only():
    firm = {"leave_one_out", "break_date", "breakdown"}
    assert firm <= {r.code for r in attribution_state(FIRM, bars)[1]}
    assert not firm & {r.code for r in attribution_state(FLAT, bars)[1]}


def test_without_a_comparison_country_the_series_is_not_given():
    assert state(Evidence()) is Word.NOT_GIVEN
