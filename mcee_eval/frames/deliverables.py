"""What partners owed and delivered, and the stages by which projects were approved."""

from __future__ import annotations

import pandas as pd

from mcee_eval.datasets import Dataset
from mcee_eval.frames.registry import absent, frame


@frame(
    "deliverables", key=("deliverable",), period="due", level="programme", project="project", partner="partner",
    kind="code", type="code", due="period", delivered="period", accepted="period",
)  # fmt: skip
def deliverables(data: Dataset, country: str) -> pd.DataFrame:
    """One row a deliverable: project and partner, type, the days due, delivered and accepted."""
    if data.provenance == "published":
        return absent()
    projects = data.table("projects").frame[["project", "partner", "kind"]]
    made = data.table("deliverables").frame.merge(projects, on="project")
    made.attrs["period"] = f"{made['due'].min():%Y-%m} – {data.extracted_on[:7]}" if len(made) else ""
    return made


@frame(
    "approvals", key=("project", "stage"), level="programme", project="project", body="code", required="code",
    opened="period", closed="period", returns="things",
)  # fmt: skip
def approvals(data: Dataset, country: str) -> pd.DataFrame:
    """One row a project and stage of its approval: days opened and closed, times sent back (missing: not recorded)."""
    if data.provenance == "published":
        return absent()
    made = data.table("approvals").frame.copy()
    days = pd.concat([made["opened"], made["closed"]]).dropna()
    made.attrs["period"] = f"{days.min():%Y-%m} – {days.max():%Y-%m}" if len(days) else ""
    return made
