"""What part of an amount went to one group, when the group of some of it is not sure?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from mcee_eval.errors import NotEstimable
from mcee_eval.metrics import checks
from mcee_eval.results import Estimate, Result


@dataclass(frozen=True, kw_only=True)
class PartOf(Result):
    """The share of an amount that went to one group.

    share : of what is known; ``low`` holds nothing of what is unsure, ``high`` all of it; from 0 to 1 where an amount
    is not known. unknown : rows whose amount is not known. frame : one row a group: group, amount.
    """

    KEYS = "share low=share.low high=share.high unknown"
    MAIN = "share"
    PLOT = "points group amount"

    share: Estimate
    unknown: int


def part_of(frame: pd.DataFrame, *, amount: str, group: str, of: str, unsure: Sequence[str] = ()) -> PartOf:
    """What share of the sum of ``amount`` belongs to the group ``of``?

    unsure : codes of ``group`` of which some may belong to it. Refuses a sum of nothing (NotEstimable).
    """
    checks.need_columns(frame, [amount, group])
    sums = frame.groupby(frame[group].astype(str))[amount].sum()
    whole, unknown = float(sums.sum()), int(frame[amount].isna().sum())
    if whole <= 0:
        raise NotEstimable("no share of an amount of zero")
    mine, loose = float(sums.get(of, 0.0)), float(sum(sums.get(u, 0.0) for u in unsure))
    ends = (0.0, 1.0) if unknown else (mine / whole, (mine + loose) / whole)
    return PartOf(
        method="part_of_an_amount",
        recipe={"amount": amount, "group": group, "of": of, "unsure": tuple(unsure)},
        frame=pd.DataFrame({"group": sums.index, "amount": sums.to_numpy()}),
        share=Estimate(mine / whole, *ends, unit="share", n=len(frame)),
        unknown=unknown,
    )
