"""The one checker: a frame against its contract, every problem at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from mcee_eval.contracts.declare import DTYPES, Contract, Rule
from mcee_eval.contracts.faults import Fault, shown, tell
from mcee_eval.contracts.near import nearest_column
from mcee_eval.contracts.parse import EXPECTED
from mcee_eval.contracts.values import AT_SOURCE, ValueCheck, schema, value_checks
from mcee_eval.errors import Problem

if TYPE_CHECKING:
    import pandas as pd


def check(
    contract: Contract,
    frame: pd.DataFrame,
    *,
    others: Mapping[str, pd.DataFrame] | None = None,
    extracted_on: date | str | None = None,
    rows: Sequence[int] | None = None,
    word: str = "row",
    unread: Mapping[str, set[int]] | None = None,
) -> list[Problem]:
    """What is wrong with a table? An empty list when nothing is.

    frame : with the columns and dtypes of the contract; it is not changed.
    others : the other tables by name, for codes that they list; without them such codes are not compared.
    extracted_on : the day the data were taken out; dates after it are problems, unless a column looks ahead.
    rows : the file's number of each row (default: 2, 3, …, as in a spreadsheet); ``word`` : row or line.
    unread : column → positions that a parser has already refused; what follows from them is not told again.
    """
    found = faults(contract, frame, others=others, extracted_on=extracted_on, unread=unread)
    return tell(found, rows if rows is not None else range(2, len(frame) + 2), word)


def faults(
    contract: Contract,
    frame: pd.DataFrame,
    *,
    others: Mapping[str, pd.DataFrame] | None = None,
    extracted_on: date | str | None = None,
    unread: Mapping[str, set[int]] | None = None,
) -> list[Fault]:
    """As ``check``, before rows are named: columns first, then values, keys and rules."""
    frame = frame.reset_index(drop=True)
    unread = unread or {}
    day = date.fromisoformat(extracted_on) if isinstance(extracted_on, str) else extracted_on
    tables = {**(others or {}), contract.name: frame}
    checks = {c.name: value_checks(c, tables, day) for c in contract.columns}
    cases = _failure_cases(contract, frame, checks)
    found = _column_faults(contract, frame, cases)
    broken = {f.where for f in found} | set(contract.names) - set(frame.columns)
    values = _value_faults(contract, frame, checks, cases, broken, unread)
    blind = {name: set(rows) for name, rows in unread.items()}
    for fault in values:
        if fault.check != "empty":
            blind.setdefault(fault.where, set()).update(fault.rows)
    ruled: list[Fault] = []
    explained: set[tuple[str, int]] = set()
    for rule in contract.rules:
        if not broken & set(rule.columns()):
            told = rule_faults(rule, frame, blind)
            ruled += told
            explained |= {(getattr(rule, "needs", ""), row) for fault in told for row in fault.rows}
    found += [f for f in values if f.check != "empty" or (f.where, f.rows[0]) not in explained]
    if not broken & set(contract.key):
        found += _key_faults(contract, frame, unread)
    return found + ruled


def _failure_cases(
    contract: Contract, frame: pd.DataFrame, checks: Mapping[str, list[ValueCheck]]
) -> list[dict[str, Any]]:
    import pandera.errors

    try:
        schema(checks, contract).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as failed:
        cases: list[dict[str, Any]] = failed.failure_cases.to_dict("records")
        return cases
    return []


def _column_faults(contract: Contract, frame: pd.DataFrame, cases: list[dict[str, Any]]) -> list[Fault]:
    """Columns that are missing, not declared, or of another dtype."""
    missing = [n for n in contract.names if any(_is(c, "column_in_dataframe", n) for c in cases)]
    unknown = [n for n in frame.columns if any(_is(c, "column_in_schema", n) for c in cases)]
    found = column_names(contract, missing, [str(n) for n in unknown])
    for column in contract.columns:
        if any(c["column"] == column.name and str(c["check"]).startswith("dtype(") for c in cases):
            todo = "Read the file with the loader, or build the frame with the contract's own frame()."
            found.append(Fault("dtype", column.name, (), str(frame[column.name].dtype), DTYPES[column.type], todo))
    return found


def _is(case: Mapping[str, Any], name: str, column: str) -> bool:
    return bool(case["check"] == name and case["failure_case"] == column)


def column_names(contract: Contract, missing: Sequence[str], unknown: Sequence[str]) -> list[Fault]:
    """A fault for each missing column and each that the contract does not declare, near misses named."""
    found, free = [], list(missing)
    for name in unknown:
        meant = nearest_column(name, contract, free)
        if meant:
            free.remove(meant)
        todo = f"Did you mean '{meant}'?" if meant else "Take the column out of the file."
        expected = ", ".join(contract.names)
        found.append(Fault("unknown_column", f"column {shown(name)}", (), "not in the contract", expected, todo))
    for name in free:
        column = contract.column(name)
        expected = f"{column.en} ({column.type})"
        todo = "Add the column; its cells may be empty." if column.nullable else "Add the column and fill it."
        found.append(Fault("missing_column", f"column '{name}'", (), "not in the file", expected, todo))
    return found


def _value_faults(
    contract: Contract,
    frame: pd.DataFrame,
    checks: Mapping[str, list[ValueCheck]],
    cases: list[dict[str, Any]],
    broken: set[str],
    unread: Mapping[str, set[int]],
) -> list[Fault]:
    """Cells that fail a check of their column; nothing of one whose dtype failed: pandera talks nonsense there."""
    named = {(column, c.name): c for column, found in checks.items() for c in found}
    found = []
    for case in cases:
        name = case["column"]
        if name not in contract.names or name in broken or case["index"] is None:
            continue
        row = int(case["index"])
        if row in unread.get(name, ()):
            continue
        column = contract.column(name)
        if case["check"] == "not_nullable":
            of_code = f"one of {', '.join(column.codes)}" if column.codes else "a code"
            expected = EXPECTED.get(column.type, of_code if column.type == "code" else "text")
            todo = "Give the value at the source, or declare a correction."
            found.append(Fault("empty", name, (row,), "an empty cell", expected, todo))
        else:
            # pandera's own failure_case has become a float where another column's was one
            failed, value = named[name, case["check"]], frame[name].iloc[row]
            told = shown(value) if column.dtype == "str" else _bare(value)
            found.append(Fault(failed.name, name, (row,), told, failed.expected, failed.try_this(value)))
    order = {name: i for i, name in enumerate(contract.names)}
    return sorted(found, key=lambda f: (order[f.where], f.rows))


def _bare(value: Any) -> str:
    text = str(value)
    return text.removesuffix(" 00:00:00")


def _key_faults(contract: Contract, frame: pd.DataFrame, unread: Mapping[str, set[int]]) -> list[Fault]:
    """One fault for each key that stands in more than one row."""
    key = list(contract.key)
    keys = frame[key].dropna()
    keys = keys.drop(index=[i for name in key for i in unread.get(name, ()) if i in keys.index])
    doubled = keys[keys.duplicated(keep=False)]
    found = []
    for values, same in doubled.groupby(key, sort=False):
        named = ", ".join(f"{name} {_bare(value)}" for name, value in zip(key, values, strict=True))
        rows = tuple(int(i) for i in same.index)
        expected = f"one row for each {' and '.join(key)}"
        todo = f"Keep one of them. {AT_SOURCE}"
        found.append(Fault("duplicated_key", named, rows, f"the same key in {len(rows)} rows", expected, todo))
    return found


def rule_faults(rule: Rule, frame: pd.DataFrame, blind: Mapping[str, set[int]]) -> list[Fault]:
    """A rule's faults, less those that would only follow from a cell that is already refused.

    blind : column → positions of refused cells. A rule within rows leaves those rows out; a rule between the rows of
    a group leaves the group out; any other rule between rows has nothing to say until the cell is put right.
    """
    rows = {i for name in rule.columns() for i in blind.get(name, ())}
    if not rows:
        return rule.faults(frame)
    if not getattr(rule, "between_rows", False):
        return [f for f in rule.faults(frame) if not rows & set(f.rows)]
    within = getattr(rule, "within", None)
    if not isinstance(within, tuple) or any(blind.get(name) for name in within):
        return []
    groups = list(zip(*(frame[name] for name in within), strict=True))
    refused = {groups[i] for i in rows}
    kept = [i for i, group in enumerate(groups) if group not in refused]
    return [replace(f, rows=tuple(kept[i] for i in f.rows)) for f in rule.faults(frame.iloc[kept])]
