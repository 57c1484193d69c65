"""Which candidates do three indicators put first, as they were known in a year and under one definition of each?"""

from __future__ import annotations

import pandas as pd

from mcee_eval.errors import NotEstimable
from mcee_eval.metrics import checks
from mcee_eval.metrics.ranking import Ranking, ranking
from mcee_eval.metrics.three_indicators import INDICATORS, three_indicators


def indicator_ranking(
    candidates: pd.DataFrame,
    claims: pd.DataFrame,
    decisions: pd.DataFrame,
    *,
    chosen: str,
    amount: str,
    year: int,
    level: str = "year",
    rejection: str = "merits",
    trend: str = "ratio",
    scale: str = "rank",
    divisions: int = 60,
) -> Ranking:
    """Do the chosen candidates stay among the first under every weighting of the three indicators?

    candidates : country, the column ``chosen`` (yes or no), the column ``amount`` that ``outside`` sums. claims,
    decisions, year, level, rejection, trend : as in ``three_indicators``; scale, divisions : as in ``ranking``.
    A candidate without one of the indicators is not ranked. Refuses a choice of nobody or of everybody, and one of
    which a chosen candidate lacks an indicator (NotEstimable).
    """
    checks.need_columns(candidates, ["country", chosen, amount])
    told = three_indicators(claims, decisions, year=year, level=level, rejection=rejection, trend=trend)
    pool = candidates[["country", chosen, amount]].merge(told, on="country", how="left").sort_values("country")
    whole = pool.dropna(subset=list(INDICATORS))
    mine = sorted(map(str, pool.loc[pool[chosen] == "yes", "country"]))
    if not mine or set(mine) - set(map(str, whole["country"])) or len(mine) == len(whole):
        raise NotEstimable("no ranking: a chosen candidate lacks an indicator, or none or all were chosen")
    amounts = {str(c): float(v) for c, v in zip(pool["country"], pool[amount], strict=True)}
    return ranking(
        pd.DataFrame(whole).reset_index(drop=True), unit="country", indicators=INDICATORS, chosen=mine, scale=scale,
        divisions=divisions, amounts=amounts,
    )  # fmt: skip
