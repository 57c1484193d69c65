"""One amount or count under the rule of its unit."""

from __future__ import annotations

import pandas as pd

from mcee_eval.release.cell import Cell
from mcee_eval.show.context import Context


def amount(c: Context, value: float, unit: str = "dollars") -> Cell:
    """One amount or count under the rule of its unit; dollars to the dollar, nothing where it is not known."""
    told = None if pd.isna(value) else float(round(value))
    frame = pd.DataFrame({"of": ["all"], "value": pd.array([told], dtype="Float64")})
    return c.release.counts(frame, dims=["of"], value="value", unit=unit).cells["value"][0]
