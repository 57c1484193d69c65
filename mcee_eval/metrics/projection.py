"""Looking ahead: what months would follow if the series went on as it did, and how little that says."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mcee_eval.errors import ConstantSeries, NotEstimable, Problem, TooFewPeriods, UnbalancedPanel
from mcee_eval.results import Numbers, Result

LEAST = 36  # months: three seasons, below which the season is not told from chance


@dataclass(frozen=True, kw_only=True)
class Projection(Result):
    """frame : month, projected and low_80, high_80 … in the outcome's unit. last : last month used."""

    MAIN = "last"
    PLOT = "lines month projected low_80 high_80"

    last: str

    def numbers(self) -> Numbers:
        """The projected path with its intervals."""
        return {"last": self.last, **{str(c): self.frame[c].tolist() for c in self.frame}}


def project(
    frame: pd.DataFrame,
    *,
    outcome: str,
    label: str = "month",
    ahead: int = 12,
    levels: Sequence[int] = (80, 95),
    stop: tuple[str, str] | None = None,
) -> Projection:
    """What would the next months be if level and season went on drifting as they did?

    frame : one row a month (``label``: 2019-07), ``outcome`` a count. ahead : months. levels : of the intervals, in per
    cent. stop : first and last day of a window that has a term of its own.
    The model is SARIMA (0,1,1)(0,1,1) over twelve months on the square root (a count's variance grows with it), the
    plain seasonal model of Box and Jenkins: level and season drift. Intervals are the model's, drawn back to counts.
    Refuses months missing inside the series, fewer than 36, a series that never changes, a fit that does not converge.
    Source: Box and Jenkins (1976), chapter 9; fitted by statsmodels.
    """
    months = pd.PeriodIndex(frame[label].astype(str), freq="M")
    if not (np.diff(months.asi8) == 1).all():
        raise UnbalancedPanel("months are missing inside the series", problems=[Problem(label, "a gap", "every month")])
    if len(months) < LEAST:
        raise TooFewPeriods(
            "a season needs three years", problems=[Problem(label, str(len(months)), f"{LEAST}")], need=LEAST
        )
    values = frame[outcome].to_numpy(float)
    if np.ptp(values) == 0:
        raise ConstantSeries("the series never changes", problems=[Problem(outcome, repr(values[0]), "a change")])
    recipe = {"outcome": outcome, "label": label, "ahead": ahead, "levels": list(levels), "stop": stop}
    return Projection(method="sarima_011_011", recipe=recipe, frame=_forecast(values, months, ahead, levels, stop),
                      last=str(months[-1]))  # fmt: skip


def _forecast(
    values: NDArray[np.float64], months: pd.PeriodIndex, ahead: int, levels: Sequence[int], stop: tuple[str, str] | None
) -> pd.DataFrame:
    from statsmodels.tsa.statespace.sarimax import SARIMAX  # slow to import

    inside = np.zeros(len(months))
    if stop:
        inside = ((months >= pd.Period(stop[0], "M")) & (months <= pd.Period(stop[1], "M"))).astype(float)
    terms = inside[:, None] if inside.any() and not inside.all() else None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of starting values; whether it converged is asked below
        model = SARIMAX(np.sqrt(values), exog=terms, order=(0, 1, 1), seasonal_order=(0, 1, 1, 12))
        fit = model.fit(disp=False, maxiter=500)
    lost = NotEstimable("the seasonal model does not fit this series")
    if not fit.mle_retvals["converged"]:
        raise lost
    later = fit.get_forecast(ahead, exog=None if terms is None else np.zeros((ahead, 1)))
    to_come = pd.period_range(months[-1] + 1, periods=ahead, freq="M")
    columns = {"month": to_come.strftime("%Y-%m"), "projected": _squared(later.predicted_mean)}
    for level in levels:
        low, high = np.asarray(later.conf_int(alpha=1 - level / 100)).T
        columns |= {f"low_{level}": _squared(low), f"high_{level}": _squared(high)}
    made = pd.DataFrame(columns)
    if not np.isfinite(made.drop(columns="month").to_numpy(float)).all():
        raise lost
    return made


def _squared(root: NDArray[np.float64]) -> NDArray[np.float64]:
    """Back to counts; a root below zero is none."""
    kept: NDArray[np.float64] = np.maximum(np.asarray(root, dtype=float), 0.0)
    return kept**2
