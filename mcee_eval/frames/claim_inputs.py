"""The figures from which the report's statements are recomputed, read at run time from where each stands."""

from __future__ import annotations

import re

import pandas as pd

from mcee_eval.datasets import Dataset
from mcee_eval.errors import BadTable, Problem
from mcee_eval.frames.registry import frame

#: tables of published figures; the other sources are tables transcribed from the report
PUBLISHED = ("claims_by_year_vintage", "mode_of_entry", "removals")
_CONDITION = re.compile(r"(?P<column>\w+)(?P<sign>[=<>])(?P<value>.+)")
Figure = tuple[float, float | None, float | None]


@frame("report_claim_inputs", key=("claim", "input"), value="number", low="number", high="number")
def report_claim_inputs(data: Dataset, country: str) -> pd.DataFrame:
    """claim, input, value and the bounds of its rounding (missing: exact), a row a figure."""
    rows = []
    for r in data.report("claim_inputs").frame.to_dict("records"):
        found = figures(data, str(r["claim"]), str(r["source"]), "" if pd.isna(r["pick"]) else str(r["pick"]))
        rows += [(r["claim"], r["input"], *figure) for figure in found]
    table = pd.DataFrame(rows, columns=["claim", "input", "value", "low", "high"])
    table.attrs.update(provenance="published", sources=[("ircc_open", ""), ("cbsa", "")])
    return table


def figures(data: Dataset, claim: str, source: str, pick: str) -> list[Figure]:
    """The figures that an input stands for: (value, low, high), or 1 for each item of a list.

    claim : the statement, for messages. source : a published table, a list of the report, or ``claims``.
    pick : conditions such as ``year=2019; vintage=2024-05-22; press=false``; empty takes every row.
    Refuses a condition that cannot be read, a column that is not there, and a pick that finds nothing.
    """
    table = data.published(source).frame if source in PUBLISHED else data.report(source).frame
    rows = table[_kept(table, claim, source, pick)]
    if not len(rows):
        raise _bad(claim, f"{source}: {pick or 'every row'}", "no row", "a row of the table")
    if source != "claims" and source not in PUBLISHED:
        return [(1.0, None, None)] * len(rows)
    name, fault = ("published", "no number") if source == "claims" else ("value", "a number that the publisher hides")
    if rows[name].isna().any():
        raise _bad(claim, source, fault, "a published number")
    values = rows[name].astype(float)
    half = rows["tolerance"].astype(float).fillna(0.0) if source == "claims" else values * 0
    low, high = (values - half, values + half) if source == "claims" else (rows["low"], rows["high"])
    ends = [[None if pd.isna(v) else float(v) for v in end] for end in (low, high)]
    return list(zip(values, *ends, strict=True))


def _kept(table: pd.DataFrame, claim: str, source: str, pick: str) -> pd.Series:
    keep = pd.Series(True, index=table.index)
    for part in filter(None, (p.strip() for p in pick.split(";"))):
        found = _CONDITION.fullmatch(part)
        if found is None or found["column"] not in table.columns:
            told = f"one of {', '.join(table.columns)}"
            raise _bad(claim, f"{source}: {part}", "a condition that cannot be read", told)
        column, wanted = table[found["column"]], found["value"]
        if column.dtype == bool:
            keep &= column == (wanted == "true")
        elif found["sign"] == "=":
            keep &= column.astype(str) == wanted
        else:
            numbers = pd.to_numeric(column, errors="raise")
            keep &= (numbers < float(wanted)) if found["sign"] == "<" else (numbers > float(wanted))
    return keep


def _bad(claim: str, where: str, found: str, expected: str) -> BadTable:
    return BadTable.of("claim_inputs", [Problem(f"{claim}, {where}", found, expected)])
