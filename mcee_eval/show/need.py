"""Finding 1 as a reader sees it: claims, their growth by vintage, breaks, rejection rates, removals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from mcee_eval.findings.need import Need
from mcee_eval.findings.need_data import REPORT_VINTAGE
from mcee_eval.judge.verdict import Verdict
from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.protected import Protected
from mcee_eval.show import need_perceived, need_pressures, need_projection, plots
from mcee_eval.show.context import Context
from mcee_eval.show.exhibit import Column, Exhibit, Source
from mcee_eval.show.need_decisions import four_indicators, outlook, pending, rank_and_share, rejection_rates, removals
from mcee_eval.show.passage import Passage

REPORT_SAYS = 1.86  # "une augmentation de 186 % par rapport à 2019", finding 1


def _claims(c: Context) -> Protected:
    need: Need = c.measures
    frame = need.data.claims.rename(columns={"value": "claims", "low": "claims_low", "high": "claims_high"})
    return c.release.counts(frame.assign(year=frame["year"].astype(str)), dims=["year"], value="claims", unit="claims")


def _sources(c: Context) -> list[Source]:
    need: Need = c.measures
    if c.release.provenance != "published":
        return [c.own_source()]
    name = "unhcr" if need.data.measure == "applied" else "ircc_open"
    return [Source(name, str(need.data.claims["vintage"].iloc[-1]))]


def _period(table: Protected, column: str = "year") -> str:
    codes = list(table.dims[column])
    return f"{codes[0]} – {codes[-1]}" if codes else "–"


def claims_by_year(c: Context) -> Exhibit:
    """How many claims were made each year?"""
    table = _claims(c)
    label = "f1.axis.applied" if c.measures.data.measure == "applied" else "f1.axis.claims"
    return c.show(
        "claims_by_year", table, [Column("year", "column.year", "year"), Column("claims", label, "count")],
        sources=_sources(c), period=_period(table), values={"place": c.measures.data.country},
        draw=lambda ax, w: plots.bars(
            ax, table, w, x="year", column="claims", name=str, y_label=w(label),
            emphasis=[str(c.settings.base_year), str(c.measures.last_year)],
        ),
    )  # fmt: skip


def _cell(table: Protected, year: int) -> Cell:
    return table.cell("claims", year=str(year)) if str(year) in set(table.dims["year"]) else marked("missing")


def _growths(c: Context) -> dict[str, Cell]:
    need: Need = c.measures
    table, last = _claims(c), need.last_year
    pairs = {"since_base": c.settings.base_year, "over_year": last - 1, "over_three": last - 3}
    return {code: c.release.growth(_cell(table, first), _cell(table, last)) for code, first in pairs.items()}


def growth(c: Context) -> Passage:
    """The growth in a sentence; for all of Canada, the report's printed percentage held against its own figures."""
    need: Need = c.measures
    table, found = _claims(c), _growths(c)
    said = [
        (
            "growth",
            {
                "place": need.data.country, "first": str(c.settings.base_year), "last": str(need.last_year),
                "start": _cell(table, c.settings.base_year), "end": _cell(table, need.last_year),
                "growth": found["since_base"],
            },
        )
    ]  # fmt: skip
    dip = [_cell(table, year) for year in (2020, 2021)]
    if all(not d.mark for d in dip):
        said.append(("dip", {"first": dip[0], "second": dip[1]}))
    return c.say(*said)


def _vintage_growth(c: Context) -> list[tuple[str, str, Cell, Cell, Cell]]:
    frame = c.measures.data.vintages
    rows = []
    for (vintage, source), group in frame.groupby(["vintage", "source"], sort=True):
        told = c.release.counts(
            group.assign(year=group["year"].astype(str)), dims=["year"], value="value", unit="claims"
        )
        years = set(told.dims["year"])
        if {"2019", "2024"} <= years:
            start, end = told.cell("value", year="2019"), told.cell("value", year="2024")
            rows.append((str(vintage), str(source), start, end, c.release.growth(start, end)))
    return rows


def growth_by_vintage(c: Context) -> Exhibit | Passage:
    """What growth do the figures of each publication give, and what does the report print?"""
    rows = _vintage_growth(c) if len(c.measures.data.vintages) else []
    if not rows:
        return c.say(("one_vintage", {}))
    dims = pd.DataFrame({"vintage": [r[0] for r in rows], "publication": [r[1] for r in rows]})
    cells = {"start": [r[2] for r in rows], "end": [r[3] for r in rows], "growth": [r[4] for r in rows]}
    units = {"start": "claims", "end": "claims", "growth": "share"}
    table = c.release.table(dims, cells, units, "already_public")
    return c.show(
        "growth_by_vintage", table,
        [
            Column("vintage", "column.vintage", "told"), Column("publication", "column.publication", "told"),
            Column("start", "f1.column.claims_2019", "count"), Column("end", "f1.column.claims_2024", "count"),
            Column("growth", "f1.column.growth", "change", 1, "range"),
        ],
        sources=[Source("ircc_open"), Source("report", REPORT_VINTAGE)], period="2019 – 2024",
    )  # fmt: skip


def printed_percentage(c: Context) -> Passage:
    """The report prints 186 %; what do its own two figures give?"""
    own = [r for r in _vintage_growth(c) if r[0] == REPORT_VINTAGE] if len(c.measures.data.vintages) else []
    if not own:
        return c.say(("printed_not_here", {}))
    _, _, start, end, change = own[0]
    return c.say(("printed", {"start": start, "end": end, "growth": change, "printed": Cell(REPORT_SAYS)}))


def two_counts(c: Context) -> Exhibit | Passage:
    """The same demand told by two publishers: claims (IRCC, citizenship) and applications (UNHCR, origin)."""
    need: Need = c.measures
    if not len(need.data.applied):
        return c.say(("one_count", {}))
    both = need.data.claims[["year", "value"]].merge(need.data.applied, on="year", suffixes=("_claims", "_applied"))
    both = both.assign(year=both["year"].astype(str))
    table = c.release.counts(both, dims=["year"], value=["value_claims", "value_applied"], unit="claims")
    return c.show(
        "two_counts", table,
        [
            Column("year", "column.year", "year"), Column("value_claims", "f1.column.claims_ircc", "count"),
            Column("value_applied", "f1.column.applied_unhcr", "count"),
        ],
        sources=[Source("ircc_open"), Source("unhcr", "2026-06-25")], period=_period(table),
        values={"place": need.data.country},
    )  # fmt: skip


def _months_source(c: Context) -> Source:
    if c.release.provenance != "published":
        return c.own_source()
    return Source("ircc_open", c.measures.data.months_vintage)


def monthly_breaks(c: Context) -> Exhibit | Passage:
    """When did the level of monthly claims change?"""
    need: Need = c.measures
    if need.breaks is None:
        return c.say((f"breaks_{need.no_breaks}", {}))
    months = need.data.monthly.rename(columns={"value": "claims", "low": "claims_low", "high": "claims_high"})
    table = c.release.counts(months, dims=["month"], value="claims", unit="claims")
    covid = c.settings.window("covid")
    events = [plots.Event(covid.start, covid.label, covid.end)]
    events += [plots.Event(b.first_label, "f1.event.break") for b in need.breaks.breaks]
    source = _months_source(c)
    return c.show(
        "monthly_breaks", table,
        [Column("month", "column.month", "month"), Column("claims", "f1.axis.claims", "count")],
        sources=[source], period=_period(table, "month"), values={"place": need.data.country},
        draw=lambda ax, w: plots.lines(
            ax, table, w, x="month", series=["claims"], label=lambda s: w("f1.axis.claims"),
            y_label=w("f1.axis.claims_month"), events=events,
        ),
    )  # fmt: skip


def break_dates(c: Context) -> Exhibit | Passage:
    """The dated breaks with their intervals; last month of the old regime, first of the new."""
    need: Need = c.measures
    if need.breaks is None or not need.breaks.breaks:
        return c.say(("no_break", {}))
    found = need.breaks.breaks
    dims = pd.DataFrame(
        {
            "last": [b.last_label for b in found], "first": [b.first_label for b in found],
            "low": [b.low_label or "" for b in found], "high": [b.high_label or "" for b in found],
        }
    )  # fmt: skip
    size = [Cell(float(i + 1)) for i in range(len(found))]
    table = c.release.table(dims, {"rank": size}, {"rank": "items"}, "model")
    return c.show(
        "break_dates", table,
        [
            Column("first", "f1.column.first_new", "month"), Column("last", "f1.column.last_old", "month"),
            Column("low", "f1.column.break_low", "month"), Column("high", "f1.column.break_high", "month"),
        ],
        sources=[_months_source(c)], period=f"{dims['last'].iloc[0]} – {dims['last'].iloc[-1]}",
    )  # fmt: skip


def printable(judged: Verdict, c: Context) -> Verdict:
    """The verdict with released cells in place of raw estimates."""
    need: Need = c.measures
    found = _growths(c)
    years = {"since_base": c.settings.base_year, "over_year": need.last_year - 1, "over_three": need.last_year - 3}
    reasons = []
    for reason in judged.reasons:
        if reason.code in found:
            values = {"growth": found[reason.code], "first": str(years[reason.code]), "last": str(need.last_year)}
        elif reason.code in need_perceived.REASONS:
            values = need_perceived.REASONS[reason.code](reason, c)
        elif reason.code == "no_impediments":
            values = {}
        else:
            values = {
                "share": c.release.rate(need.impediment),
                "recorded": Cell(float(need.impediment_recorded)),
                "expected": Cell(float(need.impediment_expected)),
            }
        reasons.append(replace(reason, values=values))
    return replace(judged, reasons=tuple(reasons))


SHOWN: dict[str, Callable[[Context], Exhibit | Passage]] = {
    f.__name__: f
    for f in (
        claims_by_year, growth, growth_by_vintage, two_counts, printed_percentage, monthly_breaks, break_dates,
        rejection_rates, pending, outlook, removals, rank_and_share, four_indicators,
    )
}  # fmt: skip
SHOWN |= need_projection.SHOWN | need_pressures.SHOWN | need_perceived.SHOWN
