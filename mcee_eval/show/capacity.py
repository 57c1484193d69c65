"""Finding 2 as a reader sees it: results by project, kind and area, and under other choices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd

from mcee_eval.findings.capacity import Capacity
from mcee_eval.findings.capacity_results import INFRASTRUCTURE, POLICY, as_change, pooled
from mcee_eval.judge.verdict import Verdict
from mcee_eval.metrics.toward_target import STATES
from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.model import estimate_cell
from mcee_eval.results import Estimate
from mcee_eval.show import capacity_said, capacity_time, plots
from mcee_eval.show.context import Context
from mcee_eval.show.exhibit import Column, Exhibit
from mcee_eval.show.naming import by_contract, in_lang, named
from mcee_eval.show.passage import Passage
from mcee_eval.show.testimony import asked_cell, share_cell, word_code


def count(value: float) -> Cell:
    """A number of projects or indicators, which are things."""
    return Cell(float(value), float(value), float(value))


def change(found: Estimate | None) -> Cell:
    """A change over projects (things) with its interval."""
    return estimate_cell(found, least=1)


def _rows(frame: pd.DataFrame) -> list[Any]:
    return list(frame.itertuples())


def _relative(value: float, low: float | None = None, high: float | None = None) -> Cell:
    """Logarithms as a relative change."""
    told = as_change(Estimate(value, low, high))
    assert told is not None
    return Cell(told.value, told.low, told.high)


def _span(c: Context) -> str:
    data = c.measures.data
    return f"{str(data.projects['start'].min().date())[:7]} – {data.as_of[:7]}"


def _place(c: Context) -> dict[str, Any]:
    return {"place": c.measures.data.country}


def change_by_project(c: Context) -> Exhibit:
    """By how much did the indicators of each project improve on their baselines?"""
    rows = c.measures.projects
    cells: dict[str, list[Cell]] = {
        "change": [
            _relative(one.change, one.low, one.high) if one.known > 0 else marked("missing") for one in _rows(rows)
        ],
        **{name: [count(v) for v in rows[name]] for name in ("indicators", "known", "reached")},
    }
    dims = pd.DataFrame(
        {
            "project": rows["project"],
            "kind": by_contract("projects", "kind", rows["kind"]),
            "status": by_contract("projects", "status", rows["status"]),
            "row": [f"{p}|{k}" for p, k in zip(rows["project"], rows["kind"], strict=True)],
        }
    )
    units = {"change": "relative_change", **dict.fromkeys(("indicators", "known", "reached"), "items")}
    table = c.release.table(dims, cells, units, "things")
    drawn = any(not x.mark for x in cells["change"])

    def called(row: str, lang: str) -> str:
        project, kind = row.split("|")
        return f"{project}, {c.words[lang](f'code.short_{kind}')}"

    return c.show(
        "change_by_project", table,
        [
            Column("project", "f2.column.project", "data"), Column("kind", "f2.column.kind", "both"),
            Column("status", "f2.column.status", "both"), Column("indicators", "f2.column.indicators", "count"),
            Column("known", "f2.column.known", "count"), Column("reached", "f2.column.reached", "count"),
            Column("change", "f2.column.change", "change", 0, "range"),
        ],
        sources=[c.own_source()], period=_span(c), values=_place(c), size=(7.6, max(2.2, 1.1 + 0.3 * len(rows))),
        draw=(lambda ax, w: plots.ranges(
            ax, table, w, rows="row", column="change", name=lambda row: called(row, w.lang), kind="change",
            x_label=w("f2.axis.change"), reference=0.0, reference_label=w("f2.axis.baseline"),
        )) if drawn else None,
    )  # fmt: skip


def indicator_results(c: Context) -> Exhibit:
    """Each indicator: baseline, target, last value, and how far it has gone."""
    frame = c.measures.results.frame
    scale = [100.0 if str(u).startswith("share_") else 1.0 for u in frame["unit"]]
    cells: dict[str, list[Cell]] = {}
    for column in ("baseline", "target", "latest"):
        cells[column] = [
            marked("missing") if pd.isna(v) else Cell(round(float(v) * s, 6))
            for v, s in zip(frame[column], scale, strict=True)
        ]
    cells["change"] = [marked("missing") if pd.isna(v) else _relative(float(v)) for v in frame["change"]]
    cells["progress"] = [marked("missing") if pd.isna(v) else Cell(float(v)) for v in frame["progress"]]
    values = [x.value for k in ("baseline", "target", "latest") for x in cells[k] if x.value is not None]
    places = 0 if all(float(v).is_integer() for v in values) else 1
    dims = pd.DataFrame(
        {
            "indicator": frame["indicator"],
            "project": frame["project"],
            "area": by_contract("indicators", "area", frame["area"]),
            "unit": _counted(c, frame),
            "state": [f"result_{s}" for s in frame["state"]],
        }
    )
    units = dict.fromkeys(("baseline", "target", "latest"), "items") | {"change": "share", "progress": "share"}
    table = c.release.table(dims, cells, units, "things")
    return c.show(
        "indicator_results", table,
        [
            Column("indicator", "f2.column.indicator", "data"), Column("project", "f2.column.project", "data"),
            Column("unit", "f2.column.unit", "both"), Column("state", "f2.column.state", "code"),
            Column("baseline", "f2.column.baseline", "number", places),
            Column("target", "f2.column.target", "number", places),
            Column("latest", "f2.column.latest", "number", places),
            Column("change", "f2.column.change", "change", 0), Column("progress", "f2.column.progress", "percent", 0),
            Column("area", "f2.column.area", "both"),
        ],
        sources=[c.own_source()], period=_span(c), values=_place(c),
    )  # fmt: skip


def _counted(c: Context, frame: pd.DataFrame) -> list[tuple[str, str]]:
    """What an indicator counts; said where lower is better."""
    lower = (c.words["en"]("f2.lower"), c.words["fr"]("f2.lower"))
    return [
        pair if higher else (f"{pair[0]} {lower[0]}", f"{pair[1]} {lower[1]}")
        for pair, higher in zip(named(c, "unit", frame["unit"]), frame["higher_is_better"], strict=True)
    ]


def measured_said(c: Context) -> Passage:
    """What came of the indicators, and the mean change over projects with its tests."""
    found: Capacity = c.measures
    states = {s: count(found.results.states[s]) for s in STATES}
    said = [("states", {"n": count(len(found.results.frame)), **states})]
    if found.pooled is not None:
        values = {"change": change(found.change), "n": count(found.telling), "p": Cell(found.pooled.permutation_p)}
        if found.pooled.permutation_p is not None:
            said.append(("pooled", values))
    return c.say(*said, ("not_attributed", {}))


def by_kind(c: Context) -> Exhibit | Passage:
    """Do projects of infrastructure or technology show more than projects of policy or training?"""
    found: Capacity = c.measures
    rows = found.projects
    kinds = [k for k in (INFRASTRUCTURE, POLICY) if (rows["kind"] == k).any()]
    if found.data.country != "ALL":
        return c.say(("kinds_not_by_country", {}))
    cells: dict[str, list[Cell]] = {k: [] for k in ("projects", "telling", "indicators", "reached", "change")}
    for kind in kinds:
        mine = rows[rows["kind"] == kind]
        part = pooled(mine)
        cells["projects"].append(count(len(mine)))
        cells["telling"].append(count((mine["known"] > 0).sum()))
        for name in ("indicators", "reached"):
            cells[name].append(count(mine[name].sum()))
        cells["change"].append(change(as_change(part.mean if part else None)))
    dims = pd.DataFrame({"kind": by_contract("projects", "kind", kinds), "row": kinds})
    units = {**dict.fromkeys(cells, "items"), "change": "share"}
    table = c.release.table(dims, cells, units, "things")
    return c.show(
        "by_kind", table,
        [
            Column("kind", "f2.column.kind", "both"), Column("projects", "f2.column.projects", "count"),
            Column("telling", "f2.column.telling", "count"), Column("indicators", "f2.column.indicators", "count"),
            Column("reached", "f2.column.reached", "count"), Column("change", "f2.column.change", "change", 0, "ci"),
        ],
        sources=[c.own_source()], period=_span(c),
    )  # fmt: skip


def kinds_said(c: Context) -> Passage:
    """The difference between the kinds, with its interval and the exact test."""
    found: Capacity = c.measures
    if found.data.country != "ALL" or found.kinds is None or found.kinds.permutation_p is None:
        return c.say(("kinds_untold", {}))
    gap, p = change(as_change(found.kinds.difference)), Cell(found.kinds.permutation_p)
    return c.say(("kinds_gap", {"gap": gap, "p": p, "n": count(found.kinds.difference.n)}), ("kinds_limit", {}))


def by_area(c: Context) -> Exhibit | Passage:
    """The change by priority area; a project of several areas counts in each of its indicators' areas."""
    if c.measures.data.country != "ALL":
        return c.say(("areas_not_by_country", {}))
    rows = c.measures.areas
    names = by_contract("indicators", "area", rows["area"])
    cells: dict[str, list[Cell]] = {k: [count(v) for v in rows[k]] for k in ("indicators", "known", "reached")}
    cells["change"] = [change(e) for e in rows["estimate"]]
    dims = pd.DataFrame({"area": names, "row": rows["area"]})
    units = {**dict.fromkeys(cells, "items"), "change": "share"}
    table = c.release.table(dims, cells, units, "things")
    pairs = dict(zip(rows["area"], names, strict=True))
    drawn = any(not x.mark for x in cells["change"])
    return c.show(
        "by_area", table,
        [
            Column("area", "f2.column.area", "both"), Column("indicators", "f2.column.indicators", "count"),
            Column("known", "f2.column.known", "count"), Column("reached", "f2.column.reached", "count"),
            Column("change", "f2.column.change", "change", 0, "ci"),
        ],
        sources=[c.own_source()], period=_span(c), values=_place(c), size=(7.6, 3.2),
        draw=(lambda ax, w: plots.ranges(
            ax, table, w, rows="row", column="change", name=lambda code: _folded(in_lang(pairs[code], w.lang)),
            kind="change", x_label=w("f2.axis.change_ci"), reference=0.0, reference_label=w("f2.axis.baseline"),
        )) if drawn else None,
    )  # fmt: skip


def _folded(text: str) -> str:
    import textwrap

    return textwrap.fill(text, 34)


def other_choices(c: Context) -> Exhibit | Passage:
    """Does the mean change depend on which indicators count, or on one project?"""
    found: Capacity = c.measures
    if found.data.country != "ALL" or found.change is None or len(found.choices) < 4:
        return c.say(("no_choices", {}))
    cells = {"change": [change(e) for _, e in found.choices]}
    dims = pd.DataFrame({"choice": [f"choice_{code}" for code, _ in found.choices]})
    table = c.release.table(dims, cells, {"change": "share"}, "things")
    return c.show(
        "other_choices", table,
        [Column("choice", "f2.column.choice", "code"), Column("change", "f2.column.change", "change", 0, "ci")],
        sources=[c.own_source()], period=_span(c), values=_place(c), size=(7.6, 3.2),
        draw=lambda ax, w: plots.ranges(
            ax, table, w, rows="choice", column="change", name=lambda code: _folded(w(f"code.{code}")), kind="change",
            x_label=w("f2.axis.change_ci"), reference=0.0, reference_label=w("f2.axis.baseline"),
        ),
    )  # fmt: skip


def printable(judged: Verdict, c: Context) -> Verdict:
    """The verdict with released cells and words in place of raw estimates."""
    reasons = [replace(r, values={k: v for n, x in r.values.items() for k, v in _released(c, n, x).items()})
               for r in judged.reasons]  # fmt: skip
    return replace(judged, reasons=tuple(reasons))


def _released(c: Context, name: str, value: Any) -> dict[str, Any]:
    """One value of a reason as a text may quote it."""
    if name == "theme":
        if value is None:
            missing = marked("missing")
            return {"word": word_code(c, None), "share": missing, "asked": missing}
        share = marked("missing") if value.agree is None else share_cell(c, value, value.agree)
        return {"word": word_code(c, value), "share": share, "asked": asked_cell(c, value)}
    if name == "counts":
        return {"yes": count(value.yes), "n": count(value.n)}
    if name == "bounds":
        ends = {k: marked("missing") if v is None else Cell(v) for k, v in (("low", value.low), ("high", value.high))}
        return {"yes": count(value.yes), "n": count(value.n), **ends}
    if name == "estimate":
        return {"estimate": change(value)}
    if name == "p":
        return {"p": marked("not_estimable") if value is None else Cell(value)}
    return {name: value if isinstance(value, str) else count(value)}


SHOWN: dict[str, Callable[[Context], Exhibit | Passage]] = {
    f.__name__: f
    for f in (
        change_by_project, indicator_results, measured_said, by_kind, kinds_said, by_area, other_choices,
    )
}  # fmt: skip
SHOWN |= capacity_said.SHOWN | capacity_time.SHOWN
