"""Projects: their terms and values, their areas, the countries that they are for."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mcee_eval.datasets import Dataset, NoTable
from mcee_eval.frames.registry import absent, frame


def homes(data: Dataset) -> pd.DataFrame:
    """The countries of each project, with their role in the envelope."""
    roles = data.table("countries").frame[["country", "mcee_role"]].rename(columns={"mcee_role": "role"})
    return data.table("project_countries").frame.merge(roles, on="country", how="left")


def type_of(data: Dataset) -> dict[str, str]:
    """Project → the one role of its countries; "several" where they differ, never a split of its money."""
    roles = {str(p): sorted(set(r.dropna().map(str))) for p, r in homes(data).groupby("project")["role"]}
    return {p: r[0] if len(r) == 1 else "several" if r else "unknown" for p, r in roles.items()}


def months(start: pd.Series, end: pd.Series) -> np.ndarray:
    """Whole months from the first day to the last, both counted: 1 April to 31 March three years later are 36."""
    after = pd.to_datetime(end) + pd.Timedelta(days=1)
    begin = pd.to_datetime(start)
    whole = (after.dt.year - begin.dt.year) * 12 + after.dt.month - begin.dt.month
    return np.asarray(whole - (after.dt.day < begin.dt.day), dtype=int)


@frame(
    "projects", key=("project",), level="programme", project="project", partner="partner", original_value="money",
    current_value="money", months_original="things", months_now="things", start="period", end_original="period",
    end="period", status="code",
)  # fmt: skip
def projects(data: Dataset, country: str) -> pd.DataFrame:
    """One row a project: partner, kind, terms in months and as days, values in Canadian dollars (else missing)."""
    if data.provenance == "published":
        return absent()
    told = data.table("projects").frame
    canadian = told["currency"] == "CAD"
    days = {k: pd.to_datetime(told[k]).dt.strftime("%Y-%m-%d") for k in ("start", "end_original", "end")}
    made = told.assign(
        **days,
        original_value=told["original_value"].where(canadian), current_value=told["current_value"].where(canadian),
        months_original=months(told["start"], told["end_original"]), months_now=months(told["start"], told["end"]),
        status="project_" + told["status"].map(str),
    )  # fmt: skip
    made.attrs["period"] = f"{min(days['start'])} – {max(days['end'])}" if len(made) else ""
    return made


@frame("areas_of_projects", key=("project", "area"), level="programme", project="project", area="code")
def areas_of_projects(data: Dataset, country: str) -> pd.DataFrame:
    """The priority areas that each project serves; a project may serve several."""
    return absent() if data.provenance == "published" else data.table("project_areas").frame


def projects_of(data: Dataset, country: str) -> pd.DataFrame:
    """The projects of a country, or all, with ``approved_on``: the last required approval, else the start."""
    told = data.table("projects").frame
    if country != "ALL":
        homes = data.table("project_countries").frame
        told = told[told["project"].isin(set(homes.loc[homes["country"] == country, "project"]))]
    try:
        steps = data.table("approvals").frame
        closed = steps[steps["required"]].groupby("project")["closed"].max().to_dict()
    except NoTable:
        closed = {}
    return told.assign(approved_on=pd.to_datetime(told["project"].map(closed)).fillna(told["start"])).reset_index(
        drop=True
    )


def known_until(data: Dataset) -> str:
    """The last day of which the tables know: that of the extraction, else the last start of a project."""
    if data.extracted_on or data.provenance == "published":
        return data.extracted_on
    try:
        last = data.table("projects").frame["start"].max()
    except NoTable:
        return ""
    return "" if pd.isna(last) else str(last.date())


@frame(
    "project_terms", key=("project",), period="start", project="project", kind="code", status="code", start="period",
    end="period",
)  # fmt: skip
def project_terms(data: Dataset, country: str) -> pd.DataFrame:
    """One row a project of the country: kind, status, first and last day."""
    if data.provenance == "published":
        return absent()
    made = projects_of(data, country)[["project", "kind", "status", "start", "end"]]
    made.attrs["period"] = f"{made['start'].min():%Y-%m} – {known_until(data)[:7]}" if len(made) else ""
    return made


@frame(
    "projects_by_country", key=("project", "country"), period="start", project="project", country="country",
    status="code", start="period",
)  # fmt: skip
def projects_by_country(data: Dataset, country: str) -> pd.DataFrame:
    """One row a project and country that it is for."""
    if data.provenance == "published":
        return absent()
    told = data.table("project_countries").frame.merge(
        data.table("projects").frame[["project", "status", "start"]], on="project"
    )
    return told if country == "ALL" else told[told["country"] == country]
