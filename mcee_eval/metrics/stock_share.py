"""What share of a stock is of one kind, over its last periods?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from mcee_eval.errors import NoEvents
from mcee_eval.metrics.proportion import share
from mcee_eval.results import Estimate, Result


@dataclass(frozen=True, kw_only=True)
class StockShare(Result):
    """share : of the mean stock. recorded, expected : periods by unit that record both kinds, out of all."""

    KEYS = "share ci=share.ci recorded expected"
    MAIN = "share recorded expected"

    things: ClassVar = ("recorded", "expected")  # counts that are of no person
    share: Estimate
    recorded: int
    expected: int


def stock_share(frame: pd.DataFrame, *, part: str, rest: str, last: int = 4) -> StockShare:
    """What share of a stock is ``part``, on the mean of its last periods?

    frame : one row a period, in order; ``part`` and ``rest`` add up to the stock; ``recorded`` and ``expected`` tell
    how many units stand behind a period. A stock is not a flow: the same case counts in each period, so the mean is
    taken, not the sum. Refuses a stock without any case (``NoEvents``). The interval is exact (Clopper-Pearson).
    """
    latest = frame.tail(last)
    known = latest[[part, rest]].dropna()
    found = None
    if len(known):
        top = float(known[part].sum()) / len(known)
        found = share(round(top), round(top + float(known[rest].sum()) / len(known)))
    if found is None:
        raise NoEvents("no case of either kind in these periods", need=1)
    recorded, expected = (int(latest[c].sum()) if c in latest else len(known) for c in ("recorded", "expected"))
    recipe = {"part": part, "rest": rest, "last": last}
    return StockShare(method="stock_share", recipe=recipe, share=found, recorded=recorded, expected=expected)
