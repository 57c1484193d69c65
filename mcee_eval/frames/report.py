"""What the report itself says, transcribed: its claims, figures, redactions, limitations."""

from __future__ import annotations

import pandas as pd

from mcee_eval.contracts.report_sections import SECTIONS
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


@frame("report_redactions", key=("where", "section"), finding="code", text="number")
def report_redactions(data: Dataset, country: str) -> pd.DataFrame:
    """The passages that the report blacks out, each in its place; nothing is filled."""
    told = transcribed(data, "redactions")
    where = pd.Series(list(zip(told["context_en"], told["context_fr"], strict=True)), index=told.index, dtype=object)
    section = told["section"].astype(str).map(lambda s: SECTIONS[s])
    made = told.assign(where=where, section=section, finding=told["finding"].astype("string"), text=float("nan"))
    made.attrs = {**told.attrs, "period": "2019-20 – 2023-24"}
    return made
