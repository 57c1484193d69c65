"""Where the claim ledger reads its figures at run time: published tables, the report's lists, other statements."""

from __future__ import annotations

import re

import pandas as pd

from mcee_eval.datasets import Dataset
from mcee_eval.errors import BadTable, Problem
from mcee_eval.results import Estimate

#: tables of published figures; the other sources are tables transcribed from the report
PUBLISHED = ("claims_by_year_vintage", "mode_of_entry", "removals")
_CONDITION = re.compile(r"(?P<column>\w+)(?P<sign>[=<>])(?P<value>.+)")


def figures(data: Dataset, claim: str, source: str, pick: str) -> list[Estimate]:
    """The figures that an input stands for.

    claim : the statement, for messages. source : a published table, a list of the report, or ``claims``.
    pick : conditions such as ``year=2019; vintage=2024-05-22; press=false``; empty takes every row.
    Returns a figure a row: its published value with the bounds of its rounding, or 1 for an item of a list.
    Refuses a condition that cannot be read, a column that is not there, and a pick that finds nothing.
    """
    frame = data.published(source).frame if source in PUBLISHED else data.report(source).frame
    rows = frame[_kept(frame, claim, source, pick)]
    if not len(rows):
        raise _bad(claim, f"{source}: {pick or 'every row'}", "no row", "a row of the table")
    if source == "claims":
        return [_printed(claim, row) for row in rows.to_dict("records")]
    if source not in PUBLISHED:
        return [Estimate(1.0) for _ in range(len(rows))]
    return [_released(claim, source, row) for row in rows.to_dict("records")]


def _kept(frame: pd.DataFrame, claim: str, source: str, pick: str) -> pd.Series:
    keep = pd.Series(True, index=frame.index)
    for part in filter(None, (p.strip() for p in pick.split(";"))):
        found = _CONDITION.fullmatch(part)
        if found is None or found["column"] not in frame.columns:
            raise _bad(
                claim, f"{source}: {part}", "a condition that cannot be read", f"one of {', '.join(frame.columns)}"
            )
        column, wanted = frame[found["column"]], found["value"]
        if column.dtype == bool:
            keep &= column == (wanted == "true")
        elif found["sign"] == "=":
            keep &= column.astype(str) == wanted
        else:
            numbers = pd.to_numeric(column, errors="raise")
            keep &= (numbers < float(wanted)) if found["sign"] == "<" else (numbers > float(wanted))
    return keep


def _printed(claim: str, row: dict) -> Estimate:
    """What another statement prints, within half of its last place."""
    if pd.isna(row["published"]):
        raise _bad(claim, f"claims: {row['claim']}", "a statement that prints no number", "one that does")
    value, half = float(row["published"]), 0.0 if pd.isna(row["tolerance"]) else float(row["tolerance"])
    return Estimate(value, value - half, value + half)


def _released(claim: str, source: str, row: dict) -> Estimate:
    if pd.isna(row["value"]):
        raise _bad(claim, source, "a number that the publisher hides", "a published number")
    low, high = (None if pd.isna(row[c]) else float(row[c]) for c in ("low", "high"))
    return Estimate(float(row["value"]), low, high)


def _bad(claim: str, where: str, found: str, expected: str) -> BadTable:
    return BadTable.of("claim_inputs", [Problem(f"{claim}, {where}", found, expected)])
