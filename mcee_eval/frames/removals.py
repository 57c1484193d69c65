"""Removals carried out, the working inventory and what impedes a removal."""

from __future__ import annotations

import pandas as pd

from mcee_eval.datasets import Dataset
from mcee_eval.frames.claims import of
from mcee_eval.frames.registry import absent, frame

KINDS = {"impeded_travel_document": "travel_document", "impeded_other": "other"}


def working(data: Dataset, country: str) -> pd.DataFrame:
    """The working inventory; "in progress" and the others are never spliced to it."""
    return of(data.table("removals_inventory").frame, country).query("inventory == 'working'")


@frame("removals_as_published", key=("year", "vintage"), period="year", removals="persons")
def removals_as_published(data: Dataset, country: str) -> pd.DataFrame:
    """Removals by calendar year as the publisher told them at different dates; for all of Canada."""
    if data.provenance != "published" or country != "ALL":
        return absent()
    told = data.published("removals").frame
    calendar = told[(told["basis"] == "calendar") & told["period"].str.fullmatch(r"\d{4}")]
    made = calendar[(calendar["to"] == "") & ~calendar["press"]].rename(columns={"period": "year", "value": "removals"})
    made.attrs["sources"] = [("cbsa", "")]
    return made


@frame("removals_by_fiscal_year", key=("fiscal_year",), period="fiscal_year", removals="persons")
def removals_by_fiscal_year(data: Dataset, country: str) -> pd.DataFrame:
    """Removals of the working inventory by fiscal year."""
    if data.provenance == "published":
        return absent()
    stock = working(data, country).assign(fiscal_year=lambda f: f["quarter"].str[:7])
    return stock.groupby("fiscal_year", as_index=False)[["removed"]].sum().rename(columns={"removed": "removals"})


@frame(
    "removals_by_type", key=("fiscal_year", "country_type"), period="fiscal_year", country_type="country_type",
    country="country", removals="persons",
)  # fmt: skip
def removals_by_type(data: Dataset, country: str) -> pd.DataFrame:
    """Removals of the working inventory by fiscal year in the main recalcitrant and in the preventive countries."""
    if data.provenance == "published" or country != "ALL":
        return absent()
    known = data.table("countries").frame.set_index("country")
    kinds = known["mcee_role"].where(known["mcee_role"] == "preventive").mask(known["main"], "recalcitrant")
    stock = (
        working(data, country).assign(country_type=lambda f: f["country"].map(kinds)).dropna(subset=["country_type"])
    )
    stock = stock.assign(fiscal_year=stock["quarter"].str[:7]).rename(columns={"removed": "removals"})
    keys = ["fiscal_year", "country_type", "country"]
    return stock.groupby(keys, as_index=False)[["removals"]].sum(min_count=1)


@frame("progress_told", key=("as_of",), period="as_of", cases="persons")
def progress_told(data: Dataset, country: str) -> pd.DataFrame:
    """Removals in progress at the dates at which they were told, the press quoting the publisher; all of Canada."""
    if data.provenance != "published" or country != "ALL":
        return absent()
    told = data.published("inventory_points").frame.query("stock == 'removal_in_progress'")
    made = told.rename(columns={"value": "cases"}).sort_values("as_of")[["as_of", "cases"]]
    made.attrs["sources"] = [("cbsa", str(told["vintage"].max()))]
    return made


@frame("removals_in_progress", key=("quarter",), period="quarter", cases="persons")
def removals_in_progress(data: Dataset, country: str) -> pd.DataFrame:
    """The stock of removals in progress at the end of each quarter; never spliced to the working inventory."""
    if data.provenance == "published":
        return absent("not_given", "removals_inventory") if country == "ALL" else absent()
    stock = of(data.table("removals_inventory").frame, country).query("inventory == 'removal_in_progress'")
    made = stock.groupby("quarter", as_index=False)[["stock_end"]].sum(min_count=1)
    return made.rename(columns={"stock_end": "cases"})


@frame(
    "impediments_by_quarter", key=("quarter",), period="quarter", travel_document="persons", other="persons",
    recorded="things", expected="things",
)  # fmt: skip
def impediments_by_quarter(data: Dataset, country: str) -> pd.DataFrame:
    """Impediments of the countries that record both kinds in a quarter (recorded), out of all countries (expected)."""
    if data.provenance == "published":
        return absent("not_given", "removals_inventory") if country == "ALL" else absent()
    return impeded(working(data, country))


@frame("additions_recorded", key=("country", "quarter"), period="quarter", answer="code")
def additions_recorded(data: Dataset, country: str) -> pd.DataFrame:
    """For each country and quarter of the working inventory: is it recorded how many were added (yes, no)?"""
    if data.provenance == "published":
        return absent()
    told = working(data, country)
    return told[["country", "quarter"]].assign(answer=told["added"].notna().map({True: "yes", False: "no"}))


def impeded(stock: pd.DataFrame) -> pd.DataFrame:
    """Impediments by quarter: a kind that is not recorded is not zero, so its country is left out of that quarter."""
    told = stock.rename(columns=KINDS)
    kinds = list(KINDS.values())
    both = told[kinds].notna().all(axis=1)
    told[kinds] = told[kinds].where(both)
    sums = told.groupby("quarter")[kinds].sum(min_count=1)
    known = both.groupby(told["quarter"]).agg(["sum", "size"]).set_axis(["recorded", "expected"], axis=1)
    return sums.join(known).reset_index()


@frame(
    "inventory_by_quarter",
    key=("quarter",),
    period="quarter",
    stock_end="persons",
    travel_document="persons",
    other="persons",
)
def inventory_by_quarter(data: Dataset, country: str) -> pd.DataFrame:
    """The working inventory at the end of each quarter where every country tells it, and what impedes removals."""
    if data.provenance == "published":
        return absent()
    stock = working(data, country)
    waiting = stock.groupby("quarter", as_index=False)[["stock_end"]].sum(min_count=stock["country"].nunique())
    return waiting.merge(impeded(stock), on="quarter", how="left")


@frame("inventory_told", key=("as_of", "stock", "about", "publication"), cases="persons")
def inventory_told(data: Dataset, country: str) -> pd.DataFrame:
    """The inventory as officials gave it, at single dates; what only the press says is left out."""
    if data.provenance != "published" or country != "ALL":
        return absent()
    told = data.published("inventory_points").frame
    told = told[~told["press"]].sort_values(["as_of", "stock", "vintage"])
    made = told.rename(columns={"value": "cases", "source": "publication"}).assign(
        stock="stock_" + told["stock"].astype(str),
        about=told["about"].map({True: "rounded_by_source", False: "exact_by_source"}),
    )
    made.attrs["sources"] = [("removals_inventory", "")]
    return made[["as_of", "stock", "about", "publication", "cases"]]
