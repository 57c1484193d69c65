"""The panel behind an attribution: quarterly cohorts of funded countries and of those they are compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.special import ndtri

from mcee_eval.errors import Refused
from mcee_eval.metrics.request_chains import ISSUED, request_chains

#: a comparison country under one of these is none: people are not removed to it, whatever its authorities do
NO_DONOR = ("moratorium_TSR", "deferral_ADR")


@dataclass(frozen=True)
class Panel:
    """Cohorts by quarter of the first request, one row a country and quarter, no cell missing.

    frame : country, quarter (2019-20Q1), number (quarters on one line), issued (within the horizon), n, share, score.
    starts : funded country → number of the quarter in which its programme began. donors : comparison countries.
    left_out : comparison country → code of why it is none. horizon : days. as_of : last day known.
    selected : year whose bad numbers chose the countries, or None.
    events : country, date, kind, end of what the tables know.

    ``score`` is the normal quantile of the share. Waiting times are skewed: on this scale the same acceleration moves
    every country by as much, whatever its level, which on shares it does not (simulated, with no effect and a common
    shock: mean t 0.45 on shares, 0.0 on the score).
    """

    frame: pd.DataFrame
    starts: Mapping[str, int]
    donors: tuple[str, ...]
    left_out: Mapping[str, str]
    horizon: int
    as_of: str
    selected: int | None
    events: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def numbers(self) -> list[int]:
        """Every quarter, in order."""
        return sorted(int(n) for n in self.frame["number"].unique())

    def ends_before(self, day: str) -> int:
        """The last quarter whose requests were all followed for the whole horizon before a day."""
        last = pd.Timestamp(day) - pd.Timedelta(days=self.horizon + 1)
        return quarter_number(last + pd.Timedelta(days=1)) - 1

    def window(self, country: str) -> tuple[int, int]:
        """The first and the last quarter that matching may use.

        It ends before the programme, and before the year that chose the countries: matching on bad luck takes its end
        for an effect. Requests are followed for months, so it ends that much earlier.
        """
        last = self.ends_before(first_day(self.starts[country]))
        if self.selected is not None:
            last = min(last, self.ends_before(f"{self.selected}-01-01"))
        return self.numbers[0], last

    def of(self, country: str, *, numbers: list[int] | None = None) -> pd.DataFrame:
        """The country and its donors, over these quarters."""
        mine = self.frame[self.frame["country"].isin([country, *self.donors])]
        return mine if numbers is None else mine[mine["number"].isin(numbers)]

    def touched(self, first: str, last: str) -> list[int]:
        """The quarters of which some requests were followed inside a stretch of days."""
        reached = self.ends_before(first)
        return [n for n in self.numbers if n > reached and pd.Timestamp(first_day(n)) <= pd.Timestamp(last)]


def cohort_panel(
    requests: pd.DataFrame,
    countries: pd.DataFrame,
    events: pd.DataFrame,
    *,
    wanted: list[str],
    as_of: str,
    horizon: int,
) -> tuple[Panel | None, str]:
    """Which share of each quarter's first requests is issued within the horizon, in every country?

    requests, countries, events : the tables. wanted : funded countries. Comparison countries are cooperative ones
    that never had a programme, not under a moratorium or deferral, with requests in every quarter.

    Returns the panel, or None and a code: no_requests, no_comparison_series, no_programme, empty_quarters (a funded
    country without requests in some quarter).
    """
    told = countries.set_index("country")
    began = {str(c): str(v) for c, v in told["programme_start"].dropna().items() if str(v)}
    funded = [c for c in wanted if c in began]
    if not funded:
        return None, "no_programme"
    never = countries[(countries["mcee_role"] == "none") & (countries["removals_status"] == "cooperative")]
    asked = requests[requests["country"].isin([*funded, *never["country"]])]
    if not asked["country"].isin(funded).any():
        return None, "no_requests"
    if not asked["country"].isin(never["country"]).any():
        return None, "no_comparison_series"
    try:
        cells = _cells(asked, as_of, horizon)
    except Refused:
        return None, "no_requests"
    if cells.empty:
        return None, "no_requests"
    full = np.arange(cells["number"].min(), cells["number"].max() + 1)
    known = cells.groupby("country")["number"].nunique()
    whole = set(known.index[known == len(full)])
    if not set(funded) <= whole:
        return None, "empty_quarters"
    barred = events[events["kind"].isin(NO_DONOR)].set_index("country")["kind"]
    left_out = {str(c): str(k) for c, k in barred.items() if c in set(never["country"])}
    left_out |= {str(c): "empty_quarters" for c in never["country"] if c in known.index and c not in whole}
    donors = tuple(sorted(c for c in never["country"] if c in whole and c not in left_out))
    if not donors:
        return None, "no_comparison_series"
    years = {int(y) for y in told.loc[funded, "selected_on"].dropna()}
    starts = {c: quarter_number(pd.Timestamp(f"{began[c]}-01")) for c in funded}
    frame = cells[cells["country"].isin([*funded, *donors])].reset_index(drop=True)
    chosen = min(years) if years else None
    return Panel(frame, starts, donors, left_out, horizon, as_of, chosen, events), ""


def _cells(requests: pd.DataFrame, as_of: str, horizon: int) -> pd.DataFrame:
    """Issued and asked by country and quarter; quarters not yet followed for the horizon are left out."""
    chains = request_chains(requests, as_of=as_of).chains
    began = chains["requested_on"].dt.to_period("Q-MAR")
    followed = began.dt.end_time.dt.normalize() + pd.Timedelta(days=horizon) <= pd.Timestamp(as_of)
    issued = ((chains["cause"] == ISSUED) & (chains["days"] <= horizon)).astype("int64")
    table = chains.assign(q=began, issued=issued)[followed]
    cells = table.groupby(["country", "q"], observed=True)["issued"].agg(["sum", "size"]).reset_index()
    share = cells["sum"] / cells["size"]
    return pd.DataFrame(
        {
            "country": cells["country"].astype(str),
            "quarter": [quarter_name(n) for n in _numbers(cells["q"])],
            "number": _numbers(cells["q"]),
            "issued": cells["sum"],
            "n": cells["size"],
            "share": share,
            "score": ndtri((cells["sum"] + 0.5) / (cells["size"] + 1)),
        }
    )


def _numbers(quarters: pd.Series) -> list[int]:
    return [4 * (q.qyear - 1) + q.quarter for q in quarters]


def quarter_number(day: pd.Timestamp) -> int:
    """The fiscal quarter that holds a day, counted on one line: 2019-20Q1 → 4 × 2019 + 1."""
    period = day.to_period("Q-MAR")
    return 4 * (period.qyear - 1) + period.quarter


def quarter_name(number: int) -> str:
    """4 × 2019 + 1 → 2019-20Q1."""
    year, quarter = divmod(number - 1, 4)
    return f"{year}-{(year + 1) % 100:02d}Q{quarter + 1}"


def first_day(number: int) -> str:
    """The first day of a quarter."""
    year, quarter = divmod(number - 1, 4)
    return f"{year + (quarter == 3)}-{(4, 7, 10, 1)[quarter]:02d}-01"
