"""Finding 4, the same question asked by other methods: medians, log-rank, Gray, Cox with the calendar, sup-F."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mcee_eval.errors import Refused
from mcee_eval.findings.cooperation import Cooperation
from mcee_eval.metrics.break_test import break_test
from mcee_eval.metrics.calendar_rows import calendar_rows
from mcee_eval.metrics.cox import cox
from mcee_eval.metrics.cumulative_incidence import cumulative_incidence
from mcee_eval.metrics.request_chains import ISSUED, request_chains
from mcee_eval.metrics.survival import kaplan_meier, log_rank
from mcee_eval.results import Estimate
from mcee_eval.settings import Settings

SIDES = ("after", "before")


@dataclass(frozen=True)
class Tests:
    """Medians by side (days), the hazard ratio after over before, and the p-values; None where a method refused."""

    __test__ = False

    medians: dict[str, Estimate | None]
    hazard_ratio: Estimate | None
    cox_p: float | None
    log_rank_p: float | None
    gray_p: float | None
    sup_f_p: float | None
    persons: int


def tests(found: Cooperation, settings: Settings) -> Tests | None:
    """What do the other methods say of after against before? None without requests on both sides."""
    if not len(found.data.requests):
        return None
    known = request_chains(found.data.requests.drop(columns="period"), as_of=found.data.as_of)
    period = found.data.requests.set_index("request_id")["period"]
    chains = known.chains.assign(period=known.chains["chain"].map(period))
    both = chains[chains["period"].isin(SIDES)]
    if set(both["period"]) != set(SIDES):
        return None
    both = both.assign(issued=(both["cause"] == ISSUED).astype("int64"))
    try:
        gray = cumulative_incidence(both, duration="days", cause="cause", group="period", times=(180,)).gray_p[0]
        rank_p = log_rank(both, duration="days", event="issued", group="period").p
        medians = _medians(kaplan_meier(both, duration="days", event="issued", group="period").numbers(), len(both))
    except Refused:
        return None
    covid = settings.window("covid")
    rows = calendar_rows(known, windows={"covid": (covid.start, covid.end)})
    rows = rows.assign(period=rows["chain"].map(period))
    rows = rows[rows["period"].isin(SIDES)].assign(after=lambda f: (f["period"] == "after").astype("int64"))
    hazard, cox_p = _hazard(rows)
    return Tests(medians, hazard, cox_p, rank_p, gray, _sup_f(found), len(both))


def _medians(numbers: dict[str, list[float | None]], n: int) -> dict[str, Estimate | None]:
    """Kaplan-Meier medians in days; refusals and withdrawals censor here, so these are waits of those still asking."""
    found: dict[str, Estimate | None] = {}
    for i, side in enumerate(SIDES):
        value, low, high = (numbers[k][i] for k in ("median", "median_low", "median_high"))
        found[side] = None if value is None else Estimate(value, low, high, unit="days", n=int(numbers["n"][i] or n))
    return found


def _hazard(rows: pd.DataFrame) -> tuple[Estimate | None, float | None]:
    """Cox: speed of issuance after over before, with the removals stop as a covariate that follows the calendar."""
    try:
        fit = cox(rows, event="event", covariates=["after", "covid"], start="start", stop="stop", unit="chain")
    except Refused:
        return None, None
    numbers = fit.numbers()
    b, se = numbers["coef"][0], numbers["se"][0]
    ratio = Estimate(
        math.exp(b), math.exp(b - 1.959964 * se), math.exp(b + 1.959964 * se), unit="hazard_ratio", n=len(rows)
    )
    return ratio, math.erfc(abs(b / se) / math.sqrt(2))


def _sup_f(found: Cooperation) -> float | None:
    try:
        frame = found.quarters.assign(angle=np.arcsin(np.sqrt(found.quarters["share"])))
        return break_test(frame, outcome="angle").sup_f_p
    except Refused:
        return None
