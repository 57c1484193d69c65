"""Finding 2, what was said and printed: themes, success factors, the report's highlights, needs, what is redacted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from mcee_eval.findings.capacity import CODES, REPORTED, SESSION_CODES, Capacity
from mcee_eval.findings.testimony import Themes
from mcee_eval.metrics.proportion import share
from mcee_eval.release.cell import Cell, marked
from mcee_eval.show import plots
from mcee_eval.show.context import Context
from mcee_eval.show.exhibit import Column, Exhibit
from mcee_eval.show.naming import named
from mcee_eval.show.passage import Passage
from mcee_eval.show.redactions import REPORT, public, redactions_table
from mcee_eval.show.testimony import themes_table

#: « Points forts des résultats », finding 2: what the report prints, in its order
HIGHLIGHTS = (("traffickers", 2.0), ("extradited", 1.0), ("victims", 100.0), ("cases", 1000.0))
#: the report prints 1 380 to the ten and 2 900 to the hundred
PRINTED_TO = (5.0, 50.0)


def _part(found: Capacity, codes: tuple[str, ...]) -> Themes:
    return Themes(tuple(r for r in found.said.rows if r.code in codes), found.said.scale)


def perceived(c: Context) -> Exhibit | Passage:
    """Of those asked, how many perceive that capacity was strengthened, and what do they say of needs and means?"""
    found: Capacity = c.measures
    if found.data.country != "ALL":
        return c.say(("testimony_not_by_country", {}))
    return themes_table(c, "perceived", _part(found, CODES), period=found.data.as_of[:7])


def success_factors(c: Context) -> Exhibit | Passage:
    """What do those who took part in focus groups say of the results and of what made them possible?"""
    found: Capacity = c.measures
    if found.data.country != "ALL":
        return c.say(("sessions_not_by_country", {}))
    return themes_table(c, "success_factors", _part(found, SESSION_CODES), period=found.data.as_of[:7])


def testimony_limit(c: Context) -> Passage:
    """How strong can a conclusion be that rests on testimony alone, and how many would have to agree?"""
    found: Capacity = c.measures
    if found.data.country != "ALL":
        return c.say(("limited", {}))
    sessions = {r.asked for r in found.said.rows if r.unit == "sessions"}
    said: list[tuple[str, dict[str, Any]]] = [("limited", {})]
    asked = max(sessions, default=0)
    bar = c.settings.threshold("f2.widely")
    enough = [k for k in range(asked + 1) if (e := share(k, asked)) is not None and (e.low or 0.0) >= bar]
    if enough:
        said.append(("enough", {"asked": Cell(float(asked)), "least": Cell(float(enough[0]))}))
    return c.say(*said)


def highlights(c: Context) -> Exhibit | Passage:
    """The results that the report prints, as it prints them."""
    if c.measures.data.country != "ALL":
        return c.say(("highlights_not_by_country", {}))
    rows = [*HIGHLIGHTS, ("registered_before", REPORTED[0]), ("registered_after", REPORTED[1])]
    frame = pd.DataFrame({"what": named(c, "highlight", [code for code, _ in rows]), "n": [n for _, n in rows]})
    table = public(c).counts(frame, dims=["what"], value="n", unit="items")
    return c.show(
        "highlights", table, [Column("what", "f2.column.highlight", "both"), Column("n", "f2.column.printed", "count")],
        sources=[REPORT], period="2019-20 – 2023-24",
    )  # fmt: skip


def registration(c: Context) -> Exhibit | Passage:
    """Did the capacity to register claims more than double, from the report's own two figures?"""
    if c.measures.data.country != "ALL":
        return c.say(("registration_not_by_country", {}))
    before, after, first, last = REPORTED
    frame = pd.DataFrame(
        {
            "year": [first, last],
            "cases": [before, after],
            "cases_low": [before - PRINTED_TO[0], after - PRINTED_TO[1]],
            "cases_high": [before + PRINTED_TO[0], after + PRINTED_TO[1]],
        }
    )
    table = public(c).counts(frame, dims=["year"], value="cases", unit="cases")
    return c.show(
        "registration", table,
        [Column("year", "column.year", "year"), Column("cases", "f2.column.registered", "count", 0, "range")],
        sources=[REPORT], period=f"{first} – {last}", size=(5.2, 3.4),
        draw=lambda ax, w: plots.bars(
            ax, table, w, x="year", column="cases", name=str, y_label=w("f2.axis.registered"), emphasis=[last],
        ),
    )  # fmt: skip


def registration_said(c: Context) -> Passage:
    """The ratio of the two printed figures, and the same from the indicator data where an indicator counts it."""
    found: Capacity = c.measures
    said: list[tuple[str, dict[str, Any]]] = []
    if found.data.country == "ALL":
        door, change = public(c), found.reported.change
        ends = [
            Cell(v, v - half, v + half) for v, half in zip(REPORTED[:2], PRINTED_TO, strict=True)
        ]  # as printed, with the bounds of their rounding
        exact = Cell(change.ratio.value, change.ratio.low, change.ratio.high)
        values = {"ratio": door.ratio(ends[1], ends[0]), "exact": exact}
        said.append(("doubled", {"before": ends[0], "after": ends[1], **values}))
    if found.recorded is not None:
        one = found.recorded
        ratio = Cell(one.change.ratio.value, one.change.ratio.low, one.change.ratio.high)
        years = {"first": one.first, "last": one.last}
        said.append(("recorded", {"before": Cell(one.before), "after": Cell(one.after), "ratio": ratio, **years}))
    return c.say(*said) if said else c.say(("no_registration", {}))


def needs(c: Context) -> Exhibit:
    """Each need that a project answers: stated by the country itself, and how long before the approval?"""
    frame = c.measures.answers
    answer = {True: "yes", False: "no"}
    dims = pd.DataFrame(
        {
            "project": frame["project"],
            "need": named(c, "need", frame["need"]),
            "own": [
                answer.get(v, "not_recorded") if not pd.isna(v) else "not_recorded" for v in frame["self_assessed"]
            ],
            "answer": frame["answer"],
        }
    )
    days = [marked("missing") if pd.isna(v) else Cell(float(v)) for v in frame["days_before"]]
    table = c.release.table(dims, {"days": days}, {"days": "days"}, "things")
    return c.show(
        "needs", table,
        [
            Column("project", "f2.column.project", "data"), Column("need", "f2.column.need", "both"),
            Column("own", "f2.column.own", "code"), Column("days", "f2.column.days_before", "days"),
            Column("answer", "f2.column.answer", "code"),
        ],
        sources=[c.own_source()], period=_documented(frame), values={"place": c.measures.data.country},
    )  # fmt: skip


def _documented(frame: pd.DataFrame) -> str:
    days = frame["documented_on"].dropna()
    return f"{str(days.min().date())[:7]} – {str(days.max().date())[:7]}" if len(days) else "–"


def needs_said(c: Context) -> Passage:
    """In how many projects was a self-assessed need documented before the approval? Bounds, not one number."""
    bounds = c.measures.needs
    if bounds.low is None:
        return c.say(("no_needs", {}))
    counts = {"yes": Cell(float(bounds.yes)), "n": Cell(float(bounds.n))}
    if not bounds.unknown:
        return c.say(("needs_known", counts))
    counts["unknown"] = Cell(float(bounds.unknown))
    return c.say(("needs_told", {**counts, "low": Cell(bounds.low), "high": Cell(bounds.high)}))


def redacted(c: Context) -> Exhibit:
    """What the report has blacked out under this finding: shown as such, never filled."""
    return redactions_table(c, "redacted", c.measures.data.redacted)


SHOWN: dict[str, Callable[[Context], Exhibit | Passage]] = {
    f.__name__: f
    for f in (
        perceived, success_factors, testimony_limit, highlights, registration, registration_said, needs, needs_said,
        redacted,
    )
}  # fmt: skip
