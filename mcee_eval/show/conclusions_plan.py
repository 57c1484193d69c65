"""Recommendations, lessons and the action plan: what each rests on now, and where each action stands."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from mcee_eval.findings.action_plan import Step
from mcee_eval.findings.conclusions import Whole
from mcee_eval.findings.rests_on import LESSONS, RECOMMENDATIONS
from mcee_eval.judge.verdict import State
from mcee_eval.release.cell import Cell
from mcee_eval.show.conclusions_words import Pair, both, joined, scope, short, states, things
from mcee_eval.show.context import Context
from mcee_eval.show.exhibit import Column, Exhibit, Source
from mcee_eval.show.naming import by_contract
from mcee_eval.show.passage import Passage
from mcee_eval.words.formats import LANGS, day, quarter


def _known(whole: Whole) -> dict[str, State | None]:
    """Proposition → state, those of the conclusions themselves included."""
    told: dict[str, State | None] = {c.verdict.proposition: c.verdict.state for c in whole.data.told.verdicts}
    return told | {v.proposition: v.state for v in whole.verdicts}


def recommendations(c: Context) -> Exhibit:
    """What does each recommendation ask for, what does it rest on in this run, and which action answers it?"""
    whole: Whole = c.measures
    numbered = {s.action for s in whole.plan.actions}
    rows = [
        (
            code,
            both(c, f"f8.recommendation.{code}"),
            states(c, _known(whole), needs),
            (code, code) if code in numbered else both(c, "f8.no_action_of_its_own"),
        )
        for code, needs in RECOMMENDATIONS.items()
    ]
    table = c.release.table(pd.DataFrame(rows, columns=["id", "text", "rests", "action"]), {}, {}, "things")
    return c.show(
        "recommendations", table,
        [
            Column("id", "f8.column.part", "data"), Column("text", "f8.column.recommendation", "both"),
            short("rests"),
            short("action"),
        ],
        sources=[Source("report"), Source("records")], period=scope(c),
    )  # fmt: skip


def lessons(c: Context) -> Exhibit:
    """The three lessons, and what they rest on in this run."""
    whole: Whole = c.measures
    rows = [
        (code, both(c, f"f8.lesson.{code}"), states(c, _known(whole), needs) if needs else both(c, "f8.no_measure"))
        for code, needs in LESSONS.items()
    ]
    table = c.release.table(pd.DataFrame(rows, columns=["id", "text", "rests"]), {}, {}, "things")
    return c.show(
        "lessons", table,
        [
            Column("id", "f8.column.lesson_number", "data"), Column("text", "f8.column.lesson", "both"),
            short("rests"),
        ],
        sources=[Source("report"), Source("records")], period=scope(c),
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
            "due": [_due(s) for s in steps],
            "standing": [_standing(c, s) for s in steps],
        }
    )
    table = c.release.table(dims, {"days": [Cell(s.days) for s in steps]}, {"days": "days"}, "things")
    return c.show(
        "action_plan", table,
        [
            Column("id", "f8.column.action", "data"), Column("text", "f8.column.what", "both"),
            Column("owner", "f8.column.owner", "data"), short("due"),
            short("standing", "standing_now"),
            Column("days", "f8.column.days_left", "days"),
        ],
        sources=[Source("report"), c.own_source()], period=whole.plan.as_of.isoformat(),
        values={"as_of": whole.plan.as_of.isoformat()},
    )  # fmt: skip


def _due(step: Step) -> Pair:
    """``Q2 2026-27 (September 30, 2026)``: the quarter as the plan prints it, and its last day."""
    en, fr = (f"{quarter(step.due, lang)} ({day(step.due_on, lang)})" for lang in LANGS)
    return en, fr


def _standing(c: Context, step: Step) -> Pair:
    """``not started; due later; may depend on 1a`` in both languages."""
    told = [by_contract("actions", "status", [step.status])[0]]
    if step.standing not in ("done", "obsolete"):
        told.append(both(c, f"code.f8_{step.standing}"))
    if step.waits_on:
        told.append(both(c, "f8.may_depend", action=step.waits_on))
    return joined(told)


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
