"""Was what was promised done? Each step of a plan on a declared day: done, overdue, due later, and what it waits on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from mcee_eval.contracts.periods import first_day, number, written
from mcee_eval.errors import BadTable, Problem
from mcee_eval.metrics import checks
from mcee_eval.results import Result

WHOLE = "0"  # the step that is the action itself


@dataclass(frozen=True, kw_only=True)
class Standing(Result):
    """The plan on the day ``as_of``.

    frame : the rows given, with ``due_on`` (last day of the fiscal quarter), ``standing`` (done, obsolete, overdue,
    due_later), ``days`` (from the day asked for to ``due_on``, below 0 once it has passed) and ``waits_on`` (the action
    on whose outcome it may depend, where that one is not done; else ""). unanswered : parts that no action carries by
    its number. oldest : the earliest day on which a state was noted, "" if none was.
    """

    MAIN = "as_of oldest"
    PLOT = "points action days"
    KEYS = "as_of unanswered waiting oldest standing=frame.standing"

    as_of: str
    unanswered: tuple[str, ...]
    waiting: tuple[str, ...]
    oldest: str


def last_day_of_quarter(quarter: str) -> date:
    """``2026-27Q2`` → 30 September 2026: the second quarter of a fiscal year that begins in April."""
    running = number("quarter", quarter)
    if running is None:
        told = Problem("due", repr(quarter), "a fiscal quarter such as 2026-27Q2")
        raise BadTable.of("actions", [told])
    return first_day("quarter", written("quarter", running + 1)) - timedelta(days=1)


def standing(
    frame: pd.DataFrame, parts: pd.DataFrame, *, as_of: str, part: str = "item", done: str = "implemented",
    gone: str = "obsolete",
) -> Standing:  # fmt: skip
    """Where does each step stand on ``as_of``?

    frame : action, step (0: the action itself), due (a fiscal quarter), status, status_on, may_depend_on. parts : what
    the actions are to answer, by the column ``part``. done, gone : the statuses that end a step. as_of : a day, never
    the clock. A step is overdue from the day after its quarter ends. A state noted later is refused (BadTable).
    """
    checks.need_columns(frame, ["action", "step", "due", "status", "status_on", "may_depend_on"], table="actions")
    day = date.fromisoformat(as_of)
    noted = pd.to_datetime(frame["status_on"])
    later = frame[noted > pd.Timestamp(day)]
    if len(later):
        raise BadTable.of(
            "actions",
            [
                Problem(f"{r.action}, {r.step}", f"a state of {r.status_on}", f"one of {day} or before", "Move as_of.")
                for r in later.itertuples()
            ],
        )
    whole = frame[frame["step"] == WHOLE]
    stands = dict(zip(whole["action"], whole["status"], strict=True))
    due = [last_day_of_quarter(str(q)) for q in frame["due"]]
    ended = {done: "done", gone: "obsolete"}
    needs = frame["may_depend_on"].astype(object).where(frame["may_depend_on"].notna(), "")
    stated = zip(frame["status"], due, strict=True)
    table = pd.DataFrame(frame).assign(
        due_on=[d.isoformat() for d in due],
        standing=[ended.get(str(s), "overdue" if day > d else "due_later") for s, d in stated],
        days=[(d - day).days for d in due],
        waits_on=["" if not n or stands.get(n) == done else str(n) for n in needs],
    )
    waiting = table[(table["step"] == WHOLE) & (table["waits_on"] != "")]["action"]
    return Standing(
        method="standing", frame=table, as_of=as_of,
        unanswered=tuple(dict.fromkeys(p for p in parts[part].astype(str) if p not in set(frame["action"]))),
        waiting=tuple(sorted(set(waiting))), oldest="" if noted.isna().all() else f"{noted.min():%Y-%m-%d}",
    )  # fmt: skip
