"""Documents that were read for the evaluation, and what they bear on."""

from __future__ import annotations

import pandas as pd

from mcee_eval.datasets import Dataset
from mcee_eval.frames.registry import absent, frame


@frame("document_findings", key=("document", "finding"), level="programme", kind="code", finding="code")
def document_findings(data: Dataset, country: str) -> pd.DataFrame:
    """Which documents bear on which finding, with their kind."""
    if data.provenance == "published":
        return absent()
    kinds = data.table("documents").frame.set_index("document")["type"]
    read = data.table("document_findings").frame
    return read.assign(kind=read["document"].map(kinds), finding=read["finding"].astype(str))
