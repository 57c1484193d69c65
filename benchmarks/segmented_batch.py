"""The same segmented regression over many series at once: one design, thousands of outcomes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr, stdtrit

from mcee_eval.errors import BadTable, ConstantSeries, Problem
from mcee_eval.metrics import checks
from mcee_eval.metrics.ar1_reml import ar1_reml
from mcee_eval.metrics.checks import Floats
from mcee_eval.metrics.newey_west import default_lags, newey_west
from mcee_eval.metrics.segmented import ERRORS, MIN_FOR_SLOPE, MIN_PERIODS
from mcee_eval.metrics.segmented_design import independent, segments
from mcee_eval.metrics.segmented_fits import EXACT


@dataclass(frozen=True, slots=True)
class SegmentedBatch:
    """Fits of N series: ``names`` of the k terms; ``coef``, ``se``, ``df``, ``p``, ``low``, ``high`` are (N, k).

    rho : (N,), None where the model has none; sigma : (N,)
    """

    names: tuple[str, ...]
    coef: Floats
    se: Floats
    df: Floats
    p: Floats
    low: Floats
    high: Floats
    rho: Floats | None
    sigma: Floats

    def column(self, name: str) -> int:
        """The place of a term, such as ``"level"``."""
        return self.names.index(name)


def segmented_batch(
    outcomes: ArrayLike,
    *,
    times: ArrayLike,
    event: float,
    slope: bool = True,
    ramp_at_event: int = 0,
    covariates: ArrayLike | None = None,
    errors: str = "ar1_reml",
    lags: int | None = None,
    small_sample: bool = True,
    level: float = 0.95,
) -> SegmentedBatch:
    """Did the level or slope change at the event, in each of many series over the same periods?

    Equal to ``segmented`` (gaussian) on each series, and far quicker: for placebos, power, validation.

    outcomes : (N, n), a series a row
    times : (n,), in order and in equal steps
    covariates : (n, q), terms in common
    The other arguments are those of ``segmented``.

    Refused: what ``segmented`` refuses, fewer than 12 periods a side with a slope, series that the terms fit exactly.
    """
    checks.parameters(
        "segmented_batch",
        checks.one_of("errors", errors, ERRORS),
        checks.one_of("ramp_at_event", ramp_at_event, (0, 1)),
        checks.whole("lags", 0 if lags is None else lags, low=0),
        checks.share("level", level),
    )
    series, when = checks.finite({"outcomes": outcomes, "times": times})
    series = np.atleast_2d(series)
    checks.at_least(
        MIN_FOR_SLOPE if slope else MIN_PERIODS,
        {"before the event": int((when < event).sum()), "from the event on": int((when >= event).sum())},
    )
    _regular(when, series)
    names, design = segments(when, event, slope=slope, ramp_at_event=ramp_at_event)
    if covariates is not None:
        (more,) = checks.finite({"covariates": covariates})
        more = more.reshape(len(when), -1)
        names += [f"covariate_{i}" for i in range(1, more.shape[1] + 1)]
        design = np.column_stack([design, more])
    independent(names, design)
    _inexact(series, design)
    found = estimate(series, design, errors=errors, lags=lags, small_sample=small_sample)
    coef, se, df, rho, sigma = found
    half = se * stdtrit(df, (1 + level) / 2)
    p = np.asarray(2 * stdtr(df, -np.abs(coef / se)))
    return SegmentedBatch(tuple(names), coef, se, df, p, coef - half, coef + half, rho, sigma)


def estimate(
    series: Floats, design: Floats, *, errors: str, lags: int | None = None, small_sample: bool = True
) -> tuple[Floats, Floats, Floats, Floats | None, Floats]:
    """coef, se, df (N, k), rho (N,) or None, sigma (N,), with no refusal: for studies of what is refused."""
    n, k = design.shape
    if errors == "ar1_reml":
        fits = ar1_reml(series, design)
        terms = fits.linear()
        return terms.value, terms.se, terms.df, fits.rho, fits.sigma
    basis, triangle = np.linalg.qr(design)
    influence = np.linalg.solve(triangle, basis.T).T
    coef = series @ influence
    residuals = series - coef @ design.T
    sigma = np.sqrt(np.einsum("ij,ij->i", residuals, residuals) / (n - k))
    if errors == "newey_west":
        used = default_lags(n) if lags is None else min(lags, n - 1)
        se = np.sqrt(newey_west(residuals, influence, used) * (n / (n - k) if small_sample else 1.0))
    else:
        se = sigma[:, None] * np.sqrt(np.square(influence).sum(axis=0))
    return coef, se, np.full(coef.shape, float(n - k)), None, sigma


def _regular(when: Floats, series: Floats) -> None:
    """Refuse periods out of order or uneven, and a length that differs from theirs."""
    steps = np.diff(when)
    problems = []
    if series.shape[1] != len(when):
        problems.append(Problem("outcomes", f"{series.shape[1]} columns", f"{len(when)}, one a period"))
    if (steps <= 0).any() or np.ptp(steps) > 0.02 * steps.max():
        problems.append(Problem("times", "out of order or at unequal distances", "equal steps", "Use segmented."))
    if problems:
        raise BadTable.of("outcomes", problems)


def _inexact(series: Floats, design: Floats) -> None:
    """Refuse series without residuals: constants, and whatever else the terms fit exactly."""
    basis, _ = np.linalg.qr(design)
    rest = series - (series @ basis) @ basis.T
    exact = np.flatnonzero(np.square(rest).sum(axis=1) <= EXACT * np.square(series).sum(axis=1))
    if len(exact):
        rows = [Problem(f"outcomes, row {i}", "no residual", "a series that varies") for i in exact[: checks.SHOWN]]
        raise ConstantSeries(f"{len(exact)} series that the terms fit exactly", problems=rows)
