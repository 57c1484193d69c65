"""How much was planned, paid and spent, by group of projects and fiscal year? Dollars, what is missing told apart."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

PLANS = ("original", "reprofiled")
COLUMNS = ("planned_original", "planned_reprofiled", "paid", "spent")


def project_years(money: pd.DataFrame) -> pd.DataFrame:
    """One row a project and fiscal year, from the table ``disbursements`` (a row a version of the plan).

    Returns project, fiscal_year, planned_original, planned_reprofiled, paid, spent. What was paid stands in both
    versions and is counted once. A plan without a row for the year is 0 if that version has other rows, else missing.
    """
    keys = ["project", "fiscal_year"]
    told = money.groupby(keys)[["paid", "spent_by_partner"]].first().rename(columns={"spent_by_partner": "spent"})
    for plan in PLANS:
        mine = money[money["plan_version"] == plan].set_index(keys)["planned"]
        planned = mine.astype(float).reindex(told.index)
        has_plan = told.index.get_level_values("project").isin(mine.index.get_level_values("project"))
        told[f"planned_{plan}"] = planned.mask(~told.index.isin(mine.index) & has_plan, 0.0)
    return told.astype(float).reset_index().sort_values(keys, ignore_index=True)[[*keys, *COLUMNS]]


def funds(
    years: pd.DataFrame, *, group: Mapping[str, str], by: tuple[str, ...] = ("group", "fiscal_year")
) -> pd.DataFrame:
    """Sums of ``project_years`` by group of projects and fiscal year.

    group : project → its group; a project without one is in the group "unknown". by : what to sum over.
    Returns ``by``, the four amounts (sums of what is known), and for paid and spent how many project-years are unknown.
    """
    told = years.assign(group=years["project"].map(lambda p: group.get(str(p), "unknown")))
    told = told.assign(paid_unknown=told["paid"].isna(), spent_unknown=told["spent"].isna())
    sums = told.groupby(list(by), as_index=False)[[*COLUMNS, "paid_unknown", "spent_unknown"]].sum()
    return sums.assign(project_years=told.groupby(list(by)).size().to_numpy())
