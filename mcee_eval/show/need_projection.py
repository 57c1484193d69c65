"""Finding 1 looking ahead, as a reader sees it: the projection with its intervals, and what it does not know."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from mcee_eval.findings.need import Need
from mcee_eval.findings.need_projection import LEVELS, project
from mcee_eval.release.cell import marked
from mcee_eval.release.protected import Protected
from mcee_eval.release.rule import BASE
from mcee_eval.show import plots
from mcee_eval.show.context import Context
from mcee_eval.show.exhibit import Column, Exhibit, Source
from mcee_eval.show.passage import Passage
from mcee_eval.show.style import DASHES, INK, PALETTE, QUIET
from mcee_eval.words.say import Words

SHOWN_MONTHS = 36  # of what was observed, before the projection
BOUNDS = tuple(f"{side}_{level}" for level in LEVELS for side in ("low", "high"))


def projection(c: Context) -> Exhibit | Passage:
    """The last three years observed, and twelve months projected from them with 80 % and 95 % intervals."""
    need: Need = c.measures
    found = project(need.data.monthly, c.settings)
    if found.frame is None:
        return c.say((f"projection_{found.why}", {}))
    months = need.data.monthly.rename(columns={"value": "claims", "low": "claims_low", "high": "claims_high"})
    known = c.release.counts(months.tail(SHOWN_MONTHS), dims=["month"], value="claims", unit="claims")
    base = 1 if c.release.exact else BASE  # as coarse as the counts it goes on from
    ahead = found.frame.rename(columns={"value": "projected"})
    columns = ["projected", *BOUNDS]
    ahead = ahead.assign(**{k: base * np.floor(ahead[k] / base + 0.5) for k in columns})
    later = c.release.model(ahead, dims=["month"], value=columns, units=dict.fromkeys(columns, "claims"))
    gap = marked("missing")
    cells = {"claims": [*known.cells["claims"], *[gap] * len(later)]}
    cells |= {k: [*[gap] * len(known), *later.cells[k]] for k in columns}
    dims = pd.concat([known.dims, later.dims], ignore_index=True)
    table = c.release.table(dims, cells, dict.fromkeys(cells, "claims"), "model")
    published = c.release.provenance == "published"
    return c.show(
        "projection", table,
        [
            Column("month", "column.month", "month"), Column("claims", "f1.axis.claims", "count"),
            Column("projected", "f1.column.projected", "count"),
            *[Column(k, f"f1.column.{k}", "count") for k in BOUNDS],
        ],
        sources=[Source("ircc_open") if published else c.own_source()],
        period=f"{dims['month'].iloc[0]} – {dims['month'].iloc[-1]}", values={"place": need.data.country},
        draw=lambda ax, w: _ahead(ax, table, w, found.last),
    )  # fmt: skip


def _ahead(ax: Axes, table: Protected, words: Words, last: str) -> Axes:
    """The observed line, a mark where it ends, and apart from it the projection with both intervals."""
    values = table.values()
    at = np.array([plots.position(m) for m in values["month"]])
    plots.lines(
        ax, table, words, x="month", series=["claims"], label=str, y_label=words("f1.axis.claims_month"),
    )  # fmt: skip
    for level, shade in zip(reversed(LEVELS), (0.14, 0.22), strict=True):
        low, high = (values[f"{side}_{level}"].to_numpy(float) for side in ("low", "high"))
        ax.fill_between(at, low, high, color=PALETTE[1], alpha=shade, lw=0, gid=f"band-{level}")
    ax.plot(at, values["projected"], color=PALETTE[1], linestyle=DASHES[1], gid="series-projected")
    ends = plots.position(last) + 1 / 24  # between the last month observed and the first projected
    ax.axvline(ends, color=INK, lw=1, ls=(0, (3, 2)), zorder=1)
    top = float(np.nanmax([values["claims"].max(), values[f"high_{LEVELS[-1]}"].max()])) * 1.15
    ax.set_ylim(0, top)
    for key, side, colour in (("observed", "right", QUIET), ("projected", "left", PALETTE[1])):
        ax.annotate(
            words(f"f1.axis.{key}"), (ends, 1), (4 if side == "left" else -4, -10), ha=side, color=colour,
            xycoords=("data", "axes fraction"), textcoords="offset points", fontsize=9,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
        )  # fmt: skip
    return ax


def projection_limit(c: Context) -> Passage:
    """What the projection does not know."""
    need: Need = c.measures
    if project(need.data.monthly, c.settings).frame is None:
        return c.say(("no_projection_limit", {}))
    return c.say(("projection_limit", {}))


SHOWN: dict[str, Callable[[Context], Exhibit | Passage]] = {f.__name__: f for f in (projection, projection_limit)}
