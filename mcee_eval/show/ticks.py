"""Numbers beside the ticks of an axis, with as many decimals as the ticks themselves have."""

from __future__ import annotations

from matplotlib.axis import Axis
from matplotlib.ticker import FuncFormatter

from mcee_eval.words import formats

#: what a kind of number multiplies a value by before it is printed
SCALE = {"percent": 100.0, "change": 100.0, "points": 100.0, "millions": 1e-6}
MOST = 4  # decimals beyond which a tick is no longer told apart


def number_ticks(axis: Axis, lang: str, kind: str, least: int = 0) -> None:
    """Print the ticks of ``axis`` as ``kind``: 1.25 as 1.25 and never as 1.3, 2.5 % never as 3 %.

    least : decimals that are printed even where the ticks need fewer.
    """
    printer, scale = formats.KINDS[kind][0], SCALE.get(kind, 1.0)

    def shown(value: float, _: int | None) -> str:
        ticks = [t * scale for t in axis.get_majorticklocs()]
        exact = (p for p in range(least, MOST) if all(abs(round(t, p) - t) < 1e-9 * max(1.0, abs(t)) for t in ticks))
        return printer(value, lang, next(exact, MOST))

    axis.set_major_formatter(FuncFormatter(shown))
