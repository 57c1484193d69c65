"""Planted series for the tests of segmented regression."""

import numpy as np
import pandas as pd

from mcee_eval.metrics.ar1_reml import ar1_series
from mcee_eval.metrics.segmented import segmented


def series(n=48, *, event=24, level=-6.0, slope=0.4, rho=0.4, seed=1):
    rng = np.random.default_rng(seed)
    t = np.arange(n)
    after = t >= event
    noise = ar1_series(1, n, rho, rng=rng)[0]
    return pd.DataFrame({"t": t, "y": 50 + 0.3 * t + after * (level + slope * (t - event)) + noise})


def counts(n=60, *, event=30, seed=2):
    rng = np.random.default_rng(seed)
    t = np.arange(n)
    people = rng.uniform(900, 1100, n)
    rate = np.exp(-3 + 0.01 * t - 0.5 * (t >= event) + 0.2 * np.sin(2 * np.pi * t / 12))
    return pd.DataFrame({"t": t, "y": rng.poisson(rate * people), "people": people, "log_people": np.log(people)})


def fit(frame, **more):
    return segmented(frame, **({"outcome": "y", "time": "t", "event": 24} | more))


def count_fit(frame, **more):
    return fit(frame, **({"event": 30, "offset": "log_people", "family": "quasipoisson", "errors": "classical"} | more))
