"""Counting that keeps roles: what ``groupby().size``, ``crosstab`` and ``value_counts`` would lose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from mcee_eval.frames.frame import Frame, about, framed


def tally(
    frame: pd.DataFrame, *, by: str | Sequence[str] = (), wide: str = "", values: Sequence[str] = (),
    among: Sequence[str] = (), each: pd.DataFrame | None = None, **conditions: str,
) -> Frame:  # fmt: skip
    """How many rows are there, by these columns? The counts are of persons where a row is one, of things elsewhere.

    by : columns that name a row of the answer; none: one row. wide : a column whose values become columns (``values``:
    in this order, also where a value has no row). among : the same of the one column of ``by``. conditions : name → a
    pandas query; a column each. Without them and without ``wide`` the column is ``n``. each : a frame that names those
    to count for: zero where there is no row, and no others; where it or ``frame`` is absent, so is the answer.
    """
    if not isinstance(frame, pd.DataFrame):
        return frame  # refused already
    known, keys = about(frame), [by] if isinstance(by, str) and by else list(by)
    table = pd.DataFrame(frame).assign(row_="all")
    groups = keys or ["row_"]
    columns = {"n": pd.Series(True, index=table.index)} if not conditions and not wide else {}
    for name, condition in conditions.items():
        columns[name] = pd.Series(table.index.isin(table.query(condition).index), index=table.index)
    if wide:
        columns |= {str(v): table[wide].astype(str) == str(v) for v in (values or codes(table[wide]))}
    counted = table[groups].assign(**{k: v.astype(int) for k, v in columns.items()})
    made = counted.groupby(groups, as_index=False, dropna=False)[list(columns)].sum()
    there = {known.roles.get(str(c)) for c in frame.columns}
    role = "persons" if "persons" in there and "things" not in there else "things"
    if among:
        made = made.set_index(keys[0]).reindex(list(among), fill_value=0).rename_axis(keys[0]).reset_index()
    if each is not None:
        made = pd.DataFrame(each)[groups].merge(made, on=groups, how="left").fillna(dict.fromkeys(columns, 0))
        known = replace(known.joined([about(each)]), absent=about(each).absent or known.absent)
    roles = {k: known.roles.get(k, "code") for k in groups} | dict.fromkeys(columns, role)
    return framed(made, replace(known, key=tuple(groups), roles=roles))


def codes(column: pd.Series) -> list[object]:
    """The values that a column holds: in their declared order, else sorted."""
    held = column.dropna().unique()
    declared = getattr(column.dtype, "categories", None)
    return sorted(held) if declared is None else [c for c in declared if c in set(held)]


def yes_or_no(answer: pd.Series) -> pd.Series:
    """A column of True, False and missing as codes: yes, no, not_recorded."""
    return answer.astype("boolean").astype(object).map({True: "yes", False: "no"}).fillna("not_recorded")


def months_after(days: pd.Series, months: int) -> pd.Series:
    """The same day so many months later."""
    return pd.to_datetime(days) + pd.DateOffset(months=months)
