"""Finding 1, looking ahead: what months would follow if the series went on as it did, and how little that says."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mcee_eval.settings import Settings

LEAST = 36  # months: three seasons, below which the season is not told from chance
AHEAD = 12  # months
LEVELS = (80, 95)  # per cent
ORDER, SEASON = (0, 1, 1), (0, 1, 1, 12)  # the plain seasonal model of Box and Jenkins: level and season drift


@dataclass(frozen=True)
class Projection:
    """Months after the last one known, or the code of why there are none.

    frame : month, value, low_80, high_80, low_95, high_95, in claims. last : last month used.
    """

    why: str = ""
    frame: pd.DataFrame | None = None
    last: str = ""


def project(monthly: pd.DataFrame, settings: Settings) -> Projection:
    """What would the next twelve months be if level and season went on drifting as they did?

    monthly : month (2019-07), value. The model is SARIMA (0,1,1)(0,1,1) over twelve months on the square root (a
    count's variance grows with it); the removals stop has a term of its own. Intervals are the model's, drawn back
    to claims.

    Refused, with a code: no monthly series, months suppressed, months missing, fewer than 36 months, a series that
    never changes, a fit that does not converge.
    Source: Box and Jenkins (1976), chapter 9; fitted by statsmodels.
    """
    if monthly.empty:
        return Projection("no_monthly_series")
    if monthly["value"].isna().any():
        return Projection("months_suppressed")
    months = pd.PeriodIndex(monthly["month"].astype(str), freq="M")
    if not (np.diff(months.asi8) == 1).all():
        return Projection("months_missing")
    if len(months) < LEAST:
        return Projection("too_few_months")
    values = monthly["value"].to_numpy(float)
    if np.ptp(values) == 0:
        return Projection("constant")
    stop = settings.window("covid")
    found = _forecast(tuple(values.tolist()), str(months[0]), stop.start, stop.end)
    return found if found.frame is None else replace(found, frame=found.frame.copy())


@lru_cache(maxsize=16)  # a page asks for the projection and for its limit
def _forecast(values: tuple[float, ...], first: str, stop_from: str, stop_to: str) -> Projection:
    from statsmodels.tsa.statespace.sarimax import SARIMAX  # slow to import

    root = np.sqrt(np.array(values))
    months = pd.period_range(first, periods=len(root), freq="M")
    inside = ((months >= pd.Period(stop_from, "M")) & (months <= pd.Period(stop_to, "M"))).astype(float)
    terms = inside[:, None] if inside.any() and not inside.all() else None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of starting values; whether it converged is asked below
        fit = SARIMAX(root, exog=terms, order=ORDER, seasonal_order=SEASON).fit(disp=False, maxiter=500)
    if not fit.mle_retvals["converged"]:
        return Projection("not_converged")
    later = fit.get_forecast(AHEAD, exog=None if terms is None else np.zeros((AHEAD, 1)))
    ahead = pd.period_range(months[-1] + 1, periods=AHEAD, freq="M")
    columns = {"month": ahead.strftime("%Y-%m"), "value": _claims(later.predicted_mean)}
    for level in LEVELS:
        low, high = np.asarray(later.conf_int(alpha=1 - level / 100)).T
        columns |= {f"low_{level}": _claims(low), f"high_{level}": _claims(high)}
    frame = pd.DataFrame(columns)
    if not np.isfinite(frame.drop(columns="month").to_numpy(float)).all():
        return Projection("not_converged")
    return Projection("", frame, str(months[-1]))


def _claims(root: NDArray[np.float64]) -> NDArray[np.float64]:
    """Back to claims; a root below zero is no claim."""
    kept: NDArray[np.float64] = np.maximum(np.asarray(root, dtype=float), 0.0)
    return kept**2
