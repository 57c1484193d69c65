"""What the report itself says, transcribed: its claims, figures, redactions, limitations."""

from __future__ import annotations

import pandas as pd

from mcee_eval.datasets import Dataset
from mcee_eval.frames.registry import frame


def transcribed(data: Dataset, name: str, period: str = "") -> pd.DataFrame:
    """A table of ``data/report``: published, whatever the data set."""
    table = data.report(name).frame.copy()
    table.attrs.update(provenance="published", sources=[("report", "2025-05")], period=period)
    return table


@frame("report_claims", key=("claim",), published="number")
def report_claims(data: Dataset, country: str) -> pd.DataFrame:
    """Every number and quantified sentence of the report."""
    return transcribed(data, "claims")


@frame("logic_nodes", key=("node",), kind="code", silent="code", text_en="text", text_fr="text")
def logic_nodes(data: Dataset, country: str) -> pd.DataFrame:
    """The boxes of the logic model of Annex A, by level; silent: the findings say nothing of it."""
    return transcribed(data, "logic_nodes", "2019")


@frame("logic_links", key=("from_node", "to_node"), inferred="code", reason_en="text", reason_fr="text")
def logic_links(data: Dataset, country: str) -> pd.DataFrame:
    """Our reading of the links between boxes, each with its reason; the report prints none."""
    return transcribed(data, "logic_links", "2019")
