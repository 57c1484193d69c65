"""Finding 7 as a reader sees it: calendar, attendance, roles, awareness, records, and which wording they bear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd

from mcee_eval.findings.coordination import ASPECTS, BODIES, DEPARTMENTS, PROMISED, Coordination, judge, wording
from mcee_eval.findings.testimony import Theme
from mcee_eval.judge.verdict import Reason, State, Verdict
from mcee_eval.metrics.role_agreement import KINDS
from mcee_eval.metrics.share_bounds import share_bounds
from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.models.bounds import percent
from mcee_eval.release.rule import whole_percent
from mcee_eval.show import coordination_framework, plots
from mcee_eval.show.context import Context
from mcee_eval.show.coordination_framework import named, period
from mcee_eval.show.exhibit import Column, Exhibit
from mcee_eval.show.grouped import grouped
from mcee_eval.show.heat import heat
from mcee_eval.show.passage import Passage
from mcee_eval.show.testimony import asked_cell, may_say, themes_table, word_code
from mcee_eval.words.formats import fiscal_year

LEADS = (*DEPARTMENTS, "")
PRINTED = "RWG_ADM"  # note 3 of the report prints its calendar; the two lower levels are said to precede it


def calendar(c: Context) -> Exhibit | Passage:
    """In how many quarters of each fiscal year did each body meet?"""
    found: Coordination = c.measures
    rows = []
    for body in BODIES:
        told = found.cadence[body]
        if told is not None:
            years = told.frame.assign(year=told.frame["quarter"].str[:7], kept=told.frame["held"] >= told.frame["due"])
            for year in sorted(set(years["year"])):
                mine = years[years["year"] == year]
                rows.append((f"body_{body}", year, len(mine), int(mine["kept"].sum()), int(mine["held"].sum())))
    if not rows:
        return c.say(("no_meetings", {}))
    dims = pd.DataFrame([r[:2] for r in rows], columns=["body", "year"])
    cells = {k: [Cell(float(r[i])) for r in rows] for i, k in ((2, "quarters"), (3, "kept"), (4, "held"))}
    cells["share"] = [Cell(r[3] / r[2]) for r in rows]
    table = c.release.table(
        dims, cells, {"quarters": "items", "kept": "items", "held": "meetings", "share": "share"}, "things"
    )
    return c.show(
        "calendar", table,
        [
            Column("body", "f7.column.body", "code"), Column("year", "column.fiscal_year", "fiscal_year"),
            Column("quarters", "f7.column.quarters", "count"), Column("kept", "f7.column.kept", "count"),
            Column("held", "f7.column.held", "count"), Column("share", "f7.column.share_kept", "percent"),
        ],
        sources=[c.own_source()], period=period(c), size=(7.6, 3.6),
        draw=lambda ax, w: heat(
            ax, table, w, row="body", column="year", value="share",
            word=lambda i: w("f7.kept_of", kept=table.cells["kept"][i], quarters=table.cells["quarters"][i]),
            row_name=lambda code: w(f"code.{code}"), column_name=lambda code: fiscal_year(code, w.lang),
        ),
    )  # fmt: skip


def gaps(c: Context) -> Exhibit | Passage:
    """How long did each body go without a meeting?"""
    found: Coordination = c.measures
    told = [(b, found.cadence[b]) for b in BODIES if found.cadence[b] is not None]
    if not told:
        return c.say(("no_gaps", {}))
    dims = pd.DataFrame(
        {
            "body": [f"body_{b}" for b, _ in told],
            "promise": [_promise(b) for b, _ in told],
            "open": ["yes" if k is not None and k.gap_open else "no" for _, k in told],
        }
    )  # fmt: skip
    names = ("quarters", "kept", "held", "longest_run", "longest_gap")
    cells = {n: [Cell(float(getattr(k, n))) for _, k in told] for n in names}
    units = {n: "meetings" if n == "held" else "days" if n == "longest_gap" else "items" for n in names}
    return c.show(
        "gaps", c.release.table(dims, cells, units, "things"),
        [
            Column("body", "f7.column.body", "code"), Column("promise", "f7.column.promise", "code"),
            Column("quarters", "f7.column.quarters", "count"), Column("kept", "f7.column.kept", "count"),
            Column("held", "f7.column.held", "count"), Column("longest_run", "f7.column.longest_run", "count"),
            Column("longest_gap", "f7.column.longest_gap", "days"), Column("open", "f7.column.open", "code"),
        ],
        sources=[c.own_source()], period=period(c),
    )  # fmt: skip


def _promise(body: str) -> str:
    """Whether the report prints the body's calendar, lets it be read, or says nothing of it."""
    return "promise_printed" if body == PRINTED else "promise_read" if body in PROMISED else "promise_none"


def decisions(c: Context) -> Passage:
    """Of how many meetings is a record of decisions on file?"""
    meetings = c.measures.data.meetings
    if not len(meetings):
        return c.say(("no_decisions", {}))
    told = meetings["decisions_recorded"].map({True: "yes", False: "no"})
    found = share_bounds(told.to_frame(), answer="decisions_recorded")
    low, high = percent(found.low), percent(found.high)
    return c.say(("decisions", {"n": Cell(float(found.n)), "low": low, "high": high}))


def attendance(c: Context) -> Exhibit | Passage:
    """To what share of the meetings did each department come, year by year?"""
    frame = c.measures.present.frame
    if not len(frame):
        return c.say(("no_attendance", {}))
    wide = frame.pivot_table(index="period", columns="department", values="share").reset_index()
    held = frame.drop_duplicates("period").set_index("period")["meetings"]
    cells = {d: [Cell(whole_percent(v)) for v in wide[d]] for d in DEPARTMENTS}
    cells["meetings"] = [Cell(float(held[p])) for p in wide["period"]]
    units = dict.fromkeys(DEPARTMENTS, "share") | {"meetings": "meetings"}
    table = c.release.table(wide[["period"]].rename(columns={"period": "year"}), cells, units, "things")
    return c.show(
        "attendance", table,
        [
            Column("year", "column.fiscal_year", "fiscal_year"), Column("meetings", "f7.column.held", "count"),
            *[Column(d, f"code.group_{d}", "percent") for d in DEPARTMENTS],
        ],
        sources=[c.own_source()], period=period(c),
        draw=lambda ax, w: _years_on(plots.lines(
            ax, table, w, x="year", series=list(DEPARTMENTS), kind="percent", label=lambda d: w(f"code.group_{d}"),
            y_label=w("f7.axis.attendance"),
        ), list(table.dims["year"]), w.lang),
    )  # fmt: skip


def _years_on(ax: Any, years: list[str], lang: str) -> Any:
    """Fiscal years written as fiscal years where they stand."""
    ax.set_xticks([plots.position(y) for y in years], [fiscal_year(y, lang) for y in years])
    return ax


def awareness(c: Context) -> Exhibit | Passage:
    """Who knows the envelope, by department and by time in the role? One wave of interviews: no trend."""
    if not any(may_say(c, theme) for theme in c.measures.data.awareness.rows):
        return c.say(("awareness_hidden", {}))
    return themes_table(c, "awareness", c.measures.data.awareness, period=period(c))


def said(c: Context) -> Exhibit:
    """What do federal departments say of roles, mandates and tracking?"""
    return themes_table(c, "said", c.measures.data.testimony, period=period(c))


def roles(c: Context) -> Exhibit:
    """Role by role: planned, named by those who hold it, both or one."""
    frame = c.measures.roles.frame
    order = {k: i for i, k in enumerate(("planned_only", "named_only", "not_asked", "planned_and_named", "neither"))}
    told = frame.assign(rank=frame["agreement"].map(order)).sort_values(["rank", "department", "role"])
    dims = pd.DataFrame(
        {
            "department": "group_" + told["department"],
            "role": [named(c, "role", r) for r in told["role"]],
            "agreement": "role_" + told["agreement"],
        }
    )
    return c.show(
        "roles", c.release.table(dims, {}, {}, "things"),
        [
            Column("department", "f7.column.department", "code"), Column("role", "f7.column.role", "both"),
            Column("agreement", "f7.column.agreement", "code"),
        ],
        sources=[c.own_source()], period=period(c),
    )  # fmt: skip


def roles_by_department(c: Context) -> Exhibit:
    """How many roles of each department are both planned and named, or only one?"""
    frame = c.measures.roles.frame
    kinds = [k for k in KINDS[:-1] if (frame["agreement"] == k).any()]
    wide = pd.crosstab(frame["department"], frame["agreement"]).reindex(columns=kinds, fill_value=0)
    wide = wide.reindex([d for d in DEPARTMENTS if d in wide.index]).reset_index()
    table = c.release.counts(
        wide.assign(department="group_" + wide["department"]), dims=["department"], value=kinds, unit="items"
    )
    return c.show(
        "roles_by_department", table,
        [Column("department", "f7.column.department", "code"), *[Column(k, f"code.role_{k}", "count") for k in kinds]],
        sources=[c.own_source()], period=period(c),
    )  # fmt: skip


def tracked(c: Context) -> Exhibit | Passage:
    """Of the engagements that each department led, what share has a whole record?"""
    found: Coordination = c.measures
    if not found.tracked["all"].n:
        return c.say(("no_engagements", {}))
    rows = [(f"group_{d}" if d else "lead_not_recorded", found.tracked[d]) for d in LEADS if found.tracked[d].n]
    rows.append(("lead_all", found.tracked["all"]))
    cells = {"n": [Cell(float(b.n)) for _, b in rows], "whole": [percent(b.low) for _, b in rows]}
    dims = pd.DataFrame({"lead": [code for code, _ in rows]})
    table = c.release.table(dims, cells, {"n": "engagements", "whole": "share"}, "things")
    bar = c.settings.threshold("f7.tracked")
    return c.show(
        "tracked", table,
        [
            Column("lead", "f3.column.lead", "code"), Column("n", "bounds.column.n", "count"),
            Column("whole", "f7.column.whole", "percent"),
        ],
        sources=[c.own_source()], period=period(c), size=(7.6, 1.8 + 0.42 * len(rows)),
        draw=lambda ax, w: grouped(
            ax, table, w, rows="lead", series=["whole"], name=lambda code: w(f"code.{code}"), label=str,
            x_label=w("f7.axis.whole"), kind="percent", references=[(bar, w("f7.bar"))],
        ),
    )  # fmt: skip


def two_wordings(c: Context) -> Passage:
    """Does what falls short bear "certain aspects", or the whole process? Aspects of this page only."""
    verdicts = judge(c.measures, c.settings)
    states = [v.state for v in verdicts if v.proposition in ASPECTS]
    short, unknown = states.count(State.NOT_SUPPORTED), states.count(State.CANNOT_CONCLUDE)
    counts = {
        "n": Cell(float(len(states))), "short": Cell(float(short)), "unknown": Cell(float(unknown)),
        "holds": Cell(float(len(states) - short - unknown)),
    }  # fmt: skip
    return c.say(("aspects", counts), (f"wording_{wording(verdicts)}", {}))


def _values(c: Context, reason: Reason) -> dict[str, Any]:
    told = dict(reason.values)
    if "theme" in told:
        return theme_values(c, told["theme"]) | ({"bar": Cell(told["bar"])} if "bar" in told else {})
    if reason.code.startswith("quarters_"):
        cadence = told["cadence"]
        names = ("kept", "quarters", "longest_run")
        return {n: marked("missing") if cadence is None else Cell(float(getattr(cadence, n))) for n in names}
    if reason.code == "pace":
        ratio = told["ratio"]
        return {
            "ratio": marked("not_estimable") if ratio is None else Cell(ratio.value, ratio.low, ratio.high, ratio.n)
        }
    if reason.code == "contested":
        return {"n": Cell(float(told["n"]))}
    if "audit" in told:
        audit = told["audit"]
        return {"expected": Cell(float(audit.expected)), "low": _share(audit.low), "high": _share(audit.high)}
    low, high = percent(told["bounds"].low), percent(told["bounds"].high)
    if reason.code == "roles_named":
        return {"n": Cell(float(told["bounds"].n)), "low": low, "high": high}
    if reason.code == "whole_records":
        return {"n": Cell(float(told["bounds"].n)), "share": low}
    return {"share": low, "who": f"group_{told['who']}" if told["who"] else "lead_not_recorded"}


def _share(value: float | None) -> Cell:
    return marked("not_estimable") if value is None else Cell(whole_percent(value))


def printable(judged: Verdict, c: Context) -> Verdict:
    """The verdict with released cells in place of raw figures."""
    return replace(judged, reasons=tuple(replace(r, values=_values(c, r)) for r in judged.reasons))


SHOWN: dict[str, Callable[[Context], Exhibit | Passage]] = {
    f.__name__: f
    for f in (
        calendar, gaps, decisions, attendance, awareness, said, roles, roles_by_department, tracked, two_wordings,
    )
}  # fmt: skip
SHOWN |= coordination_framework.SHOWN


def theme_values(c: Context, theme: Theme | None) -> dict[str, Any]:
    """How many were asked, under the rule, and the word for the share who say so."""
    if theme is None:
        return {"asked": Cell(0.0), "word": word_code(c, None)}
    return {"asked": asked_cell(c, theme), "word": word_code(c, theme)}
