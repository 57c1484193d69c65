"""Finding 1's figures in one shape, whether public, simulated or the user's own."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pandas as pd

from mcee_eval.datasets import Dataset
from mcee_eval.findings.need_perceived import Perceived, perceived

REPORT_VINTAGE = "2025-03"


@dataclass(frozen=True)
class NeedData:
    """What finding 1 measures, for one country or ALL.

    claims : year, value, low, high (one vintage, whole years). vintages : the same years as told at other dates.
    monthly : month, value, low, high (may be empty). decisions : year, accepted, rejected, closed, total, pending.
    others : country, year, value of every country, for rank and share. applied : UNHCR's count.
    later : start, end, value, vintage of part years published after the report.
    removals : period, vintage, value. pending : year, as_of, referred, pending.
    impediments : quarter, travel_document, other, both over the countries that record both in the quarter; recorded and
    expected, the number of these countries and of all (may be empty). inventory : the same with stock_end.
    points : as_of, stock, value, about, source of the published inventory. perceived : what was said and read.
    unit : what a claim is counted as; measure : code of the publisher's notion.
    """

    country: str
    measure: str
    claims: pd.DataFrame
    vintages: pd.DataFrame = field(default_factory=pd.DataFrame)
    monthly: pd.DataFrame = field(default_factory=pd.DataFrame)
    decisions: pd.DataFrame = field(default_factory=pd.DataFrame)
    others: pd.DataFrame = field(default_factory=pd.DataFrame)
    removals: pd.DataFrame = field(default_factory=pd.DataFrame)
    impediments: pd.DataFrame = field(default_factory=pd.DataFrame)
    applied: pd.DataFrame = field(default_factory=pd.DataFrame)
    pending: pd.DataFrame = field(default_factory=pd.DataFrame)
    later: pd.DataFrame = field(default_factory=pd.DataFrame)
    inventory: pd.DataFrame = field(default_factory=pd.DataFrame)
    points: pd.DataFrame = field(default_factory=pd.DataFrame)
    perceived: Perceived = field(default_factory=Perceived)
    months_vintage: str = ""


def need_data(data: Dataset, country: str) -> NeedData:
    """Gather the figures of ``country`` (a code or ALL) from a data set."""
    if data.provenance != "published":
        return replace(_own(data, country), perceived=perceived(data, country))
    dated = data.published("ircc_citizenship").receipt.vintage if "ircc_citizenship" in data.files else ""
    return replace(_public(data, country), months_vintage=dated)


def _public(data: Dataset, country: str) -> NeedData:
    by_country = _by_country(data)
    every = data.published("claims_by_year_vintage").frame
    whole = every[every["start"].str.endswith("-01") & every["end"].str.endswith("-12")]
    decisions = _public_decisions(data, country)
    monthly = _ircc_months(data, country)
    if country == "ALL":
        ircc = whole[whole["source"].str.startswith("IRCC open data")]
        last = ircc[ircc["vintage"] == ircc["vintage"].max()].sort_values("year")
        removals = data.published("removals").frame
        calendar = removals[(removals["basis"] == "calendar") & removals["period"].str.fullmatch(r"\d{4}")]
        effected = calendar[(calendar["to"] == "") & ~calendar["press"]]
        applied = by_country[by_country["measure"] == "applied"].groupby("year", as_index=False)[["value"]].sum()
        return NeedData(
            country, "claims", last, whole.sort_values(["year", "vintage"]), monthly, decisions, removals=effected,
            applied=applied[applied["year"] >= 2015], pending=_public_pending(data),
            later=every[(every["vintage"] > REPORT_VINTAGE) & ~every["press"] & (every["end"] > "2024-12")],
            points=_points(data),
        )  # fmt: skip
    claims = by_country[by_country["measure"] == "claims"]
    measure = "claims" if (claims["country"] == country).any() else "applied"
    series = by_country[by_country["measure"] == measure]
    others = by_country[
        (by_country["measure"] == "applied") & ~by_country["country"].isin(["TOTAL", "OTHER", "UNKNOWN"])
    ]
    mine = series[series["country"] == country].sort_values("year")
    applied = others[others["country"] == country][["year", "value"]] if measure == "claims" else others.iloc[:0]
    return NeedData(country, measure, mine, mine.iloc[:0], monthly, decisions, others, applied=applied)


def _points(data: Dataset) -> pd.DataFrame:
    """The inventory as officials gave it, at single dates; what only the press says is left out."""
    told = data.published("inventory_points").frame
    return told[~told["press"]].sort_values(["as_of", "stock", "vintage"])


def _by_country(data: Dataset) -> pd.DataFrame:
    """Claims (IRCC, citizenship), applications (UNHCR, origin): the publishers' own files, else the shipped figures."""
    told = data.published("claims_by_country_year").frame
    if "unhcr_applications" in data.files:
        own = data.published("unhcr_applications")
        fresh = own.frame.rename(columns={"origin": "country"}).assign(measure="applied", vintage=own.receipt.vintage)
        told = pd.concat([told[told["measure"] != "applied"], fresh], ignore_index=True)
    if "ircc_citizenship" in data.files:
        own = data.published("ircc_citizenship")
        years = own.frame[(own.frame["grain"] == "year") & (own.frame["office"] == "all")]
        fresh = years.rename(columns={"citizenship": "country"}).assign(measure="claims", vintage=own.receipt.vintage)
        told = pd.concat([told[told["measure"] != "claims"], fresh], ignore_index=True)
    return told


def _public_decisions(data: Dataset, country: str) -> pd.DataFrame:
    """UNHCR's first-instance decisions, by year: those that recognise or reject, and all that end a claim."""
    if "unhcr_decisions" in data.files:
        frame = data.published("unhcr_decisions").frame.rename(columns={"origin": "country"})
        told = frame[frame["year"] >= 2015].assign(notion="origin")
    else:
        told = data.published("decisions_by_country_year").frame
    told = told[told["notion"] == "origin"]
    told = told if country == "ALL" else told[told["country"] == country]
    wide = told.pivot_table(index="year", columns="measure", values="value", aggfunc="sum").reset_index()
    if wide.empty:
        return pd.DataFrame(columns=["year", "accepted", "rejected", "closed", "total"])
    accepted = wide["recognized"] + wide["complementary"]
    return wide[["year", "rejected", "closed", "total"]].assign(accepted=accepted)


def _public_pending(data: Dataset) -> pd.DataFrame:
    """The Refugee Protection Division's totals: referred in the period to date, pending at its end."""
    told = data.published("decisions_by_country_year").frame
    mine = told[
        (told["notion"] == "alleged_persecution") & (told["country"] == "TOTAL") & (told["scope"] == "new_system")
    ]
    wide = mine.pivot_table(index=["year", "as_of"], columns="measure", values="value", aggfunc="first")
    return wide.reset_index()[["year", "as_of", "referred", "pending"]]


def _ircc_months(data: Dataset, country: str) -> pd.DataFrame:
    """The monthly series of the publisher's own workbook, where the user has put it beside."""
    if "ircc_citizenship" not in data.files:
        return pd.DataFrame(columns=["month", "value", "low", "high"])
    frame = data.published("ircc_citizenship").frame
    mine = frame[
        (frame["grain"] == "month")
        & (frame["office"] == "all")
        & (frame["citizenship"] == ("TOTAL" if country == "ALL" else country))
    ]
    return mine.rename(columns={"period": "month"})[["month", "value", "low", "high"]].sort_values("month")


def _own(data: Dataset, country: str) -> NeedData:
    def mine(name: str) -> pd.DataFrame:
        frame = data.table(name).frame
        return frame if country == "ALL" else frame[frame["country"] == country]

    claims = mine("asylum_claims").assign(year=lambda f: f["month"].str[:4].astype(int))
    months = claims.groupby("month", as_index=False)[["claims"]].sum(min_count=1).rename(columns={"claims": "value"})
    full = claims.groupby("year").filter(lambda f: f["month"].nunique() == 12)
    years = full.groupby("year", as_index=False)[["claims"]].sum().rename(columns={"claims": "value"})
    every = data.table("asylum_claims").frame.assign(year=lambda f: f["month"].str[:4].astype(int))
    others = every.groupby(["country", "year"], as_index=False)[["claims"]].sum().rename(columns={"claims": "value"})
    told = (
        mine("asylum_decisions")
        .groupby("year", as_index=False)[["accepted", "rejected", "abandoned", "withdrawn", "pending"]]
        .sum()
    )
    decisions = told.assign(
        closed=told["abandoned"] + told["withdrawn"],
        total=told["accepted"] + told["rejected"] + told["abandoned"] + told["withdrawn"],
    )
    stock = mine("removals_inventory")
    stock = stock[stock["inventory"] == "working"]
    removed = stock.assign(period=stock["quarter"].str[:7]).groupby("period", as_index=False)[["removed"]].sum()
    impeded = impeded_by_quarter(stock)
    waiting = stock.groupby("quarter", as_index=False)[["stock_end"]].sum(min_count=stock["country"].nunique())
    return NeedData(
        country, "claims", years, months.iloc[:0].assign(year=0), months, decisions,
        others if country != "ALL" else others.iloc[:0],
        removed.rename(columns={"removed": "value"}).assign(vintage=""),
        impeded,
        inventory=waiting.merge(impeded, on="quarter", how="left"),
        pending=mine("asylum_decisions").groupby("year", as_index=False)[["referred", "pending"]].sum(),
    )  # fmt: skip


def impeded_by_quarter(stock: pd.DataFrame) -> pd.DataFrame:
    """Impediments by quarter, of the countries that record both kinds: a kind that is not recorded is not zero."""
    named = {"impeded_travel_document": "travel_document", "impeded_other": "other"}
    told = stock.rename(columns=named)
    both = told[list(named.values())].notna().all(axis=1)
    told[list(named.values())] = told[list(named.values())].where(both)
    sums = told.groupby("quarter")[list(named.values())].sum(min_count=1)
    known = both.groupby(told["quarter"]).agg(["sum", "size"]).set_axis(["recorded", "expected"], axis=1)
    return sums.join(known).reset_index()
