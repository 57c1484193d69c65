"""The conclusions as a reader sees them: one line a finding with its way to the evidence, verdicts, differences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from mcee_eval.findings.conclusions import APPROACH, ATTRIBUTED, CHANGED, DELIVERED, Whole
from mcee_eval.findings.differences import Difference
from mcee_eval.judge.verdict import Reason, State, Verdict
from mcee_eval.release.cell import Cell
from mcee_eval.release.protected import ratio
from mcee_eval.show import claim_ledger, conclusions_ahead, conclusions_evidence, conclusions_methods, conclusions_plan
from mcee_eval.show.conclusions_words import both, scope, short, state_code, things
from mcee_eval.show.context import Context
from mcee_eval.show.exhibit import Column, Exhibit, Source
from mcee_eval.show.linked import Line, listed
from mcee_eval.show.passage import Passage
from mcee_eval.words.catalogue import catalogue

#: reason of 8a → the proposition that it follows
FOLLOWS = {"delivered": DELIVERED, "attributed": ATTRIBUTED, "approach": APPROACH, "changed": CHANGED}


def value(kept: Any) -> Any:
    """A value of a record's reason as it was released: a cell, or a text."""
    if not isinstance(kept, Mapping):
        return kept
    if kept.get("v") is None:
        return Cell(None, kept.get("lo"), kept.get("hi"), kept.get("n"), kept.get("m", "missing"))
    return Cell(kept["v"], kept.get("lo"), kept.get("hi"), kept.get("n"))


#: state → the kind of criterion that made it so
DECIDES = {State.SUPPORTED: True, State.NOT_SUPPORTED: False, State.MIXED: False, State.CANNOT_CONCLUDE: None}


def _numbered(reason: Reason) -> bool:
    return any(isinstance(v, Mapping) and v.get("v") is not None for v in reason.values.values())


def _sentence(finding: str, verdict: Verdict) -> tuple[str, dict[str, Any]]:
    """The reason that carries the verdict: one of the kind that decided it, with a number if any has one."""
    wanted = DECIDES[verdict.state]
    for reason in sorted(verdict.reasons, key=lambda r: (r.passed is not wanted, not _numbered(r))):
        key = f"reason.{finding}.{reason.code}"
        if key in catalogue():
            return key, {k: value(v) for k, v in reason.values.items()}
    return "", {}


def findings(c: Context) -> Passage:
    """What does each finding conclude, in a sentence with its number and the way to its evidence?"""
    whole: Whole = c.measures
    lines = []
    for finding in whole.data.told.asked:
        mine = whole.data.told.finding(finding)
        if finding in whole.data.told.missing:
            lines.append(Line(finding, key="f8.not_completed"))
        elif mine:
            key, values = _sentence(finding, mine[0])
            lines.append(Line(finding, mine[0].proposition, mine[0].state, key, values))
    return listed(c.finding, "findings", lines, c.words, c.lang)


def propositions(c: Context) -> Exhibit:
    """Every proposition of the findings, with its state and how many of its criteria could be told."""
    whole: Whole = c.measures
    told = whole.data.told.verdicts
    passed = [[r.passed for r in one.verdict.reasons] for one in told]
    dims = pd.DataFrame(
        {
            "id": [one.verdict.proposition for one in told],
            "finding": [both(c, f"site.finding.{one.finding}") for one in told],
            "proposition": [both(c, f"proposition.{one.verdict.proposition}") for one in told],
            "state": [state_code(one.verdict.state) for one in told],
        }
    )
    cells = {
        "met": things(c, [p.count(True) for p in passed]),
        "not_met": things(c, [p.count(False) for p in passed]),
        "open": things(c, [p.count(None) for p in passed]),
    }
    table = c.release.table(dims, cells, dict.fromkeys(cells, "items"), "things")
    return c.show(
        "propositions", table,
        [
            Column("id", "f8.column.id", "data"), short("finding"),
            Column("proposition", "f8.column.proposition", "both"), Column("state", "f8.column.state", "code"),
            Column("met", "f8.column.met", "count"), Column("not_met", "f8.column.not_met", "count"),
            Column("open", "f8.column.open", "count"),
        ],
        sources=[Source("records")], period=scope(c),
    )  # fmt: skip


def _why(c: Context, one: Difference) -> tuple[str, str]:
    """Why the run does not say what the report says: its first criterion that is open, or not met."""
    if one.relation in ("same", "missing") or one.verdict is None:
        return both(c, f"f8.why.{one.relation}")
    order: Sequence[bool | None] = (None, False, True) if one.run is State.CANNOT_CONCLUDE else (False, True, None)
    reasons = sorted(one.verdict.reasons, key=lambda r: order.index(r.passed))
    for reason in _released(c, one, reasons):
        key = f"reason.{one.finding}.{reason.code}"
        if key in catalogue():
            return c.words["en"](key, **reason.values), c.words["fr"](key, **reason.values)
    return both(c, "f8.why.no_reason")


def _released(c: Context, one: Difference, reasons: Sequence[Reason]) -> list[Reason]:
    """Reasons with values that may be printed: those of a record as kept, those of this page through its door."""
    if one.finding == c.finding:
        own = printable(next(v for v in c.measures.verdicts if v.proposition == one.proposition), c)
        told = {r.code: r for r in own.reasons}
        return [told[r.code] for r in reasons]
    return [replace(r, values={k: value(v) for k, v in r.values.items()}) for r in reasons]


def differences(c: Context) -> Exhibit:
    """Where do this run and the report say different things, and why?"""
    whole: Whole = c.measures
    rows = whole.differences
    dims = pd.DataFrame(
        {
            "id": [d.proposition for d in rows],
            "said": [both(c, f"f8.report.{d.proposition}") for d in rows],
            "report": [state_code(d.report) for d in rows],
            "run": [state_code(d.run) for d in rows],
            "why": [_why(c, d) for d in rows],
        }
    )
    table = c.release.table(dims, {}, {}, "things")
    return c.show(
        "differences", table,
        [
            Column("id", "f8.column.id", "data"), Column("said", "f8.column.said", "both"),
            Column("report", "f8.column.report", "code"), Column("run", "f8.column.run", "code"),
            Column("why", "f8.column.why", "both"),
        ],
        sources=[Source("report"), Source("records")], period=scope(c),
    )  # fmt: skip


def agreement_count(c: Context) -> Passage:
    """On how many propositions do the run and the report agree?"""
    found = [d.relation for d in c.measures.differences]
    other = sum(r in ("differs", "report_open") for r in found)
    counts = [found.count("same"), found.count("run_open"), other, found.count("missing"), len(found)]
    n = dict(zip(("same", "run_open", "other", "missing", "of"), things(c, counts), strict=True))
    return c.say(("compared", n))


def printable(judged: Verdict, c: Context) -> Verdict:
    """The verdict with states in words and counts of things."""
    reasons = []
    for reason in judged.reasons:
        if reason.code in FOLLOWS:
            values: dict[str, Any] = {"state": state_code(c.measures.data.told.state(FOLLOWS[reason.code]))}
        else:
            n, of = things(c, [reason.values["n"], reason.values["of"]])
            values = {"n": n, "of": of}
            if reason.code == "told":
                values |= {"share": ratio(n, of, public=True), "need": Cell(reason.values["need"])}
        reasons.append(replace(reason, values=values))
    return replace(judged, reasons=tuple(reasons))


SHOWN: dict[str, Callable[[Context], Exhibit | Passage]] = {
    f.__name__: f for f in (findings, propositions, differences, agreement_count)
}
SHOWN |= conclusions_evidence.SHOWN | conclusions_methods.SHOWN | conclusions_plan.SHOWN | conclusions_ahead.SHOWN
SHOWN |= claim_ledger.SHOWN
