"""The few ways in which we draw: released cells and words in, Axes out. No computing, no saving, no language.

Every drawn series carries the gid ``series-<column>``, so that a picture can be held against its table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from mcee_eval.release.event import Event as Event
from mcee_eval.release.protected import Protected
from mcee_eval.show.style import BAND, DASHES, INK, MARKERS, PALETTE, QUIET
from mcee_eval.show.ticks import number_ticks
from mcee_eval.words.say import Words


def position(code: str) -> float:
    """Where a period stands on the axis, in years: 2019, 2019-07, 2019-07-15, 2019-20Q2 (its first day)."""
    if "Q" in code:
        return int(code[:4]) + 0.25 * int(code[-1])  # Q1 begins in April
    parts = [int(p) for p in code.split("-")]
    month = parts[1] if len(parts) > 1 else 1
    day = parts[2] if len(parts) > 2 else 1
    return parts[0] + (month - 1) / 12 + (day - 1) / 365.25


def lines(
    ax: Axes,
    table: Protected,
    words: Words,
    *,
    x: str,
    series: Sequence[str],
    label: Callable[[str], str],
    y_label: str,
    kind: str = "count",
    band: Sequence[str] = (),
    step: bool = False,
    events: Sequence[Event] = (),
    zero: bool = True,
) -> Axes:
    """Series over time (or days), labelled at their end; ``band`` draws the intervals of these series.

    A marked cell is a gap, never a zero. Windows are shaded and named at the top, dated events are thin lines.
    """
    values = table.values()
    coded = values[x].map(lambda c: position(c) if isinstance(c, str) else float(c)).to_numpy(float)
    _events(ax, words, events)
    ends: list[tuple[float, float, str, str]] = []
    for i, column in enumerate(series):
        y = values[column].to_numpy(float)
        colour = PALETTE[i % len(PALETTE)]
        if column in band:
            low, high = (
                [np.nan if getattr(c, k) is None else getattr(c, k) for c in table.cells[column]]
                for k in ("low", "high")
            )
            ax.fill_between(
                coded, np.array(low, float), np.array(high, float), color=colour, alpha=0.16, lw=0,
                step="post" if step else None, gid=f"band-{column}",
            )  # fmt: skip
        ax.plot(
            coded, y, color=colour, linestyle=DASHES[i % len(DASHES)], gid=f"series-{column}",
            drawstyle="steps-post" if step else "default",
            marker=MARKERS[i % len(MARKERS)], markevery=None if len(coded) <= 16 else _alone(y), markersize=5,
        )  # fmt: skip
        known = np.flatnonzero(np.isfinite(y))
        if len(known) and len(series) > 1:
            ends.append((coded[known[-1]], y[known[-1]], label(column), colour))
    ax.margins(y=0.1)
    _axes(ax, words, kind=kind, y_label=y_label, zero=zero)
    dated = sum(not e.until for e in events)
    _headroom(ax, 0.055 * (min(3, dated) + bool(events)))  # the rows of their names
    _end_labels(ax, ends)
    return ax


def _headroom(ax: Axes, share: float) -> None:
    """Room above the data for what is written there."""
    low, high = ax.get_ylim()
    ax.set_ylim(low, high + share * (high - low))


def _alone(y: np.ndarray) -> list[int]:
    """Where a value stands between two gaps: a line has no length there, only a marker shows it."""
    known = np.concatenate([[False], np.isfinite(y), [False]])
    return [int(i) for i in np.flatnonzero(known[1:-1] & ~known[:-2] & ~known[2:])]


def bars(
    ax: Axes,
    table: Protected,
    words: Words,
    *,
    x: str,
    column: str,
    name: Callable[[str], str],
    y_label: str,
    kind: str = "count",
    places: int = 0,
    emphasis: Sequence[str] = (),
) -> Axes:
    """One bar a category with its value above it; a suppressed cell is a hatched bar of fixed height."""
    codes = [str(c) for c in table.dims[x]]
    cells = table.cells[column]
    top = max([c.value for c in cells if c.value is not None] or [1.0])
    for i, (code, cell) in enumerate(zip(codes, cells, strict=True)):
        colour = PALETTE[1] if code in emphasis else PALETTE[0]
        if cell.value is None:
            ax.bar(i, top * 0.03, color="white", edgecolor=QUIET, hatch="////", gid=f"mark-{column}-{i}")
            shown, height = words(f"mark.{cell.mark}"), top * 0.03
        else:
            ax.bar(i, cell.value, color=colour, width=0.72, gid=f"series-{column}-{i}")
            shown, height = words.number(cell, kind, places), max(cell.value, 0)
        ax.annotate(shown, (i, height), (0, 3), textcoords="offset points", ha="center", va="bottom", fontsize=9)
    ax.set_xticks(range(len(codes)), [name(c) for c in codes])
    _axes(ax, words, kind=kind, y_label=y_label, zero=True, x_is_time=False)
    _headroom(ax, 0.1)
    return ax


def ranges(
    ax: Axes,
    table: Protected,
    words: Words,
    *,
    rows: str,
    column: str,
    name: Callable[[str], str],
    x_label: str,
    kind: str = "percent",
    places: int = 0,
    reference: float | None = None,
    reference_label: str = "",
) -> Axes:
    """One row a thing: its value with its interval or bounds, and a reference line to read it against."""
    codes = [str(c) for c in table.dims[rows]]
    cells = table.cells[column]
    for i, cell in enumerate(cells):
        if cell.low is not None and cell.high is not None:
            ax.plot([cell.low, cell.high], [i, i], color=PALETTE[0], lw=5, alpha=0.35, solid_capstyle="butt")
        if cell.value is not None:
            ax.plot([cell.value], [i], "o", color=PALETTE[0], markersize=7, gid=f"series-{column}-{i}")
        else:
            ax.annotate(
                words(f"mark.{cell.mark}"), (0, i), (4, 0), textcoords="offset points", va="center", color=QUIET
            )
    ax.set_yticks(range(len(codes)), [name(c) for c in codes])
    ax.set_ylim(len(codes) - 0.5, -0.5)
    if reference is not None:
        ax.axvline(reference, color=INK, lw=1, ls=(0, (3, 2)))
        ax.annotate(
            reference_label, (reference, 1), (4, 2), xycoords=("data", "axes fraction"), textcoords="offset points",
            fontsize=9, color=QUIET,
        )  # fmt: skip
    ax.grid(axis="y", visible=False)
    ax.grid(axis="x", visible=True)
    number_ticks(ax.xaxis, words.lang, kind, places)
    ax.set_xlabel(x_label)
    return ax


def _axes(ax: Axes, words: Words, *, kind: str, y_label: str, zero: bool, x_is_time: bool = True) -> None:
    if zero:
        ax.set_ylim(bottom=0 if ax.dataLim.y0 >= 0 else ax.get_ylim()[0])
    ax.yaxis.set_major_locator(MaxNLocator(6, integer=kind == "count"))
    number_ticks(ax.yaxis, words.lang, kind, 0 if kind != "ratio" else 1)
    if x_is_time:
        ax.xaxis.set_major_locator(MaxNLocator(8, integer=True))
        ax.xaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:.0f}"))
    ax.set_title(y_label, loc="left", fontsize=9.5, color=QUIET)


def _events(ax: Axes, words: Words, events: Sequence[Event]) -> None:
    dated = 0
    for event in events:
        at, row = position(event.at), 0  # windows are named in the top row, dated events in the three below, in turn
        if not event.until:
            row, dated = 1 + dated % 3, dated + 1
        if event.until:
            ax.axvspan(at, position(event.until), color=BAND, lw=0, zorder=0)
            at_text, align = (at + position(event.until)) / 2, "center"
        else:
            ax.axvline(at, color=INK, lw=1, ls=(0, (3, 2)), zorder=1)
            at_text, align = at, "left"
        ax.annotate(
            words(event.label), (at_text, 1), (3 if align == "left" else 0, -11 - 12 * row),
            xycoords=("data", "axes fraction"), textcoords="offset points", ha=align, fontsize=8.5, color=QUIET,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1}, zorder=5,
        )  # fmt: skip


def _end_labels(ax: Axes, ends: list[tuple[float, float, str, str]]) -> None:
    """Names beside the last points, moved apart so that none covers another."""
    if not ends:
        return
    low, high = ax.get_ylim()
    gap, last = (high - low) * 0.065, -np.inf
    at = max(e[0] for e in ends)
    for _, y, text, colour in sorted(ends, key=lambda e: e[1]):
        placed = max(y, last + gap)
        last = placed
        ax.annotate(
            text, (at, placed), (8, 0), textcoords="offset points", va="center", color=colour, fontsize=9.5,
            annotation_clip=False,
        )  # fmt: skip
