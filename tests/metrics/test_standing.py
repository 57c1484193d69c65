"""A plan on a day: quarters and their last day, overdue by the declared day, what may wait on what."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from mcee_eval.datasets import dataset
from mcee_eval.errors import BadTable
from mcee_eval.frames.registry import made
from mcee_eval.metrics.standing import last_day_of_quarter, standing


@pytest.fixture(scope="module")
def actions() -> pd.DataFrame:
    return made(dataset("synthetic"), "actions")


PARTS = pd.DataFrame({"item": ["1a", "1b", "2a", "2b"]})


def whole(plan) -> pd.DataFrame:
    return plan.frame[plan.frame["step"] == "0"].set_index("action")


@pytest.mark.parametrize(
    ("quarter", "last"),
    [("2026-27Q2", date(2026, 9, 30)), ("2026-27Q3", date(2026, 12, 31)), ("2023-24Q4", date(2024, 3, 31))],
)
def test_the_last_day_of_a_fiscal_quarter(quarter, last):
    assert last_day_of_quarter(quarter) == last


def test_what_is_no_quarter_is_refused():
    with pytest.raises(BadTable, match="2026-27Q2"):
        last_day_of_quarter("Q2 2026-27")


def test_the_plan_as_shipped(actions):
    plan = standing(actions, PARTS, as_of="2025-05-31")
    assert set(plan.frame["due_on"]) == {"2026-09-30"}
    assert set(plan.frame["standing"]) == {"due_later"}
    assert whole(plan)["waits_on"].to_dict() == {"1a": "", "2a": "1a", "2b": "1a"}
    assert (plan.unanswered, plan.waiting, plan.oldest) == (("1b",), ("2a", "2b"), "2025-03-31")


@pytest.mark.parametrize(
    ("as_of", "stands", "days"),
    [("2026-09-29", "due_later", 1), ("2026-09-30", "due_later", 0), ("2026-10-01", "overdue", -1)],
)
def test_it_is_overdue_from_the_day_after(actions, as_of, stands, days):
    frame = standing(actions, PARTS, as_of=as_of).frame
    assert set(zip(frame["standing"], frame["days"], strict=True)) == {(stands, days)}


def test_what_is_done_is_never_overdue_and_frees_what_waited(actions):
    done = actions.assign(status=actions["status"].where(actions["action"] != "1a", "implemented"))
    plan = whole(standing(done, PARTS, as_of="2027-01-01"))
    assert plan["standing"].to_dict() == {"1a": "done", "2a": "overdue", "2b": "overdue"}
    assert set(plan["waits_on"]) == {""}
    gone = actions.assign(status=actions["status"].where(actions["action"] != "2b", "obsolete"))
    assert whole(standing(gone, PARTS, as_of="2027-01-01")).loc["2b", "standing"] == "obsolete"


def test_a_state_from_the_future_is_refused(actions):
    with pytest.raises(BadTable, match="16 problems"):
        standing(actions, PARTS, as_of="2025-03-30")
