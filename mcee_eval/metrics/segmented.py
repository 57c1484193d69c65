"""Did the level or the slope of a series change at a known period?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from mcee_eval.errors import BadTable, NoEvents, Problem
from mcee_eval.metrics import checks, segmented_fits
from mcee_eval.metrics.checks import Floats
from mcee_eval.metrics.newey_west import default_lags
from mcee_eval.metrics.period_labels import Numbering, numbered, readable
from mcee_eval.metrics.segmented_design import Design, Window, build
from mcee_eval.results import Estimate, Numbers, Result

MIN_PERIODS = 8  # a side, below which nothing is estimated
MIN_FOR_SLOPE = 12  # a side, below which no slope is
FAMILIES = ("gaussian", "poisson", "quasipoisson")
ERRORS = ("ar1_reml", "classical", "newey_west")
LARGEST_OFFSET = 40.0  # exp(40) people do not exist: the offset is not a logarithm


@dataclass(frozen=True, slots=True)
class Change:
    """A change at the event: the estimate, its degrees of freedom (None: normal) and its two-sided p-value."""

    estimate: Estimate
    df: float | None
    p: float | None

    def numbers(self) -> Numbers:
        """As ``numbers()`` of the result prints it."""
        e = self.estimate
        return {"value": e.value, "se": e.se, "df": self.df, "p": self.p, "ci": [e.low, e.high]}


@dataclass(frozen=True, kw_only=True)
class Segmented(Result):
    """A segmented regression.

    level, slope : the change at the event and the change of the slope per unit of time, on the scale of the linear
        predictor (a log rate ratio for counts); ``slope`` is None where it was not asked for or cannot be borne
    coef, se : of the terms in order of ``names``: intercept, time, level, slope, season, windows, covariates
    rho, sigma : autocorrelation and marginal standard deviation of the errors, where the model has them
    loglik : restricted for ``ar1_reml``; None for the quasi-Poisson, which has none
    dispersion, dispersion_test_z : Pearson χ²/df; Cameron and Trivedi's test that the variance exceeds the mean
    deviance : of counts
    n : periods used
    frame : time, observed, fitted, without (had there been no event), each curve with ``_low`` and ``_high``
    design : the terms by period
    """

    KEYS = "level=level.numbers slope=slope.numbers coef se rho sigma loglik dispersion dispersion_test_z"
    MAIN = "level slope n rho dispersion"
    PLOT = "lines time observed fitted without"

    level: Change
    slope: Change | None
    coef: tuple[float, ...]
    se: tuple[float, ...]
    rho: float | None
    sigma: float | None
    loglik: float | None
    dispersion: float | None
    dispersion_test_z: float | None
    deviance: float | None
    n: int
    design: Design = field(repr=False, compare=False)

    @property
    def names(self) -> tuple[str, ...]:
        """The terms, in the order of ``coef``."""
        return self.design.names

    def ratio(self, change: Change) -> Estimate:
        """A change of counts as a rate ratio with its interval."""
        e = change.estimate
        low, high = (None if v is None else float(np.exp(v)) for v in (e.low, e.high))
        return Estimate(float(np.exp(e.value)), low, high, unit="rate_ratio", n=e.n)


def segmented(
    frame: pd.DataFrame,
    *,
    outcome: str,
    time: str,
    event: float,
    covariates: Sequence[str] = (),
    offset: str | None = None,
    season: int = 0,
    period: int = 12,
    slope: bool = True,
    ramp_at_event: int = 0,
    family: str = "gaussian",
    errors: str = "ar1_reml",
    lags: int | None = None,
    small_sample: bool = True,
    windows: Sequence[Window] = (),
    level: float = 0.95,
) -> Segmented:
    """Did the level or the slope of a series change at a known period, and by how much?

    frame : one row a period, in any order; periods missing from it are allowed for in the errors
    outcome, time : columns; ``time`` numbers or periods (``period_labels``), in equal steps
    event : first period of the new regime, in units of ``time``, or a period or date
    covariates : columns used as they are; text or categorical ones by 0/1 terms against their first value
    offset : column added to the linear predictor: for rates, the logarithm of the exposure
    season, period : pairs of sine and cosine terms, and periods in a cycle
    slope : whether the slope may change too; ``ramp_at_event`` is the ramp's value at the event, 0 or 1
    family : ``gaussian``; ``poisson`` or ``quasipoisson`` (log link) for counts
    errors : ``ar1_reml`` (AR(1) by REML, Satterthwaite degrees of freedom; gaussian only: counts asked for it get the
        family's own errors, with a note), ``classical``, or ``newey_west`` with ``lags`` (default
        floor(4 (n/100)^(2/9))) and, with ``small_sample``, the factor n/(n − k)
    windows : (name, first, last) in units of ``time`` or as periods, both ends included; each its own term (COVID, a
        moratorium)
    level : of all intervals

    Refused: fewer than 8 periods a side outside the windows (below 12 no slope is estimated, with a note), fewer than
    two cycles of a season, missing or infinite values, a constant outcome, uneven or repeated periods, an exposure of
    zero, counts below zero or none on one side, terms that say the same, counts whose likelihood has no maximum
    (Separated), more Newey-West lags than a third of the periods.

    Sources: Wagner, Soumerai, Zhang and Ross-Degnan (2002); Lopez Bernal, Cummins and Gasparrini (2017) for counts;
    ``ar1_reml`` and ``newey_west`` of this package for the errors; Cameron and Trivedi (1990).
    """
    recipe: dict[str, Any] = {
        "outcome": outcome, "time": time, "event": event, "covariates": tuple(covariates), "offset": offset,
        "season": season, "period": period, "slope": slope, "ramp_at_event": ramp_at_event, "family": family,
        "errors": errors, "lags": lags, "small_sample": small_sample, "windows": tuple(windows), "level": level,
    }  # fmt: skip
    if (given := _numbered(frame, time, event, windows)) is not None:
        read, numbers = given
        found = segmented(frame.assign(**{time: read.numbers}), **{**recipe, **numbers})
        return replace(found, recipe=recipe, frame=found.frame.assign(time=found.frame["time"].map(read.labels)))
    checks.parameters(
        "segmented",
        checks.one_of("family", family, FAMILIES),
        checks.one_of("errors", errors, ERRORS),
        checks.one_of("ramp_at_event", ramp_at_event, (0, 1)),
        checks.whole("season", season, low=0),
        checks.whole("period", period, low=2),
        checks.whole("lags", 0 if lags is None else lags, low=0),
        checks.share("level", level),
        _bad_windows(windows),
    )
    counts = family != "gaussian"
    needed = [outcome, time, *([offset] if offset else [])]
    checks.need_columns(frame, [*needed, *covariates])
    if offset and pd.api.types.is_numeric_dtype(frame[offset]):
        nobody = np.isneginf(frame[offset].to_numpy(float, na_value=np.nan))
        checks.positive_exposure(np.where(nobody, 0.0, 1.0), f"exp({offset!r})")
    values = checks.numeric(frame, needed)
    checks.varies(values[:, 0], f"column {outcome!r}")
    sides = _sides(values[:, 1], event, windows)
    checks.at_least(MIN_PERIODS, sides)
    if season:
        checks.at_least(2 * period, {f"season of {period}": len(frame)})
    notes = ["no_slope_below_12_a_side"] if slope and min(sides.values()) < MIN_FOR_SLOPE else []
    design = build(
        frame,
        time=time,
        event=event,
        slope=slope and not notes,
        ramp_at_event=ramp_at_event,
        season=season,
        period=period,
        windows=windows,
        covariates=covariates,
    )
    n, k = design.matrix.shape
    checks.at_least(k + 2, {f"{k} terms": n})
    if design.gaps:
        notes.append("periods_missing")
    y = values[design.rows, 0]
    shift = values[design.rows, 2] if offset else np.zeros(n)
    checks.parameters("segmented", checks.lags(lags, n) if errors == "newey_west" else [])
    used = default_lags(n) if lags is None else lags
    if counts:
        _countable(y, design.times, event, outcome)
        _log_exposure(shift, offset)
        if errors == "ar1_reml":
            errors = "classical"
            notes.append("ar1_reml_is_gaussian_only")
        fit = segmented_fits.poisson(
            y, design, shift, quasi=family == "quasipoisson", errors=errors, lags=used, small_sample=small_sample
        )
    else:
        fit = segmented_fits.gaussian(y - shift, design, errors=errors, lags=used, small_sample=small_sample)
    unit = "log_rate_ratio" if counts else outcome
    terms = fit.linear(np.eye(k))
    has_slope = "slope" in design.names[3:4]
    return Segmented(
        method=f"segmented_{family}_{errors}",
        notes=(*notes, *fit.notes),
        recipe=recipe,
        frame=_curves(fit, design, y, shift, counts=counts, level=level),
        level=_change(terms, 2, unit, n, level),
        slope=_change(terms, 3, f"{unit} per {time}", n, level) if has_slope else None,
        coef=tuple(terms.value.tolist()),
        se=tuple(terms.se.tolist()),
        rho=fit.rho,
        sigma=fit.sigma,
        loglik=fit.loglik,
        dispersion=fit.dispersion,
        dispersion_test_z=fit.dispersion_test_z,
        deviance=fit.deviance,
        n=n,
        design=design,
    )


def _numbered(
    frame: pd.DataFrame, time: str, event: Any, windows: Sequence[Window]
) -> tuple[Numbering, dict[str, Any]] | None:
    """Periods as running numbers, with the event and the windows; None where time is told in numbers."""
    checks.need_columns(frame, [time])
    read = numbered(frame[time], time)
    if read is None:
        return None
    ends = [(f"windows[{i}]", v) for i, window in enumerate(windows) for v in window[1:]]
    checks.parameters("segmented", readable("event", read.at, event), *(readable(w, read.holding, v) for w, v in ends))
    own = tuple((name, *map(read.holding, edges)) for name, *edges in windows)
    return read, {"event": read.at(event), "windows": own}


def _sides(times: Floats, event: float, windows: Sequence[Window]) -> dict[str, int]:
    """Periods before and after the event that no window takes out."""
    free = np.ones(len(times), dtype=bool)
    for _, first, last in windows:
        free &= (times < first) | (times > last)
    return {
        "before the event": int((free & (times < event)).sum()),
        "from the event on": int((free & (times >= event)).sum()),
    }


def _bad_windows(windows: Sequence[Window]) -> list[Problem]:
    problems = []
    names = [w[0] for w in windows if len(w) == 3]
    for i, window in enumerate(windows):
        if len(window) != 3 or not window[1] <= window[2] or names.count(window[0]) > 1:
            hint = "Each window needs a name of its own."
            problems.append(Problem(f"windows[{i}]", repr(window), "(name, first, last) with first ≤ last", hint))
    return problems


def _countable(y: Floats, times: Floats, event: float, outcome: str) -> None:
    """Refuse negative counts, and a side without any."""
    bad = np.flatnonzero(y < 0)
    if len(bad):
        where = ", ".join(f"{times[i]:g}" for i in bad[: checks.SHOWN])
        problem = Problem(f"column {outcome!r}", f"{len(bad)} below zero, at {where}", "counts")
        raise BadTable.of("frame", [problem])
    after = times >= event
    empty = [name for name, side in (("before the event", ~after), ("from the event on", after)) if y[side].sum() == 0]
    if empty:
        problems = [Problem(name, "no events", "at least one", "Use rate_ratio, which is exact.") for name in empty]
        raise NoEvents("a rate of zero on one side has no logarithm", problems=problems)


def _log_exposure(shift: Floats, offset: str | None) -> None:
    if np.abs(shift).max(initial=0) > LARGEST_OFFSET:
        found = f"values up to {np.abs(shift).max():g}"
        problem = Problem(f"offset {offset!r}", found, "the logarithm of the exposure", "Take np.log of it first.")
        raise BadTable.of("frame", [problem])


def _change(terms: segmented_fits.Combination, i: int, unit: str, n: int, level: float) -> Change:
    value = float(terms.value[i])
    if not np.isfinite(terms.se[i]):
        return Change(Estimate(value, unit=unit, n=n), None, None)
    low, high = terms.interval(level)
    df = float(terms.df[i])
    estimate = Estimate(value, float(low[i]), float(high[i]), float(terms.se[i]), unit, n)
    return Change(estimate, df if np.isfinite(df) else None, float(terms.p()[i]))


def _curves(
    fit: segmented_fits.Fit, design: Design, y: Floats, shift: Floats, *, counts: bool, level: float
) -> pd.DataFrame:
    """Observed, fitted and counterfactual values by period, on the outcome's own scale."""
    columns = {"time": design.times, "observed": y}
    for name, rows in (("fitted", design.matrix), ("without", design.without)):
        curve = fit.linear(rows)
        for suffix, values in zip(("", "_low", "_high"), (curve.value, *curve.interval(level)), strict=True):
            columns[name + suffix] = np.exp(values + shift) if counts else values + shift
    return pd.DataFrame(columns)
