"""How many times larger is the rate of one group than that of another, each a mean over so many periods?"""

from __future__ import annotations

import pandas as pd

from mcee_eval.errors import NoEvents
from mcee_eval.metrics import checks
from mcee_eval.metrics.before_after import RateRatio, rate_ratio


def compare_rates(
    frame: pd.DataFrame, *, rate: str, periods: int, group: str, first: str, second: str, level: float = 0.95
) -> RateRatio:
    """``rate_ratio`` of two rows of a frame that tell events a period, such as cases a month over a year.

    rate : column of events a period. periods : over how many each is a mean; rate times periods, to whole numbers, are
    the counts. group : column in which the rows are named ``first`` and ``second``; several rows are added up.
    Refuses a group without rows (``NoEvents``) and what ``rate_ratio`` refuses.
    """
    checks.need_columns(frame, [rate, group])
    rates = pd.DataFrame(frame).assign(**{group: frame[group].astype(str)}).groupby(group)[rate].sum()
    if not {first, second} <= set(rates.index):
        raise NoEvents("a group without rows has no rate", need=2)
    one, two = (round(float(rates[g]) * periods) for g in (first, second))
    return rate_ratio(one, periods, two, periods, level=level)
