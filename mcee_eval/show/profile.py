"""The programme's profile as a reader sees it: areas, sizes, partners, time; money and logic model stand beside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from mcee_eval.contracts import CONTRACTS
from mcee_eval.contracts.common import AREAS
from mcee_eval.findings.profile import Profile
from mcee_eval.judge.verdict import Verdict
from mcee_eval.release.cell import Cell
from mcee_eval.release.protected import ratio
from mcee_eval.show import profile_logic, profile_money
from mcee_eval.show.context import Context
from mcee_eval.show.exhibit import Column, Exhibit, Source
from mcee_eval.show.grouped import grouped
from mcee_eval.show.passage import Passage
from mcee_eval.show.plots import Event
from mcee_eval.show.profile_money import amount
from mcee_eval.show.spans import spans
from mcee_eval.words.say import Words

#: Table 1 of the report: projects by priority area
TABLE_1 = {
    "policies_procedures": 10, "regular_migration": 9, "border_management": 7, "irregular_migration": 7,
    "other_priorities": 4, "identity_management": 1, "assisted_voluntary_return": 0,
}  # fmt: skip
END = "2025-03-31"  # the day the envelope ended, as the report says


def thing(c: Context, value: float, unit: str = "projects") -> Cell:
    """One count of projects or items under its rule."""
    return amount(c, value, unit)


def part(top: Cell, base: Cell) -> Cell:
    """A share of projects or dollars: they are no persons, so no base is too small."""
    return ratio(top, base, public=True)


def _names(w: Words, pair: object) -> str:
    """The text of a pair in one language."""
    both: tuple[str, str] = pair  # type: ignore[assignment]
    return both[0] if w.lang == "en" else both[1]


def _capital(pair: tuple[str, str]) -> tuple[str, str]:
    return pair[0][:1].upper() + pair[0][1:], pair[1][:1].upper() + pair[1][1:]


def priority_areas(c: Context) -> Exhibit:
    """How many projects serve each priority area?"""
    profile: Profile = c.measures
    frame = profile.areas.frame
    units = thing(c, profile.areas.units)
    counted = c.release.counts(frame, dims=["category"], value="units", unit="projects").cells["units"]
    dims = pd.DataFrame({"area": [_capital(AREAS[a]) for a in frame["category"]]})
    cells = {
        "projects": counted,
        "share": [part(n, units) for n in counted],
        "printed": [Cell(float(TABLE_1[a])) for a in frame["category"]],
    }
    table = c.release.table(dims, cells, {"projects": "projects", "share": "share", "printed": "projects"}, "things")
    return c.show(
        "priority_areas", table,
        [
            Column("area", "f0.column.area", "both"), Column("projects", "f0.column.projects", "count"),
            Column("share", "f0.column.share", "percent"), Column("printed", "f0.column.printed", "count"),
        ],
        sources=[c.own_source(), Source("report", "2025-05")], period="2019-20 – 2024-25",
        draw=lambda ax, w: grouped(
            ax, table, w, rows="area", series=["projects"], name=lambda pair: _names(w, pair), label=str,
            x_label=w("f0.axis.projects"),
        ),
    )  # fmt: skip


def areas_said(c: Context) -> Passage:
    """Several answers a project: how many in all, and on average."""
    profile: Profile = c.measures
    mentions, projects = thing(c, profile.areas.mentions, "items"), thing(c, profile.areas.units)
    return c.say(("areas_said", {"mentions": mentions, "projects": projects, "mean": part(mentions, projects)}))


def partners(c: Context) -> Exhibit:
    """How many projects and dollars went through each partner? By name for internal readers only."""
    profile: Profile = c.measures
    frame = profile.partners
    known = CONTRACTS["projects"].column("partner").codes
    numbered = [(f"Partner {i + 1}", f"Partenaire {i + 1}") for i in range(len(frame))]
    told = [tuple(known[str(p)]) for p in frame["partner"]] if c.release.audience == "internal" else numbered
    projects = c.release.counts(frame, dims=["partner"], value="projects", unit="projects").cells["projects"]
    paid = [amount(c, v) for v in frame["paid"]]
    whole = amount(c, frame["paid"].sum())
    cells = {"projects": projects, "paid": paid, "paid_share": [part(p, whole) for p in paid]}
    units = {"projects": "projects", "paid": "dollars", "paid_share": "share"}
    table = c.release.table(pd.DataFrame({"partner": told}), cells, units, "things")
    return c.show(
        "partners", table,
        [
            Column("partner", "f0.column.partner", "both"), Column("projects", "f0.column.projects", "count"),
            Column("paid", "f0.column.paid", "money"), Column("paid_share", "f0.column.paid_share", "percent"),
        ],
        sources=[c.own_source()], period="2019-20 – 2024-25",
    )  # fmt: skip


def sizes(c: Context) -> Exhibit:
    """Does each project keep to the size that the programme sets?"""
    profile: Profile = c.measures
    frame = profile.projects.sort_values(["current_value", "project"], ascending=[False, True])
    dims = pd.DataFrame({"project": frame["project"].map(str), "class": "size_" + frame["class_now"]})
    cells = {k: [amount(c, v) for v in frame[k]] for k in ("original_value", "current_value")}
    table = c.release.table(dims, cells, dict.fromkeys(cells, "dollars"), "things")
    bounds = [("small", c.settings.threshold("f0.small")), ("large", c.settings.threshold("f0.large"))]
    return c.show(
        "sizes", table,
        [
            Column("project", "f0.column.project", "data"),
            Column("original_value", "f0.column.original_value", "money"),
            Column("current_value", "f0.column.current_value", "money"), Column("class", "f0.column.class", "code"),
        ],
        sources=[c.own_source()], period="2019-20 – 2024-25", size=(7.6, 7.2),
        draw=lambda ax, w: grouped(
            ax, table, w, rows="project", series=["original_value", "current_value"], name=str,
            label=lambda k: w(f"f0.axis.{k}"), x_label=w("f0.axis.dollars_millions"), kind="money",
            references=[(at, w(f"f0.axis.{k}")) for k, at in bounds],
        ),
    )  # fmt: skip


def timeline(c: Context) -> Exhibit:
    """When does each project run, as first agreed and as now agreed?"""
    profile: Profile = c.measures
    frame = profile.projects.sort_values(["start", "project"])
    days = {k: pd.to_datetime(frame[k]).dt.strftime("%Y-%m-%d") for k in ("start", "end_original", "end")}
    dims = pd.DataFrame({"project": frame["project"].map(str), **days, "status": "project_" + frame["status"].map(str)})
    counted = c.release.counts(
        frame, dims=["project"], value=["months_original", "months_now"], unit="items"
    )  # fmt: skip
    table = c.release.table(dims, counted.cells, counted.units, "things")
    return c.show(
        "timeline", table,
        [
            Column("project", "f0.column.project", "data"), Column("start", "f0.column.start", "day"),
            Column("end_original", "f0.column.end_original", "day"), Column("end", "f0.column.end", "day"),
            Column("months_original", "f0.column.months_original", "count"),
            Column("months_now", "f0.column.months_now", "count"), Column("status", "f0.column.status", "code"),
        ],
        sources=[c.own_source()], period=f"{min(days['start'])} – {max(days['end'])}", size=(7.6, 5.2),
        draw=lambda ax, w: spans(
            ax, table, w, rows="project", start="start", until="end_original", later="end", name=str,
            keys=("f0.axis.first_term", "f0.axis.extension"),
            beside=lambda i: w(f"code.{table.dims['status'].iloc[i]}"),
            events=[Event(END, "f0.event.envelope_end")],
        ),
    )  # fmt: skip


def printable(judged: Verdict, c: Context) -> Verdict:
    """The verdict with released cells in place of raw numbers."""
    reasons = []
    for reason in judged.reasons:
        values = {
            k: amount(c, getattr(v, "value", v), "dollars" if k == "paid" else "projects")
            for k, v in reason.values.items()
        }
        reasons.append(replace(reason, values=values))
    return replace(judged, reasons=tuple(reasons))


SHOWN: dict[str, Callable[[Context], Exhibit | Passage]] = {
    f.__name__: f for f in (priority_areas, areas_said, partners, sizes, timeline)
}
SHOWN |= profile_money.SHOWN
SHOWN |= profile_logic.SHOWN
