"""What projects measure, and the needs that they answer. A window bounds projects by their first day."""

from __future__ import annotations

import pandas as pd

from mcee_eval.datasets import Dataset
from mcee_eval.frames.counting import yes_or_no
from mcee_eval.frames.projects import known_until, projects_of
from mcee_eval.frames.registry import absent, frame

PART = "share_"  # units that are shares: told in per cent
AMOUNTS = ("baseline", "target")


@frame(
    "indicators", key=("indicator",), period="start", project="project", start="period", kind="code", status="code",
    area="code", unit="code", baseline="number", target="number", baseline_on="period", target_on="period",
    higher_is_better="code", verified="code",
)  # fmt: skip
def indicators(data: Dataset, country: str) -> pd.DataFrame:
    """One row an indicator of the country's projects, with kind and status of its project; shares in per cent."""
    if data.provenance == "published":
        return absent()
    mine = projects_of(data, country)
    told = data.table("indicators").frame.merge(mine[["project", "kind", "status", "start"]], on="project")
    made = told.assign(**{k: _scaled(told[k], told["unit"]) for k in AMOUNTS})
    start = mine["start"].min() if len(mine) else pd.NaT
    made.attrs["period"] = "" if pd.isna(start) else f"{start:%Y-%m} – {known_until(data)[:7]}"
    return made


@frame("indicator_values", key=("indicator", "period"), period="period", indicator="code", actual="number")
def indicator_values(data: Dataset, country: str) -> pd.DataFrame:
    """What was reported for each of these indicators, by month."""
    if data.provenance == "published":
        return absent()
    units = indicators(data, country).set_index("indicator")["unit"]
    told = data.table("indicator_values").frame
    told = told[told["indicator"].isin(set(units.index))]
    return told.assign(actual=_scaled(told["actual"], told["indicator"].map(units)))


def _scaled(values: pd.Series, units: pd.Series) -> pd.Series:
    share = units.astype("string").str.startswith(PART).fillna(False).to_numpy(bool)
    return values.mask(share, (values * 100).round(6))


@frame(
    "project_needs", key=("project", "need"), period="start", project="project", start="period", need="code",
    days="number", self_assessed="code", own="code",
)  # fmt: skip
def project_needs(data: Dataset, country: str) -> pd.DataFrame:
    """One row a need that a project answers: who stated it, and how many days before the approval it was documented.

    self_assessed : True, False or missing; ``own`` says the same as a code. days : from the document to the last
    required approval (the start, where none is recorded); missing where there is no document.
    """
    if data.provenance == "published":
        return absent()
    mine = projects_of(data, country)
    told = data.table("project_needs").frame.merge(mine[["project", "approved_on", "start"]], on="project")
    days = (told["approved_on"] - told["documented_on"]).dt.days.astype("Float64")
    made = told.assign(days=days, own=yes_or_no(told["self_assessed"]))
    dated = told["documented_on"].dropna()
    made.attrs["period"] = f"{dated.min():%Y-%m} – {dated.max():%Y-%m}" if len(dated) else "–"
    return made
