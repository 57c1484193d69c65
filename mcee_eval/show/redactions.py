"""The report's own words and marks: figures that it has printed, and passages that it has blacked out."""

from __future__ import annotations

import pandas as pd

from mcee_eval.contracts.report_sections import SECTIONS
from mcee_eval.release.cell import marked
from mcee_eval.release.door import Door
from mcee_eval.show.context import Context
from mcee_eval.show.exhibit import Column, Exhibit, Source

REPORT = Source("report", "2025-05")


def public(c: Context) -> Door:
    """The door for figures that the report itself has printed."""
    return Door("published", c.release.audience, "IRCC, evaluation report, May 2025")


def redactions_table(c: Context, slug: str, frame: pd.DataFrame) -> Exhibit:
    """The (CAVIARDÉ) marks of ``frame`` (rows of the table redactions), each in its place; nothing is filled."""
    dims = pd.DataFrame(
        {
            "where": list(zip(frame["context_en"], frame["context_fr"], strict=True)),
            "section": [SECTIONS[str(s)] for s in frame["section"]],
        }
    )
    table = public(c).table(dims, {"text": [marked("redacted")] * len(frame)}, {"text": "items"}, "already_public")
    return c.show(
        slug, table,
        [
            Column("where", "redaction.column.where", "both"), Column("section", "redaction.column.section", "both"),
            Column("text", "redaction.column.text", "count"),
        ],
        sources=[REPORT], period="2019-20 – 2023-24",
    )  # fmt: skip
