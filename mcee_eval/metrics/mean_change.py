"""By how much did things measured twice change on average, each counting once?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from mcee_eval.errors import Problem, Refused
from mcee_eval.metrics import checks
from mcee_eval.metrics.before_after import paired_change
from mcee_eval.results import Estimate, Result

LEFT_OUT = ("", "most", "least")


@dataclass(frozen=True, kw_only=True)
class MeanChange(Result):
    """mean : relative change (0.10: ten per cent more) with its t interval; None with fewer than two units that tell or
    where all tell the same. permutation_p : exact, over all sign patterns. units : that tell.

    frame : a row a unit that tells: its change, the least and the most of its rows (``change_low``, ``change_high``).
    """

    KEYS = "mean ci=mean.interval permutation_p units"
    MAIN = "mean permutation_p"
    PLOT = "points unit change"
    things: ClassVar = ("units",)

    mean: Estimate | None
    permutation_p: float | None
    units: int


def mean_change(
    frame: pd.DataFrame,
    *,
    unit: str,
    before: str = "before",
    after: str = "after",
    where: str = "",
    leave_out: str = "",
) -> MeanChange:
    """What is the mean relative change over units, each counting once however many rows it has?

    frame : one row a thing measured twice; ``before`` and ``after`` hold logarithms; a row that lacks one says nothing.
    unit : column of what counts once; its rows are averaged first. where : a pandas query of the rows that count.
    leave_out : ``most`` or ``least``: without the unit whose leaving out lowers (raises) the mean most.
    """
    wrong = [] if leave_out in LEFT_OUT else [Problem("leave_out", repr(leave_out), f"one of {LEFT_OUT}")]
    checks.parameters("mean_change", wrong)
    checks.need_columns(frame, [unit, before, after])
    mine = pd.DataFrame(frame).query(where) if where else pd.DataFrame(frame)
    mine = mine.assign(change_=mine[after] - mine[before])
    mine = mine[np.isfinite(mine["change_"].to_numpy(float))]
    grouped = mine.groupby(unit)
    told = pd.DataFrame({"before": grouped[before].mean(), "after": grouped[after].mean()})
    told["change"] = grouped["change_"].mean()
    ends = {"change": told["change"], "change_low": grouped["change_"].min(), "change_high": grouped["change_"].max()}
    rows = pd.DataFrame({k: np.expm1(v.to_numpy(float)) for k, v in ends.items()}, index=told.index)
    kept = told
    if leave_out and len(told) > 2:
        kept = told.drop(index=told["change"].idxmax() if leave_out == "most" else told["change"].idxmin())
    elif leave_out:
        kept = told.iloc[:0]
    try:
        found = paired_change(kept["before"], kept["after"])
    except Refused:
        found = None
    return MeanChange(
        method="sign_flip_permutation",
        recipe={"unit": unit, "before": before, "after": after, "where": where, "leave_out": leave_out},
        frame=rows.reset_index().rename(columns={unit: "unit"}),
        mean=relative(found.mean) if found else None,
        permutation_p=found.permutation_p if found else None,
        units=len(kept),
    )


def relative(found: Estimate) -> Estimate:
    """A mean of logarithms as a relative change."""
    low, high = (None if b is None else math.expm1(b) for b in (found.low, found.high))
    return Estimate(math.expm1(found.value), low, high, unit="relative_change", n=found.n)
