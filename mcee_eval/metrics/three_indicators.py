"""The three indicators by which the report says preventive countries were given priority, from claims and decisions."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mcee_eval.errors import NotEstimable

LEVELS = ("year", "mean3")
REJECTIONS = ("merits", "all")
TRENDS = ("ratio", "slope", "difference")
SPAN = 3  # years of the trend
INDICATORS = ("claims", "rejection", "trend")


def three_indicators(
    claims: pd.DataFrame,
    decisions: pd.DataFrame,
    *,
    year: int,
    level: str = "year",
    rejection: str = "merits",
    trend: str = "ratio",
) -> pd.DataFrame:
    """Total claims, rejection rate and three-year trend of every country, as known in a year.

    claims : country, year, value. decisions : country, year, accepted, rejected, total (all finalised).
    level : claims of the year, or their mean over three years to it. rejection : rejections over merits decisions, or
    over all finalised. trend : the year over the third year before less 1; slope of the logarithm over those four
    years (a year); or the difference in claims. The report names the indicators and defines none of them.
    Returns country, claims, start (claims of the third year before), rejected, base, rejection, trend, claims_rank;
    with the bounds of rounded claims (claims_low …). Missing where the figures are (a trend from nothing, a rate of
    nothing).
    """
    if year != year or not len(claims):
        raise NotEstimable("no year in which the indicators were known")
    year = int(year)
    wide = claims.pivot_table(index="country", columns="year", values="value", aggfunc="sum", min_count=1).astype(float)
    wide = wide.reindex(columns=range(year - SPAN, year + 1))
    told = decisions[decisions["year"] == year].set_index("country")[["accepted", "rejected", "total"]].astype(float)
    told = told.reindex(wide.index)
    base = told["total"] if rejection == "all" else told["accepted"] + told["rejected"]
    start, end = wide[year - SPAN], wide[year]
    found = pd.DataFrame(
        {
            "claims": end if level == "year" else wide[[year - 2, year - 1, year]].mean(axis=1, skipna=False),
            "start": start, "rejected": told["rejected"], "base": base,
            "rejection": told["rejected"] / base.where(base > 0), "trend": _trend(wide, start, end, trend),
        }
    )  # fmt: skip
    bounds = [b for b in ("low", "high") if b in claims]  # of counts that their source rounds
    for side, mine in (("claims", year), ("start", year - SPAN)) if level == "year" else ():
        rounded = claims[claims["year"] == mine].drop_duplicates("country").set_index("country")[bounds].astype(float)
        found = found.join(rounded.add_prefix(f"{side}_"))
    found["claims_rank"] = found["claims"].rank(ascending=False, method="min")
    return found.rename_axis("country").reset_index()


def _trend(wide: pd.DataFrame, start: pd.Series, end: pd.Series, kind: str) -> pd.Series:
    if kind == "difference":
        return end - start
    if kind == "ratio":
        return end / start.where(start > 0) - 1
    known = wide.notna().all(axis=1) & (wide > 0).all(axis=1)
    steps = np.arange(wide.shape[1]) - (wide.shape[1] - 1) / 2
    logs = np.log(wide.where(wide > 0).to_numpy(float))
    return pd.Series(logs @ steps / (steps @ steps), index=wide.index).where(known)
