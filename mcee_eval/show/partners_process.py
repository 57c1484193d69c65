"""Finding 6, the process: stages of approval, times sent back, acceptance, and the load of reporting."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from mcee_eval.findings.partners import ACCEPTED, Partners
from mcee_eval.metrics.approval_time import TOTAL
from mcee_eval.metrics.reporting_load import PER_DOLLARS
from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.model import estimate_cell
from mcee_eval.results import Estimate
from mcee_eval.show import plots
from mcee_eval.show.context import Context
from mcee_eval.show.exhibit import Column, Exhibit
from mcee_eval.show.naming import by_contract, in_lang, named
from mcee_eval.show.passage import Passage


def _count(value: float) -> Cell:
    return Cell(float(value), float(value), float(value))


def _days(found: Estimate) -> Cell:
    """A median of days; not estimable where fewer than half are through, one-sided where its end is not reached."""
    if not np.isfinite(found.value):
        return marked("not_estimable")
    ends = [None if b is None or not np.isfinite(b) else b for b in (found.low, found.high)]
    return Cell(found.value, ends[0], ends[1], found.n)


def approval_stages(c: Context) -> Exhibit | Passage:
    """How many days does half of the projects take at each stage of approval, and in all?"""
    found: Partners = c.measures
    if found.approval is None:
        return c.say(("no_approvals", {}))
    stages = found.approval.stages
    bodies = found.data.approvals.drop_duplicates("stage").set_index("stage")["body"]
    whole = (c.words["en"]("f6.all_stages"), c.words["fr"]("f6.all_stages"))
    names = [whole if s == TOTAL else p for s, p in zip(stages, named(c, "stage", stages), strict=True)]
    who = by_contract("approvals", "body", [bodies.get(s, "") for s in stages])
    cells = {
        "n": [_count(v) for v in found.approval.n],
        "closed": [_count(v) for v in found.approval.closed],
        "median": [_days(m) for m in found.approval.median],
    }
    dims = pd.DataFrame({"stage": names, "body": [("–", "–") if not w[0] else w for w in who], "row": list(stages)})
    table = c.release.table(dims, cells, {"n": "items", "closed": "items", "median": "days"}, "things")
    shown = dict(zip(stages, names, strict=True))
    bar = c.settings.threshold("f6.approval_days")
    return c.show(
        "approval_stages", table,
        [
            Column("stage", "f6.column.stage", "both"), Column("body", "f6.column.body", "both"),
            Column("n", "f6.column.entered", "count"), Column("closed", "f6.column.through", "count"),
            Column("median", "f6.column.median", "days", 0, "ci"),
        ],
        sources=[c.own_source()], period=_approved(found), size=(7.6, 3.2), values={"bar": Cell(bar)},
        draw=lambda ax, w: plots.ranges(
            ax, table, w, rows="row", column="median", name=lambda s: textwrap.fill(in_lang(shown[s], w.lang), 30),
            kind="number", x_label=w("f6.axis.median"), reference=bar, reference_label=w("f6.axis.bar", bar=Cell(bar)),
        ),
    )  # fmt: skip


def _approved(found: Partners) -> str:
    days = pd.concat([found.data.approvals["opened"], found.data.approvals["closed"]]).dropna()
    return f"{str(days.min().date())[:7]} – {str(days.max().date())[:7]}" if len(days) else "–"


def sent_back(c: Context) -> Exhibit:
    """How often was each project sent back on its way to approval, as far as that was recorded?"""
    frame = c.measures.returned
    cells = {"least": [_count(v) for v in frame["least"]], "missing": [_count(v) for v in frame["missing"]]}
    dims = pd.DataFrame({"project": frame["project"], "answer": frame["answer"]})
    table = c.release.table(dims, cells, {"least": "items", "missing": "items"}, "things")
    return c.show(
        "sent_back", table,
        [
            Column("project", "f6.column.project", "data"), Column("least", "f6.column.least", "count"),
            Column("missing", "f6.column.unrecorded", "count"), Column("answer", "f6.column.ever", "code"),
        ],
        sources=[c.own_source()], period=_approved(c.measures),
    )  # fmt: skip


def acceptance(c: Context) -> Passage:
    """How long did IRCC take to accept what had been delivered?"""
    found = c.measures.accepted
    if found is None:
        return c.say(("no_acceptance", {}))
    values = {
        f"at_{int(d)}": estimate_cell(found.at(d), least=1) if np.isfinite(found.at(d).value) else marked("missing")
        for d in ACCEPTED
    }
    return c.say(("accepted", {"n": _count(found.due[0]), **values}))


def load_by_year(c: Context) -> Exhibit | Passage:
    """How many reports came due per project and year, planned and ad hoc?"""
    found: Partners = c.measures
    if found.load is None:
        return c.say(("no_load", {}))
    frame = found.load.frame
    cells: dict[str, list[Cell]] = {k: [_count(v) for v in frame[k]] for k in ("planned", "ad_hoc")}
    cells["project_years"] = [Cell(float(v)) for v in frame["project_years"]]
    cells["a_year"] = [marked("missing") if pd.isna(v) else Cell(float(v)) for v in frame["a_year"]]
    units = {"planned": "items", "ad_hoc": "items", "project_years": "years", "a_year": "a_year"}
    table = c.release.table(pd.DataFrame({"year": frame["year"]}), cells, units, "things")
    return c.show(
        "load_by_year", table,
        [
            Column("year", "column.year", "year"), Column("planned", "f6.column.planned", "count"),
            Column("ad_hoc", "f6.column.ad_hoc", "count"),
            Column("project_years", "f6.column.project_years", "number", 1),
            Column("a_year", "f6.column.a_year", "number", 1),
        ],
        sources=[c.own_source()], period=f"{frame['year'].iloc[0]} – {c.measures.data.as_of[:7]}",
        draw=lambda ax, w: plots.bars(
            ax, table, w, x="year", column="a_year", name=str, y_label=w("f6.axis.a_year"), kind="ratio", places=1,
        ),
    )  # fmt: skip


def load_by_size(c: Context) -> Exhibit | Passage:
    """Do small projects carry more reporting for their money?"""
    sizes = c.measures.sizes
    if not len(sizes):
        return c.say(("no_sizes", {}))
    cells = {
        "projects": [_count(v) for v in sizes["projects"]],
        "reports": [_count(v) for v in sizes["reports"]],
        "a_year": [Cell(float(r / y)) for r, y in zip(sizes["reports"], sizes["years"], strict=True)],
        "per_dollars": [
            Cell(float(r / d * PER_DOLLARS)) for r, d in zip(sizes["reports"], sizes["dollars"], strict=True)
        ],
    }
    units = {"projects": "items", "reports": "items", "a_year": "a_year", "per_dollars": "per_100k"}
    dims = pd.DataFrame({"size": [f"project_{s}" for s in sizes["size"]]})
    table = c.release.table(dims, cells, units, "things")
    return c.show(
        "load_by_size", table,
        [
            Column("size", "f6.column.size", "code"), Column("projects", "f6.column.projects", "count"),
            Column("reports", "f6.column.reports", "count"), Column("a_year", "f6.column.a_year", "number", 1),
            Column("per_dollars", "f6.column.per_dollars", "number", 1),
        ],
        sources=[c.own_source()], period=_approved(c.measures).split(" – ")[0] + f" – {c.measures.data.as_of[:7]}",
    )  # fmt: skip


def load_said(c: Context) -> Passage:
    """The reporting load in a sentence: per project and year, planned and ad hoc, per 100,000 dollars."""
    load = c.measures.load
    if load is None:
        return c.say(("load_untold", {}))
    rates = {k: estimate_cell(getattr(load, k), least=0) for k in ("a_year", "planned_a_year", "ad_hoc_a_year")}
    values: dict[str, Any] = {"n": _count(load.reports), "years": Cell(load.project_years), **rates}
    return c.say(("load", {**values, "per_dollars": Cell(load.per_dollars.value)}), ("load_limit", {}))


SHOWN: dict[str, Callable[[Context], Exhibit | Passage]] = {
    f.__name__: f
    for f in (approval_stages, sent_back, acceptance, load_by_year, load_by_size, load_said)
}  # fmt: skip
