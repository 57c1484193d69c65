"""What the report itself says, transcribed: its claims, figures, redactions, limitations."""

from __future__ import annotations

import pandas as pd

from mcee_eval.datasets import Dataset
from mcee_eval.frames.registry import frame


def transcribed(data: Dataset, name: str) -> pd.DataFrame:
    """A table of ``data/report``: published, whatever the data set."""
    table = data.report(name).frame.copy()
    table.attrs.update(provenance="published", sources=[("report", "2025-05")])
    return table


@frame("report_claims", key=("claim",), published="number")
def report_claims(data: Dataset, country: str) -> pd.DataFrame:
    """Every number and quantified sentence of the report."""
    return transcribed(data, "claims")
