"""Finding 6 as a reader sees it: delivery over time, by type and by partner, and what is said of the partners.

Partners are named to an internal reader only. In public a row is "a partner": rows stand in the order of their
result, without the number of projects or deliverables, which would tell who is who.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from mcee_eval.findings.partners import JUDGED, NAMED, Partners
from mcee_eval.judge.verdict import Verdict
from mcee_eval.metrics.delivery_time import DeliveryTime
from mcee_eval.metrics.durations import step
from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.model import estimate_cell
from mcee_eval.results import Estimate
from mcee_eval.show import partners_process, plots
from mcee_eval.show.context import Context
from mcee_eval.show.exhibit import Column, Exhibit
from mcee_eval.show.naming import by_contract, in_lang
from mcee_eval.show.passage import Passage
from mcee_eval.show.redactions import redactions_table
from mcee_eval.show.testimony import asked_cell, share_cell, themes_table, word_code

WEEKS = tuple(range(0, 183, 7))  # days at which the curve is told


def count(value: float) -> Cell:
    """A number of things."""
    return Cell(float(value), float(value), float(value))


def share(found: Estimate | None) -> Cell:
    """A share of things with its interval; where nothing was followed so long it is not estimable."""
    return marked("not_estimable") if found is None or np.isnan(found.value) else estimate_cell(found, least=1)


def _span(c: Context) -> str:
    data = c.measures.data
    return f"{str(data.deliverables['due'].min().date())[:7]} – {data.as_of[:7]}"


def delivery_curve(c: Context) -> Exhibit | Passage:
    """Of all that had come due, what share was there so many days after its day, by type?"""
    found: DeliveryTime | None = c.measures.by_type
    if found is None:
        return c.say(("nothing_due", {}))
    asked = np.array(WEEKS, dtype=float)
    cells: dict[str, list[Cell]] = {}
    for name in found.groups:
        mine = found.frame[found.frame["group"] == name]
        times = mine["day"].to_numpy(float)
        told = {
            k: step(times, mine[k].to_numpy(float), asked, start=0.0 if k == "share" else np.nan)
            for k in ("share", "low", "high")
        }
        last = times.max() if told["share"][-1] < 1 else np.inf
        cells[str(name)] = [
            marked("missing") if d > last else Cell(min(float(s), 1.0), _known(lo), _known(hi))
            for d, s, lo, hi in zip(asked, told["share"], told["low"], told["high"], strict=True)
        ]
    table = c.release.table(pd.DataFrame({"day": list(WEEKS)}), cells, dict.fromkeys(cells, "share"), "things")
    return c.show(
        "delivery_curve", table,
        [Column("day", "f6.column.day", "data"), *[Column(k, f"f6.type.{k}", "percent", 0, "ci") for k in cells]],
        sources=[c.own_source()], period=_span(c),
        draw=lambda ax, w: _labelled(plots.lines(
            ax, table, w, x="day", series=list(cells), kind="percent", zero=False,
            label=lambda k: w(f"f6.type.{k}"), y_label=w("f6.axis.delivered"),
        ), w("f6.axis.days")),
    )  # fmt: skip


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _labelled(ax: Any, label: str) -> Any:
    ax.set_xlabel(label)
    return ax


def delivery_by_type(c: Context) -> Exhibit | Passage:
    """What was due, what was delivered, and the share within the declared days, by type of deliverable."""
    found: Partners = c.measures
    if found.by_type is None or found.whole is None:
        return c.say(("no_types", {}))
    rows = [(found.whole, 0), *[(found.by_type, i) for i in range(len(found.by_type.groups))]]
    names = [c.words["en"]("f6.all_types"), c.words["fr"]("f6.all_types")]
    types = [(c.words["en"](f"f6.type.{g}"), c.words["fr"](f"f6.type.{g}")) for g in found.by_type.groups]
    dims = pd.DataFrame({"type": [tuple(names), *types]})
    at = ("at_day", "at_declared")
    cells = {
        "due": [count(t.due[i]) for t, i in rows],
        "delivered": [count(t.delivered[i]) for t, i in rows],
        **{f"at_{k}": [share(t.share[i][k]) for t, i in rows] for k in range(len(at))},
    }
    units = {"due": "items", "delivered": "items", **{k: "share" for k in cells if k.startswith("at_")}}
    table = c.release.table(dims, cells, units, "things")
    return c.show(
        "delivery_by_type", table,
        [
            Column("type", "f6.column.type", "both"), Column("due", "f6.column.due", "count"),
            Column("delivered", "f6.column.delivered", "count"),
            *[Column(f"at_{k}", f"f6.column.{name}", "percent", 0, "ci") for k, name in enumerate(at)],
        ],
        sources=[c.own_source()], period=_span(c), values={"days": Cell(c.settings.threshold("f6.days"))},
    )  # fmt: skip


def finished_only(c: Context) -> Exhibit | Passage:
    """What does one get when only what was delivered is counted, and what when all that was due is followed?"""
    found: Partners = c.measures
    parts = [(k, t) for k, t in (("window_all", found.whole), ("window_recent", found.recent)) if t is not None]
    if not parts:
        return c.say(("no_finished", {}))
    at = found.days.index(c.settings.threshold("f6.days"))
    cells = {
        "due": [count(t.due[0]) for _, t in parts],
        "delivered": [count(t.delivered[0]) for _, t in parts],
        "mean": [Cell(t.mean_of_delivered[0]) if t.delivered[0] else marked("missing") for _, t in parts],
        "of_delivered": [Cell(t.share_of_delivered[0][at]) if t.delivered[0] else marked("missing") for _, t in parts],
        "of_due": [share(t.share[0][at]) for _, t in parts],
    }
    units = {"due": "items", "delivered": "items", "mean": "days", "of_delivered": "share", "of_due": "share"}
    table = c.release.table(pd.DataFrame({"window": [k for k, _ in parts]}), cells, units, "things")
    return c.show(
        "finished_only", table,
        [
            Column("window", "f6.column.window", "code"), Column("due", "f6.column.due", "count"),
            Column("delivered", "f6.column.delivered", "count"), Column("mean", "f6.column.mean", "days", 1),
            Column("of_delivered", "f6.column.of_delivered", "percent", 1),
            Column("of_due", "f6.column.of_due", "percent", 1, "ci"),
        ],
        sources=[c.own_source()], period=_span(c), values={"days": Cell(c.settings.threshold("f6.days"))},
    )  # fmt: skip


def delivery_by_partner(c: Context) -> Exhibit | Passage:
    """The share delivered within the declared days, by partner: named to an internal reader, "a partner" in public."""
    found: DeliveryTime | None = c.measures.by_partner
    if found is None or len(found.groups) < 2:
        return c.say(("no_partners", {}))
    days = c.settings.threshold("f6.days")
    told = [(g, share(found.at(days, g))) for g in found.groups]
    internal = c.release.audience == "internal"
    if internal:
        names = by_contract("projects", "partner", [g for g, _ in told])
        cells = {"share": [x for _, x in told], "due": [count(d) for d in found.due]}
    else:
        told = sorted(told, key=lambda one: -1.0 if one[1].value is None else one[1].value, reverse=True)
        names = [_anonymous(c, k) for k in range(1, len(told) + 1)]
        cells = {"share": [replace(x, n=None) for _, x in told]}
    dims = pd.DataFrame({"partner": names, "row": [f"row_{k}" for k in range(len(told))]})
    table = c.release.table(dims, cells, {"share": "share", "due": "items"}, "things")
    columns = [Column("partner", "f6.column.partner", "both")]
    columns += [Column("due", "f6.column.due", "count")] if internal else []
    return c.show(
        "delivery_by_partner", table,
        [*columns, Column("share", "f6.column.within", "percent", 0, "ci")],
        sources=[c.own_source()], period=_span(c), values={"days": Cell(days)}, size=(7.6, 2.8),
        draw=lambda ax, w: plots.ranges(
            ax, table, w, rows="row", column="share", name=lambda row: in_lang(names[int(row[4:])], w.lang),
            x_label=w("f6.axis.within", days=Cell(days)), reference=c.settings.threshold("f6.on_time"),
            reference_label=w("f6.axis.declared"),
        ),
    )  # fmt: skip


def _anonymous(c: Context, k: int) -> tuple[str, str]:
    return c.words["en"]("f6.a_partner", n=count(k)), c.words["fr"]("f6.a_partner", n=count(k))


def partners_judged(c: Context) -> Passage:
    """How many partners does the report name, and of how many does it hold evidence?"""
    unheard = [p for p in NAMED if p not in JUDGED]
    values = {"named": count(len(NAMED)), "judged": count(len(JUDGED)), "unheard": count(len(unheard))}
    said: list[tuple[str, dict[str, Any]]] = [("judged", values)]
    if c.release.audience == "internal":
        said.append(("unheard_named", {"names": ", ".join(unheard)}))
    return c.say(*said)


def perceived(c: Context) -> Exhibit:
    """What do those asked say of the partners, of approvals and of reporting?"""
    return themes_table(c, "perceived", c.measures.said, period=c.measures.data.as_of[:7])


def redacted(c: Context) -> Exhibit:
    """What the report has blacked out under this finding: shown as such, never filled."""
    return redactions_table(c, "redacted", c.measures.data.redacted)


def printable(judged: Verdict, c: Context) -> Verdict:
    """The verdict with released cells and words in place of raw estimates."""
    reasons = [replace(r, values={k: v for n, x in r.values.items() for k, v in _released(c, n, x).items()})
               for r in judged.reasons]  # fmt: skip
    return replace(judged, reasons=tuple(reasons))


def _released(c: Context, name: str, value: Any) -> dict[str, Any]:
    if name == "theme":
        missing = marked("missing")
        if value is None:
            return {"word": word_code(c, None), "share": missing, "asked": missing}
        told = missing if value.agree is None else share_cell(c, value, value.agree)
        return {"word": word_code(c, value), "share": told, "asked": asked_cell(c, value)}
    if name == "bounds":
        ends = {k: marked("missing") if v is None else Cell(v) for k, v in (("low", value.low), ("high", value.high))}
        return {"yes": count(value.yes), "unknown": count(value.unknown), "n": count(value.n), **ends}
    if name in ("estimate", "load", "median"):
        lost = value is None or not np.isfinite(value.value)
        return {name: marked("not_estimable") if lost else estimate_cell(value, least=1)}
    return {name: count(value)}


SHOWN: dict[str, Callable[[Context], Exhibit | Passage]] = {
    f.__name__: f
    for f in (
        delivery_curve, delivery_by_type, finished_only, delivery_by_partner, partners_judged, perceived, redacted,
    )
}  # fmt: skip
SHOWN |= partners_process.SHOWN
