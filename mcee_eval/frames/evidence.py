"""The register of evidence, and the action plan of the management response."""

from __future__ import annotations

import pandas as pd

from mcee_eval.datasets import Dataset
from mcee_eval.frames.registry import frame
from mcee_eval.frames.report import paired
from mcee_eval.frames.verdicts import scope


@frame(
    "evidence_items", key=("item",), finding="code", line="code", source_family="code", direction="number",
    weight="number",
)  # fmt: skip
def evidence_items(data: Dataset, country: str) -> pd.DataFrame:
    """A piece of evidence: finding (the report's number), line, direction (−1 to 1), weight, source_family."""
    table = data.table("evidence").frame
    table = table.assign(finding=table["finding"].astype(str))
    table.attrs["period"] = scope()
    return table


@frame("actions", key=("action", "step"), text="text", owner="text", due="period", status="code", status_on="period")
def actions(data: Dataset, country: str) -> pd.DataFrame:
    """The steps of the management response (step 0: the action itself), with owner, due quarter and state."""
    table = paired(data.table("actions").frame)
    table.attrs["sources"] = [("report", "2025-05"), (data.provenance, "")]
    return table
