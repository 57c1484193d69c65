"""Shares that the records bound, as three parts of a whole: at least so much, what cannot be told, surely not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from mcee_eval.metrics.share_bounds import ShareBounds
from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.protected import Protected
from mcee_eval.release.rule import whole_percent
from mcee_eval.show.context import Context
from mcee_eval.show.exhibit import Column, Exhibit
from mcee_eval.show.grouped import stacked
from mcee_eval.words.say import Words

PARTS = ("at_least", "untold", "surely_not")


def ends(bounds: ShareBounds | None) -> tuple[Cell, Cell]:
    """The two ends, to whole per cent. Engagements are things, so few of them hide nobody."""
    if bounds is None or bounds.low is None or bounds.high is None:
        return marked("not_estimable"), marked("not_estimable")
    return Cell(whole_percent(bounds.low)), Cell(whole_percent(bounds.high))


def bounds_table(c: Context, rows: Sequence[tuple[str, ShareBounds]]) -> Protected:
    """One row a code: n, recorded, at_least, at_most, and the three parts (they add up to one)."""
    cells: dict[str, list[Cell]] = {k: [] for k in ("n", "recorded", "at_most", *PARTS)}
    for _, bounds in rows:
        low, high = ends(bounds)
        cells["n"].append(Cell(float(bounds.n)))
        known = bounds.recorded
        cells["recorded"].append(marked("not_estimable") if known is None else Cell(whole_percent(known)))
        cells["at_most"].append(high)
        cells["at_least"].append(low)
        if low.value is None or high.value is None:
            cells["untold"].append(marked("not_estimable"))
            cells["surely_not"].append(marked("not_estimable"))
        else:  # of the rounded ends, so that the parts add up as printed
            cells["untold"].append(Cell(round(high.value - low.value, 2)))
            cells["surely_not"].append(Cell(round(1 - high.value, 2)))
    units = {"n": "engagements", **dict.fromkeys(("recorded", "at_most", *PARTS), "share")}
    return c.release.table(pd.DataFrame({"row": [code for code, _ in rows]}), cells, units, "things")


def bounds_exhibit(
    c: Context,
    slug: str,
    rows: Sequence[tuple[str, ShareBounds]],
    *,
    label: str,
    period: str,
    values: Mapping[str, Any] | None = None,
    size: tuple[float, float] | None = None,
) -> Exhibit:
    """Bars of the three parts, one a row; ``label`` is the text key of the first column, rows are codes of ``code``."""
    table = bounds_table(c, rows)
    columns = [
        Column("row", label, "code"),
        Column("n", "bounds.column.n", "count"),
        Column("recorded", "bounds.column.recorded", "percent"),
        Column("at_least", "bounds.column.at_least", "percent"),
        Column("untold", "bounds.column.untold", "percent"),
        Column("surely_not", "bounds.column.surely_not", "percent"),
        Column("at_most", "bounds.column.at_most", "percent"),
    ]
    return c.show(
        slug, table, columns, sources=[c.own_source()], period=period, values=values, draw=_drawing(table),
        size=size or (7.6, 1.5 + 0.5 * len(rows)),
    )  # fmt: skip


def _drawing(table: Protected) -> Callable[[Axes, Words], Axes]:
    def draw(ax: Axes, words: Words) -> Axes:
        stacked(
            ax, table, words, rows="row", series=PARTS, name=lambda code: words(f"code.{code}"),
            label=lambda part: words(f"bounds.part.{part}"), x_label=words("bounds.axis"), kind="percent",
        )  # fmt: skip
        ax.set_xlim(0, 1)
        return ax

    return draw
