"""Was what was promised done? The action plan at a declared day: due, overdue, done, and what may wait on what."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from mcee_eval.contracts.periods import first_day, number, written
from mcee_eval.errors import BadTable, Problem

WHOLE = "0"  # the step that is the action itself
#: the parts of each recommendation, as the report letters them
PARTS: Mapping[str, tuple[str, ...]] = {"1": ("a", "b"), "2": ("a", "b")}
DONE, GONE = "implemented", "obsolete"


@dataclass(frozen=True)
class Step:
    """One step of an action (step 0: the action itself) as it stands at the day asked for.

    due_on : last day of the fiscal quarter in which it is due. standing : ``done``, ``obsolete``, ``overdue``,
    ``due_later``. days : from the day asked for to ``due_on``, below 0 once it has passed. waits_on : the action on
    whose outcome it may depend, where that one is not implemented; "" otherwise.
    """

    action: str
    step: str
    recommendation: str
    text: tuple[str, str]
    owner: str
    due: str
    due_on: date
    status: str
    status_on: date | None
    standing: str
    days: int
    waits_on: str

    @property
    def whole(self) -> bool:
        """Whether it is the action itself."""
        return self.step == WHOLE


@dataclass(frozen=True)
class ActionPlan:
    """The plan at ``as_of``. unanswered : parts of recommendations (1b) that no action carries by its number.

    oldest : the earliest day on which a state was noted; a state is no newer than that.
    """

    as_of: date
    steps: tuple[Step, ...]
    unanswered: tuple[str, ...]
    oldest: date | None

    @property
    def actions(self) -> tuple[Step, ...]:
        """The actions themselves, without their steps."""
        return tuple(s for s in self.steps if s.whole)


def last_day_of_quarter(quarter: str) -> date:
    """``2026-27Q2`` → 30 September 2026: the second quarter of a fiscal year that begins in April."""
    running = number("quarter", quarter)
    if running is None:
        told = Problem("due", repr(quarter), "a fiscal quarter such as 2026-27Q2")
        raise BadTable.of("actions", [told])
    return first_day("quarter", written("quarter", running + 1)) - timedelta(days=1)


def action_plan(actions: pd.DataFrame, *, as_of: str) -> ActionPlan:
    """Where does each action stand on ``as_of``?

    actions : action, step, recommendation, text_en, text_fr, owner, due, status, status_on, may_depend_on.
    as_of : a day, from the settings; never the clock. An action is overdue from the day after its quarter ends,
    unless it is implemented or obsolete. A state noted after ``as_of`` is refused: it was not known then.
    """
    day = date.fromisoformat(as_of)
    stands = dict(
        zip(
            actions.loc[actions["step"] == WHOLE, "action"],
            actions.loc[actions["step"] == WHOLE, "status"],
            strict=True,
        )
    )
    steps = tuple(_step(row, day, stands) for row in actions.astype(object).to_dict("records"))
    later = [s for s in steps if s.status_on is not None and s.status_on > day]
    if later:
        problems = [
            Problem(f"{s.action}, {s.step}", f"a state of {s.status_on}", f"one of {day} or before", "Move as_of.")
            for s in later
        ]
        raise BadTable.of("actions", problems)
    numbered = {s.action for s in steps}
    unanswered = tuple(f"{r}{p}" for r, parts in PARTS.items() for p in parts if f"{r}{p}" not in numbered)
    noted = [s.status_on for s in steps if s.status_on is not None]
    return ActionPlan(day, steps, unanswered, min(noted) if noted else None)


def _step(row: Mapping[Hashable, Any], day: date, stands: Mapping[str, str]) -> Step:
    due = str(row["due"])
    due_on = last_day_of_quarter(due)
    status = str(row["status"])
    standing = (
        "done" if status == DONE else "obsolete" if status == GONE else "overdue" if day > due_on else "due_later"
    )
    needs = "" if pd.isna(row["may_depend_on"]) else str(row["may_depend_on"])
    noted = pd.Timestamp(row["status_on"]) if not pd.isna(row["status_on"]) else None
    return Step(
        str(row["action"]),
        str(row["step"]),
        str(row["recommendation"]),
        (str(row["text_en"]), str(row["text_fr"])),
        str(row["owner"]),
        due,
        due_on,
        status,
        None if noted is None else noted.date(),
        standing,
        (due_on - day).days,
        needs if needs and stands.get(needs) != DONE else "",
    )
