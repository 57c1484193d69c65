"""Finding 6's figures: what partners owed and delivered, approvals, and what is said of partners and reporting."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from mcee_eval.datasets import Dataset


@dataclass(frozen=True)
class PartnersData:
    """What finding 6 measures, for the whole programme.

    deliverables : with the ``partner`` and the ``kind`` of their project. projects, approvals : as in their tables.
    interview_codes, interviews, session_codes, session_unit, scale : testimony and the words for its shares.
    redacted : the report's (CAVIARDÉ) marks under finding 6. as_of : last day that the tables know.
    """

    country: str
    as_of: str
    deliverables: pd.DataFrame
    projects: pd.DataFrame
    approvals: pd.DataFrame
    interview_codes: pd.DataFrame
    interviews: pd.DataFrame
    session_codes: pd.DataFrame
    session_unit: str
    scale: pd.DataFrame
    redacted: pd.DataFrame


def partners_data(data: Dataset, country: str) -> PartnersData:
    """Gather the figures; ``country`` is ALL (the report judges partners over the whole programme)."""
    projects = data.table("projects").frame
    deliverables = data.table("deliverables").frame.merge(projects[["project", "partner", "kind"]], on="project")
    units = set(data.table("focus_groups").frame["unit"])
    redactions = data.report("redactions").frame
    return PartnersData(
        country,
        data.extracted_on or str(projects["start"].max().date()),
        deliverables,
        projects,
        data.table("approvals").frame,
        data.table("interview_codes").frame,
        data.table("interviews").frame,
        data.table("focus_group_codes").frame,
        "session" if units == {"session"} else "participant",
        data.report("quantifiers").frame,
        redactions[redactions["finding"].astype("string") == "6"].reset_index(drop=True),
    )
