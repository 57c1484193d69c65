"""Requests for travel documents and what is counted of them, of a country or of the targeted countries together."""

from __future__ import annotations

import pandas as pd

from mcee_eval.datasets import Dataset
from mcee_eval.errors import BadParameter, Problem
from mcee_eval.frames.registry import absent, frame
from mcee_eval.frames.removals import working


def asked_for(data: Dataset, country: str) -> list[str]:
    """The countries that a figure speaks of: one, or the targeted ones whose programme began (never all)."""
    told = data.table("countries").frame
    began = told[(told["mcee_role"] == "targeted") & told["programme_start"].notna()]
    return [str(c) for c in began["country"]] if country == "ALL" else [country]


def compared_with(data: Dataset) -> set[str]:
    """The comparison countries: they cooperate, and no programme began there."""
    told = data.table("countries").frame
    return set(told.loc[(told["mcee_role"] == "none") & (told["removals_status"] == "cooperative"), "country"])


def first_requests(requests: pd.DataFrame) -> pd.Series:
    """The first request of the person behind each request; resubmissions are followed back as far as they are there."""
    before = dict(zip(requests["request_id"], requests["resubmission_of"], strict=True))
    root = requests["request_id"]
    while (earlier := root.map(before)).notna().any():
        root = earlier.fillna(root)
    return root


def registered(data: Dataset, codes: list[str]) -> pd.DataFrame:
    """The register's rows of some countries, with the first month of their programme and the year they were chosen."""
    told = data.table("countries").frame[["country", "programme_start", "selected_on"]]
    mine = data.table("travel_document_requests").frame
    mine = mine[mine["country"].isin(codes)].merge(told, on="country", how="left")
    asked = mine.groupby(first_requests(mine))["requested_on"].transform("min")
    return mine.assign(
        persons=1, first_requested_on=asked,
        programme_start=mine["programme_start"].astype(object).where(mine["programme_start"].notna()),
    )  # fmt: skip


@frame(
    "document_requests", key=("request_id",), period="first_requested_on", persons="persons", country="country",
    first_requested_on="period", requested_on="period", programme_start="period", selected_on="period",
)  # fmt: skip
def document_requests(data: Dataset, country: str) -> pd.DataFrame:
    """One row a request for a travel document, with its dates; a resubmission is not a new person.

    A window keeps persons whole: those who first asked within it, with all that they asked later.
    """
    if data.provenance == "published":
        return absent()
    return registered(data, asked_for(data, country))


@frame("documents_by_fiscal_year", key=("fiscal_year",), period="fiscal_year", requested="persons", received="persons")
def documents_by_fiscal_year(data: Dataset, country: str) -> pd.DataFrame:
    """Documents requested and received by fiscal year, missing where a quarter of a country is not known."""
    if data.provenance == "published":
        return absent()
    told = data.table("travel_documents").frame
    mine = told[told["country"].isin(asked_for(data, country))]
    year, need = mine["quarter"].str[:7], 4 * mine["country"].nunique()
    sums = mine.groupby(year)[["requested", "received"]].sum(min_count=max(need, 1))
    return sums.rename_axis("fiscal_year").reset_index()


@frame(
    "requests_and_cases_by_fiscal_year", key=("fiscal_year",), period="fiscal_year", requests="persons", cases="persons"
)
def requests_and_cases_by_fiscal_year(data: Dataset, country: str) -> pd.DataFrame:
    """Requests made in each fiscal year, and cases that needed a document at its end, where all countries tell them."""
    if data.provenance == "published":
        return absent()
    codes = asked_for(data, country)
    asked, stock = registered(data, codes), working(data, "ALL")
    stock = stock[stock["country"].isin(codes)]
    if not len(asked) or not len(stock):
        return absent("empty")
    ends = stock[stock["quarter"].str.endswith("Q4")]
    cases = ends.groupby(ends["quarter"].str[:7])["impeded_travel_document"].sum(min_count=stock["country"].nunique())
    began = asked["requested_on"].dt.to_period("Y-MAR")
    made = began.map(lambda y: f"{y.year - 1}-{y.year % 100:02d}").value_counts()
    both = pd.DataFrame({"requests": made, "cases": cases}).dropna().rename_axis("fiscal_year").reset_index()
    first = asked["requested_on"].min()
    whole = both["fiscal_year"].map(lambda y: pd.Timestamp(f"{y[:4]}-04-30") >= first)  # the register's first year too
    return both[whole.astype(bool)].sort_values("fiscal_year")


@frame("removals_compared", key=("fiscal_year",), period="fiscal_year", mine="persons", compared="persons")
def removals_compared(data: Dataset, country: str) -> pd.DataFrame:
    """Removals by fiscal year here and to the comparison countries; years of which all quarters are known."""
    if data.provenance == "published":
        return absent()
    stock, found = working(data, "ALL"), {}
    for name, codes in (("mine", set(asked_for(data, country))), ("compared", compared_with(data))):
        rows = stock[stock["country"].isin(codes)]
        year = rows["quarter"].str[:7]
        sums = rows.groupby(year)["removed"].sum(min_count=1)
        known = rows.dropna(subset=["removed"]).groupby(year)["quarter"].nunique()
        found[name] = sums[known.reindex(sums.index) == 4]
    return pd.DataFrame(found).dropna().rename_axis("fiscal_year").reset_index()


@frame(
    "stocks_and_flows", key=("quarter",), period="quarter", stock_end="persons", removed="persons",
    closed_other="persons", reclassified_out="persons", added="persons",
)  # fmt: skip
def stocks_and_flows(data: Dataset, country: str) -> pd.DataFrame:
    """The working inventory by quarter with what left it and what was added, where every country tells it."""
    if data.provenance == "published":
        return absent()
    stock = working(data, "ALL")
    stock = stock[stock["country"].isin(asked_for(data, country))]
    columns = ["stock_end", "removed", "closed_other", "reclassified", "added"]
    sums = stock.groupby("quarter")[columns].sum(min_count=max(stock["country"].nunique(), 1)).reset_index()
    return sums.assign(reclassified_out=-sums["reclassified"].astype("Float64"))


@frame(
    "requests_compared", key=("request_id",), period="first_requested_on", persons="persons", country="country",
    first_requested_on="period", requested_on="period", programme_start="period", selected_on="period",
    mcee_role="country_type",
    removals_status="code",
)  # fmt: skip
def requests_compared(data: Dataset, country: str, donors: str = "") -> pd.DataFrame:
    """Requests of the funded countries, of the one asked for and of those compared with it (``donors``: these only)."""
    if data.provenance == "published":
        return absent()
    others = compared_with(data)
    on_record = others & set(data.table("travel_document_requests").frame["country"])
    if unknown := sorted(set(donors.split()) - on_record):
        there = ", ".join(sorted(on_record)) or "none: no comparison country has requests on record"
        problem = Problem(
            "donors", " ".join(unknown), f"comparison countries with requests: {there}", "Leave donors empty."
        )
        raise BadParameter("the donors are no comparison countries of these data", problems=[problem])
    kept = others & set(donors.split()) if donors else others
    made = registered(data, [*{*asked_for(data, "ALL"), *asked_for(data, country), *kept}])
    told = data.table("countries").frame[["country", "mcee_role", "removals_status"]]
    return made.merge(told, on="country", how="left").assign(compared=made["country"].isin(others).to_numpy())


@frame("country_events", key=("country", "date", "kind"), country="country", date="period", end="period", kind="code")
def country_events(data: Dataset, country: str) -> pd.DataFrame:
    """Events of each country that could move issuance by themselves: measures, talks, arrangements, moratoria."""
    return absent() if data.provenance == "published" else data.table("country_events").frame
