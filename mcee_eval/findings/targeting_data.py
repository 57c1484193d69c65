"""Finding 5's figures: money by country, the three indicators, what can be followed; or public claims and decisions."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from mcee_eval.datasets import Dataset
from mcee_eval.findings.profile_data import homes
from mcee_eval.findings.testimony import Themes, themes

THEME = "preventive_choice_clear"
_NO_PLACE = ("TOTAL", "OTHER", "UNKNOWN", "STATELESS", "TIBETAN")


@dataclass(frozen=True)
class TargetingData:
    """What finding 5 measures.

    public : only public figures are here (claims and decisions), without any country type.
    claims : country, year, value, low, high. decisions : country, year, accepted, rejected, total.
    countries : country, status, role, plan, selected_on. homes, money : as in the profile.
    impeded : country, quarter, cases that wait for a travel document (working inventory).
    framework : country, fiscal_year, baseline, target, state. documents : countries with travel-document rows.
    measured : project, baseline, target of the projects' own indicators. said : what interviewees say of the choice.
    """

    public: bool
    claims: pd.DataFrame
    decisions: pd.DataFrame
    countries: pd.DataFrame = field(default_factory=pd.DataFrame)
    homes: pd.DataFrame = field(default_factory=pd.DataFrame)
    money: pd.DataFrame = field(default_factory=pd.DataFrame)
    impeded: pd.DataFrame = field(default_factory=pd.DataFrame)
    framework: pd.DataFrame = field(default_factory=pd.DataFrame)
    documents: tuple[str, ...] = ()
    measured: pd.DataFrame = field(default_factory=pd.DataFrame)
    said: Themes | None = None


def targeting_data(data: Dataset, country: str) -> TargetingData:
    """Gather the figures; the finding is on the whole programme, so ``country`` is ALL."""
    return _public(data) if data.provenance == "published" else _own(data)


def _public(data: Dataset) -> TargetingData:
    """UNHCR's applications and first-instance decisions by country of origin; every country, none left out."""
    told = data.published("claims_by_country_year").frame
    told = told[(told["measure"] == "applied") & ~told["country"].isin(_NO_PLACE)]
    made = data.published("decisions_by_country_year").frame
    made = made[(made["notion"] == "origin") & ~made["country"].isin(_NO_PLACE)]
    wide = made.pivot_table(index=["country", "year"], columns="measure", values="value", aggfunc="sum").reset_index()
    decisions = wide.assign(accepted=wide["recognized"] + wide["complementary"])
    return TargetingData(
        True, told[["country", "year", "value", "low", "high"]],
        decisions[["country", "year", "accepted", "rejected", "total"]],
    )  # fmt: skip


def _own(data: Dataset) -> TargetingData:
    claims = data.table("asylum_claims").frame.assign(year=lambda f: f["month"].str[:4].astype(int))
    whole = claims.groupby(["country", "year"]).filter(lambda f: len(f) == 12)
    years = whole.groupby(["country", "year"], as_index=False)[["claims"]].sum(min_count=12)
    decided = data.table("asylum_decisions").frame
    total = decided[["accepted", "rejected", "abandoned", "withdrawn"]].sum(axis=1, min_count=4)
    stock = data.table("removals_inventory").frame
    stock = stock[stock["inventory"] == "working"][["country", "quarter", "impeded_travel_document"]]
    countries = data.table("countries").frame.rename(
        columns={"removals_status": "status", "mcee_role": "role", "engagement_plan": "plan"}
    )
    told = themes(
        data.table("interview_codes").frame, data.table("interviews").frame, data.table("focus_group_codes").frame,
        codes=[THEME], groups=("all",), scale=data.report("quantifiers").frame,
    )  # fmt: skip
    return TargetingData(
        False, years.rename(columns={"claims": "value"}).assign(low=years["claims"], high=years["claims"]),
        decided.assign(total=total)[["country", "year", "accepted", "rejected", "total"]],
        countries[["country", "status", "role", "plan", "selected_on"]], homes(data),
        data.table("disbursements").frame, stock.rename(columns={"impeded_travel_document": "impeded"}),
        data.table("pmf_indicators").frame[["indicator", "country", "fiscal_year", "baseline", "target", "state"]],
        tuple(sorted(set(data.table("travel_documents").frame["country"]))),
        data.table("indicators").frame[["project", "baseline", "target"]], told,
    )  # fmt: skip
