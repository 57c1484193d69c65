"""A heat map that can be read without its colours: every cell says its word and its number. No computing."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.patches import Rectangle

from mcee_eval.release.protected import Protected
from mcee_eval.show.style import PALETTE, QUIET, RULE
from mcee_eval.words.say import Words

LIGHT, DARK = "#F4F6FA", PALETTE[0]  # from nothing to all
WRAP = 26  # characters of a row's name on one line
FONT = 8.5


def heat(
    ax: Axes,
    table: Protected,
    words: Words,
    *,
    row: str,
    column: str,
    value: str,
    word: Callable[[int], str],
    row_name: Callable[[str], str],
    column_name: Callable[[str], str],
    kind: str = "percent",
    places: int = 0,
    said: Callable[[str], str] = str,
    wrap: int = WRAP,
) -> Axes:
    """One cell a row of the table, placed by its dimensions ``row`` and ``column``, as dark as its value (0 to 1).

    word : what the cell says above its number, by the number of the table's row. said : the printed number → how the
    cell says it. A cell without a number is hatched and says its word alone. Rows and columns stand in the order in
    which the table first names them. Each cell with a number carries the gid ``heat-<value>-<table row>``.
    """
    rows = list(dict.fromkeys(str(v) for v in table.dims[row]))
    columns = list(dict.fromkeys(str(v) for v in table.dims[column]))
    for i, cell in enumerate(table.cells[value]):
        x, y = columns.index(str(table.dims[column].iloc[i])), rows.index(str(table.dims[row].iloc[i]))
        if cell.value is None:
            box = Rectangle((x - 0.48, y - 0.46), 0.96, 0.92, facecolor="white", edgecolor=RULE, hatch="////", lw=0.8)
            text, colour = word(i), QUIET
        else:
            fill = shade(cell.value)
            box = Rectangle(
                (x - 0.48, y - 0.46), 0.96, 0.92, facecolor=fill, edgecolor=RULE, lw=0.8, gid=f"heat-{value}-{i}"
            )
            text, colour = f"{word(i)}\n{said(words.number(cell, kind, places))}", ink_on(fill)
        ax.add_patch(box)
        back = {"facecolor": "white", "edgecolor": "none", "pad": 1.2} if cell.value is None else None
        ax.text(x, y, text, ha="center", va="center", fontsize=FONT, color=colour, linespacing=1.25, bbox=back)
    ax.set_xlim(-0.52, len(columns) - 0.48)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_xticks(range(len(columns)), [column_name(c) for c in columns])
    ax.set_yticks(range(len(rows)), [textwrap.fill(row_name(r), wrap) for r in rows])
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.grid(visible=False)
    ax.spines[["left", "right", "top", "bottom"]].set_visible(False)
    return ax


def shade(share: float) -> str:
    """The fill of a cell: the larger the share, the darker."""
    part = min(max(share, 0.0), 1.0)
    red, green, blue = (a + part * (b - a) for a, b in zip(to_rgb(LIGHT), to_rgb(DARK), strict=True))
    return to_hex((red, green, blue))


def ink_on(fill: str) -> str:
    """Black or white, whichever stands out more on this fill (never under 4.5 to 1)."""
    light = luminance(fill)
    return "#000000" if (light + 0.05) ** 2 >= 0.05 * 1.05 else "#FFFFFF"


def luminance(colour: str) -> float:
    """Relative luminance of a colour (WCAG 2.1)."""
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
