"""How much faster or slower, other things equal: proportional hazards, with rows that change in calendar time."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm

from mcee_eval.errors import BadParameter, BadTable, ConstantSeries, NoEvents, Problem, Separated
from mcee_eval.metrics import checks
from mcee_eval.metrics.durations import grouped
from mcee_eval.results import Estimate, Result

Floats = NDArray[np.float64]
_LEVEL = 0.95
_STEP = {"precision": 1e-10, "r_precision": 1e-14}  # lifelines' own stop leaves some 1e-7


@dataclass(frozen=True, kw_only=True)
class Cox(Result):
    """Log hazard ratios, one a covariate in the order given; above zero means sooner.

    covariates : their names. coefficients : log hazard ratio with 95 % interval and standard error.
    loglik : partial log-likelihood without covariates, and fitted. n, events : rows and events.
    frame : one row a covariate: covariate, hazard_ratio, low, high, p.
    """

    KEYS = "coef=coefficients se=coefficients.se loglik"
    MAIN = "coefficients@covariates events n"
    PLOT = "points covariate hazard_ratio"

    covariates: tuple[str, ...]
    coefficients: tuple[Estimate, ...]
    loglik: tuple[float, float]
    n: int
    events: int


def cox(
    frame: pd.DataFrame,
    *,
    event: str,
    covariates: Sequence[str],
    duration: str | None = None,
    start: str | None = None,
    stop: str | None = None,
    unit: str | None = None,
    strata: str | None = None,
) -> Cox:
    """How does each covariate change the speed of the event?

    event : 1 when the row ends in the event. covariates : numeric columns; dummies are made by the caller.
    duration : one row a unit; or start and stop : counting-process rows (start, stop], several a unit, whose
        covariates may differ, such as a calendar-time COVID indicator (see ``calendar_rows``).
    unit : whose rows are whose, so that overlapping rows are refused. strata : a baseline hazard for each value.

    Ties by Efron's method. Refuses missing or infinite values, no event, constant or collinear covariates, rows that
    do not advance or overlap, and a covariate that separates the events (its estimate would be infinite).
    Source: Cox (1972), Efron (1977), Andersen and Gill (1982), computed by lifelines.
    """
    recipe = {
        "event": event, "covariates": tuple(covariates), "duration": duration, "start": start, "stop": stop,
        "unit": unit, "strata": strata,
    }  # fmt: skip
    _which_times(duration, start, stop)
    times = [duration] if duration is not None else [str(start), str(stop)]
    values = checks.numeric(frame, [*times, event, *covariates])
    begin = np.zeros(len(frame)) if duration is not None else values[:, 0]
    end, happened, x = values[:, len(times) - 1], values[:, len(times)], values[:, len(times) + 1 :]
    layers, _ = grouped(frame, strata)
    units = np.arange(len(frame)) if unit is None else grouped(frame, unit)[0]
    _check_rows(frame, begin, end, happened, units, event, counting=duration is None)
    _check_covariates(x, covariates)
    coef, se, loglik = _fit(begin, end, happened, x, layers, counting=duration is None)
    z = norm.ppf((1 + _LEVEL) / 2)
    estimates = tuple(
        Estimate(float(b), float(b - z * s), float(b + z * s), float(s), unit="log hazard ratio", n=len(frame))
        for b, s in zip(coef, se, strict=True)
    )
    return Cox(
        method="cox_efron" if strata is None else "cox_efron_stratified",
        recipe=recipe,
        frame=pd.DataFrame(
            {
                "covariate": list(covariates),
                "hazard_ratio": np.exp(coef),
                "low": np.exp(coef - z * se),
                "high": np.exp(coef + z * se),
                "p": 2 * norm.sf(np.abs(coef / se)),
            }
        ),
        covariates=tuple(covariates),
        coefficients=estimates,
        loglik=(null_loglik(begin, end, happened == 1, layers), loglik),
        n=len(frame),
        events=int(happened.sum()),
    )


def null_loglik(begin: Floats, end: Floats, event: NDArray[np.bool_], layers: NDArray[np.int64]) -> float:
    """Efron's partial log-likelihood when no covariate matters (lifelines' own joins repeated rows)."""
    total = 0.0
    for layer in np.unique(layers):
        inside = layers == layer
        starts, stops = np.sort(begin[inside]), np.sort(end[inside])
        times, deaths = np.unique(end[inside & event], return_counts=True)
        at_risk = np.searchsorted(starts, times, side="left") - np.searchsorted(stops, times, side="left")
        total -= sum(float(np.log(n - np.arange(d)).sum()) for n, d in zip(at_risk, deaths, strict=True))
    return total


def _fit(
    begin: Floats, end: Floats, happened: Floats, x: Floats, layers: NDArray[np.int64], *, counting: bool
) -> tuple[Floats, Floats, float]:
    """Coefficients, standard errors, log-likelihood, by lifelines; its own column names, so that any may be given."""
    from lifelines import CoxPHFitter, CoxTimeVaryingFitter  # 2 s to import
    from lifelines.exceptions import ConvergenceError, ConvergenceWarning

    names = [f"x{i}" for i in range(x.shape[1])]
    table = pd.DataFrame(x, columns=names).assign(stop=end, event=happened.astype(int))
    strata = None
    if layers.any():
        table, strata = table.assign(stratum=layers), ["stratum"]
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", category=DeprecationWarning, module="lifelines")
            warnings.filterwarnings("error", category=ConvergenceWarning)
            if counting:
                fit = CoxTimeVaryingFitter()
                table = table.assign(start=begin)
                fit.fit(table, event_col="event", start_col="start", stop_col="stop", strata=strata, fit_options=_STEP)
            else:
                fit = CoxPHFitter()
                fit.fit(table, duration_col="stop", event_col="event", strata=strata, fit_options=_STEP)
    except (ConvergenceError, ConvergenceWarning) as failed:
        problem = Problem(
            "covariates", "the likelihood has no maximum", "events on both sides of every covariate",
            "A covariate separates those with the event from those without: leave it out or merge its levels.",
        )  # fmt: skip
        raise Separated.of("frame", [problem]) from failed
    return (
        fit.params_.loc[names].to_numpy(float),
        fit.standard_errors_.loc[names].to_numpy(float),
        float(fit.log_likelihood_),
    )


def _which_times(duration: str | None, start: str | None, stop: str | None) -> None:
    if (duration is None) == (start is None and stop is None) or (start is None) != (stop is None):
        found = f"duration={duration!r}, start={start!r}, stop={stop!r}"
        problem = Problem(
            "duration, start, stop", found, "either duration, or start and stop", "Name one or the other."
        )
        raise BadParameter("cox: which times?", problems=[problem])


def _check_rows(
    frame: pd.DataFrame, begin: Floats, end: Floats, happened: Floats, units: NDArray[np.int64], event: str, *,
    counting: bool,
) -> None:  # fmt: skip
    problems = [
        Problem(f"column {event!r}, row {frame.index[i]}", f"{happened[i]:g}", "0 or 1", "1 when the event came.")
        for i in np.flatnonzero((happened != 0) & (happened != 1))[: checks.SHOWN]
    ]
    backward = end <= begin if counting else end < begin
    expected = "a stop later than its start" if counting else "0 or more"
    problems += [
        Problem(f"row {frame.index[i]}", f"from {begin[i]:g} to {end[i]:g}", expected, "Check the two dates.")
        for i in np.flatnonzero(backward)[: checks.SHOWN]
    ]
    order = np.lexsort((begin, units))
    same = units[order][1:] == units[order][:-1]
    again = order[1:][same & (begin[order][1:] < end[order][:-1])]
    problems += [
        Problem(f"row {frame.index[i]}", "overlaps another row of its unit", "rows one after the other", "Split anew.")
        for i in again[: checks.SHOWN]
    ]
    if problems:
        raise BadTable.of("frame", problems)
    if not happened.any():
        problem = Problem(f"column {event!r}", f"{len(happened)} rows, all censored", "at least one event")
        raise NoEvents("no event was observed", problems=[problem], need=1)


def _check_covariates(x: Floats, names: Sequence[str]) -> None:
    if not names:
        raise BadParameter("cox: no covariate", problems=[Problem("covariates", "none", "one or more columns")])
    constant = [
        Problem(f"column {name!r}", "always the same value", "a covariate that differs between rows", "Leave it out.")
        for name, column in zip(names, x.T, strict=True)
        if np.ptp(column) == 0
    ]
    if constant:
        raise ConstantSeries("a covariate is constant", problems=constant)
    centred = (x - x.mean(axis=0)) / x.std(axis=0)
    if np.linalg.matrix_rank(centred) < len(names):
        problem = Problem("covariates", "one is a sum of others", "covariates that can be told apart", "Leave one out.")
        raise Separated.of("frame", [problem])
