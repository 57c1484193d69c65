"""Declared corrections: known faults of a source, put right by rule, counted, and guarded against their own end."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from mcee_eval.contracts import CONTRACTS
from mcee_eval.contracts.cell_text import Unread, spaced
from mcee_eval.contracts.declare import Column, Contract
from mcee_eval.contracts.faults import shown
from mcee_eval.contracts.near import did_you_mean
from mcee_eval.contracts.parse import parse_cell
from mcee_eval.errors import BadSettings, Problem

FIELDS = ("table", "rows", "action", "set", "expect", "reason")
_SPENT = "The source may have been put right: look, then take the correction out."


@dataclass(frozen=True)
class Correction:
    """One declared correction.

    table : whose rows; ``rows`` : column → the cell's value, all of which must agree.
    action : ``drop`` the rows, or ``replace`` the cells named in ``set``.
    expect : column → the value that is wrong, or its bounds ``{min, max}``; where it no longer holds, the run stops.
    reason : why, for the receipt.
    """

    table: str
    rows: Mapping[str, Any]
    action: Literal["drop", "replace"]
    expect: Mapping[str, Any]
    reason: str
    set: Mapping[str, Any]


def load_corrections(path: str | Path) -> tuple[Correction, ...]:
    """The corrections of a TOML file; none if there is no such file. Every mistake in it is refused at once."""
    path = Path(path)
    if not path.exists():
        return ()
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"{path.name}: not a TOML file ({error})") from None
    entries = told.get("correction", [])
    problems = [
        Problem(shown(name), "not a known entry", "[[correction]] entries only", did_you_mean(name, ["correction"]))
        for name in told
        if name != "correction"
    ]
    if not isinstance(entries, list):
        entries = []
        problems.append(
            Problem("correction", "one table", "a list: [[correction]]", "Write two brackets on each side.")
        )
    for number, entry in enumerate(entries, start=1):
        problems += _problems(f"correction {number}", entry)
    if problems:
        raise BadSettings(f"{path.name}: {len(problems)} problem(s)", problems=problems)
    return tuple(Correction(**{"set": {}, **entry}) for entry in entries)


def _problems(where: str, entry: Mapping[str, Any]) -> list[Problem]:
    found = [
        Problem(f"{where}, {name}", "not a known field", ", ".join(FIELDS), did_you_mean(name, FIELDS))
        for name in entry
        if name not in FIELDS
    ]
    for name in ("table", "rows", "action", "expect", "reason"):
        if not entry.get(name):
            found.append(Problem(f"{where}, {name}", "missing or empty", f"a {name}", "Every correction says it."))
    if entry.get("action") not in (None, "drop", "replace"):
        found.append(Problem(f"{where}, action", shown(entry["action"]), "drop or replace"))
    if (entry.get("action") == "replace") != bool(entry.get("set")):
        found.append(Problem(f"{where}, set", "set goes with replace", "set = { column = value } to replace"))
    table = entry.get("table")
    if table and table not in CONTRACTS:
        found.append(Problem(f"{where}, table", shown(table), "a table", did_you_mean(str(table), CONTRACTS)))
    elif table:
        found += _columns(where, CONTRACTS[table], entry)
    return found


def _columns(where: str, contract: Contract, entry: Mapping[str, Any]) -> list[Problem]:
    found = []
    for field in ("rows", "expect", "set"):
        named = entry.get(field, {})
        if not isinstance(named, Mapping):
            found.append(Problem(f"{where}, {field}", "no table", "{ column = value }"))
            continue
        for name, value in named.items():
            if name not in contract.names:
                near = did_you_mean(name, contract.names)
                found.append(Problem(f"{where}, {field}", shown(name), f"a column of {contract.name}", near))
            elif isinstance(value, Mapping) and (field != "expect" or not value or set(value) - {"min", "max"}):
                found.append(Problem(f"{where}, {field}.{name}", shown(dict(value)), "a value (or min, max in expect)"))
    return found


def apply_corrections(
    corrections: Sequence[Correction],
    contract: Contract,
    cells: Mapping[str, Sequence[str]],
    *,
    workbook: bool = False,
) -> tuple[dict[str, list[str]], list[int], tuple[str, ...]]:
    """The table's cells put right.

    cells : column → its cells as text; not changed. Returned: the cells, the positions of the rows that are left, and
    a sentence for each correction. Refused (``BadSettings``): a correction that matches no row, or whose guard fails.
    """
    mine = [c for c in corrections if c.table == contract.name]
    table = {name: list(column) for name, column in cells.items()}
    size = len(next(iter(table.values()), []))
    dropped: set[int] = set()
    told, problems = [], []
    for correction in mine:
        named = ", ".join(f"{name} {_text(value)}" for name, value in correction.rows.items())
        where = f"correction of {contract.name} ({named})"
        absent = sorted({*correction.rows, *correction.expect, *correction.set} - set(table))
        if absent:
            problems.append(Problem(where, f"no column {', '.join(absent)} in the file", "the columns it names"))
            continue
        rows = [i for i in range(size) if i not in dropped and _matches(correction.rows, contract, table, i, workbook)]
        if not rows:
            problems.append(Problem(where, "no row matches", "at least one row", _SPENT))
            continue
        spent = [
            (i, n) for i in rows for n in correction.expect if not _holds(correction, contract, table, i, n, workbook)
        ]
        for i, name in spent:
            expected = _text(correction.expect[name])
            problems.append(Problem(f"{where}, {name}", shown(table[name][i]), expected, _SPENT))
        if spent:
            continue
        for i in rows:
            if correction.action == "drop":
                dropped.add(i)
            for name, value in correction.set.items():
                table[name][i] = _text(value)
        done = "dropped" if correction.action == "drop" else f"{', '.join(correction.set)} replaced"
        told.append(f"{len(rows)} row{'s' if len(rows) > 1 else ''} ({named}): {done}. {correction.reason}")
    if problems:
        raise BadSettings(f"corrections of {contract.name}: {len(problems)} problem(s)", problems=problems)
    left = [i for i in range(size) if i not in dropped]
    return {name: [column[i] for i in left] for name, column in table.items()}, left, tuple(told)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return " and ".join(f"{name} {_text(bound)}" for name, bound in value.items())
    return str(value)


def _read(text: str, column: Column, workbook: bool) -> Any:
    """The cell's value, or its bare text where it cannot be read: a correction may be about just that."""
    try:
        return parse_cell(text, column, workbook=workbook)
    except Unread:
        return spaced(text)


def _same(text: str, wanted: Any, column: Column, workbook: bool) -> bool:
    return bool(_read(text, column, workbook) == _read(_text(wanted), column, workbook))


def _matches(
    rows: Mapping[str, Any], contract: Contract, table: Mapping[str, list[str]], i: int, workbook: bool
) -> bool:
    return all(_same(table[n][i], v, contract.column(n), workbook) for n, v in rows.items())


def _holds(
    correction: Correction, contract: Contract, table: Mapping[str, list[str]], i: int, name: str, workbook: bool
) -> bool:
    column, wanted = contract.column(name), correction.expect[name]
    if not isinstance(wanted, Mapping):
        return _same(table[name][i], wanted, column, workbook)
    value = _read(table[name][i], column, workbook)
    bounds = {side: _read(_text(bound), column, workbook) for side, bound in wanted.items()}
    try:
        return value is not None and all(
            value >= bound if side == "min" else value <= bound for side, bound in bounds.items()
        )
    except TypeError:  # a cell that cannot be read is no number between bounds
        return False
