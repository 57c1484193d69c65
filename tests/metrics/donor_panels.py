"""Panels for tests: fixed-effect series with AR(1) noise, and an effect planted in the first unit."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mcee_eval.metrics.ar1_reml import ar1_series

CALL = {"unit": "country", "time": "year", "outcome": "rate", "treated": "C00", "start": 2008}


def matrix(seed, *, units=21, periods=24, rho=0.5, factor=0.0):
    """(units, periods): a level each, a common path, a factor with loadings of their own, AR(1) noise."""
    rng = np.random.default_rng(seed)
    noise = ar1_series(units, periods, rho, rng=rng)
    path = rng.normal(size=periods).cumsum()
    return 10 + 2 * rng.normal(size=(units, 1)) + path + noise + factor * rng.normal(size=(units, 1)) * path


def tidy(values, *, first=1990):
    """country, year, rate."""
    units, periods = values.shape
    return pd.DataFrame(
        {
            "country": np.repeat([f"C{i:02d}" for i in range(units)], periods),
            "year": np.tile(np.arange(first, first + periods), units),
            "rate": values.ravel(),
        }
    )


def planted(seed, effect=0.0, **how):
    """A tidy panel, 1990-2013, with ``effect`` added to C00 from 2008 on."""
    values = matrix(seed, **how)
    values[0, 18:] += effect
    return tidy(values)
