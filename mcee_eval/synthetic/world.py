"""The countries as they truly are, and how some were chosen because their early numbers were bad."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mcee_eval.synthetic.calendar import MONTHS, SELECTION_YEAR
from mcee_eval.synthetic.scenarios import Group
from mcee_eval.synthetic.seeds import generator

RECALCITRANT, TARGETED = 8, 5
OTHERS, PREVENTIVE = 24, 4
CODES = (
    *(f"R{n:02d}" for n in range(1, RECALCITRANT + 1)),
    *(f"P{n:02d}" for n in range(1, PREVENTIVE + 1)),
    *(f"C{n:02d}" for n in range(1, OTHERS - PREVENTIVE + 1)),
)
_SIZES: dict[Group, int] = {
    "targeted": TARGETED,
    "unfunded": RECALCITRANT - TARGETED,
    "preventive": PREVENTIVE,
    "comparison": OTHERS - PREVENTIVE,
}
GROUPS: tuple[Group, ...] = tuple(group for group, size in _SIZES.items() for _ in range(size))
STARTS_TARGETED = ("2019-07", "2019-10", "2020-01", "2020-10", "2021-04")
STARTS_PREVENTIVE = ("2019-10", "2020-07", "2021-01", "2021-07")

MONTHLY_SD, MONTHLY_PERSISTENCE = 0.07, 0.6  # of log speed, month by month
BAD_YEAR_SD = 0.35  # of log speed and log claims in the selection year: what regresses to the mean


@dataclass(frozen=True, slots=True)
class World:
    """Traits of the 32 countries, one position each in the order of ``CODES``.

    log_speed : lasting speed of issuance (log; 0 is the norm of its kind of country).
    noise : passing speed, country × month of ``calendar.MONTHS`` (log), the bad year included.
    bad_year : the part of ``noise`` that belongs to the selection year.
    claims_share : share of all claims; claims_bad_year : log excess of claims in the selection year.
    rejection : chance that the Board rejects a claim it decides on the merits.
    size : requests against a country of middling size.
    start : programme start, empty if none.
    rule_rank : rank among the non-recalcitrant by the preventive rule's three indicators, 0 for the others.
    """

    log_speed: np.ndarray
    noise: np.ndarray
    bad_year: np.ndarray
    claims_share: np.ndarray
    claims_bad_year: np.ndarray
    rejection: np.ndarray
    size: np.ndarray
    start: tuple[str, ...]
    rule_rank: np.ndarray

    def where(self, groups: tuple[Group, ...]) -> np.ndarray:
        """True at the countries of these groups."""
        return np.isin(np.array(GROUPS), groups)


def world(seed: int) -> World:
    """Which countries are there, and which of them were chosen?

    Candidates are drawn without a code. Of eight recalcitrant candidates the five slowest *in the selection year*
    become R01-R05: part of their slowness is a bad year, so they get faster afterwards with no programme at all. Of
    the others, four with bad numbers that year (claims, rejections, trend; loosely applied) become P01-P04.
    """
    rng = generator(seed, "world")
    n = RECALCITRANT + OTHERS
    log_speed = rng.normal(0.0, 0.15, n)
    bad_year = rng.normal(0.0, BAD_YEAR_SD, n)
    claims_share = rng.lognormal(0.0, 0.6, n) * np.where(np.arange(n) < RECALCITRANT, 1.6, 1.0)
    claims_bad_year = rng.normal(0.0, BAD_YEAR_SD, n)
    rejection = rng.beta(8.0, 10.0, n)
    size = rng.lognormal(0.0, 0.25, n)
    noise = _monthly_noise(rng, n) + np.outer(
        bad_year, MONTHS.astype("datetime64[Y]").astype(int) + 1970 == SELECTION_YEAR
    )

    slow_first = np.argsort(log_speed[:RECALCITRANT] + bad_year[:RECALCITRANT])
    chosen = np.sort(slow_first[:TARGETED])
    passed_over = np.sort(slow_first[TARGETED:])

    others = np.arange(RECALCITRANT, n)
    indicators = np.stack(
        [np.log(claims_share[others]) + claims_bad_year[others], rejection[others], claims_bad_year[others]]
    )
    score = ((indicators - indicators.mean(axis=1, keepdims=True)) / indicators.std(axis=1, keepdims=True)).sum(axis=0)
    rank = np.empty(OTHERS, dtype=int)
    rank[np.argsort(-score)] = np.arange(1, OTHERS + 1)
    applied = score + rng.normal(0.0, 1.5, OTHERS)  # the rule was not clearly documented, and was not followed closely
    picked = np.sort(others[np.argsort(-applied)[:PREVENTIVE]])
    left = np.setdiff1d(others, picked)

    order = np.concatenate([chosen, passed_over, picked, left])
    ranks = np.concatenate([np.zeros(RECALCITRANT, dtype=int), rank])
    starts = [
        *rng.permutation(STARTS_TARGETED).tolist(),
        *[""] * (RECALCITRANT - TARGETED),
        *rng.permutation(STARTS_PREVENTIVE).tolist(),
        *[""] * (OTHERS - PREVENTIVE),
    ]
    return World(
        log_speed=log_speed[order],
        noise=noise[order],
        bad_year=bad_year[order],
        claims_share=claims_share[order] / claims_share.sum(),
        claims_bad_year=claims_bad_year[order],
        rejection=rejection[order],
        size=size[order],
        start=tuple(starts),
        rule_rank=ranks[order],
    )


def _monthly_noise(rng: np.random.Generator, countries: int) -> np.ndarray:
    """Stationary AR(1) by country."""
    noise = np.empty((countries, len(MONTHS)))
    noise[:, 0] = rng.normal(0.0, MONTHLY_SD, countries)
    shocks = rng.normal(0.0, MONTHLY_SD * np.sqrt(1 - MONTHLY_PERSISTENCE**2), (countries, len(MONTHS)))
    for t in range(1, len(MONTHS)):
        noise[:, t] = MONTHLY_PERSISTENCE * noise[:, t - 1] + shocks[:, t]
    return noise
