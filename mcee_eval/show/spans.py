"""Bars over time: from when to when each thing ran, as first agreed and as extended. No computing, no language."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from mcee_eval.release.protected import Protected
from mcee_eval.show.plots import Event, position
from mcee_eval.show.style import BAND, INK, PALETTE, QUIET
from mcee_eval.words.say import Words


def spans(
    ax: Axes,
    table: Protected,
    words: Words,
    *,
    rows: str,
    start: str,
    until: str,
    later: str,
    name: Callable[[object], str],
    keys: tuple[str, str],
    beside: Callable[[int], str] = lambda row: "",
    events: Sequence[Event] = (),
) -> Axes:
    """One bar a row from ``start`` to ``until``, and a hatched one from there to ``later`` where that is after it.

    start, until, later : dimensions that hold days (2020-04-01). keys : texts for the two kinds of bar.
    beside : what is written after a row's last bar. Bars carry the gid ``span-<from>-<to>-<row>``.
    """
    for i in range(len(table)):
        begin, first, last = (position(str(table.dims[c].iloc[i])) for c in (start, until, later))
        ax.barh(i, first - begin, 0.62, left=begin, color=PALETTE[0], gid=f"span-{start}-{until}-{i}")
        if last > first:
            ax.barh(
                i, last - first, 0.62, left=first, facecolor="white", edgecolor=PALETTE[1], hatch="////", lw=1,
                gid=f"span-{until}-{later}-{i}",
            )  # fmt: skip
        ax.annotate(
            beside(i), (max(first, last), i), (5, 0), textcoords="offset points", va="center", fontsize=8.5,
            color=QUIET, bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5}, zorder=4,
        )  # fmt: skip
    for event in events:
        at = position(event.at)
        if event.until:
            ax.axvspan(at, position(event.until), color=BAND, lw=0, zorder=0)
        else:
            ax.axvline(at, color=INK, lw=1, ls=(0, (3, 2)), zorder=1)
        middle = (at + position(event.until)) / 2 if event.until else at
        ax.annotate(
            words(event.label), (middle, 0), (0, 3), xycoords=("data", "axes fraction"), textcoords="offset points",
            ha="center", fontsize=8.5, color=QUIET,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1}, zorder=5,
        )  # fmt: skip
    ax.set_yticks(range(len(table)), [name(v) for v in table.dims[rows]])
    ax.set_ylim(len(table) + 0.1, -0.6)
    ax.grid(axis="y", visible=False)
    ax.grid(axis="x", visible=True)
    ax.xaxis.set_major_locator(MaxNLocator(9, integer=True))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:.0f}"))
    ax.margins(x=0.08)
    shapes = [
        Patch(color=PALETTE[0], label=words(keys[0])),
        Patch(facecolor="white", edgecolor=PALETTE[1], hatch="////", label=words(keys[1])),
    ]
    ax.legend(
        handles=shapes, loc="lower left", bbox_to_anchor=(0, 1), ncols=2, frameon=False, fontsize=9, borderaxespad=0.2
    )
    return ax
