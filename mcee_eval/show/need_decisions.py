"""Finding 1, the second half: decisions, pending claims, removals, rank and share."""

from __future__ import annotations

import pandas as pd

from mcee_eval.findings.need import Need
from mcee_eval.release.cell import Cell, marked
from mcee_eval.show import plots
from mcee_eval.show.context import Context
from mcee_eval.show.exhibit import Column, Exhibit, Source
from mcee_eval.show.passage import Passage
from mcee_eval.words.formats import fiscal_year

FIRST_YEAR = 2015  # the first year of IRCC's open data


def span(codes: pd.Series) -> str:
    """First and last period of a table."""
    return f"{codes.iloc[0]} – {codes.iloc[-1]}" if len(codes) else "–"


def rejection_rates(c: Context) -> Exhibit | Passage:
    """What share of decisions were rejections, under both definitions?"""
    frame = c.measures.data.decisions
    if not len(frame):
        return c.say(("no_decisions", {}))
    frame = frame.assign(year=frame["year"].astype(str), merits=frame["accepted"] + frame["rejected"])
    counts = c.release.counts(
        frame, dims=["year"], value=["accepted", "rejected", "closed", "merits", "total"], unit="decisions"
    )
    rejected, merits, total = (counts.cells[k] for k in ("rejected", "merits", "total"))
    rates = dict(counts.cells) | {
        "of_merits": [c.release.ratio(a, b) for a, b in zip(rejected, merits, strict=True)],
        "of_all": [c.release.ratio(a, b) for a, b in zip(rejected, total, strict=True)],
    }
    units = dict.fromkeys(counts.cells, "decisions") | {"of_merits": "share", "of_all": "share"}
    places = 1 if c.release.provenance == "published" else 0
    table = c.release.table(
        counts.dims, rates, units, "already_public" if c.release.provenance == "published" else "rate"
    )
    source = Source("unhcr", "2026-06-25") if c.release.provenance == "published" else c.own_source()
    return c.show(
        "rejection_rates", table,
        [
            Column("year", "column.year", "year"), Column("accepted", "f1.column.accepted", "count"),
            Column("rejected", "f1.column.rejected", "count"), Column("closed", "f1.column.closed", "count"),
            Column("total", "f1.column.finalised", "count"),
            Column("of_merits", "f1.column.of_merits", "percent", places),
            Column("of_all", "f1.column.of_all", "percent", places),
        ],
        sources=[source], period=span(table.dims["year"]), values={"place": c.measures.data.country},
        draw=lambda ax, w: plots.lines(
            ax, table, w, x="year", series=["of_merits", "of_all"], kind="percent",
            label=lambda s: w(f"f1.axis.{s}"), y_label=w("f1.axis.rejection"),
        ),
    )  # fmt: skip


def pending(c: Context) -> Exhibit | Passage:
    """How many claims wait for a decision?"""
    frame = c.measures.data.pending
    if not len(frame):
        return c.say(("no_pending", {}))
    frame = frame.assign(year=frame["year"].astype(str))
    public = c.release.provenance == "published"
    table = c.release.counts(
        frame, dims=["as_of"] if public else ["year"], value=["referred", "pending"], unit="claims"
    )
    first = Column("as_of", "f1.column.as_of", "day") if public else Column("year", "column.year", "year")
    return c.show(
        "pending", table,
        [first, Column("referred", "f1.column.referred", "count"), Column("pending", "f1.column.pending", "count")],
        sources=[Source("irb") if public else c.own_source()], period=span(table.dims[first.key]),
        values={"place": c.measures.data.country},
    )  # fmt: skip


def removals(c: Context) -> Exhibit | Passage:
    """How many removals were carried out, and what did the publisher say of it at different dates?"""
    frame = c.measures.data.removals
    if not len(frame):
        return c.say(("no_removals", {}))
    if c.release.provenance == "published":
        dims = frame.rename(columns={"period": "year", "value": "removals"})
        table = c.release.counts(dims, dims=["year", "vintage"], value="removals", unit="removals")
        columns = [
            Column("year", "column.year", "year"), Column("vintage", "column.vintage", "told"),
            Column("removals", "f1.column.removals", "count"),
        ]  # fmt: skip
        return c.show("removals", table, columns, sources=[Source("cbsa")], period=span(table.dims["year"]))
    dims = frame.rename(columns={"period": "fiscal_year", "value": "removals"})
    table = c.release.counts(dims, dims=["fiscal_year"], value="removals", unit="removals")
    return c.show(
        "removals_own", table,
        [Column("fiscal_year", "column.fiscal_year", "fiscal_year"), Column("removals", "f1.column.removals", "count")],
        sources=[c.own_source()], period=span(table.dims["fiscal_year"]), values={"place": c.measures.data.country},
        draw=lambda ax, w: plots.bars(
            ax, table, w, x="fiscal_year", column="removals",
            name=lambda code: fiscal_year(code, w.lang).replace("-", "-\n"), y_label=w("f1.axis.removals_fy"),
        ),
    )  # fmt: skip


def rank_and_share(c: Context) -> Exhibit | Passage:
    """The country's place among all countries, and its share, each year."""
    need: Need = c.measures
    others = need.data.others
    if not len(others):
        return c.say(("rank_all", {}))
    others = others[others["year"] >= FIRST_YEAR]
    ranked = others.assign(rank=others.groupby("year")["value"].rank(ascending=False, method="min"))
    mine = ranked[ranked["country"] == need.data.country].sort_values("year")
    totals = others.groupby("year", as_index=False)[["value"]].sum().rename(columns={"value": "total"})
    mine = mine.merge(totals, on="year").assign(year=lambda f: f["year"].astype(str))
    counts = c.release.counts(mine, dims=["year"], value=["value", "total"], unit="claims")
    hidden = [bool(x.mark) for x in counts.cells["value"]]
    rank = [marked("suppressed") if h else Cell(float(r)) for h, r in zip(hidden, mine["rank"], strict=True)]
    part = [c.release.ratio(a, b) for a, b in zip(counts.cells["value"], counts.cells["total"], strict=True)]
    cells = {"value": counts.cells["value"], "rank": rank, "part": part}
    table = c.release.table(counts.dims, cells, {"value": "claims", "rank": "items", "part": "share"}, counts.rule)
    source = Source("unhcr", "2026-06-25") if c.release.provenance == "published" else c.own_source()
    return c.show(
        "rank_and_share", table,
        [
            Column("year", "column.year", "year"), Column("value", "f1.column.claims", "count"),
            Column("rank", "f1.column.rank", "count"), Column("part", "f1.column.part", "percent", 1),
        ],
        sources=[source], period=span(table.dims["year"]), values={"place": need.data.country},
    )  # fmt: skip


def four_indicators(c: Context) -> Passage:
    """2020's removals exceed 2019's although removals were stopped: shown, never read as success."""
    frame = c.measures.data.removals
    if c.release.provenance != "published" or not len(frame):
        return c.say(("four_indicators", {}))
    revised = frame[frame["vintage"].str.contains("revised")].rename(columns={"value": "removals"})
    told = c.release.counts(revised, dims=["period"], value="removals", unit="removals")
    return c.say(
        (
            "removals_2020",
            {"before": told.cell("removals", period="2019"), "stopped": told.cell("removals", period="2020")},
        ),
        ("four_indicators", {}),
    )


def outlook(c: Context) -> Passage:
    """What has been published since the report said that pending cases should still increase? Never spliced."""
    later = c.measures.data.later
    if not len(later):
        return c.say(("no_outlook", {}))
    last = later.sort_values("end").tail(1)
    told = c.release.counts(last, dims=["end"], value="value", unit="claims")
    values = {
        "claims": told.cells["value"][0],
        "first": str(last["start"].iloc[0]),
        "last": str(last["end"].iloc[0]),
        "vintage": str(last["vintage"].iloc[0]),
    }
    return c.say(("outlook", values))
