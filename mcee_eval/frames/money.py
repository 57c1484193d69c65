"""What was planned, paid and spent, by project and fiscal year. Dollars; what is missing is not zero."""

from __future__ import annotations

import pandas as pd

from mcee_eval.datasets import Dataset
from mcee_eval.frames.projects import type_of
from mcee_eval.frames.registry import absent, frame

PLANS = ("original", "reprofiled")


@frame(
    "payments_by_project_year", key=("project", "fiscal_year"), period="fiscal_year", level="programme",
    project="project", partner="partner", country_type="country_type", fiscal_year="period", planned_original="money",
    planned_reprofiled="money", paid="money", spent="money",
)  # fmt: skip
def payments_by_project_year(data: Dataset, country: str) -> pd.DataFrame:
    """One row a project and fiscal year, with the partner and the one type of its countries (else several, unknown).

    What was paid stands in both versions of a plan and is counted once. A plan without a row for the year is 0 if that
    version has other rows, else missing.
    """
    if data.provenance == "published":
        return absent()
    keys, money = ["project", "fiscal_year"], data.table("disbursements").frame
    told = money.groupby(keys)[["paid", "spent_by_partner"]].first().rename(columns={"spent_by_partner": "spent"})
    for plan in PLANS:
        mine = money[money["plan_version"] == plan].set_index(keys)["planned"]
        planned = mine.astype(float).reindex(told.index)
        has_plan = told.index.get_level_values("project").isin(mine.index.get_level_values("project"))
        told[f"planned_{plan}"] = planned.mask(~told.index.isin(mine.index) & has_plan, 0.0)
    made = told.astype(float).reset_index().sort_values(keys, ignore_index=True)
    types, partners = type_of(data), data.table("projects").frame.set_index("project")["partner"]
    kind = made["project"].map(lambda p: types.get(str(p), "unknown"))
    return made.assign(country_type=kind, partner=made["project"].map(partners))
