"""Boxes by level, left to right, with the links between them: a logic model that a reader can follow."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from mcee_eval.release.protected import Protected
from mcee_eval.show.style import BAND, INK, PALETTE, QUIET
from mcee_eval.words.say import Words

GAP, HIGH = 0.26, 0.82  # between columns, as a share of a column; of a box, as a share of its row
SIZE_OF_TEXT = 8.2


def diagram(
    ax: Axes,
    table: Protected,
    words: Words,
    *,
    box: str,
    level: str,
    levels: Sequence[str],
    links: Sequence[tuple[str, str]],
    said: Callable[[str], str],
    head: Callable[[str], str],
    quiet: Sequence[str] = (),
    quiet_word: str = "",
    wrap: int = 16,
) -> Axes:
    """One column a level, a box a row of the table, a dashed arrow a link.

    box, level : dimensions that hold the code of a box and of its level. said : code → what the box says.
    head : level → name of its column. quiet : codes drawn pale, with ``quiet_word`` below their text.
    Boxes carry the gid ``box-<row>``, arrows ``link-<from>-<to>``.
    """
    codes, kinds = [str(v) for v in table.dims[box]], [str(v) for v in table.dims[level]]
    columns = {k: [c for c, kind in zip(codes, kinds, strict=True) if kind == k] for k in levels}
    tallest = max(len(v) for v in columns.values())
    at = _places(columns, links, tallest)
    wide = 1 - GAP
    for i, code in enumerate(codes):
        x, y = at[code]
        pale = code in quiet
        ax.add_patch(
            FancyBboxPatch(
                (x, y - HIGH / 2), wide, HIGH, boxstyle="round,pad=0,rounding_size=0.05", mutation_aspect=1.0,
                facecolor=BAND if pale else "white", edgecolor=QUIET if pale else PALETTE[0], lw=1.2, gid=f"box-{i}",
                ls=(0, (1, 1.5)) if pale else "solid",
            )
        )  # fmt: skip
        text = textwrap.fill(f"{code}. {said(code)}", wrap, break_long_words=False)
        text += f"\n({quiet_word})" if pale and quiet_word else ""
        ax.text(x + wide / 2, y, text, ha="center", va="center", fontsize=SIZE_OF_TEXT, color=INK, linespacing=1.15)
    for source, target in links:
        (x0, y0), (x1, y1) = at[source], at[target]
        ax.add_patch(
            FancyArrowPatch(
                (x0 + wide + 0.01, y0), (x1 - 0.01, y1), arrowstyle="-|>", mutation_scale=8, lw=1.1, color=PALETTE[1],
                linestyle=(0, (4, 2)), shrinkA=0, shrinkB=0, gid=f"link-{source}-{target}",
            )
        )  # fmt: skip
    for k, kind in enumerate(levels):
        ax.text(
            k + wide / 2, -0.62, textwrap.fill(head(kind), wrap), ha="center", va="bottom", fontsize=9.5,
            fontweight="bold", color=QUIET,
        )  # fmt: skip
    ax.set_xlim(-0.02, len(levels) - GAP + 0.02)
    ax.set_ylim(tallest - 0.5, -1.05)
    ax.set_axis_off()
    return ax


def _places(
    columns: Mapping[str, Sequence[str]], links: Sequence[tuple[str, str]], tallest: int
) -> dict[str, tuple[float, float]]:
    """Each box of a later column stands as near as it can to the middle of those that lead to it."""
    at: dict[str, tuple[float, float]] = {}
    for k, boxes in enumerate(columns.values()):
        before = {b: [at[s][1] for s, t in links if t == b and s in at] for b in boxes}
        even = {b: (i + 0.5) * tallest / len(boxes) - 0.5 for i, b in enumerate(boxes)}
        wanted = {b: sum(v) / len(v) if v else even[b] for b, v in before.items()}
        order = sorted(boxes, key=lambda b: (wanted[b], boxes.index(b)))
        heights = [wanted[b] for b in order]
        for _ in range(200):  # push neighbours apart, keep all in sight
            for i in range(1, len(heights)):
                short = 1.0 - (heights[i] - heights[i - 1])
                if short > 1e-9:
                    heights[i - 1], heights[i] = heights[i - 1] - short / 2, heights[i] + short / 2
            over, under = max(0.0, heights[-1] - (tallest - 1)), max(0.0, -heights[0])
            heights[-1], heights[0] = heights[-1] - over, heights[0] + under
        at |= {b: (float(k), h) for b, h in zip(order, heights, strict=True)}
    return at
