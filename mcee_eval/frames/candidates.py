"""Countries as the funds could choose among them: their type, what waited there, the figures known at the time."""

from __future__ import annotations

import pandas as pd

from mcee_eval.datasets import Dataset, NoTable
from mcee_eval.frames.claims import GROUPS, UNHCR_VINTAGE, by_country
from mcee_eval.frames.money import payments_by_project_year
from mcee_eval.frames.projects import homes, type_of
from mcee_eval.frames.registry import absent, frame
from mcee_eval.frames.removals import working
from mcee_eval.settings import settings

TYPES = ("targeted", "preventive")
UNFUNDED = "unfunded"  # recalcitrant, without a project: the comparison that the report makes
NO_PLACE = (*GROUPS, "STATELESS", "TIBETAN")  # codes of origins that are no country
LAST_PAID = "2024-25"  # ends on the day on which the envelope ended


def paid_by_country(data: Dataset) -> pd.Series:
    """Dollars paid by country; a project in several countries is shared among them in equal parts."""
    years = payments_by_project_year(data, "ALL")
    paid = years[years["fiscal_year"] <= LAST_PAID].groupby("project")["paid"].sum()
    told = homes(data)
    part = told["project"].map(paid) / told.groupby("project")["country"].transform("size")
    return part.groupby(told["country"]).sum()


@frame(
    "countries_by_group", key=("country",), level="programme", country="country", group="country_type",
    countries="things", paid="money", impeded="persons",
)  # fmt: skip
def countries_by_group(data: Dataset, country: str) -> pd.DataFrame:
    """One row a targeted, preventive or unfunded recalcitrant country: what was paid there, and the cases that waited
    for a travel document, mean of the quarters of the last fiscal year before the envelope."""
    if data.provenance == "published":
        return absent("not_given")
    told = data.table("countries").frame
    unfunded = (told["removals_status"] == "recalcitrant") & (told["mcee_role"] == "none")
    told = told.assign(group=told["mcee_role"].astype(object).mask(unfunded, UNFUNDED))
    told = told[told["group"].isin([*TYPES, UNFUNDED])]
    year = f"{settings().base_year - 1}-{settings().base_year % 100:02d}"
    stock = working(data, "ALL")
    waiting = stock[stock["quarter"].str.startswith(year)].groupby("country")["impeded_travel_document"].mean()
    paid = told["country"].map(paid_by_country(data)).fillna(0.0)
    cases = told["country"].map(waiting).astype(float)
    cases = cases.mask(cases.isna().groupby(told["group"]).transform("any"))  # a part of a group's sum is no sum
    made = told[["country", "group"]].assign(countries=1, paid=paid, impeded=cases)
    made.attrs["period"] = year
    return made


@frame(
    "candidates", key=("country",), level="programme", country="country", chosen="country_type", paid="money",
    known_on="number",
)  # fmt: skip
def candidates(data: Dataset, country: str) -> pd.DataFrame:
    """Countries that are not recalcitrant, for the wider group that the report redacts; chosen: yes where preventive.

    known_on : the last year in which one was selected, else the year before the envelope.
    """
    if data.provenance == "published":
        return absent("not_given")
    told = data.table("countries").frame
    preventive = told["mcee_role"] == "preventive"
    selected = told.loc[preventive, "selected_on"].dropna()
    known = int(selected.max()) if len(selected) else settings().base_year - 1
    pool = told[["country"]].assign(
        chosen=preventive.map({True: "yes", False: "no"}), paid=told["country"].map(paid_by_country(data)).fillna(0.0),
        known_on=known,
    )  # fmt: skip
    return pool[told["removals_status"] != "recalcitrant"].sort_values("country")


@frame("claims_by_country", key=("country", "year"), period="year", country="country", value="persons")
def claims_by_country(data: Dataset, country: str) -> pd.DataFrame:
    """Claims by country and whole year, with the bounds of a rounded count; on public figures UNHCR's applications."""
    if data.provenance == "published":
        told = by_country(data)
        told = told[(told["measure"] == "applied") & ~told["country"].isin(NO_PLACE)]
        made = told[["country", "year", "value", "low", "high"]].copy()
        made.attrs["sources"] = [("unhcr", UNHCR_VINTAGE)]
        return made
    claims = data.table("asylum_claims").frame.assign(year=lambda f: f["month"].str[:4].astype(int))
    whole = claims.groupby(["country", "year"])["month"].transform("size") == 12
    years = claims[whole].groupby(["country", "year"], as_index=False)[["claims"]].sum(min_count=12)
    return years.rename(columns={"claims": "value"})


@frame(
    "decisions_by_country", key=("country", "year"), period="year", country="country", accepted="persons",
    rejected="persons", total="persons",
)  # fmt: skip
def decisions_by_country(data: Dataset, country: str) -> pd.DataFrame:
    """Decisions by country and year: accepted, rejected, all finalised; on public figures UNHCR's, first instance."""
    if data.provenance == "published":
        told = data.published("decisions_by_country_year").frame
        told = told[(told["notion"] == "origin") & ~told["country"].isin(NO_PLACE)]
        wide = told.pivot_table(index=["country", "year"], columns="measure", values="value", aggfunc="sum")
        made = wide.assign(accepted=wide["recognized"] + wide["complementary"]).reset_index()
        made.attrs["sources"] = [("unhcr", UNHCR_VINTAGE)]
        return made[["country", "year", "accepted", "rejected", "total"]]
    decided = data.table("asylum_decisions").frame
    total = decided[["accepted", "rejected", "abandoned", "withdrawn"]].sum(axis=1, min_count=4)
    return decided.assign(total=total)[["country", "year", "accepted", "rejected", "total"]]


@frame("followed_items", key=("item", "country_type"), level="programme", country_type="country_type", item="code",
       held="things", of="things", share="share")  # fmt: skip
def followed_items(data: Dataset, country: str) -> pd.DataFrame:
    """For each country type: how many of its countries, or of its indicators, have what following them needs.

    The items of the projects' own indicators concern capacity, not cooperation on removals.
    """
    if data.provenance == "published":
        return absent("not_given")
    countries = data.table("countries").frame
    framework, own = data.table("pmf_indicators").frame, data.table("indicators").frame
    try:
        documents = set(data.table("travel_documents").frame["country"])
    except NoTable:
        documents = set()
    kinds, rows = own["project"].map(type_of(data)), []
    for kind in TYPES:
        mine, projects = countries[countries["mcee_role"] == kind], own[kinds == kind]
        told = framework[framework["country"].isin(mine["country"])]
        defined = told.drop_duplicates(["indicator", "country"])
        due = told[told["state"] != "not_applicable"]
        rows += [
            ("plan", kind, mine["engagement_plan"].fillna(False)),
            ("baseline", kind, defined["baseline"].notna()),
            ("target", kind, defined["target"].notna()),
            ("reported", kind, due["state"].isin(["reported", "partial"])),
            ("documents", kind, mine["country"].isin(documents) if documents else pd.Series(dtype=bool)),
            ("project_baseline", kind, projects["baseline"].notna()),
            ("project_target", kind, projects["target"].notna()),
        ]
    counted = [(item, kind, int(held.sum()), len(held)) for item, kind, held in rows]
    made = pd.DataFrame(counted, columns=["item", "country_type", "held", "of"])
    made["share"] = made["held"] / made["of"].where(made["of"] > 0)
    order = {item: i for i, (item, _, _) in enumerate(rows[:7])}
    made = made.sort_values("item", key=lambda c: c.map(order), kind="stable")
    made.attrs["period"] = "2019-20 – 2024-25"
    return made
