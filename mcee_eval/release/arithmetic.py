"""What tables of released figures turn into: codes as columns, a row a code, a count per thing; released again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.told import Fact, Told


def wide(told: Told, by: str, **columns: str) -> Told:
    """The codes of a dimension as columns: ``wide(told, "type", paid="paid")`` gives ``paid_<code>``.

    A row that is not there is zero, as a sum of nothing is; a column that is redacted throughout stays so.
    """
    if not len(told):
        return told
    rest = [d for d in told.dims if d != by]
    codes = list(dict.fromkeys(told.dims[by]))
    rows = told.dims[rest].drop_duplicates().reset_index(drop=True)
    places = {(*map(str, r[:-1]), str(r[-1])): i for i, r in enumerate(told.dims[[*rest, by]].itertuples(index=False))}
    keys = [tuple(map(str, r)) for r in rows.itertuples(index=False)]
    cells: dict[str, list[Cell]] = {}
    units: dict[str, str] = {}
    for name, column in columns.items():
        held = told.cells(column)
        nothing = marked("redacted") if all(c.mark == "redacted" for c in held) else Cell(0.0)
        for code in codes:
            at = [places.get((*k, str(code))) for k in keys]
            cells[f"{name}_{code}"] = [nothing if i is None else held[i] for i in at]
            units[f"{name}_{code}"] = told.table.units[column]
    return replace(told, table=told.door.table(rows, cells, units, told.table.rule))


def in_order(told: Told, dim: str, codes: Sequence[str]) -> Told:
    """One row a code, in this order; counts are zero where a code has no row."""
    if not len(told):
        return told
    held = {str(c): i for i, c in enumerate(told.dims[dim])}
    cells = {
        k: [v[held[c]] if c in held else Cell(0.0) for c in codes] for k, v in told.table.cells.items()
    }  # fmt: skip
    table = told.door.table(pd.DataFrame({dim: list(codes)}), cells, told.table.units, told.table.rule)
    return replace(told, table=table)


def per(told: Told, top: str, base: str, *, name: str) -> Told:
    """A column of counts per thing, to the whole number, with the bounds that rounding leaves; none of nothing."""

    def one(count: Cell, things: Cell) -> Cell:
        if count.mark or things.mark:
            return marked(count.mark or things.mark)
        n = things.value or 0.0
        if not n:
            return Cell(0.0)
        low, high = (None if b is None else b / n for b in (count.low, count.high))
        return Cell(float(round((count.value or 0.0) / n)), low, high)

    both = zip(told.cells(top), told.cells(base), strict=True) if len(told) else ()
    return told.with_cells({name: [one(a, b) for a, b in both]}, "cases")


def times(told: Told, column: str, first: object, last: object, *, name: str = "ratio") -> Fact:
    """How many times the first row the last is, with the bounds that rounding leaves."""
    if not len(told):
        return Fact(name, marked("missing"))
    return Fact(name, told.door.ratio(told[column, last], told[column, first]), {}, "ratio", last=told.until)


def ends(told: Told, column: str) -> Mapping[str, Any]:
    """The least and the most of a column and how many rows it has: ``low`` (where it differs), ``high``, ``n``."""
    values = [c.value for c in told.cells(column) if c.value is not None] if len(told) else []
    if not values:
        return {}
    low = {"low": Cell(min(values))} if min(values) != max(values) else {}
    return {"n": Cell(float(len(values))), "high": Cell(max(values)), **low}
