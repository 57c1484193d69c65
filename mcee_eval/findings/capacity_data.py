"""Finding 2's figures, for the programme or for the projects of one country."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from mcee_eval.datasets import Dataset


@dataclass(frozen=True)
class CapacityData:
    """What finding 2 measures. A project of two countries is in the page of each.

    projects : rows of the table projects, with ``approved_on`` (its last required approval; its start where none is
    recorded). countries : project, country of all projects. indicators, values, needs : of these projects.
    interview_codes, interviews, session_codes, session_unit : testimony (interviews have no country).
    scale : words for shares. redacted : the report's (CAVIARDÉ) marks under finding 2: section, context. as_of : last
    day that the tables know.
    """

    country: str
    as_of: str
    projects: pd.DataFrame
    countries: pd.DataFrame
    indicators: pd.DataFrame
    values: pd.DataFrame
    needs: pd.DataFrame
    interview_codes: pd.DataFrame
    interviews: pd.DataFrame
    session_codes: pd.DataFrame
    session_unit: str
    scale: pd.DataFrame
    redacted: pd.DataFrame


def capacity_data(data: Dataset, country: str) -> CapacityData:
    """Gather the figures of ``country`` (a code of a funded country, or ALL)."""
    projects = data.table("projects").frame
    countries = data.table("project_countries").frame
    mine = projects if country == "ALL" else projects[projects["project"].isin(_of(countries, country))]
    names = set(mine["project"])
    approvals = data.table("approvals").frame
    closed = approvals[approvals["required"]].groupby("project")["closed"].max()
    indicators = data.table("indicators").frame
    indicators = indicators[indicators["project"].isin(names)]
    values = data.table("indicator_values").frame
    needs = data.table("project_needs").frame
    groups = data.table("focus_groups").frame
    units = set(groups["unit"])
    sessions = data.table("focus_group_codes").frame
    if country != "ALL":
        sessions = sessions[sessions["group"].isin(groups.loc[groups["project"].isin(names), "group"])]
    redactions = data.report("redactions").frame
    return CapacityData(
        country,
        data.extracted_on or str(projects["start"].max().date()),
        mine.assign(approved_on=mine["project"].map(closed).fillna(mine["start"])).reset_index(drop=True),
        countries,
        indicators.reset_index(drop=True),
        values[values["indicator"].isin(set(indicators["indicator"]))].reset_index(drop=True),
        needs[needs["project"].isin(names)].reset_index(drop=True),
        data.table("interview_codes").frame,
        data.table("interviews").frame,
        sessions.reset_index(drop=True),
        "session" if units == {"session"} else "participant",
        data.report("quantifiers").frame,
        redactions[redactions["finding"].astype("string") == "2"].reset_index(drop=True),
    )


def _of(countries: pd.DataFrame, country: str) -> set[str]:
    return set(countries.loc[countries["country"] == country, "project"])
