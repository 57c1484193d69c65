"""The action plan: quarters and their last day, overdue by the declared day, what may wait on what."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from mcee_eval.datasets import dataset
from mcee_eval.errors import BadSettings, BadTable
from mcee_eval.findings.action_plan import action_plan, last_day_of_quarter
from mcee_eval.places import shipped
from mcee_eval.settings import read, settings


@pytest.fixture(scope="module")
def actions() -> pd.DataFrame:
    return dataset("synthetic").table("actions").frame


@pytest.mark.parametrize(
    ("quarter", "last"),
    [
        ("2026-27Q2", date(2026, 9, 30)), ("2026-27Q1", date(2026, 6, 30)), ("2026-27Q3", date(2026, 12, 31)),
        ("2026-27Q4", date(2027, 3, 31)), ("2023-24Q4", date(2024, 3, 31)),
    ],
)  # fmt: skip
def test_the_last_day_of_a_fiscal_quarter(quarter, last):
    assert last_day_of_quarter(quarter) == last


def test_what_is_no_quarter_is_refused():
    with pytest.raises(BadTable, match="2026-27Q2"):
        last_day_of_quarter("Q2 2026-27")


def test_the_plan_as_shipped(actions):
    plan = action_plan(actions, as_of=settings().as_of)
    assert plan.as_of == date(2025, 5, 31)
    assert [s.action for s in plan.actions] == ["1a", "2a", "2b"]
    assert {s.due_on for s in plan.steps} == {date(2026, 9, 30)}
    assert {s.standing for s in plan.steps} == {"due_later"}
    assert [s.waits_on for s in plan.actions] == ["", "1a", "1a"]
    assert len([s for s in plan.steps if s.action == "2a" and not s.whole]) == 4
    assert len([s for s in plan.steps if s.action == "2b" and s.step.isalpha()]) == 5
    assert plan.unanswered == ("1b",)  # recommendation 1 has (a) and (b); the plan has 1a only
    assert plan.oldest == date(2025, 3, 31)


@pytest.mark.parametrize(
    ("as_of", "standing", "days"),
    [("2026-09-29", "due_later", 1), ("2026-09-30", "due_later", 0), ("2026-10-01", "overdue", -1)],
)
def test_it_is_overdue_from_the_day_after(actions, as_of, standing, days):
    plan = action_plan(actions, as_of=as_of)
    assert {(s.standing, s.days) for s in plan.steps} == {(standing, days)}


def test_what_is_done_is_never_overdue_and_frees_what_waited(actions):
    done = actions.assign(status=actions["status"].where(actions["action"] != "1a", "implemented"))
    plan = action_plan(done, as_of="2027-01-01")
    assert {s.action: s.standing for s in plan.actions} == {"1a": "done", "2a": "overdue", "2b": "overdue"}
    assert [s.waits_on for s in plan.actions] == ["", "", ""]
    gone = actions.assign(status=actions["status"].where(actions["action"] != "2b", "obsolete"))
    assert {s.action: s.standing for s in action_plan(gone, as_of="2027-01-01").actions}["2b"] == "obsolete"


def test_a_state_from_the_future_is_refused(actions):
    with pytest.raises(BadTable, match="16 problems"):
        action_plan(actions, as_of="2025-03-30")


def test_the_clock_is_not_read(actions, monkeypatch):
    kept = action_plan(actions, as_of="2025-05-31")
    assert action_plan(actions, as_of="2025-05-31") == kept
    other = action_plan(actions, as_of="2030-01-01")
    assert {s.standing for s in other.steps} == {"overdue"}


@pytest.mark.parametrize("wrong", ['"31 May 2025"', '"2025-13-01"', "20250531"])
def test_a_day_that_is_none_is_refused(tmp_path, wrong):
    text = shipped("data", "settings.toml").read_text("utf-8").replace('as_of = "2025-05-31"', f"as_of = {wrong}", 1)
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadSettings, match=r"evaluation\.as_of"):
        read(path)
