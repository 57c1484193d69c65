"""Finding 4 as a reader sees it: how long documents take, before and after, and whether the incentive was raised."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
from matplotlib.axes import Axes

from mcee_eval.errors import Refused
from mcee_eval.findings.cooperation import GRID, HORIZONS, Cooperation
from mcee_eval.findings.cooperation_data import PERIODS
from mcee_eval.metrics.request_chains import ISSUED
from mcee_eval.metrics.stock_flow import stock_flow
from mcee_eval.release.cell import Cell
from mcee_eval.release.rule import whole_percent
from mcee_eval.show import (
    cooperation_attribution,
    cooperation_beside,
    cooperation_checks,
    cooperation_depth,
    cooperation_tests,
    plots,
)
from mcee_eval.show.context import Context
from mcee_eval.show.cooperation_verdict import printable as printable
from mcee_eval.show.exhibit import Column, Exhibit
from mcee_eval.show.passage import Passage
from mcee_eval.words import formats
from mcee_eval.words.say import Words

RAISED = ("yes", "no", "not_recorded")


def _place(c: Context) -> dict[str, str]:
    return {"place": c.measures.data.place}


def _span(codes: pd.Series) -> str:
    return f"{codes.iloc[0]} – {codes.iloc[-1]}"


def cohort_curves(c: Context) -> Exhibit | Passage:
    """Of those asked for in each period, what share had a document after so many days?"""
    found: Cooperation = c.measures
    if found.curves is None:
        return c.say(("no_requests", _place(c)))
    groups = [p for p in PERIODS if p in found.curves.groups]
    rows: dict[str, list[Cell]] = {}
    for group in groups:
        estimates = found.curves.incidence[group][ISSUED]
        rows[group] = [c.release.rate(e) for e in estimates]
    dims = pd.DataFrame({"day": [str(d) for d in GRID]})
    table = c.release.table(dims, rows, dict.fromkeys(groups, "share"), "model")
    numbered = c.release.table(pd.DataFrame({"day": list(GRID)}), rows, dict.fromkeys(groups, "share"), "model")
    return c.show(
        "cohort_curves", table,
        [Column("day", "f4.column.day", "data"), *[Column(g, f"f4.period.{g}", "percent", 0, "range") for g in groups]],
        sources=[c.own_source()], period=_request_period(c), values=_place(c),
        draw=lambda ax, w: _days(plots.lines(
            ax, numbered, w, x="day", series=groups, label=lambda s: w(f"f4.period.{s}"), kind="percent",
            y_label=w("f4.axis.issued"), band=groups, step=True,
        ), w),
    )  # fmt: skip


def _days(ax: Axes, words: Words) -> Axes:
    ax.set_xlabel(words("f4.axis.days"))
    ax.set_xticks(range(0, 721, 90))
    return ax


def _request_period(c: Context) -> str:
    days = c.measures.data.requests["requested_on"]
    return f"{days.min():%Y-%m} – {c.measures.data.as_of[:7]}"


def issuance_at(c: Context) -> Exhibit | Passage:
    """Issuance at 90, 180 and 365 days by period, with intervals."""
    found: Cooperation = c.measures
    if found.at_horizon is None:
        return c.say(("no_requests_table", {}))
    groups = [p for p in PERIODS if p in found.at_horizon.groups]
    dims = pd.DataFrame({"period": [f"period_{g}" for g in groups]})
    cells = {
        f"at_{d}": [c.release.rate(found.at_horizon.incidence[g][ISSUED][i]) for g in groups]
        for i, d in enumerate(HORIZONS)
    }
    persons = pd.DataFrame({"n": [found.at_horizon.n[found.at_horizon.groups.index(g)] for g in groups]})
    cells["n"] = list(c.release.counts(persons.assign(p=groups), dims=["p"], value="n", unit="requests").cells["n"])
    units = dict.fromkeys(cells, "share") | {"n": "requests"}
    table = c.release.table(dims, cells, units, "model")
    return c.show(
        "issuance_at", table,
        [
            Column("period", "f4.column.period", "code"), Column("n", "f4.column.persons", "count"),
            *[Column(f"at_{d}", f"f4.column.at_{d}", "percent", 0, "ci") for d in HORIZONS],
        ],
        sources=[c.own_source()], period=_request_period(c), values=_place(c),
    )  # fmt: skip


def change(c: Context) -> Passage:
    """The difference and the exact ratio in a sentence."""
    found: Cooperation = c.measures
    if found.difference is None or found.ratio is None:
        return c.say(("no_change_measured", _place(c)))
    return c.say(
        (
            "change",
            {
                **_place(c),
                "difference": c.release.rate(found.difference),
                "ratio": c.release.estimate(found.ratio.ratio),
            },
        ),
        ("selection", {}),
    )


def same_year(c: Context) -> Exhibit | Passage:
    """Why received over requested in the same year misleads: beside the cohort it mixes.

    The ratio is that of the table of documents, which also holds what was asked for before the register of requests
    begins; counted from the register, the first years would miss these documents and rise by themselves.
    """
    found: Cooperation = c.measures
    if found.by_year is None:
        return c.say(("no_same_year", {}))
    frame = found.by_year.frame
    year = frame.loc[frame["horizon"] == 365, ["period"]].reset_index(drop=True)
    told = found.data.documents.rename(columns={"fiscal_year": "period"})
    year = year.merge(told, on="period", how="left") if len(told) else year.assign(requested=None, received=None)
    counts = c.release.counts(year, dims=["period"], value=["requested", "received"], unit="requests")
    ratio = [c.release.ratio(a, b) for a, b in zip(counts.cells["received"], counts.cells["requested"], strict=True)]
    ratio = [r if r.value is None else replace(r, value=whole_percent(r.value)) for r in ratio]
    at = found.by_year.horizons.index(365)
    known = [one[at] for one in found.by_year.issuance]
    cohort = [c.release.rate(e if e.value == e.value else None) for e in known]  # NaN: not yet followed so long
    cells = {
        "cohort": cohort,
        "same_year": ratio,
        "requested": counts.cells["requested"],
        "received": counts.cells["received"],
    }
    units = {"cohort": "share", "same_year": "share", "requested": "requests", "received": "documents"}
    dims = counts.dims.rename(columns={"period": "fiscal_year"})
    table = c.release.table(dims, cells, units, "rate")
    drawn = c.release.table(dims.assign(at=dims["fiscal_year"].str[:4]), cells, units, "rate")
    return c.show(
        "same_year", table,
        [
            Column("fiscal_year", "column.fiscal_year", "fiscal_year"),
            Column("requested", "f4.column.requested", "count"),
            Column("received", "f4.column.received", "count"), Column("same_year", "f4.column.same_year", "percent"),
            Column("cohort", "f4.column.cohort", "percent", 0, "range"),
        ],
        sources=[c.own_source()], period=_span(dims["fiscal_year"]), values=_place(c),
        draw=lambda ax, w: plots.lines(
            ax, drawn, w, x="at", series=["cohort", "same_year"], kind="percent", band=["cohort"],
            label=lambda s: w(f"f4.axis.{s}"), y_label=w("f4.axis.share_fy"),
        ),
    )  # fmt: skip


def quarterly_cohorts(c: Context) -> Exhibit | Passage:
    """Issuance within the horizon by quarter of the request: level, start, COVID window, dated breaks."""
    found: Cooperation = c.measures
    if not len(found.quarters):
        return c.say(("no_quarters", {}))
    counts = c.release.counts(found.quarters, dims=["quarter"], value=["issued", "n"], unit="requests")
    shares = [c.release.ratio(a, b) for a, b in zip(counts.cells["issued"], counts.cells["n"], strict=True)]
    shares = [s if s.value is None else replace(s, value=whole_percent(s.value)) for s in shares]
    if sum(not s.mark for s in shares) < len(shares) / 2:
        return c.say(("quarters_hidden", _place(c)))
    cells = {"share": shares, "n": counts.cells["n"]}
    table = c.release.table(counts.dims, cells, {"share": "share", "n": "requests"}, "rate")
    covid = c.settings.window("covid")
    events = [plots.Event(covid.start, covid.label, covid.end)]
    if len(found.data.starts) == 1:
        events.append(plots.Event(next(iter(found.data.starts.values())), "f4.event.start"))
    if found.breaks is not None:
        events += [plots.Event(b.first_label, "event.break") for b in found.breaks.breaks]
    return c.show(
        "quarterly_cohorts", table,
        [
            Column("quarter", "column.quarter", "quarter"), Column("share", "f4.column.share_180", "percent"),
            Column("n", "f4.column.persons", "count"),
        ],
        sources=[c.own_source()], period=_span(counts.dims["quarter"]), values=_place(c),
        draw=lambda ax, w: plots.lines(
            ax, table, w, x="quarter", series=["share"], kind="percent", label=lambda s: "",
            y_label=w("f4.axis.share_180"), events=events,
        ),
    )  # fmt: skip


def _bound(c: Context, label: str | None) -> tuple[str, str]:
    """The end of a date's interval in both languages; one that is not reached is no limit."""
    en, fr = (formats.quarter(label, k) if label else c.words[k]("interval.unbounded") for k in formats.LANGS)
    return en, fr


def cohort_breaks(c: Context) -> Exhibit | Passage:
    """Dated breaks in quarterly issuance, with intervals."""
    found: Cooperation = c.measures
    if found.breaks is None:
        return c.say(("no_breaks_dated", {}))
    if not found.breaks.breaks:
        return c.say(("no_breaks_found", {}))
    listed = found.breaks.breaks
    dims = pd.DataFrame(
        {
            "first": [b.first_label for b in listed], "last": [b.last_label for b in listed],
            "low": [_bound(c, b.low_label) for b in listed], "high": [_bound(c, b.high_label) for b in listed],
        }
    )  # fmt: skip
    table = c.release.table(
        dims, {"rank": [Cell(float(i + 1)) for i in range(len(listed))]}, {"rank": "items"}, "model"
    )
    return c.show(
        "cohort_breaks", table,
        [
            Column("first", "f4.column.first_new", "quarter"), Column("last", "f4.column.last_old", "quarter"),
            Column("low", "f1.column.break_low", "both"), Column("high", "f1.column.break_high", "both"),
        ],
        sources=[c.own_source()], period=_request_period(c),
    )  # fmt: skip


def additions(c: Context) -> Exhibit | Passage:
    """What the stock identity says of additions to the working inventory where they were not recorded."""
    found: Cooperation = c.measures
    columns = ["stock_end", "removed", "closed_other", "reclassified", "added"]
    stock = found.data.stock
    if not len(stock):
        return c.say(("no_stock", {}))
    sums = stock.groupby("quarter")[columns].sum(min_count=stock["country"].nunique()).reset_index()
    sums["out"] = -sums["reclassified"].astype("Float64")
    try:
        bounds = stock_flow(sums, stock="stock_end", removed="removed", closed=["closed_other", "out"], added="added")
    except Refused:
        return c.say(("no_stock", {}))
    frame = sums.assign(
        low=bounds.added_low, high=[x if x is not None else float("nan") for x in bounds.added_high]
    ).iloc[1:]
    frame = frame.assign(low=frame["low"].round(), high=frame["high"].round()).tail(12)
    counts = c.release.counts(frame, dims=["quarter"], value=["added", "low", "high"], unit="cases")
    return c.show(
        "additions", counts,
        [
            Column("quarter", "column.quarter", "quarter"), Column("added", "f4.column.added", "count"),
            Column("low", "f4.column.added_low", "count"), Column("high", "f4.column.added_high", "count"),
        ],
        sources=[c.own_source()], period=_span(frame["quarter"]), values=_place(c),
    )  # fmt: skip


def raised(c: Context) -> Exhibit | Passage:
    """Envelope raised by removals raised, not recorded kept apart (3 × 3)."""
    frame = c.measures.data.engagements
    if not len(frame):
        return c.say(("no_engagements", _place(c)))
    table = pd.crosstab(frame["mcee_raised"], frame["removals_raised"]).reindex(
        index=RAISED, columns=RAISED, fill_value=0
    )
    wide = pd.DataFrame({"mcee": list(RAISED), **{k: table[k].to_numpy() for k in RAISED}})
    counts = c.release.counts(wide, dims=["mcee"], value=list(RAISED), unit="engagements")
    return c.show(
        "raised", counts,
        [
            Column("mcee", "f4.column.mcee_raised", "code"),
            *[Column(k, f"f4.column.removals_{k}", "count") for k in RAISED],
        ],
        sources=[c.own_source()], period=f"{frame['date'].min():%Y-%m} – {frame['date'].max():%Y-%m}", values=_place(c),
    )  # fmt: skip


SHOWN: dict[str, Callable[[Context], Exhibit | Passage]] = {
    f.__name__: f
    for f in (
        cohort_curves, issuance_at, change, same_year, quarterly_cohorts, cohort_breaks, additions, raised,
    )
}  # fmt: skip
SHOWN |= cooperation_depth.SHOWN | cooperation_tests.SHOWN
SHOWN |= cooperation_attribution.SHOWN | cooperation_checks.SHOWN | cooperation_beside.SHOWN
