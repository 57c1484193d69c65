"""Finding 4's figures for one country or for the programme: requests, periods, engagements, stocks."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from mcee_eval.datasets import Dataset
from mcee_eval.settings import settings

#: periods of a request, in the order in which they are shown
PERIODS = ("before", "covid", "after")
TARGETED = "targeted"


@dataclass(frozen=True)
class CooperationData:
    """What finding 4 measures.

    requests : rows of travel_document_requests of the countries asked for, with ``period`` (before, covid, after, or
    "" for the year whose bad numbers chose the country). starts : country → first month of its programme.
    donors : comparison countries that have document rows at all. engagements, stock : as in their tables.
    as_of : last day the tables know.
    everyone : requests of the funded and of the comparison countries. family : the targeted countries, which are
    tested together. countries, events : the tables. removed : fiscal year, mine, compared (removals from the working
    inventory, of years known whole). released : countries that may be named.
    documents : fiscal_year, requested, received, as counted in ``travel_documents``; missing where a quarter is.
    """

    country: str
    as_of: str
    requests: pd.DataFrame
    starts: dict[str, str]
    donors: int
    engagements: pd.DataFrame
    stock: pd.DataFrame
    everyone: pd.DataFrame = field(default_factory=pd.DataFrame)
    family: tuple[str, ...] = ()
    countries: pd.DataFrame = field(default_factory=pd.DataFrame)
    events: pd.DataFrame = field(default_factory=pd.DataFrame)
    removed: pd.DataFrame = field(default_factory=pd.DataFrame)
    released: tuple[str, ...] = ()
    documents: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def place(self) -> str:
        """What the figures speak of: a country, or the targeted countries together (never all countries)."""
        return "TARGETED" if self.country == "ALL" else self.country


def cooperation_data(data: Dataset, country: str) -> CooperationData:
    """Gather the figures of ``country``; ALL means the targeted countries, each with its own start."""
    countries = data.table("countries").frame
    requests = data.table("travel_document_requests").frame
    with_rows = set(requests["country"])
    targeted = countries[(countries["mcee_role"] == TARGETED) & countries["programme_start"].notna()]
    wanted = list(targeted["country"]) if country == "ALL" else [country]
    told = countries.set_index("country")["programme_start"].dropna()
    starts = {c: str(told[c]) for c in wanted if c in told.index and str(told[c])}
    chosen = {str(c): str(y) for c, y in countries.set_index("country")["selected_on"].dropna().items()}
    compared = countries[(countries["mcee_role"] == "none") & (countries["removals_status"] == "cooperative")]
    others = set(compared["country"])
    family = tuple(str(c) for c in targeted["country"])
    mine = requests[requests["country"].isin(wanted)]
    fallback = settings().start
    period = [
        _period(day, starts.get(c, fallback), chosen.get(c))
        for c, day in zip(mine["country"], mine["requested_on"], strict=True)
    ]
    engagements = data.table("engagements").frame
    inventory = data.table("removals_inventory").frame
    inventory = inventory[inventory["inventory"] == "working"]
    stock = inventory[inventory["country"].isin(wanted)]
    return CooperationData(
        country,
        data.extracted_on or str(requests["requested_on"].max().date()),
        mine.assign(period=period),
        starts,
        len(with_rows & others),
        engagements[engagements["country"].isin(wanted)],
        stock,
        requests[requests["country"].isin({*wanted, *family, *others})],
        family,
        countries,
        data.table("country_events").frame,
        _removed(inventory, wanted, others),
        data.release,
        _documents(data.table("travel_documents").frame, wanted),
    )


def _documents(told: pd.DataFrame, wanted: list[str]) -> pd.DataFrame:
    """Documents requested and received by fiscal year; a year counts where all quarters of all countries are known."""
    mine = told[told["country"].isin(wanted)]
    year, need = mine["quarter"].str[:7], 4 * mine["country"].nunique()
    sums = mine.groupby(year)[["requested", "received"]].sum(min_count=max(need, 1))
    return sums.rename_axis("fiscal_year").reset_index()


def _removed(inventory: pd.DataFrame, wanted: list[str], others: set[str]) -> pd.DataFrame:
    """Removals by fiscal year, of the countries asked for and of the comparison countries; whole years only."""
    sides = {"mine": set(wanted), "compared": others}
    found = {}
    for name, codes in sides.items():
        rows = inventory[inventory["country"].isin(codes)]
        year = rows["quarter"].str[:7]
        sums = rows.groupby(year)["removed"].sum(min_count=1)
        known = rows.dropna(subset=["removed"]).groupby(year)["quarter"].nunique()
        found[name] = sums[known.reindex(sums.index) == 4]
    return pd.DataFrame(found).dropna().rename_axis("fiscal_year").reset_index()


def _period(day: pd.Timestamp, start: str, selected: str | None) -> str:
    """The period of a request; the year of selection is left out (its bad numbers chose the country)."""
    covid = settings().window("covid")
    if selected and day.year == int(selected):
        return ""
    if pd.Timestamp(covid.start) <= day <= pd.Timestamp(covid.end):
        return "covid"
    return "before" if day < pd.Timestamp(f"{start}-01") else "after"
