"""Finding 4, what stands beside cooperation and is not it: requests per case, removals."""

from __future__ import annotations

import pandas as pd

from mcee_eval.findings.cooperation_data import CooperationData
from mcee_eval.settings import Settings


def requests_and_cases(data: CooperationData) -> pd.DataFrame:
    """How many requests were made in each fiscal year, and how many cases needed a document at its end?

    Returns fiscal_year, requests, cases; years of which the end is known for every country asked for.
    """
    columns = ["fiscal_year", "requests", "cases"]
    stock = data.stock
    if not len(data.requests) or not len(stock):
        return pd.DataFrame(columns=columns)
    ends = stock[stock["quarter"].str.endswith("Q4")]
    cases = ends.groupby(ends["quarter"].str[:7])["impeded_travel_document"].sum(min_count=stock["country"].nunique())
    began = data.requests["requested_on"].dt.to_period("Y-MAR")
    made = began.map(lambda y: f"{y.year - 1}-{y.year % 100:02d}").value_counts()
    first = data.requests["requested_on"].min()
    both = pd.DataFrame({"requests": made, "cases": cases}).dropna().rename_axis("fiscal_year").reset_index()
    whole = both["fiscal_year"].map(lambda y: pd.Timestamp(f"{y[:4]}-04-30") >= first)  # the register's first year too
    return both.loc[whole, columns].sort_values("fiscal_year").reset_index(drop=True)


def base_year(removed: pd.DataFrame, settings: Settings) -> str:
    """The fiscal year in which the scope of the evaluation begins; "" where removals do not reach back to it."""
    day = pd.Timestamp(f"{settings.start}-01")
    year = day.year - (day.month < 4)
    name = f"{year}-{(year + 1) % 100:02d}"
    return name if len(removed) and name in set(removed["fiscal_year"]) else ""
