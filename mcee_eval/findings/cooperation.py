"""Finding 4: did cooperation on removals change, can it be attributed, was the incentive delivered at all?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mcee_eval.errors import Refused
from mcee_eval.findings.attribution_found import Attributed, attributed
from mcee_eval.findings.attribution_verdict import attributable, incentive_works
from mcee_eval.findings.cooperation_data import PERIODS, CooperationData
from mcee_eval.judge.verdict import Reason, State, Verdict, decide
from mcee_eval.metrics.before_after import RateRatio, dispersion, rate_ratio
from mcee_eval.metrics.cumulative_incidence import CumulativeIncidence, cumulative_incidence
from mcee_eval.metrics.request_chains import ISSUED, request_chains
from mcee_eval.metrics.time_to_issue import IssuanceByPeriod, issuance_by_period
from mcee_eval.metrics.trend_breaks import TrendBreaks, trend_breaks
from mcee_eval.results import Estimate
from mcee_eval.settings import Settings

HORIZONS = (90, 180, 365)
GRID = tuple(range(0, 721, 30))
OVERDISPERSED = 1.5  # Pearson chi-square over its df above which the exact interval is widened (spec, statistics)
ISSUING = "mission_in_canada"  # where travel documents are issued


@dataclass(frozen=True)
class Cooperation:
    """The measures of finding 4; None where there is nothing to measure, with the code of the reason."""

    data: CooperationData
    curves: CumulativeIncidence | None
    at_horizon: CumulativeIncidence | None
    by_year: IssuanceByPeriod | None
    ratio: RateRatio | None
    quarters: pd.DataFrame
    breaks: TrendBreaks | None
    no_breaks: str
    difference: Estimate | None
    before: Estimate | None
    raised_low: Estimate | None
    raised_high: Estimate | None
    attributed: Attributed | None = None


def measure(data: CooperationData, settings: Settings) -> Cooperation:
    """Cohort issuance by period, its ratio and difference, the break in quarterly cohorts, and what was delivered."""
    low, high = _raised(data.engagements)
    if not len(data.requests):
        empty = pd.DataFrame(columns=["quarter", "share", "n"])
        none = Attributed("no_requests" if data.starts else "no_programme")
        return Cooperation(data, None, None, None, None, empty, None, "no_requests", None, None, low, high, none)
    horizon = int(settings.threshold("f4.horizon"))
    chains = request_chains(data.requests.drop(columns="period"), as_of=data.as_of).chains
    first = data.requests.drop_duplicates("request_id").set_index("request_id")["period"]
    chains = chains.assign(period=chains["chain"].map(first))  # a chain is named by its first request
    known = chains[chains["period"].isin(PERIODS)]
    curves: CumulativeIncidence | None
    at_horizon: CumulativeIncidence | None
    by_year: IssuanceByPeriod | None
    try:
        curves = cumulative_incidence(known, duration="days", cause="cause", group="period", times=GRID)
        at_horizon = cumulative_incidence(known, duration="days", cause="cause", group="period", times=HORIZONS)
        by_year = issuance_by_period(data.requests.drop(columns="period"), as_of=data.as_of, period="fiscal_year")
    except Refused:
        curves = at_horizon = by_year = None
    quarters = _quarters(chains, data.as_of, horizon)
    breaks, why = _breaks(quarters)
    difference, before = _difference(at_horizon, horizon)
    return Cooperation(
        data,
        curves,
        at_horizon,
        by_year,
        _ratio(known, data.as_of, horizon),
        quarters,
        breaks,
        why,
        difference,
        before,
        low,
        high,
        attributed(data, settings),
    )


def _followed(chains: pd.DataFrame, as_of: str, horizon: int) -> pd.DataFrame:
    """Chains that began early enough to have been watched for the whole horizon."""
    followed: pd.DataFrame = chains[chains["requested_on"] <= pd.Timestamp(as_of) - pd.Timedelta(days=horizon)]
    return followed


def _ratio(chains: pd.DataFrame, as_of: str, horizon: int) -> RateRatio | None:
    """Documents issued within the horizon per request, after over before, exact; widened when overdispersed.

    A side in which nothing was issued shows no dispersion; None where the rate before is zero, or there is no side.
    """
    whole = _followed(chains, as_of, horizon)
    whole = whole.assign(
        issued=(whole["cause"] == ISSUED) & (whole["days"] <= horizon), quarter=whole["requested_on"].dt.to_period("Q")
    )
    sides = whole[whole["period"].isin(["before", "after"])]
    totals = sides.groupby("period")["issued"].agg(["sum", "size"])
    if not {"before", "after"} <= set(totals.index) or not totals.loc["before", "sum"]:
        return None
    cells = sides.groupby(["period", "quarter"], observed=True)["issued"].agg(["sum", "size"]).reset_index()
    shown = len(cells) > 3 and bool((totals["sum"] > 0).all())
    spread = dispersion(cells["sum"], cells["size"], cells["period"]) if shown else 1.0
    issued, asked = totals["sum"].astype(float).to_dict(), totals["size"].astype(float).to_dict()
    scale = spread if spread > OVERDISPERSED else None
    return rate_ratio(int(issued["after"]), asked["after"], int(issued["before"]), asked["before"], dispersion=scale)


def _quarters(chains: pd.DataFrame, as_of: str, horizon: int) -> pd.DataFrame:
    """Share issued within the horizon by quarter of the first request; quarters not yet followed are left out."""
    whole = _followed(chains, as_of, horizon)
    last = pd.Timestamp(as_of) - pd.Timedelta(days=horizon)
    began = whole["requested_on"].dt.to_period("Q-MAR")
    issued = ((whole["cause"] == ISSUED) & (whole["days"] <= horizon)).astype(float)
    table = pd.DataFrame({"q": began, "issued": issued}).groupby("q")["issued"].agg(["sum", "size"]).reset_index()
    table = table[table["q"].dt.end_time <= last]
    names = [f"{q.qyear - 1}-{q.qyear % 100:02d}Q{q.quarter}" for q in table["q"]]
    share = (table["sum"] / table["size"]).to_numpy()
    return pd.DataFrame(
        {"quarter": names, "issued": table["sum"].to_numpy(), "n": table["size"].to_numpy(), "share": share}
    )


def _breaks(quarters: pd.DataFrame) -> tuple[TrendBreaks | None, str]:
    if not len(quarters):
        return None, "no_requests"
    try:
        frame = quarters.assign(angle=np.arcsin(np.sqrt(quarters["share"])))
        return trend_breaks(frame, outcome="angle", label="quarter", errors="newey_west", max_breaks=3), ""
    except Refused as refusal:
        return None, f"refused_{refusal.code}"


def _difference(found: CumulativeIncidence | None, horizon: int) -> tuple[Estimate | None, Estimate | None]:
    """Issuance at the horizon, after less before, with a normal interval from the two variances."""
    if found is None or horizon not in HORIZONS or not {"before", "after"} <= set(found.groups):
        return None, None
    at = HORIZONS.index(horizon)
    before, after = found.incidence["before"][ISSUED][at], found.incidence["after"][ISSUED][at]
    if before.se is None or after.se is None:
        return None, None
    se = float(np.hypot(before.se, after.se))
    value = after.value - before.value
    return Estimate(value, value - 1.959964 * se, value + 1.959964 * se, se, "share", before.n + after.n), before


def _raised(engagements: pd.DataFrame) -> tuple[Estimate | None, Estimate | None]:
    """Share of engagements with the issuing authority in which the envelope was raised: not recorded as no, as yes."""
    mine = engagements[engagements["counterpart"] == ISSUING]
    if not len(mine):
        return None, None
    yes, unknown = (int((mine["mcee_raised"] == k).sum()) for k in ("yes", "not_recorded"))
    return (
        Estimate(yes / len(mine), unit="share", n=len(mine)),
        Estimate((yes + unknown) / len(mine), unit="share", n=len(mine)),
    )


def judge(found: Cooperation, settings: Settings) -> tuple[Verdict, Verdict, Verdict, Verdict]:
    """4a cooperation has changed; 4b the change is attributable; 4c the incentive was delivered; 4d it works."""
    caused = attributable(found.attributed, found.data.donors, settings)
    delivered = _delivered(found, settings)
    return _changed(found, settings), caused, delivered, incentive_works(caused, delivered)


def _changed(found: Cooperation, settings: Settings) -> Verdict:
    reasons = []
    small = settings.threshold("f4.negligible")
    d, before = found.difference, found.before
    passed = None
    if d is not None and before is not None and d.low is not None and d.high is not None:
        near = small * before.value
        passed = True if d.low > 0 else False if d.high < near else None
    reasons.append(Reason("issuance", passed, {"difference": d}))
    ratio = None if found.ratio is None else found.ratio.ratio
    passed = None
    if ratio is not None and ratio.low is not None and ratio.high is not None:
        passed = True if ratio.low > 1 else False if ratio.high < 1 + small else None
    reasons.append(Reason("rate_ratio", passed, {"ratio": ratio}))
    state = decide(reasons)
    settle = ("documents_by_quarter",) if state == State.CANNOT_CONCLUDE else ()
    return Verdict("4a", state, tuple(reasons), settle, headline=True)


def _delivered(found: Cooperation, settings: Settings) -> Verdict:
    bar, low, high = settings.threshold("f4.delivered_share"), found.raised_low, found.raised_high
    passed = None
    if low is not None and high is not None:
        passed = True if low.value >= bar else False if high.value < bar else None
    reason = Reason("raised", passed, {"low": low, "high": high})
    return Verdict("4c", decide([reason]), (reason,), ("engagement_records",) if passed is None else ())
