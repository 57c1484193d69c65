"""One look for every figure: palette, sizes, and the save that leaves no clock and no address."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
import seaborn as sns
from matplotlib.figure import Figure

#: each at least 3:1 on white; beyond two series a dash or a marker tells them apart as well
PALETTE = ("#12436D", "#801650", "#28A197", "#F46A25", "#3D3D3D", "#A285D1")
INK, QUIET, RULE, BAND = "#1F1F1F", "#595959", "#D0D0D0", "#E4E9EF"
DASHES = ("solid", (0, (6, 2)), (0, (2, 2)), (0, (6, 2, 1, 2)))
MARKERS = ("o", "s", "^", "D")
SIZE = (7.6, 4.2)
STAMP: dict[str, Any] = {"ha": "right", "va": "top", "fontsize": 9, "fontweight": "bold", "color": "#801650"}


@contextmanager
def styled(salt: str) -> Iterator[None]:
    """Draw inside this: the same fonts and greys everywhere, and ids that depend on the exhibit alone."""
    settings: Any = {
        "svg.hashsalt": salt,
        "svg.fonttype": "path",
        "font.family": "DejaVu Sans",
        "font.size": 10,
        "axes.edgecolor": RULE,
        "axes.labelcolor": QUIET,
        "axes.titlesize": 11,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.spines.left": False,
        "axes.grid": True,
        "axes.grid.axis": "y",
        "axes.axisbelow": True,
        "grid.color": RULE,
        "grid.linewidth": 0.6,
        "xtick.color": QUIET,
        "ytick.color": QUIET,
        "ytick.left": False,
        "text.color": INK,
        "lines.linewidth": 2,
        "hatch.linewidth": 0.8,
    }
    with sns.axes_style("white"), mpl.rc_context(settings):
        yield


def svg(figure: Figure) -> str:
    """The figure as SVG text: same inputs, same bytes; no date, creator or software name."""
    out = io.StringIO()
    figure.savefig(
        out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None}, bbox_inches="tight"
    )
    return out.getvalue()
