"""Meetings of the bodies that coordinate, who came, and who was to do what."""

from __future__ import annotations

import pandas as pd

from mcee_eval.datasets import Dataset
from mcee_eval.frames.counting import yes_or_no
from mcee_eval.frames.registry import absent, frame

BODIES = ("RWG_ADM", "RWG_DG", "RWG_working", "interdepartmental")
DEPARTMENTS = ("IRCC", "CBSA", "GAC", "PS")


@frame(
    "meetings", key=("meeting",), period="date", level="programme", meeting="things", date="period", body="code",
    decisions_recorded="code",
)  # fmt: skip
def meetings(data: Dataset, country: str) -> pd.DataFrame:
    """Meetings on the register; decisions_recorded: yes, no, not_recorded."""
    if data.provenance == "published":
        return absent()
    held = data.table("meetings").frame
    return held.assign(
        body=pd.Categorical(held["body"], list(dict.fromkeys([*BODIES, *sorted(held["body"].unique())]))),
        decisions_recorded=yes_or_no(held["decisions_recorded"]),
    )


@frame("attendance", key=("meeting", "department"), level="programme", meeting="things", department="code")
def attendance(data: Dataset, country: str) -> pd.DataFrame:
    """One row a department at a meeting, with the level of who came."""
    return absent() if data.provenance == "published" else data.table("meeting_attendance").frame


@frame(
    "roles", key=("department", "role"), level="programme", role="things", planned="code", named_by_interviewees="code"
)
def roles(data: Dataset, country: str) -> pd.DataFrame:
    """One row a department and role: planned, and named by those of the department who were asked."""
    if data.provenance == "published":
        return absent()
    given = data.table("roles").frame
    return given.assign(department=pd.Categorical(given["department"], DEPARTMENTS))
