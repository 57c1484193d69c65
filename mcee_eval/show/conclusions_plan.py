"""Recommendations, lessons and the action plan: what each rests on now, and where each action stands."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from mcee_eval.disclosure.cell import Cell
from mcee_eval.findings.conclusions import Whole
from mcee_eval.findings.rests_on import LESSONS, RECOMMENDATIONS
from mcee_eval.show.conclusions_words import both, states, things
from mcee_eval.show.context import Context
from mcee_eval.show.exhibit import Column, Exhibit, Source
from mcee_eval.show.naming import by_contract
from mcee_eval.show.passage import Passage


def recommendations(c: Context) -> Exhibit:
    """What does each recommendation ask for, what does it rest on in this run, and which action answers it?"""
    whole: Whole = c.measures
    numbered = {s.action for s in whole.plan.actions}
    rows = [
        (
            code,
            both(c, f"f8.recommendation.{code}"),
            states(c, whole.data.told, needs),
            (code, code) if code in numbered else both(c, "f8.no_action_of_its_own"),
        )
        for code, needs in RECOMMENDATIONS.items()
    ]
    table = c.release.table(pd.DataFrame(rows, columns=["id", "text", "rests", "action"]), {}, {}, "things")
    return c.show(
        "recommendations", table,
        [
            Column("id", "f8.column.part", "data"), Column("text", "f8.column.recommendation", "both"),
            Column("rests", "f8.column.rests", "both"), Column("action", "f8.column.action", "both"),
        ],
        sources=[Source("report"), Source("records")], period="–",
    )  # fmt: skip


def lessons(c: Context) -> Exhibit:
    """The three lessons, and what they rest on in this run."""
    whole: Whole = c.measures
    rows = [
        (code, both(c, f"f8.lesson.{code}"), states(c, whole.data.told, needs) if needs else both(c, "f8.no_measure"))
        for code, needs in LESSONS.items()
    ]
    table = c.release.table(pd.DataFrame(rows, columns=["id", "text", "rests"]), {}, {}, "things")
    return c.show(
        "lessons", table,
        [
            Column("id", "f8.column.lesson_number", "data"), Column("text", "f8.column.lesson", "both"),
            Column("rests", "f8.column.rests", "both"),
        ],
        sources=[Source("report"), Source("records")], period="–",
    )  # fmt: skip


def action_plan(c: Context) -> Exhibit:
    """Where does each action and step stand on the declared day?"""
    whole: Whole = c.measures
    steps = whole.plan.steps
    dims = pd.DataFrame(
        {
            "id": [s.action if s.whole else f"{s.action}, {s.step}" for s in steps],
            "text": [s.text for s in steps],
            "owner": [s.owner for s in steps],
            "due": [s.due for s in steps],
            "due_on": [s.due_on.isoformat() for s in steps],
            "status": by_contract("actions", "status", [s.status for s in steps]),
            "standing": [f"f8_{s.standing}" for s in steps],
            "waits": [both(c, "f8.may_depend", action=s.waits_on) if s.waits_on else ("–", "–") for s in steps],
        }
    )
    table = c.release.table(dims, {"days": [Cell(s.days) for s in steps]}, {"days": "days"}, "things")
    return c.show(
        "action_plan", table,
        [
            Column("id", "f8.column.action", "data"), Column("text", "f8.column.what", "both"),
            Column("owner", "f8.column.owner", "data"), Column("due", "f8.column.due", "quarter"),
            Column("due_on", "f8.column.due_on", "day"), Column("status", "f8.column.status", "both"),
            Column("standing", "f8.column.standing_now", "code"), Column("days", "f8.column.days_left", "days"),
            Column("waits", "f8.column.waits", "both"),
        ],
        sources=[Source("report"), c.own_source()], period=whole.plan.as_of.isoformat(),
        values={"as_of": whole.plan.as_of.isoformat()},
    )  # fmt: skip


def action_sentence(c: Context) -> Passage:
    """How many actions and steps are done, due later, overdue; what no action carries; how old the states are."""
    plan = c.measures.plan
    standing = [s.standing for s in plan.steps]
    n, done, later, overdue, gone = things(
        c, [len(standing), *(standing.count(k) for k in ("done", "due_later", "overdue", "obsolete"))], "actions"
    )
    values = {
        "as_of": plan.as_of.isoformat(), "n": n, "done": done, "later": later, "overdue": overdue, "gone": gone,
    }  # fmt: skip
    said: list[tuple[str, dict[str, object]]] = [("actions_told", values)]
    if plan.oldest:
        said.append(("actions_noted", {"oldest": plan.oldest.isoformat()}))
    if plan.unanswered:
        said.append(("actions_unanswered", {"parts": ", ".join(plan.unanswered)}))
    waiting = sorted({s.action for s in plan.actions if s.waits_on})
    if waiting:
        said.append(("actions_waiting", {"actions": ", ".join(waiting)}))
    return c.say(*said)


SHOWN: dict[str, Callable[[Context], Exhibit | Passage]] = {
    f.__name__: f for f in (recommendations, lessons, action_sentence, action_plan)
}
