"""What share of the requests of a period is issued in the end, and why the ratio of the same year misleads."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import norm

from mcee_eval.contracts.periods import holding
from mcee_eval.errors import NoEvents, Problem
from mcee_eval.metrics import checks
from mcee_eval.metrics.cumulative_incidence import aalen_johansen, at_times
from mcee_eval.metrics.request_chains import ISSUED, request_chains
from mcee_eval.results import Estimate, Result

KINDS = ("month", "quarter", "fiscal_year", "year")


@dataclass(frozen=True, kw_only=True)
class IssuanceByPeriod(Result):
    """Issuance by the period of the first request, beside the ratio of the same period.

    periods : those with a request or a document, in order. persons : first requests in each.
    requested, received : all requests made, and all documents issued, in the period itself.
    issuance : for each period, the share issued within each horizon; its value is NaN where nobody has yet been
        followed so long, or nobody began.
    frame : one row a period and horizon: period, persons, horizon, at_risk, issuance, low, high, requested, received,
        same_period_ratio.
    """

    KEYS = "periods persons requested received same_period_ratio issuance low=issuance.low high=issuance.high"
    MAIN = "persons@periods issuance@periods,horizons"
    PLOT = "lines period issuance / horizon"

    periods: tuple[str, ...]
    horizons: tuple[int, ...]
    persons: tuple[int, ...]
    requested: tuple[int, ...]
    received: tuple[int, ...]
    issuance: tuple[tuple[Estimate, ...], ...]

    @property
    def same_period_ratio(self) -> tuple[float, ...]:
        """Documents issued in each period over the requests made in it."""
        return tuple(_ratio(a, b) for a, b in zip(self.received, self.requested, strict=True))


def issuance_by_period(
    requests: pd.DataFrame,
    *,
    as_of: str | pd.Timestamp,
    period: str = "year",
    horizons: Sequence[int] = (90, 180, 365),
    level: float = 0.95,
) -> IssuanceByPeriod:
    """Of those asked for in a period, what share has a document 90, 180, 365 days later?

    requests : the table ``travel_document_requests``. as_of : the last day of which it knows.
    period : ``year`` (calendar), ``fiscal_year``, ``quarter`` (fiscal) or ``month``. horizons : days.

    Aalen-Johansen by cohort of first requests: who still waits on the last day is neither counted as never issued nor
    left out, and refusals and withdrawals compete. Beside it the ratio documents received / requests made within the
    same period, which mixes cohorts: after a rise in requests it falls and after a fall it rises, with no
    change in how requests fare, and it can exceed one.
    Refuses what ``request_chains`` refuses, and a table in which nothing was issued.
    """
    checks.parameters(
        "issuance_by_period",
        checks.share("level", level),
        checks.one_of("period", period, KINDS),
        *[checks.whole("horizons", h, low=1) for h in horizons],
    )
    known = request_chains(requests, as_of=as_of)
    chains = known.chains
    if not (chains["cause"] == ISSUED).any():
        problem = Problem("column 'issued_on'", "no document issued", "at least one", "Report the requests alone.")
        raise NoEvents("nothing was issued", problems=[problem], need=1)
    began = chains["requested_on"].map(lambda d: holding(period, d))
    made = known.requests["requested_on"].map(lambda d: holding(period, d)).value_counts()
    came = known.requests["issued_on"].dropna().map(lambda d: holding(period, d)).value_counts()
    periods = tuple(sorted({*began, *made.index, *came.index}))
    asked, z = np.array(horizons, dtype=float), float(norm.ppf((1 + level) / 2))
    rows, cohorts = [], []
    for name in periods:
        mine = chains[began == name]
        time, ends = mine["days"].to_numpy(float), mine["cause"].to_numpy(np.int64)
        if len(mine):
            found = at_times(aalen_johansen(time, ends, ISSUED, z), asked, time, ends)
        else:
            found = tuple(Estimate(math.nan, unit="share") for _ in asked)
        cohorts.append(found)
        requested, received = int(made.get(name, 0)), int(came.get(name, 0))
        for horizon, estimate in zip(horizons, found, strict=True):
            rows.append(
                {
                    "period": name,
                    "persons": len(mine),
                    "horizon": horizon,
                    "at_risk": int((time >= horizon).sum()),
                    "issuance": estimate.value,
                    "low": estimate.low,
                    "high": estimate.high,
                    "requested": requested,
                    "received": received,
                    "same_period_ratio": _ratio(received, requested),
                }
            )
    late = any(math.isnan(e.value) for one in cohorts for e in one)
    return IssuanceByPeriod(
        method="aalen_johansen_by_cohort",
        notes=("not_followed_to_horizon",) if late else (),
        recipe={"as_of": str(known.as_of.date()), "period": period, "horizons": tuple(horizons), "level": level},
        frame=pd.DataFrame(rows).astype({"low": float, "high": float}),
        periods=periods,
        horizons=tuple(int(h) for h in horizons),
        persons=tuple(int((began == name).sum()) for name in periods),
        requested=tuple(int(made.get(name, 0)) for name in periods),
        received=tuple(int(came.get(name, 0)) for name in periods),
        issuance=tuple(cohorts),
    )


def _ratio(received: int, requested: int) -> float:
    return received / requested if requested else math.nan
