"""How often do the intervals of a segmented regression hold the truth?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from benchmarks.segmented_batch import estimate
from mcee_eval.metrics.ar1_reml import ar1_series
from mcee_eval.metrics.segmented import MIN_FOR_SLOPE, MIN_PERIODS
from mcee_eval.metrics.segmented_design import segments

LEVEL = 0.95
DEFAULT = "ar1_reml"
ESTIMATORS = {DEFAULT: None, "classical": None, "newey_west": 1}  # name: lags
FLOORS = {"level": 0.91, "slope": 0.93}  # asked of the default wherever it does not refuse


def segmented_coverage(
    *,
    replications: int = 10_000,
    seed: int,
    n_values: Sequence[int] = (12, 16, 24, 48, 100),
    rho_values: Sequence[float] = (0.0, 0.2, 0.4, 0.6, 0.8),
) -> pd.DataFrame:
    """Coverage of the 95 % intervals for level and slope, the event in mid-series and no change at it.

    Errors are stationary AR(1). Each n gets the model that ``segmented`` fits: no slope from 8 to 11 periods a side.
    Below 8 it refuses; there the estimators run all the same, both terms, as the row that shows why (``refused``).

    Returns one row for each n, ρ, estimator (the default, and for comparison OLS and Newey-West with one lag and
    n/(n − k)) and term: coverage, mc_error (its standard error), replications, refused, floor (the least coverage
    asked of the default) and ok (whether it is met), both missing where nothing is asked. Each n and ρ draw from a
    seed of their own, so a smaller grid gives the same numbers.
    """
    rows = []
    for n in n_values:
        side = n // 2
        refused = side < MIN_PERIODS
        times = np.arange(1.0, n + 1)
        _, design = segments(times, side + 1, slope=refused or side >= MIN_FOR_SLOPE)
        for rho in rho_values:
            rng = np.random.default_rng([seed, n, round(1000 * rho)])
            series = ar1_series(replications, n, rho, rng=rng)
            for name, lags in ESTIMATORS.items():
                coef, se, df, *_ = estimate(series, design, errors=name, lags=lags)
                inside = (np.abs(coef) <= se * stdtrit(df, (1 + LEVEL) / 2)).mean(axis=0)
                for term, share in zip(("level", "slope"), inside[2:].tolist(), strict=False):
                    floor = FLOORS[term] if name == DEFAULT and not refused else None
                    rows.append(
                        {
                            "n": n,
                            "rho": rho,
                            "estimator": name,
                            "term": term,
                            "coverage": share,
                            "mc_error": float(np.sqrt(share * (1 - share) / replications)),
                            "replications": replications,
                            "refused": refused,
                            "floor": floor,
                            "ok": None if floor is None else share >= floor,
                        }
                    )
    return pd.DataFrame(rows).astype({"floor": float, "ok": "boolean"})
