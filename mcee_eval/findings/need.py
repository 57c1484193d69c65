"""Finding 1: is there a continuing need? Measures first, then what they let one say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mcee_eval.errors import Refused
from mcee_eval.findings.need_data import NeedData
from mcee_eval.findings.need_perceived import judge_perceived
from mcee_eval.judge.verdict import Reason, State, Verdict, decide
from mcee_eval.metrics.growth import growth
from mcee_eval.metrics.proportion import share
from mcee_eval.metrics.trend_breaks import TrendBreaks, trend_breaks
from mcee_eval.results import Estimate
from mcee_eval.settings import Settings


@dataclass(frozen=True)
class Need:
    """The measures of finding 1. Growth since the base year, over one and three years; None: unknown.

    impediment : over the last four quarters, of which ``impediment_recorded`` quarters by country, out of
    ``impediment_expected``, record both kinds.
    """

    data: NeedData
    last_year: int
    since_base: Estimate | None
    over_year: Estimate | None
    over_three: Estimate | None
    breaks: TrendBreaks | None
    no_breaks: str
    rejection_merits: Estimate | None
    rejection_all: Estimate | None
    impediment: Estimate | None
    impediment_recorded: int = 0
    impediment_expected: int = 0


def measure(data: NeedData, settings: Settings) -> Need:
    """Growth of claims with its rounding bounds, breaks in the monthly series, rejection rates, impediments."""
    years = data.claims["year"]
    last = min(settings.last_year, int(years.max())) if len(years) else settings.last_year
    breaks, why = _breaks(data.monthly)
    decided = data.decisions[data.decisions["year"] <= last]
    latest = decided.iloc[-1] if len(decided) else None
    return Need(
        data, last,
        _between(data.claims, settings.base_year, last),
        _between(data.claims, last - 1, last),
        _between(data.claims, last - 3, last),
        breaks, why,
        None if latest is None else share(latest["rejected"], latest["accepted"] + latest["rejected"]),
        None if latest is None else share(latest["rejected"], latest["total"]),
        _impediment(data.impediments), *_recorded(data.impediments),
    )  # fmt: skip


def count(frame: pd.DataFrame, year: int) -> Estimate | None:
    """A year's count with its bounds; None where it is missing or suppressed."""
    row = frame[frame["year"] == year]
    if len(row) != 1 or pd.isna(row["value"].iloc[0]):
        return None
    low, high = (float(row[c].iloc[0]) if c in row else None for c in ("low", "high"))
    return Estimate(float(row["value"].iloc[0]), low, high, unit="claims", n=1)


def _between(claims: pd.DataFrame, first: int, last: int) -> Estimate | None:
    start, end = count(claims, first), count(claims, last)
    return growth(start, end) if start and end and start.value > 0 and first < last else None


def _breaks(monthly: pd.DataFrame) -> tuple[TrendBreaks | None, str]:
    """Breaks in level and season of monthly claims, on the square root (a count's variance grows with it)."""
    if monthly.empty:
        return None, "no_monthly_series"
    if monthly["value"].isna().any():
        return None, "months_suppressed"
    turn = 2 * np.pi * np.arange(len(monthly)) / 12
    frame = pd.DataFrame(
        {
            "month": monthly["month"],
            "root": np.sqrt(monthly["value"].astype(float)),
            "sin": np.sin(turn),
            "cos": np.cos(turn),
        }
    )
    try:
        found = trend_breaks(frame, outcome="root", regressors=("sin", "cos"), label="month", errors="newey_west")
    except Refused as refusal:
        return None, f"refused_{refusal.code}"
    return found, ""


def _impediment(impeded: pd.DataFrame) -> Estimate | None:
    """Of the impediments of a quarter, the share due to travel documents: the mean stock of the last four quarters."""
    last = impeded.iloc[-4:].dropna()
    if not len(last):
        return None
    top = float(last["travel_document"].sum()) / len(last)
    return share(round(top), round(top + float(last["other"].sum()) / len(last)))


def _recorded(impeded: pd.DataFrame) -> tuple[int, int]:
    """Quarters by country that record both kinds of impediment, and all of them, over the last four quarters."""
    last = impeded.iloc[-4:]
    if "recorded" not in last:
        return int(last.notna().all(axis=1).sum()), len(last)
    return int(last["recorded"].sum()), int(last["expected"].sum())


def judge(need: Need, settings: Settings) -> tuple[Verdict, ...]:
    """1a: the pressures continue to rise. 1b: travel documents remain an obstacle. 1c to 1e: what was said and read."""
    floor = settings.threshold("f1.rising")
    reasons = tuple(
        Reason(code, None if found is None or found.low is None else found.low > floor, {"estimate": found})
        for code, found in (
            ("since_base", need.since_base),
            ("over_year", need.over_year),
            ("over_three", need.over_three),
        )
    )
    state = decide(reasons)
    first = Verdict("1a", state, reasons, ("claims_series",) if state == State.CANNOT_CONCLUDE else (), headline=True)
    bar = settings.threshold("f1.major_obstacle")
    share_now = need.impediment
    passed = None if share_now is None else bool((share_now.low or 0) >= bar)
    if share_now is not None and not passed and (share_now.high or 1) >= bar:
        passed = None  # the interval holds the threshold: neither at least half nor less than half
    code = "impediment" if need.impediment_expected else "no_impediments"
    reason = Reason(code, passed, {"estimate": share_now})
    settle = ("impediments_by_country",) if passed is None else ()
    second = Verdict("1b", decide((reason,)), (reason,), settle)
    return first, second, *judge_perceived(need.data.perceived, settings)
