"""A typed frame → the text of its cells, the inverse of ``parse``: one form for CSV, the template and messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mcee_eval.contracts.declare import Column, Contract

if TYPE_CHECKING:
    import pandas as pd


def cell_text(value: Any, column: Column) -> str:
    """One value as it is written in a file: yes and no, ISO dates, a decimal point, nothing for null."""
    import pandas as pd

    if value is None or pd.isna(value):
        return ""
    if column.type == "boolean":
        return "yes" if value else "no"
    if column.type == "date":
        return pd.Timestamp(value).strftime("%Y-%m-%d")
    if column.type == "decimal":
        return repr(float(value))
    return str(value)


def as_text(contract: Contract, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame's cells as text, in the contract's order of columns. The frame is not changed."""
    import pandas as pd

    return pd.DataFrame(
        {c.name: pd.Series([cell_text(v, c) for v in frame[c.name]], dtype="str") for c in contract.columns}
    )


def csv_text(contract: Contract, frame: pd.DataFrame, *, separator: str = ",") -> str:
    """The whole CSV file of a table: UTF-8 text without BOM, LF line ends; the same frame gives the same bytes."""
    return as_text(contract, frame).to_csv(index=False, sep=separator, lineterminator="\n")
