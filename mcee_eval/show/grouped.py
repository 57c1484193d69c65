"""Horizontal bars side by side or end to end, for rows whose names are words. Released cells and words in, Axes out."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import ScaledTranslation

from mcee_eval.release.protected import Protected
from mcee_eval.show.style import INK, PALETTE, QUIET
from mcee_eval.show.ticks import number_ticks
from mcee_eval.words.say import Words

HATCHES = ("", "", "///", "...", "xx")  # from the third series on, more than colour
WRAP = 34  # characters of a row's name on one line


def grouped(
    ax: Axes,
    table: Protected,
    words: Words,
    *,
    rows: str,
    series: Sequence[str],
    name: Callable[[object], str],
    label: Callable[[str], str],
    x_label: str,
    kind: str = "count",
    places: int = 0,
    axis_places: int = 0,
    references: Sequence[tuple[float, str]] = (),
    wrap: int = WRAP,
) -> Axes:
    """Bars of several series side by side in each row, each with its value; a mark prints in place of its bar.

    rows : the dimension that names a row. name : its value → words. label : series → words (a legend from two on).
    references : (where, what) of lines to read the bars against. Bars carry the gid ``series-<column>-<row>``.
    """
    thick = 0.8 / len(series)
    for k, column in enumerate(series):
        for i, cell in enumerate(table.cells[column]):
            at = i - 0.4 + thick * (k + 0.5)
            if cell.value is None:
                shown, end = words(f"mark.{cell.mark}"), 0.0
            else:
                ax.barh(at, cell.value, thick * 0.92, gid=f"series-{column}-{i}", **_look(k))
                shown, end = words.number(cell, kind, places), max(cell.value, 0.0)
            ax.annotate(
                shown, (end, at), (4, 0), textcoords="offset points", va="center", fontsize=8.5, color=INK,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
            )  # fmt: skip
    _frame(ax, table, words, rows, name, x_label, kind, axis_places, wrap)
    _legend(ax, series, label, lift=16 if references else 0)
    for at, what in references:
        ax.axvline(at, color=INK, lw=1, ls=(0, (3, 2)), zorder=0.5)
        ax.annotate(
            what, (at, 1), (0, 2), xycoords=("data", "axes fraction"), textcoords="offset points", ha="center",
            fontsize=8.5, color=QUIET,
        )  # fmt: skip
    ax.margins(x=0.14)
    return ax


def stacked(
    ax: Axes,
    table: Protected,
    words: Words,
    *,
    rows: str,
    series: Sequence[str],
    name: Callable[[object], str],
    label: Callable[[str], str],
    x_label: str,
    kind: str = "count",
    places: int = 0,
    axis_places: int = 0,
    wrap: int = WRAP,
) -> Axes:
    """Parts end to end in each row, with the value inside where it fits; a marked part prints its mark at the end.

    Parts carry the gid ``stack-<column>-<row>``: their length is the number.
    """
    known = [[table.cells[c][i].value or 0.0 for c in series] for i in range(len(table))]
    longest = max([sum(r) for r in known] or [1.0]) or 1.0
    for i, parts in enumerate(known):
        at, marks = 0.0, []
        for k, column in enumerate(series):
            cell = table.cells[column][i]
            if cell.value is None:
                marks.append(words(f"mark.{cell.mark}"))
                continue
            ax.barh(i, parts[k], 0.66, left=at, gid=f"stack-{column}-{i}", **_look(k))
            if parts[k] >= 0.09 * longest:
                ax.text(
                    at + parts[k] / 2, i, words.number(cell, kind, places), ha="center", va="center", fontsize=8.5,
                    color=INK, bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
                )  # fmt: skip
            at += parts[k]
        if marks:
            ax.annotate(", ".join(marks), (at, i), (4, 0), textcoords="offset points", va="center", fontsize=8.5)
    _frame(ax, table, words, rows, name, x_label, kind, axis_places, wrap)
    _legend(ax, series, label)
    return ax


def _look(k: int) -> dict[str, Any]:
    """Colour, and from the third series on a hatch in white over it."""
    return {"facecolor": PALETTE[k % len(PALETTE)], "hatch": HATCHES[k % len(HATCHES)], "edgecolor": "white", "lw": 0}


def _frame(
    ax: Axes,
    table: Protected,
    words: Words,
    rows: str,
    name: Callable[[object], str],
    x_label: str,
    kind: str,
    places: int,
    wrap: int,
) -> None:
    ax.set_yticks(range(len(table)), [textwrap.fill(name(v), wrap) for v in table.dims[rows]])
    ax.set_ylim(len(table) - 0.5, -0.5)
    ax.grid(axis="y", visible=False)
    ax.grid(axis="x", visible=True)
    ax.set_xlim(left=0)
    ax.xaxis.set_major_locator(MaxNLocator(5, integer=kind == "count", steps=[1, 2, 2.5, 5, 10]))
    number_ticks(ax.xaxis, words.lang, kind, places)
    ax.set_xlabel(x_label)


def _legend(ax: Axes, series: Sequence[str], label: Callable[[str], str], lift: float = 0) -> None:
    """The names of the series above the bars, ``lift`` points higher where something else is written there."""
    if len(series) < 2:
        return
    keys = [Patch(**_look(k), label=label(c)) for k, c in enumerate(series)]
    shift = ScaledTranslation(0, lift / 72, ax.get_figure(root=True).dpi_scale_trans)  # type: ignore[union-attr]
    ax.legend(
        handles=keys, loc="lower left", bbox_to_anchor=(0, 1), bbox_transform=ax.transAxes + shift,
        ncols=len(series), frameon=False, fontsize=9,
        borderaxespad=0.2, handlelength=1.4, columnspacing=1.4,
    )  # fmt: skip
