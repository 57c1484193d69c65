"""Classes by declared bounds: a comparison with a bound, so it stands here."""

from __future__ import annotations

from typing import TypeVar

import pandas as pd

from mcee_eval.release.told import Fact, Told

Rows = TypeVar("Rows", Told, pd.DataFrame)


def classed(
    told: Rows, column: str, *, prefix: str = "", unknown: str = "unknown", above: str = "above", **bounds: Fact
) -> Rows:
    """In which class is each row of a released table or a frame? A column ``class`` of codes.

    The class is that of the first bound that the value does not exceed.

    bounds : name of a class → its upper bound, from the lowest up; the first is exclusive, the others inclusive.
    above : the class beyond the last. unknown : of a value that may not be told or is not known.
    """
    named = list(bounds.items())

    def place(value: float | None) -> str:
        if value is None:
            return unknown
        for i, (name, bound) in enumerate(named):
            limit = bound.cell.value or 0.0
            if value < limit or (i and value == limit):
                return name
        return above

    if isinstance(told, pd.DataFrame):
        values = list(told[column]) if column in told else []
        return told.assign(**{"class": [prefix + place(None if pd.isna(v) else float(v)) for v in values]})
    if not len(told):
        return told
    return told.with_dims(**{"class": [prefix + place(c.value) for c in told.cells(column)]})
