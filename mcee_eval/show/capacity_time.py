"""Finding 2, in time: which projects are complete, which targets are due, and from when results can be told."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from mcee_eval.findings.capacity import Capacity
from mcee_eval.findings.capacity_results import as_change, pooled
from mcee_eval.release.cell import Cell
from mcee_eval.release.model import estimate_cell
from mcee_eval.show.context import Context
from mcee_eval.show.exhibit import Column, Exhibit
from mcee_eval.show.naming import by_contract
from mcee_eval.show.passage import Passage
from mcee_eval.show.plots import Event
from mcee_eval.show.spans import spans

STATUSES = ("completed", "ongoing", "cancelled")


def _count(value: float) -> Cell:
    return Cell(float(value), float(value), float(value))


def completed_and_ongoing(c: Context) -> Exhibit:
    """What do completed projects show, and what those still running?"""
    found: Capacity = c.measures
    rows, frame = found.projects, found.results.frame
    names = [s for s in dict.fromkeys([*STATUSES, *rows["status"]]) if (rows["status"] == s).any()]
    cells: dict[str, list[Cell]] = {k: [] for k in ("projects", "indicators", "due", "reached", "change")}
    for status in names:
        mine = rows[rows["status"] == status]
        told = frame[frame["project"].isin(set(mine["project"]))]
        part = pooled(mine)
        cells["projects"].append(_count(len(mine)))
        cells["indicators"].append(_count(len(told)))
        cells["due"].append(_count(told["due"].sum()))
        cells["reached"].append(_count((told["state"] == "reached").sum()))
        cells["change"].append(estimate_cell(as_change(part.mean if part else None), least=1))
    dims = pd.DataFrame({"status": by_contract("projects", "status", names)})
    table = c.release.table(dims, cells, {**dict.fromkeys(cells, "items"), "change": "share"}, "things")
    return c.show(
        "completed_and_ongoing", table,
        [
            Column("status", "f2.column.status", "both"), Column("projects", "f2.column.projects", "count"),
            Column("indicators", "f2.column.indicators", "count"), Column("due", "f2.column.due", "count"),
            Column("reached", "f2.column.reached", "count"), Column("change", "f2.column.change", "change", 0, "ci"),
        ],
        sources=[c.own_source()], period=found.data.as_of[:7], values={"place": found.data.country},
    )  # fmt: skip


def complete_countries(c: Context) -> Passage:
    """In how many countries are all projects complete? No country is named."""
    data = c.measures.data
    if data.country != "ALL":
        return c.say(
            ("complete_here_yes" if (data.projects["status"] == "completed").all() else "complete_here_no", {})
        )
    status = data.countries.merge(data.projects[["project", "status"]], on="project")
    whole = status.groupby("country")["status"].agg(lambda s: (s == "completed").all())
    return c.say(("complete_countries", {"n": _count(whole.sum()), "of": _count(len(whole))}))


def told_from(c: Context) -> Exhibit:
    """From when can the results of each project be told: its end, and the declared time after it."""
    found: Capacity = c.measures
    early = found.early.projects.sort_values(["told_from", "project"])
    starts = found.data.projects.set_index("project")["start"]
    counts = found.projects.set_index("project")["indicators"]
    dims = pd.DataFrame(
        {
            "project": list(early["project"]),
            "status": by_contract("projects", "status", early["status"]),
            "start": [str(starts[p].date()) for p in early["project"]],
            "end": [str(d.date()) for d in early["end"]],
            "told_from": [str(d.date()) for d in early["told_from"]],
        }
    )
    cells = {"indicators": [_count(counts[p]) for p in early["project"]]}
    table = c.release.table(dims, cells, {"indicators": "items"}, "things")
    return c.show(
        "told_from", table,
        [
            Column("project", "f2.column.project", "data"), Column("status", "f2.column.status", "both"),
            Column("indicators", "f2.column.indicators", "count"), Column("start", "f2.column.start", "day"),
            Column("end", "f2.column.end", "day"), Column("told_from", "f2.column.told_from", "day"),
        ],
        sources=[c.own_source()], period=f"{min(dims['start'])} – {max(dims['told_from'])}",
        values={"place": found.data.country, "lag": Cell(c.settings.threshold("f2.lag_months"))},
        size=(7.6, max(2.2, 1.2 + 0.3 * len(early))),
        draw=lambda ax, w: spans(
            ax, table, w, rows="project", start="start", until="end", later="told_from", name=str,
            keys=("f2.axis.running", "f2.axis.waiting"), events=[Event(found.data.as_of, "f2.event.as_of")],
        ),
    )  # fmt: skip


SHOWN: dict[str, Callable[[Context], Exhibit | Passage]] = {
    f.__name__: f for f in (completed_and_ongoing, complete_countries, told_from)
}
