"""Finding 1, what the word "continuing" rests on: growth from any base year, and the stock of removals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from mcee_eval.findings.need import Need
from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.rule import whole_percent
from mcee_eval.show import plots
from mcee_eval.show.context import Context
from mcee_eval.show.exhibit import Column, Exhibit, Source
from mcee_eval.show.passage import Passage


def growth_by_base(c: Context) -> Exhibit | Passage:
    """By how much did claims grow until the last year, from each earlier year on?"""
    need: Need = c.measures
    frame = need.data.claims.rename(columns={"value": "claims", "low": "claims_low", "high": "claims_high"})
    frame = frame[frame["year"] <= need.last_year].assign(year=lambda f: f["year"].astype(str))
    counts = c.release.counts(frame, dims=["year"], value="claims", unit="claims")
    if len(counts) < 3:
        return c.say(("no_growth_by_base", {"place": need.data.country}))
    cells = list(counts.cells["claims"])
    grown = [c.release.growth(base, cells[-1]) for base in cells[:-1]]
    dims = counts.dims.iloc[:-1].reset_index(drop=True)
    rule = "already_public" if c.release.provenance == "published" else "rate"
    table = c.release.table(
        dims, {"claims": cells[:-1], "growth": grown}, {"claims": "claims", "growth": "share"}, rule
    )
    source = c.own_source() if c.release.provenance != "published" else Source(
        "unhcr" if need.data.measure == "applied" else "ircc_open", str(need.data.claims["vintage"].iloc[-1])
    )  # fmt: skip
    last = str(need.last_year)
    return c.show(
        "growth_by_base", table,
        [
            Column("year", "f1.column.base_year", "year"), Column("claims", "f1.column.claims", "count"),
            Column("growth", "f1.column.growth", "change", 0, "range"),
        ],
        sources=[source], period=f"{dims['year'].iloc[0]} – {last}", values={"place": need.data.country, "last": last},
        draw=lambda ax, w: plots.bars(
            ax, table, w, x="year", column="growth", name=str, kind="change",
            y_label=w("f1.axis.growth_until", last=last), emphasis=[str(c.settings.base_year)],
        ),
    )  # fmt: skip


def inventory(c: Context) -> Exhibit | Passage:
    """How many removals wait, and what share of the recorded impediments are travel documents?"""
    need: Need = c.measures
    if len(need.data.points):
        return _points(c)
    frame = need.data.inventory
    if not len(frame):
        return c.say(("no_inventory", {}))
    frame = frame.assign(recorded=frame["travel_document"] + frame["other"])
    counts = c.release.counts(frame, dims=["quarter"], value=["stock_end", "travel_document", "recorded"], unit="cases")
    pairs = zip(counts.cells["travel_document"], counts.cells["recorded"], strict=True)
    shares = [c.release.ratio(part, whole) for part, whole in pairs]
    shares = [s if s.value is None else replace(s, value=whole_percent(s.value)) for s in shares]
    cells = {"stock_end": counts.cells["stock_end"], "documents": shares}
    table = c.release.table(counts.dims, cells, {"stock_end": "cases", "documents": "share"}, "rate")
    return c.show(
        "inventory", table,
        [
            Column("quarter", "column.quarter", "quarter"), Column("stock_end", "f1.column.working_stock", "count"),
            Column("documents", "f1.column.document_share", "percent"),
        ],
        sources=[c.own_source()], period=f"{table.dims['quarter'].iloc[0]} – {table.dims['quarter'].iloc[-1]}",
        values={"place": need.data.country},
        draw=lambda ax, w: plots.lines(
            ax, table, w, x="quarter", series=["stock_end"], label=str, y_label=w("f1.axis.working_stock"),
            events=[plots.Event(c.settings.window("covid").start, c.settings.window("covid").label,
                                c.settings.window("covid").end)],
        ),
    )  # fmt: skip


def _points(c: Context) -> Exhibit:
    """What has been published of the inventory: single dates, from the publisher or before Parliament."""
    frame: pd.DataFrame = c.measures.data.points
    dims = pd.DataFrame(
        {
            "as_of": frame["as_of"].astype(str), "stock": "stock_" + frame["stock"].astype(str),
            "about": frame["about"].map({True: "rounded_by_source", False: "exact_by_source"}),
            "publication": frame["source"].astype(str),
        }
    ).reset_index(drop=True)  # fmt: skip
    cells = [marked("missing") if pd.isna(v) else Cell(float(v)) for v in frame["value"]]
    table = c.release.table(dims, {"cases": cells}, {"cases": "cases"}, "already_public")
    return c.show(
        "inventory_points", table,
        [
            Column("as_of", "f1.column.as_of", "month"), Column("stock", "f1.column.stock", "code"),
            Column("cases", "f1.column.cases", "count"), Column("about", "f1.column.precision", "code"),
            Column("publication", "column.publication", "told"),
        ],
        sources=[Source("removals_inventory")], period=f"{dims['as_of'].iloc[0]} – {dims['as_of'].iloc[-1]}",
    )  # fmt: skip


SHOWN: dict[str, Callable[[Context], Exhibit | Passage]] = {f.__name__: f for f in (growth_by_base, inventory)}
