"""Whom would the stated indicators have chosen, and does that hold under other definitions and weights?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

import pandas as pd

from mcee_eval.findings.targeting_data import TargetingData
from mcee_eval.metrics.ranking import SCALES, Ranking, ranking
from mcee_eval.metrics.three_indicators import INDICATORS, LEVELS, REJECTIONS, TRENDS, three_indicators

FINE, COARSE = 100, 24  # parts of each side of the triangle of weights, for the first definition and for the others
BASE = (LEVELS[0], REJECTIONS[0], TRENDS[0], SCALES[0])


@dataclass(frozen=True)
class Definition:
    """One way to read the three indicators, and the ranking that it gives."""

    level: str
    rejection: str
    trend: str
    scale: str
    ranking: Ranking

    @property
    def changes(self) -> tuple[str, ...]:
        """What differs from the first definition."""
        mine = (self.level, self.rejection, self.trend, self.scale)
        return tuple(m for m, b in zip(mine, BASE, strict=True) if m != b)


@dataclass(frozen=True)
class Choice:
    """The choice of preventive countries against the indicators.

    year : the last year known when they were chosen. indicators : of every candidate, with ``chosen``.
    left_out : candidates without one of the indicators. definitions : the first is the plain reading.
    unknown_chosen : a chosen country lacks an indicator, so no ranking is made.
    """

    year: int
    indicators: pd.DataFrame
    left_out: tuple[str, ...]
    unknown_chosen: bool
    definitions: tuple[Definition, ...]

    @property
    def first(self) -> Ranking | None:
        """The ranking of the plain reading."""
        return self.definitions[0].ranking if self.definitions else None


def selection_year(data: TargetingData, before: int) -> int:
    """The last year in which a preventive country was selected; without one, the year before the envelope."""
    chosen = data.countries[data.countries["role"] == "preventive"]["selected_on"].dropna()
    return int(chosen.max()) if len(chosen) else before


def choice(data: TargetingData, *, before: int, paid: Mapping[str, float]) -> Choice:
    """Rank the candidates (countries that are not recalcitrant) under every definition.

    before : the year before the envelope. paid : dollars by country. The wider group from which the report says that
    priorities were drawn is redacted; every country that is not recalcitrant stands in for it here.
    """
    year = selection_year(data, before)
    pool = data.countries[data.countries["status"] != "recalcitrant"]
    chosen = tuple(sorted(pool.loc[pool["role"] == "preventive", "country"].map(str)))
    shown = _pool(data, year, pool, chosen)
    bad = shown[list(INDICATORS)].isna().any(axis=1)
    left = tuple(shown.loc[bad, "country"])
    ready = 0 < len(chosen) < int((~bad).sum()) and not set(chosen) & set(left)
    made = _definitions(data, year, pool, chosen, paid) if ready else ()
    return Choice(year, shown, left, not ready, made)


def _pool(data: TargetingData, year: int, pool: pd.DataFrame, chosen: tuple[str, ...], **how: str) -> pd.DataFrame:
    told = three_indicators(data.claims, data.decisions, year=year, **how)
    told = pool[["country"]].merge(told, on="country", how="left").sort_values("country", ignore_index=True)
    return told.assign(chosen=told["country"].isin(chosen))


def _definitions(
    data: TargetingData, year: int, pool: pd.DataFrame, chosen: tuple[str, ...], paid: Mapping[str, float]
) -> tuple[Definition, ...]:
    """Every combination; one in which a chosen country lacks an indicator is left out."""
    made = []
    for level, rejection, trend in product(LEVELS, REJECTIONS, TRENDS):
        told = _pool(data, year, pool, chosen, level=level, rejection=rejection, trend=trend)
        whole = told.dropna(subset=list(INDICATORS))
        if not whole["chosen"].sum() == len(chosen) < len(whole):
            continue
        for scale in SCALES:
            base = (level, rejection, trend, scale) == BASE
            found = ranking(
                whole, unit="country", indicators=INDICATORS, chosen=chosen, scale=scale,
                divisions=FINE if base else COARSE, amounts=paid,
            )  # fmt: skip
            made.append(Definition(level, rejection, trend, scale, found))
    return tuple(made)
