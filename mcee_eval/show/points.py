"""Points by row: weights, placebos in order, anything with one number a row and no interval. No computing."""

from __future__ import annotations

from collections.abc import Callable, Collection

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from mcee_eval.release.protected import Protected
from mcee_eval.show.style import INK, PALETTE, QUIET, RULE
from mcee_eval.show.ticks import number_ticks
from mcee_eval.words.say import Words


def points(
    ax: Axes,
    table: Protected,
    words: Words,
    *,
    column: str,
    name: Callable[[int], str],
    x_label: str,
    kind: str = "percent",
    places: int = 0,
    emphasis: Collection[int] = (),
    reference: float | None = None,
    reference_label: str = "",
) -> Axes:
    """One point a row of the table, on a line from ``reference`` (or zero); rows of ``emphasis`` as squares.

    name : what stands beside a row, by its number. A marked cell is a word, never a point. Points carry the gid
    ``series-<column>-<row>``.
    """
    cells = table.cells[column]
    origin = 0.0 if reference is None else reference
    for i, cell in enumerate(cells):
        if cell.value is None:
            ax.annotate(
                words(f"mark.{cell.mark}"), (origin, i), (4, 0), textcoords="offset points", va="center",
                fontsize=8.5, color=QUIET,
            )  # fmt: skip
            continue
        strong = i in emphasis
        ax.plot([origin, cell.value], [i, i], color=PALETTE[1] if strong else RULE, lw=1.6, zorder=1)
        ax.plot(
            [cell.value], [i], "s" if strong else "o", color=PALETTE[1] if strong else PALETTE[0],
            markersize=7.5 if strong else 5.5, gid=f"series-{column}-{i}", zorder=3,
        )  # fmt: skip
    ax.set_yticks(range(len(cells)), [name(i) for i in range(len(cells))], fontsize=8.5 if len(cells) > 12 else 9.5)
    ax.set_ylim(len(cells) - 0.4, -0.6)
    if reference is not None:
        ax.axvline(reference, color=INK, lw=1, ls=(0, (3, 2)), zorder=2)
        ax.annotate(
            reference_label, (reference, 1), (4, 2), xycoords=("data", "axes fraction"), textcoords="offset points",
            fontsize=9, color=QUIET,
        )  # fmt: skip
    ax.grid(axis="y", visible=False)
    ax.grid(axis="x", visible=True)
    number_ticks(ax.xaxis, words.lang, kind, places)
    ax.set_xlabel(x_label)
    ax.margins(x=0.08)
    return tidy(ax)


def tidy(ax: Axes) -> Axes:
    """Ticks at whole steps that a rounded label tells right, and no more room above the rows than a label needs."""
    ax.xaxis.set_major_locator(MaxNLocator(7, steps=[1, 2, 5, 10], min_n_ticks=3))
    figure = ax.get_figure(root=True)
    if figure is not None:
        tall = figure.get_figheight()
        figure.subplots_adjust(top=1 - 0.55 / tall, bottom=0.6 / tall)
    return ax


def height(rows: int) -> tuple[float, float]:
    """The size of a figure with so many rows."""
    return 7.6, max(2.4, 1.2 + 0.26 * rows)
