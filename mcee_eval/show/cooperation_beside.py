"""What must not be taken for cooperation: how many requests were made, and how many removals took place."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from mcee_eval.findings.cooperation import Cooperation
from mcee_eval.findings.cooperation_beside import base_year, requests_and_cases
from mcee_eval.show import plots
from mcee_eval.show.context import Context
from mcee_eval.show.exhibit import Column, Exhibit
from mcee_eval.show.passage import Passage


def _place(c: Context) -> dict[str, str]:
    return {"place": c.measures.data.place}


def _years(codes: pd.Series) -> str:
    return f"{codes.iloc[0]} – {codes.iloc[-1]}"


def requests_per_case(c: Context) -> Exhibit | Passage:
    """Requests by fiscal year against the cases that need a document."""
    frame = requests_and_cases(c.measures.data)
    if frame.empty:
        return c.say(("no_requests_per_case", _place(c)))
    requests = c.release.counts(frame, dims=["fiscal_year"], value="requests", unit="requests")
    cases = c.release.counts(frame, dims=["fiscal_year"], value="cases", unit="cases")
    ratio = [c.release.ratio(a, b) for a, b in zip(requests.cells["requests"], cases.cells["cases"], strict=True)]
    cells = {"requests": requests.cells["requests"], "cases": cases.cells["cases"], "ratio": ratio}
    table = c.release.table(
        requests.dims, cells, {"requests": "requests", "cases": "cases", "ratio": "ratio"}, requests.rule
    )
    return c.show(
        "requests_per_case", table,
        [
            Column("fiscal_year", "column.fiscal_year", "fiscal_year"),
            Column("requests", "f4.column.requests_made", "count"), Column("cases", "f4.column.cases_needing", "count"),
            Column("ratio", "f4.column.per_case", "ratio", 2),
        ],
        sources=[c.own_source()], period=_years(requests.dims["fiscal_year"]), values=_place(c),
    )  # fmt: skip


def removals_beside(c: Context) -> Exhibit | Passage:
    """Removals here and to the comparison countries, each relative to the same fiscal year."""
    found: Cooperation = c.measures
    frame = found.data.removed
    base = base_year(frame, c.settings)
    if not base:
        return c.say(("no_removals_beside", _place(c)))
    counts = c.release.counts(frame, dims=["fiscal_year"], value=["mine", "compared"], unit="removals")
    row = list(counts.dims["fiscal_year"]).index(base)
    index = {
        f"index_{k}": [c.release.ratio(cell, counts.cells[k][row]) for cell in counts.cells[k]]
        for k in ("mine", "compared")
    }
    units = {"mine": "removals", "compared": "removals", "index_mine": "ratio", "index_compared": "ratio"}
    cells = {**counts.cells, **index}
    table = c.release.table(counts.dims, cells, units, counts.rule)
    drawn = c.release.table(counts.dims.assign(at=counts.dims["fiscal_year"].str[:4]), cells, units, counts.rule)
    if all(cell.mark for cell in index["index_mine"]):
        return c.say(("no_removals_beside", _place(c)))
    return c.show(
        "removals_beside", table,
        [
            Column("fiscal_year", "column.fiscal_year", "fiscal_year"),
            Column("mine", "f4.column.removals_here", "count"),
            Column("compared", "f4.column.removals_compared", "count"),
            Column("index_mine", "f4.column.index_here", "ratio", 2),
            Column("index_compared", "f4.column.index_compared", "ratio", 2),
        ],
        sources=[c.own_source()], period=_years(counts.dims["fiscal_year"]), values=_place(c),
        draw=lambda ax, w: plots.lines(
            ax, drawn, w, x="at", series=["index_mine", "index_compared"], kind="ratio",
            label=lambda s: w(f"f4.axis.{s.removeprefix('index_')}"), y_label=w("f4.axis.removals_index", base=base),
        ),
    )  # fmt: skip


SHOWN: dict[str, Callable[[Context], Exhibit | Passage]] = {f.__name__: f for f in (requests_per_case, removals_beside)}
