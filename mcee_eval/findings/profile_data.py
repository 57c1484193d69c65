"""The programme's own tables and the report's logic model, gathered for the profile."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from mcee_eval.datasets import Dataset


@dataclass(frozen=True)
class ProfileData:
    """What the profile measures.

    projects : one row a project. areas : project, area. homes : project, country, role of the country.
    money : project, fiscal_year, plan_version, planned, paid, spent_by_partner (dollars).
    nodes, links : the logic model of Annex A.
    """

    projects: pd.DataFrame
    areas: pd.DataFrame
    homes: pd.DataFrame
    money: pd.DataFrame
    nodes: pd.DataFrame
    links: pd.DataFrame


def profile_data(data: Dataset, country: str) -> ProfileData:
    """Gather the tables; the profile is of the whole programme, so ``country`` is ALL."""
    return ProfileData(
        data.table("projects").frame, data.table("project_areas").frame, homes(data),
        data.table("disbursements").frame, data.report("logic_nodes").frame, data.report("logic_links").frame,
    )  # fmt: skip


def homes(data: Dataset) -> pd.DataFrame:
    """The countries of each project, with their role in the envelope."""
    roles = data.table("countries").frame[["country", "mcee_role"]].rename(columns={"mcee_role": "role"})
    return data.table("project_countries").frame.merge(roles, on="country", how="left")
