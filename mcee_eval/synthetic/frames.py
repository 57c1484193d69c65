"""A synthetic table in the form that its contract declares: columns in order, dtypes, decimals."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from mcee_eval.contracts.registry import contract


def frame(name: str, columns: Mapping[str, object]) -> pd.DataFrame:
    """The columns as a frame of that table; decimals are rounded to the places that the contract declares."""
    declared = contract(name)
    made = declared.frame(columns)
    for column in declared.columns:
        if column.type == "decimal":
            made[column.name] = made[column.name].round(column.places)
    return made


def rows(name: str, records: list[tuple[object, ...]]) -> pd.DataFrame:
    """The same from rows, each in the order of the contract's columns; a row of another length is refused."""
    names = contract(name).names
    odd = [r for r in records if len(r) != len(names)]
    if odd:
        raise ValueError(f"{name}: {len(odd[0])} cells, expected {', '.join(names)}")
    return frame(name, {column: [r[i] for r in records] for i, column in enumerate(names)})
