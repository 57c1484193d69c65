"""How much in all, where parts may be unknown?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from mcee_eval.errors import NoEvents
from mcee_eval.results import Estimate, Result


@dataclass(frozen=True, kw_only=True)
class Total(Result):
    """total : the sum of what is known; its high end is open where a part is unknown. unknown : how many parts are."""

    KEYS = "total unknown parts"
    MAIN = "total unknown parts"
    things: ClassVar = ("unknown", "parts")

    total: Estimate
    unknown: int
    parts: int


def total(frame: pd.DataFrame, *, column: str, unit: str = "") -> Total:
    """What do the parts add up to, an unknown part never counted as zero?

    frame : one row a part; ``column`` holds amounts of zero or more, missing where they are not known.
    Refuses a frame without rows (``NoEvents``).
    """
    if not len(frame):
        raise NoEvents("nothing to add up", need=1)
    amounts = frame[column].astype(float)
    known, unknown = float(amounts.sum()), int(amounts.isna().sum())
    found = Estimate(known, known, None if unknown else known, unit=unit, n=len(frame))
    return Total(
        method="total", recipe={"column": column, "unit": unit}, total=found, unknown=unknown, parts=len(frame)
    )
