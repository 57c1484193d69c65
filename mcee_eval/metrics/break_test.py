"""Is there a break at all, at a date that nobody chose beforehand?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import kolmogorov, logsumexp

from mcee_eval.errors import ConstantSeries, Problem
from mcee_eval.metrics import checks
from mcee_eval.metrics.bai_perron import fit_segment, is_perfect, rss_of_starts
from mcee_eval.metrics.hansen1997 import MAX_PARAMETERS, hansen_p
from mcee_eval.metrics.trend_breaks import series
from mcee_eval.results import Result

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class BreakTest(Result):
    """Tests that no coefficient ever changes, against one change at an unknown date.

    sup_f, ave_f, exp_f : in the Chow chi-square form (k times F); their p-values are None above 40 coefficients.
    argmax : last observation of the old regime, numbered from 1, where F is largest; of use only if there is a break.
    cusum : largest absolute OLS-CUSUM, in units of its standard deviation.
    n : observations.
    frame : one row an observation: observation, f (NaN outside the trimmed window), cusum.
    """

    KEYS = "sup_f sup_f_p ave_f ave_f_p exp_f exp_f_p argmax cusum cusum_p"
    MAIN = "sup_f sup_f_p ave_f_p exp_f_p cusum_p n"
    PLOT = "lines observation f"

    sup_f: float
    sup_f_p: float | None
    ave_f: float
    ave_f_p: float | None
    exp_f: float
    exp_f_p: float | None
    argmax: int
    cusum: float
    cusum_p: float
    n: int


def break_test(frame: pd.DataFrame, *, outcome: str, regressors: Sequence[str] = (), trim: float = 0.15) -> BreakTest:
    """Did any coefficient change at some unknown date?

    frame : one row a period, in time order.
    outcome : the series. regressors : columns beside the intercept; every coefficient may change.
    trim : share left out at each end, between 0 and 0.5; at least one period more than the coefficients is.

    The errors are taken as independent with one variance: in a series with autocorrelation all four tests reject
    too often, and a regressor with the lagged outcome belongs in the model.
    Refuses fewer than 30 periods, a constant series, missing or infinite values, and a series that the regressors
    fit without error.
    Source: Andrews (1993), Andrews and Ploberger (1994), Hansen (1997); OLS-CUSUM: Ploberger and Kraemer (1992).
    """
    recipe = {"outcome": outcome, "regressors": tuple(regressors), "trim": trim}
    y, x = series(frame, outcome, regressors)
    n, k = len(y), 1 + x.shape[1]
    checks.parameters("break_test", _trim_problems(trim, n, k))
    residuals = fit_segment(x, y)[1]
    if is_perfect(residuals, y):
        found = "no residual variance"
        problem = Problem(f"column {outcome!r}", found, "a series with some noise", "Nothing can be tested in it.")
        raise ConstantSeries("the regressors fit the series without error", problems=[problem])
    first = max(math.floor(trim * n), k + 1)
    last = n - first
    statistics = chow_statistics(x, y, residuals, first)
    ratio = ((n - first) * last) / (first * (n - last))
    found_f = {
        "sup": float(statistics.max()),
        "ave": float(statistics.mean()),
        "exp": float(logsumexp(statistics / 2) - math.log(len(statistics))),
    }
    approximate = [hansen_p(found_f[kind], kind=kind, parameters=k, ratio=ratio) for kind in ("sup", "ave", "exp")]
    exact = not math.isfinite(found_f["sup"])  # two parts without error: no distribution to hold the step against
    sup_p, ave_p, exp_p = (None if a is None or exact else a.p for a in approximate)
    notes = ["no_p_for_so_many_regressors"] if k > MAX_PARAMETERS else []
    notes += ["exact_fit"] if exact else []
    notes += ["p_is_an_upper_bound"] if not exact and any(a is not None and a.bound for a in approximate) else []
    path = np.cumsum(residuals) / math.sqrt(residuals @ residuals / (n - k) * n)
    cusum = float(np.abs(path).max())
    f = np.full(n, np.nan)
    f[first - 1 : last] = statistics
    return BreakTest(
        method="sup_f",
        notes=tuple(notes),
        recipe=recipe,
        frame=pd.DataFrame({"observation": np.arange(1, n + 1), "f": f, "cusum": path}),
        sup_f=found_f["sup"],
        sup_f_p=sup_p,
        ave_f=found_f["ave"],
        ave_f_p=ave_p,
        exp_f=found_f["exp"],
        exp_f_p=exp_p,
        argmax=first + int(np.argmax(statistics)),
        cusum=cusum,
        cusum_p=float(kolmogorov(cusum)),  # the supremum of a Brownian bridge
        n=n,
    )


def chow_statistics(design: Floats, outcome: Floats, residuals: Floats, first: int) -> Floats:
    """k F of a break after observation first, first + 1, ..., n - first; residuals are those of no break."""
    n, k = len(outcome), 1 + design.shape[1]
    window = n - 2 * first + 1
    # the residuals of the whole series have the same residuals in each part, and lose fewer digits
    before = rss_of_starts(design, residuals, first)[:window]
    after = rss_of_starts(design[::-1], residuals[::-1], first)[:window][::-1]
    split = before + after
    with np.errstate(divide="ignore"):
        return np.asarray(np.maximum(residuals @ residuals - split, 0) / (split / (n - 2 * k)))


def _trim_problems(trim: float, n: int, k: int) -> list[Problem]:
    if not (isinstance(trim, (int, float)) and 0 < trim < 0.5):
        return [Problem("trim", repr(trim), "a number between 0 and 0.5, both excluded")]
    if max(math.floor(trim * n), k + 1) > n // 2:
        return [Problem("regressors", f"{k} coefficients over {n} periods", "a window between two fitted parts")]
    return []
