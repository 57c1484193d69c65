"""Counts through the door: the rule follows the role that the frame gives each column, never the caller."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from mcee_eval.contracts.near import did_you_mean
from mcee_eval.errors import Problem, ReleaseRefused
from mcee_eval.frames.frame import COUNTED, About, about
from mcee_eval.phrase import Figure, Phrase, Several
from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.door import Door
from mcee_eval.release.names import allowed, by_type, given_away, joined, withheld
from mcee_eval.release.protected import Protected
from mcee_eval.release.told import Told

#: role of a column → the unit whose rule applies
UNITS = {"persons": "persons", "things": "items", "money": "dollars", "number": "items", "share": "share"}


def release_counts(
    frame: pd.DataFrame, columns: Sequence[str], *, audience: str, by: Sequence[str] = (), merge: str = ""
) -> Told:
    """What may be told of these columns of a frame.

    columns : released columns; none: every column that the frame counts. by : the columns that name a row (none: the
    frame's key, as far as it is there); where they are fewer than the rows need, rows are summed first. merge : a
    period of ``by`` that is joined with the next until no amount gives a contributor away (public readers only).
    Refuses a frame that lost its roles (``groupby().agg``, ``crosstab`` and the like: count with ``tally``), a column
    that is not there. A column that a cell has made inherits the strictest role of its frame.
    """
    known = about(frame)
    if not isinstance(frame, pd.DataFrame):
        return frame  # refused already
    if known.absent or (not len(frame) and not known.name):
        return nothing(known, audience)
    if not known.name:
        raise ReleaseRefused(
            "figures without roles",
            problems=[Problem("frame", "a table that lost what its columns are", "a named frame", "Count with tally.")],
        )
    held = [str(c) for c in frame]
    wanted = list(columns) or [c for c in held if known.roles.get(c) in COUNTED]
    problems = [Problem(f"{known.name}, {c}", "no such column", "a counted column", did_you_mean(c, held))
                for c in wanted if c not in held]  # fmt: skip
    if problems:
        raise ReleaseRefused("columns that are not there", problems=problems)
    dims = list(by) or [k for k in known.key if k in frame] or [c for c in held if known.roles.get(c) not in COUNTED]
    table = pd.DataFrame(frame)
    role = withheld(known, table, dims, audience)
    if role:
        return nothing(replace(known, absent="not_released", what=role), audience)
    table = table[allowed(known, table, dims, audience)]
    if merge:
        table = joined(known, table, dims, wanted, merge, audience)
    hidden = given_away(known, table, dims, wanted, audience)
    if by and wanted and table.duplicated(dims).any():
        table = table.groupby(dims, as_index=False, sort=False)[wanted].sum(min_count=1)
    door = Door(known.provenance, audience, known.name)
    strict = next((r for r in COUNTED if r in known.roles.values()), "things")  # what a column made in a cell is
    units = {c: UNITS.get(known.roles.get(c, strict), UNITS[strict]) for c in wanted}
    plain = "persons" not in known.roles.values()  # a computed number of things is told as it is
    free = [c for c in wanted if plain and known.roles.get(c) in ("number", "share")]
    whole = {c: table[c].astype(float).round() for c in wanted if c not in free}  # a mean of counts is told whole
    made = [
        _numbers(door, table, dims, c) if c in free
        else door.counts(table.assign(**{c: whole[c]}), dims=dims, value=[c], unit=units[c])
        for c in wanted
    ]  # fmt: skip
    keys = [tuple(r) for r in table[dims].itertuples(index=False, name=None)]
    cells = {
        c: [marked("suppressed") if k in hidden.get(c, ()) else x for k, x in zip(keys, one.cells[c], strict=True)]
        for c, one in zip(wanted, made, strict=True)
    }
    if by_type(known, dims, audience):
        cells |= {c: [marked("redacted")] * len(keys) for c in wanted if known.roles.get(c, strict) in COUNTED}
    rule = made[0].rule if made else "already_public" if known.provenance == "published" else "things"
    rule = "persons" if any(m.rule == "persons" for m in made) else rule
    shown = table[dims].apply(lambda c: c.map(_code))
    return Told(door.table(shown, cells, units, rule), door, known.sources, known.period)


def _numbers(door: Door, table: pd.DataFrame, dims: list[str], column: str) -> Protected:
    ends = [table[f"{column}_{e}"] if f"{column}_{e}" in table else [None] * len(table) for e in ("low", "high")]
    cells = [_number(*row) for row in zip(table[column], *ends, strict=True)]
    rule = "already_public" if door.provenance == "published" else "things"
    return door.table(table[dims], {column: cells}, {column: "number"}, rule)


def _number(value: float, low: float | None, high: float | None) -> Cell:
    ends = [None if end is None or pd.isna(end) else float(end) for end in (low, high)]
    return marked("missing") if pd.isna(value) else Cell(float(value), ends[0], ends[1])


def _code(value: object) -> object:
    """A code as text; a pair of texts (English, French), a phrase and a list stay what they are."""
    if isinstance(value, (tuple, list, Phrase, Several, Figure)):
        return value
    return "" if value is None or value != value else _day(value)


def _day(value: object) -> str:
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)


def nothing(known: About, audience: str) -> Told:
    """A released table without a row, which knows why."""
    door = Door(known.provenance, audience, known.name)
    return Told(door.table(pd.DataFrame(columns=list(known.key) or ["row"]), {}, {}, "things"), door, known.sources,
                absent=known.absent or "empty", what=known.what)  # fmt: skip


def by_hand(table: pd.DataFrame, provenance: str, audience: str) -> Told:
    """An evaluator's own plain table as it is, where nothing is protected: texts name rows, numbers are cells."""
    door = Door(provenance, audience, "own")
    numbers = [c for c in table if pd.api.types.is_numeric_dtype(table[c]) and not pd.api.types.is_bool_dtype(table[c])]
    cells = {str(c): [Cell(float(v)) if np.isfinite(v) else marked("missing") for v in table[c]] for c in numbers}
    dims = table.drop(columns=numbers).astype(str)
    dims = dims if len(dims.columns) else pd.DataFrame({"row": [str(i) for i in table.index]})
    return Told(door.table(dims, cells, dict.fromkeys(cells, "number"), "things"), door, ((provenance, ""),))
