"""Finding 4 in depth as a reader sees it: delay by stage, the series with and without, the mean wait, the unseen."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from mcee_eval.findings import cooperation_depth as depth
from mcee_eval.findings.cooperation import Cooperation
from mcee_eval.metrics.stages import LEGS
from mcee_eval.release.cell import Cell
from mcee_eval.release.protected import Protected
from mcee_eval.release.rule import whole_percent
from mcee_eval.results import Estimate
from mcee_eval.show import plots
from mcee_eval.show.context import Context
from mcee_eval.show.exhibit import Column, Exhibit
from mcee_eval.show.passage import Passage
from mcee_eval.show.style import BAND, DASHES, INK, PALETTE, QUIET
from mcee_eval.synthetic.seeds import seed_for
from mcee_eval.words.say import Words

Said = tuple[str, Mapping[str, Any]]
SEED = 20250531
TOLD = ("no_requests", "several_starts", "no_start", "refused_E131", "refused_E136")  # refusals with their own words


def _place(c: Context) -> dict[str, str]:
    return {"place": c.measures.data.place}


def _seed(c: Context, purpose: str) -> int:
    return seed_for(SEED, c.finding, c.measures.data.country, purpose)


def _days(c: Context, estimate: Estimate | None) -> Cell:
    """A duration to the day; a limit that is never reached is no limit."""
    if estimate is None or not math.isfinite(estimate.value):
        return c.release.estimate(None)
    low, high = (None if b is None or not math.isfinite(b) else float(round(b)) for b in (estimate.low, estimate.high))
    return c.release.estimate(replace(estimate, value=float(round(estimate.value)), low=low, high=high))


def delay_by_stage(c: Context) -> Exhibit | Passage:
    """Before the first reply, around an interview, after the issue: how many entered each stage, how long it took."""
    found = depth.delay(c.measures.data)
    if found is None:
        return c.say(("no_stages", _place(c)))
    frame = found.frame
    counts = c.release.counts(frame, dims=["leg"], value=["n", "reached"], unit="requests")
    medians = [
        _days(c, None if math.isnan(m) else Estimate(float(m), unit="days", n=int(n)))
        for m, n in zip(frame["median"], frame["reached"], strict=True)
    ]
    table = c.release.table(
        pd.DataFrame({"leg": [f"leg_{name}" for name in LEGS]}), {**counts.cells, "median": medians},
        {"n": "requests", "reached": "requests", "median": "days"}, counts.rule,
    )  # fmt: skip
    days = c.measures.data.requests["requested_on"]
    return c.show(
        "delay_by_stage", table,
        [
            Column("leg", "f4.column.leg", "code"), Column("n", "f4.column.entered", "count"),
            Column("reached", "f4.column.reached", "count"), Column("median", "f4.column.median_days", "count"),
        ],
        sources=[c.own_source()], period=f"{days.min():%Y-%m} – {c.measures.data.as_of[:7]}", values=_place(c),
    )  # fmt: skip


def delay_said(c: Context) -> Passage:
    """Time to the first reply, days more with an interview, documents that expire before a removal."""
    found = depth.delay(c.measures.data)
    if found is None:
        return c.say(("no_stages_said", {}))
    known = math.isfinite(found.to_reply.value)
    said: list[Said] = [("no_reply", _place(c))]
    if known:
        said = [("delay_reply", {**_place(c), "reply": _days(c, found.to_reply)})]
    if found.unrecorded:
        one = pd.DataFrame({"of": ["unrecorded"], "persons": [found.unrecorded]})
        told = c.release.counts(one, dims=["of"], value="persons", unit="persons")
        said.append(("delay_unrecorded", {"unrecorded": told.cells["persons"][0]}))
    said.append(("delay_interview", {"added": _days(c, found.added_by_interview)}))
    said.append(("delay_expired", {"expired": c.release.rate(found.share_expired)}))
    return c.say(*said)


def issuance_fit(c: Context) -> Exhibit | Passage:
    """The quarterly share: observed, fitted, and had the earlier course gone on."""
    found: Cooperation = c.measures
    fit = depth.fit(found, c.settings)
    if fit.frame is None:
        return c.say((f"fit_{fit.why if fit.why in TOLD else 'refused'}", _place(c)))
    counts = c.release.counts(found.quarters, dims=["quarter"], value=["issued", "n"], unit="requests")
    observed = [c.release.ratio(a, b) for a, b in zip(counts.cells["issued"], counts.cells["n"], strict=True)]
    shares = [s if s.value is None else replace(s, value=whole_percent(s.value)) for s in observed]
    lines = c.release.model(
        fit.frame.set_index("quarter").loc[list(counts.dims["quarter"])].reset_index().round(2),
        dims=["quarter"], value=["fitted", "without"], units={"fitted": "share", "without": "share"},
    )  # fmt: skip
    table = c.release.table(
        counts.dims, {"share": shares, **lines.cells}, dict.fromkeys(("share", "fitted", "without"), "share"), "model"
    )
    stop = c.settings.window("covid")
    start = next(iter(found.data.starts.values()))
    marks = plots.Event(stop.start, stop.label, stop.end), plots.Event(start, "f4.event.start")
    quarters = list(counts.dims["quarter"])
    return c.show(
        "issuance_fit", table,
        [
            Column("quarter", "column.quarter", "quarter"), Column("share", "f4.column.share_180", "percent"),
            Column("fitted", "f4.column.fitted", "percent", 0, "range"),
            Column("without", "f4.column.without", "percent", 0, "range"),
        ],
        sources=[c.own_source()], period=f"{quarters[0]} – {quarters[-1]}", values=_place(c),
        draw=lambda ax, w: _with_and_without(ax, table, w, *marks),
    )  # fmt: skip


def _with_and_without(ax: Axes, table: Protected, words: Words, stop: plots.Event, start: plots.Event) -> Axes:
    """Points observed, the fitted line broken at the start, and the dashed line of the earlier course."""
    plots.lines(
        ax, table, words, x="quarter", series=[], kind="percent", label=str, events=[start],
        y_label=words("f4.axis.share_180_points"),
    )  # fmt: skip
    values = table.values()
    at = np.array([plots.position(q) for q in values["quarter"]])
    cut = int((at < plots.position(start.at)).sum())  # the fitted line breaks here: a gap, not a slope
    highs, ends = [0.1, *values["share"].dropna()], []
    for look, column in enumerate(("fitted", "without")):
        low, high = (np.array([getattr(x, k) for x in table.cells[column]], float) for k in ("low", "high"))
        x, y, low, high = (np.insert(v, cut, g) for v, g in (
            (at, plots.position(start.at)), (values[column].to_numpy(float), np.nan), (low, np.nan), (high, np.nan)
        ))  # fmt: skip
        colour = PALETTE[look]
        ax.fill_between(x, low, high, color=colour, alpha=0.16, lw=0, gid=f"band-{column}")
        ax.plot(
            x, y, color=colour, linestyle=DASHES[look], marker=".", markersize=4, gid=f"series-{column}"
        )  # fmt: skip
        known = np.flatnonzero(np.isfinite(y))
        if len(known):
            highs.append(float(np.nanmax(high)))
            ends.append((float(x[known[-1]]), float(y[known[-1]]), words(f"f4.axis.{column}"), colour))
    ax.plot(at, values["share"], "o", color=INK, markersize=4, lw=0, gid="series-share")
    ax.set_ylim(0, min(1.0, max(highs) * 1.2))
    first, last = plots.position(stop.at), plots.position(stop.until)
    ax.axvspan(first, last, color=BAND, lw=0, zorder=0)
    left = plots.position(start.at) < last  # the name of the stop leans away from the start's line
    ax.annotate(
        words(stop.label), (first if left else last, 1), (3 if left else -3, -23), xycoords=("data", "axes fraction"),
        textcoords="offset points", ha="left" if left else "right", fontsize=8.5, color=QUIET,
    )  # fmt: skip
    plots._end_labels(ax, ends)
    return ax


def issuance_fit_said(c: Context) -> Passage:
    """The step and the change of slope at the start, with what they are not."""
    fit = depth.fit(c.measures, c.settings)
    if fit.result is None:
        return c.say(("fit_not_said", {}))
    level = replace(fit.result.level.estimate, n=fit.requests)
    said: list[Said] = [("fit_level", {**_place(c), "level": c.release.rate(level)})]
    if fit.result.slope is None:
        said.append(("fit_no_slope", {}))
    else:
        e = fit.result.slope.estimate
        low, high = (None if b is None else 4 * b for b in (e.low, e.high))
        yearly = Estimate(4 * e.value, low, high, unit="share", n=fit.requests)
        said.append(("fit_slope", {"slope": c.release.rate(yearly)}))
    if fit.leaves_range:
        said.append(("fit_leaves_range", {}))
    return c.say(*said, ("fit_points", {}))


def mean_wait(c: Context) -> Passage:
    """Days without a document out of the first year, before and after, and their difference."""
    found = depth.mean_wait(c.measures)
    if found is None:
        return c.say(("no_mean_wait", _place(c)))
    before, after = (_days(c, arm) for arm in found.arms)
    # the difference leaves only where both of its sides do
    difference = next((side for side in (before, after) if side.mark), _days(c, found.difference))
    return c.say(("mean_wait", {**_place(c), "before": before, "after": after, "difference": difference}))


def smallest_change(c: Context) -> Passage:
    """Which change would these counts and this series have shown?"""
    ratio = depth.smallest_ratio(c.measures, c.settings, seed=_seed(c, "smallest_ratio"))
    fit = depth.fit(c.measures, c.settings)
    level = depth.smallest_level(fit, c.settings, seed=_seed(c, "smallest_level"))
    if ratio is None and level is None:
        return c.say(("no_smallest_change", _place(c)))
    said: list[Said] = []
    if ratio is not None:
        said.append(("smallest_ratio", {**_place(c), "ratio": c.release.estimate(ratio)}))
    if level is not None:
        said.append(("smallest_level", {"level": c.release.rate(level)}))
    return c.say(*said, ("smallest_change_limit", {}))


SHOWN: dict[str, Callable[[Context], Exhibit | Passage]] = {
    f.__name__: f
    for f in (delay_by_stage, delay_said, issuance_fit, issuance_fit_said, mean_wait, smallest_change)
}  # fmt: skip
