"""Asylum claims by month and decisions by year."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mcee_eval.synthetic.calendar import SELECTION_YEAR, periods
from mcee_eval.synthetic.frames import frame
from mcee_eval.synthetic.seeds import generator
from mcee_eval.synthetic.world import CODES, World

# Thousand claims a month, all countries, read from the published annual totals of 2015 to 2024; log-linear between.
LEVEL = (
    ("2015-01", 1.1),
    ("2016-01", 1.6),
    ("2017-01", 2.9),
    ("2017-08", 5.4),
    ("2018-07", 4.6),
    ("2019-07", 5.4),
    ("2020-02", 5.5),
    ("2020-04", 1.2),
    ("2021-07", 1.3),
    ("2021-12", 4.5),
    ("2022-07", 7.7),
    ("2023-01", 10.0),
    ("2023-10", 13.5),
    ("2024-06", 15.2),
    ("2024-12", 13.0),
)
SHARE_OF_ALL = 0.4  # of all claims in Canada, that the 32 countries stand for
SEASON = (0.92, 0.90, 0.96, 0.97, 1.00, 1.01, 1.06, 1.10, 1.06, 1.06, 1.00, 0.96)
DISPERSION = 30.0  # of the negative binomial: variance = mean + mean² / 30
DRIFT_SD = 0.10  # yearly, of a country's log share
FIRST, LAST = "2015-01", "2024-12"

FINALISED = {
    2015: 0.55,
    2016: 0.45,
    2017: 0.35,
    2018: 0.33,
    2019: 0.38,
    2020: 0.28,
    2021: 0.48,
    2022: 0.42,
    2023: 0.28,
    2024: 0.24,
}
REFERRED, ABANDONED, WITHDRAWN = 0.95, 0.03, 0.08


def asylum_claims(world: World, seed: int) -> pd.DataFrame:
    """How many claims were made each month? The rise, dip and rise of the public series, at 40 % of its size."""
    rng = generator(seed, "claims")
    months = periods("month", FIRST, LAST)
    at = np.arange(len(months))
    level = np.interp(at, [months.index(m) for m, _ in LEVEL], np.log([v for _, v in LEVEL]))
    years = at // 12
    drift = np.cumsum(rng.normal(0.0, DRIFT_SD, (len(CODES), years[-1] + 1)), axis=1)[:, years]
    bad_year = np.outer(world.claims_bad_year, np.array([m.startswith(str(SELECTION_YEAR)) for m in months]))
    share = world.claims_share[:, None] * np.exp(drift + bad_year)
    share = share / share.sum(axis=0)
    expected = 1000.0 * SHARE_OF_ALL * np.exp(level) * np.array(SEASON)[at % 12] * share
    claims = rng.poisson(expected * rng.gamma(DISPERSION, 1.0 / DISPERSION, expected.shape))
    return frame(
        "asylum_claims",
        {
            "country": np.repeat(np.array(CODES), len(months)),
            "month": np.tile(months, len(CODES)),
            "claims": claims.ravel(),
        },
    )


def asylum_decisions(world: World, claims: pd.DataFrame, seed: int) -> pd.DataFrame:
    """How were claims decided? What waits grows when claims outrun the Board's capacity."""
    rng = generator(seed, "decisions")
    years = np.arange(int(FIRST[:4]), int(LAST[:4]) + 1)
    made = claims["claims"].to_numpy(dtype=int).reshape(len(CODES), len(years), 12).sum(axis=2)
    pending = rng.binomial(made[:, 0], 0.8)
    columns: dict[str, list[np.ndarray]] = {
        c: [] for c in ("referred", "accepted", "rejected", "abandoned", "withdrawn", "pending")
    }
    for i, year in enumerate(years):
        referred = rng.binomial(made[:, i], REFERRED)
        finalised = rng.binomial(pending + referred, FINALISED[int(year)])
        abandoned = rng.binomial(finalised, ABANDONED)
        withdrawn = rng.binomial(finalised - abandoned, WITHDRAWN)
        merits = finalised - abandoned - withdrawn
        rejected = rng.binomial(merits, world.rejection)
        pending = pending + referred - finalised
        for name, values in zip(
            columns, (referred, merits - rejected, rejected, abandoned, withdrawn, pending), strict=True
        ):
            columns[name].append(values)
    stacked = {name: np.stack(values, axis=1).ravel() for name, values in columns.items()}
    return frame(
        "asylum_decisions",
        {"country": np.repeat(np.array(CODES), len(years)), "year": np.tile(years, len(CODES)), **stacked},
    )
