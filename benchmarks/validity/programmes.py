"""Many light programmes with known truth: one funded country and its comparison countries, as quarterly cohorts.

The generating idea and its figures are those of ``mcee_eval.synthetic`` (log-normal waits that a speed shortens, a
pandemic and seasons common to all, passing noise, bad numbers that chose the country), by quarter and country in place
of by day and person. A whole synthetic programme takes about a second and has one length, one autocorrelation and one
set of countries; a calibration needs thousands, over all of these.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from benchmarks.validity.judged import Panel, first_day, quarter_name
from benchmarks.validity.panels import Floats
from mcee_eval.metrics.ar1_reml import ar1_series
from mcee_eval.synthetic.calendar import SELECTION_YEAR
from mcee_eval.synthetic.clocks import PANDEMIC, SUMMER_AND_DECEMBER
from mcee_eval.synthetic.requests import (
    INTERVIEW,
    INTERVIEW_STRETCH,
    MEDIAN_DAYS,
    REFUSED,
    SPREAD,
    UNANSWERED,
    WITHDRAWN_A_YEAR,
)
from mcee_eval.synthetic.world import BAD_YEAR_SD, RECALCITRANT, TARGETED

FUNDED = "R01"
HORIZON = 180  # days
REACH = (45, 91, 44)  # of them, days in the quarter of a request made in its middle, in the next and the one after
LASTING_SD = 0.15  # of log speed between countries, as in the synthetic programme
PASSING_SD = 0.10  # of log speed by quarter; 0.07 by month in the synthetic programme
SIZE_SD = 0.25  # of log volume between countries
VOLUME = (("2019-12", 1.0), ("2020-03", 0.8), ("2020-04", 0.25), ("2020-11", 0.3), ("2021-12", 0.8), ("2024-12", 1.4))
FASTER = 1.3  # 30 % faster issuance
SPANS = {  # first, start of the programme, last quarter: 4 × 2015 + 1 is 2015-16Q1
    "17 + 21": (4 * 2015 + 1, 4 * 2019 + 2, 4 * 2024 + 2),
    "24 + 14": (4 * 2015 + 1, 4 * 2021 + 1, 4 * 2024 + 2),
    "33 + 13": (4 * 2011 + 1, 4 * 2019 + 2, 4 * 2022 + 2),
    "40 + 14": (4 * 2011 + 1, 4 * 2021 + 1, 4 * 2024 + 2),
}
RHO = (0.0, 0.3, 0.6, 0.8)
DONORS = (19, 25, 38)
REQUESTS = (20, 72, 200)  # a quarter, in a country of middling size


@dataclass(frozen=True)
class Programmes:
    """R programmes of one span and number of donors; the funded country is the first of each.

    issued, n : (R, 1 + donors, T). rho, volume : (R,). truth : (R,), the share that the programme truly adds to the
    issuance of the treated quarters.
    """

    span: str
    issued: Floats
    n: Floats
    rho: Floats
    volume: Floats
    truth: Floats

    @property
    def countries(self) -> list[str]:
        """Codes, the funded country first; they sort in this order reversed by kind, as panels are read by name."""
        return [FUNDED, *(f"C{i:02d}" for i in range(1, self.n.shape[1]))]

    @property
    def numbers(self) -> list[int]:
        """Quarters on one line."""
        first, _, last = SPANS[self.span]
        return list(range(first, last + 1))

    @property
    def score(self) -> Floats:
        """The finding's outcome: the normal quantile of the share issued, (R, 1 + donors, T)."""
        return np.asarray(ndtri((self.issued + 0.5) / (self.n + 1)))

    def panel(self, row: int) -> Panel:
        """One programme as the finding holds it."""
        frame = pd.DataFrame(
            {
                "country": np.repeat(self.countries, len(self.numbers)),
                "quarter": np.tile([quarter_name(q) for q in self.numbers], len(self.countries)),
                "number": np.tile(self.numbers, len(self.countries)),
                "issued": self.issued[row].ravel(),
                "n": self.n[row].ravel(),
                "share": (self.issued[row] / self.n[row]).ravel(),
                "score": self.score[row].ravel(),
            }
        )
        nothing = pd.DataFrame({"country": [], "date": [], "kind": [], "end": []})
        _, start, last = SPANS[self.span]
        as_of = pd.Timestamp(first_day(last + 1)) + pd.Timedelta(days=HORIZON)
        donors = tuple(self.countries[1:])
        return Panel(
            frame, {FUNDED: start}, donors, {}, HORIZON, as_of.date().isoformat(), SELECTION_YEAR, nothing
        )  # fmt: skip


def programmes(
    total: int, *, faster: float, seed: int, donors: Sequence[int] = DONORS, alike: bool = False
) -> Iterator[Programmes]:
    """At least ``total`` programmes, evenly over every span, ρ, number of donors and volume.

    faster : what the programme does to the speed of issuance in its country from its start; 1 is nothing.
    alike : comparison countries wait, refuse and interview as the funded one does, in place of answering faster.
    """
    grid = list(product(RHO, REQUESTS))
    each = -(-total // (len(SPANS) * len(donors) * len(grid)))
    rho, volume = (np.repeat(np.array(v, dtype=float), each) for v in zip(*grid, strict=True))
    for at, (span, count) in enumerate(product(SPANS, donors)):
        rng = np.random.default_rng([seed, at, count])
        yield _draw(rng, span, count, rho, volume, faster, alike=alike)


def _draw(
    rng: np.random.Generator, span: str, donors: int, rho: Floats, volume: Floats, faster: float, *, alike: bool
) -> Programmes:
    first, start, last = SPANS[span]
    rows, units, periods = len(rho), donors + 1, last - first + 1
    lasting, bad = _countries(rng, rows, donors)
    shape = (rows, units, periods + 2)  # a request of the last quarter is followed into the next two
    passing = np.stack([ar1_series(units, shape[2], float(r), rng=rng) for r in rho])
    quarters = np.arange(first, last + 3)
    chosen = np.array([first_day(int(q))[:4] == str(SELECTION_YEAR) for q in quarters])  # calendar quarters all
    log = lasting[..., None] + PASSING_SD * passing + bad[..., None] * chosen + np.log(_common(quarters))
    funded = np.arange(units) == 0
    slow = funded | alike
    without = _share(log, slow)
    gain = np.where(quarters >= start, np.log(faster), 0.0)
    share = _share(log + funded[:, None] * gain, slow)
    size = np.exp(SIZE_SD * rng.normal(size=(rows, units, 1)))
    n = np.maximum(rng.poisson(volume[:, None, None] * size * _volume(quarters[:-2])), 1)
    issued = rng.binomial(n, share)
    treated = quarters[:-2] >= start
    truth = (share - without)[:, 0, treated].mean(axis=-1)
    return Programmes(span, issued.astype(float), n.astype(float), rho, volume, truth)


def _countries(rng: np.random.Generator, rows: int, donors: int) -> tuple[Floats, Floats]:
    """Lasting and selection-year log speed: one of the slowest candidates of that year, then the donors."""
    lasting = rng.normal(0.0, LASTING_SD, (rows, RECALCITRANT + donors))
    bad = rng.normal(0.0, BAD_YEAR_SD, (rows, RECALCITRANT + donors))
    seen = (lasting + bad)[:, :RECALCITRANT]
    slow = np.argsort(seen, axis=1)[np.arange(rows), rng.integers(0, TARGETED, rows)]
    kept = np.column_stack([slow, np.tile(np.arange(RECALCITRANT, RECALCITRANT + donors), (rows, 1))])
    return np.take_along_axis(lasting, kept, axis=1), np.take_along_axis(bad, kept, axis=1)


def _share(log_speed: Floats, recalcitrant: Floats) -> Floats:
    """Chance that a request of each quarter is issued within the horizon, (…, T) from the speeds of (…, T + 2)."""
    speed = np.exp(log_speed)
    work = sum(days * speed[..., k : speed.shape[-1] - 2 + k] for k, days in enumerate(REACH))

    def by_kind(values: Mapping[str, float]) -> Floats:
        return np.where(recalcitrant, values["recalcitrant"], values["other"])[:, None]

    plain = ndtr(np.log(work / by_kind(MEDIAN_DAYS)) / SPREAD)
    heard = ndtr(np.log(work / (INTERVIEW_STRETCH * by_kind(MEDIAN_DAYS))) / SPREAD)
    kept = (1 - by_kind(REFUSED) - by_kind(UNANSWERED)) * np.exp(-WITHDRAWN_A_YEAR * HORIZON / 2 / 365)
    return np.asarray(kept * ((1 - by_kind(INTERVIEW)) * plain + by_kind(INTERVIEW) * heard))


def _common(quarters: np.ndarray) -> Floats:
    """Season and pandemic by quarter: the mean of its months."""
    months = _months(quarters)
    season = np.array([SUMMER_AND_DECEMBER.get(m % 12 + 1, 1.0) for m in months.ravel()]).reshape(months.shape)
    return np.asarray((season * _knots(months, PANDEMIC)).mean(axis=1))


def _volume(quarters: np.ndarray) -> Floats:
    """Requests against the usual, by quarter."""
    return np.asarray(_knots(_months(quarters), VOLUME).mean(axis=1))


def _months(quarters: np.ndarray) -> np.ndarray:
    """Calendar months counted from January of year 0, three a quarter: quarter 4 y + 1 begins in April of y."""
    return (3 * (quarters - 1) + 3)[:, None] + np.arange(3)


def _knots(months: np.ndarray, knots: Sequence[tuple[str, float]]) -> Floats:
    at = [12 * int(m[:4]) + int(m[5:]) - 1 for m, _ in knots]
    return np.asarray(np.interp(months, at, [v for _, v in knots]))
