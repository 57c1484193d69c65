"""The checks of single values that a declared column asks for, and the pandera schema made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from mcee_eval.contracts.declare import EARLIEST, LATEST, PERIODS, Column, Contract
from mcee_eval.contracts.near import did_you_mean, meanings
from mcee_eval.contracts.parse import EXPECTED, is_code
from mcee_eval.contracts.periods import first_day, holding, number

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

AT_SOURCE = "Correct it at the source, or declare a correction."


@dataclass(frozen=True, slots=True)
class ValueCheck:
    """One check: its name, which values pass, what was expected, and what to do about a value that fails."""

    name: str
    passes: Callable[[pd.Series], pd.Series]
    expected: str
    try_this: Callable[[Any], str]


def schema(checks: Mapping[str, list[ValueCheck]], contract: Contract) -> pa.DataFrameSchema:
    """The pandera schema of a contract: columns, dtypes, which may be empty, and the checks of ``value_checks``."""
    import pandera.pandas as pa

    columns = {
        column.name: pa.Column(
            column.dtype,
            checks=[pa.Check(c.passes, name=c.name) for c in checks[column.name]],
            nullable=column.nullable,
        )
        for column in contract.columns
    }
    return pa.DataFrameSchema(columns, strict=True)


def value_checks(column: Column, others: Mapping[str, pd.DataFrame], extracted_on: date | None) -> list[ValueCheck]:
    """What each filled cell of a column must pass.

    others : tables by name, for codes that another table lists; a code list that is not there is not checked.
    """
    found = _form(column)
    if column.type != "boolean":
        found += _bounds(column)
    if column.codes:
        found.append(_closed_list(column))
    if column.isin and column.isin.split(".")[0] in others:
        found.append(_listed_elsewhere(column, others))
    if extracted_on and not column.future and column.type in PERIODS | {"date", "year"}:
        found.append(_not_after(column, extracted_on))
    return found


def _always(text: str) -> Callable[[Any], str]:
    return lambda _: text


def _form(column: Column) -> list[ValueCheck]:
    """Strings that are not in the written form of their type (for frames that no parser has read)."""
    if column.type in PERIODS:
        kind, expected = column.type, EXPECTED[column.type]
        todo = _always("Write the period in its one form.")
        return [ValueCheck("period_form", lambda s: s.map(lambda v: number(kind, v) is not None), expected, todo)]
    if column.type == "code" and not (column.codes or column.isin):
        todo = _always("Use letters, digits and _ . + : # / - only; no cell holds a list.")
        return [ValueCheck("code_form", lambda s: s.map(is_code), "a code without spaces", todo)]
    if column.type == "text":
        todo = _always("Leave the cell empty, if nothing is known.")
        return [ValueCheck("blank", lambda s: s.str.strip() != "", "text, or an empty cell", todo)]
    return []


def _bounds(column: Column) -> list[ValueCheck]:
    low: Any = column.ge if column.ge is not None else EARLIEST.get(column.type)
    high: Any = column.le if column.le is not None else LATEST.get(column.type)
    checks = []
    if column.type == "decimal":
        todo = _always("Leave the cell empty where the number is not known.")
        checks.append(ValueCheck("finite", lambda s: s.abs() < float("inf"), "a finite number", todo))
    if low is not None:
        bound = _comparable(low, column)
        checks.append(ValueCheck("too_low", lambda s: s >= bound, f"{low} or {_more(column)}", _always(AT_SOURCE)))
    if high is not None:
        top = _comparable(high, column)
        checks.append(ValueCheck("too_high", lambda s: s <= top, f"{high} or {_less(column)}", _always(AT_SOURCE)))
    return checks


def _more(column: Column) -> str:
    return "later" if column.type in PERIODS | {"date", "year"} else "more"


def _less(column: Column) -> str:
    return "earlier" if column.type in PERIODS | {"date", "year"} else "less"


def _comparable(bound: float | str, column: Column) -> Any:
    import pandas as pd

    return pd.Timestamp(str(bound)) if column.type == "date" else bound


def _closed_list(column: Column) -> ValueCheck:
    codes = dict(column.codes)

    def todo(value: Any) -> str:
        named = meanings(codes, str(value))
        return f"Did you mean '{named}'?" if named else did_you_mean(str(value), codes) or AT_SOURCE

    return ValueCheck("unknown_code", lambda s: s.isin(list(codes)), f"one of {', '.join(codes)}", todo)


def _listed_elsewhere(column: Column, others: Mapping[str, pd.DataFrame]) -> ValueCheck:
    table, listed = column.isin.split(".")
    frame = others[table]
    codes = [str(c) for c in frame[listed].dropna().unique()] if listed in frame else []
    allowed = {*codes, *column.also}
    names = {
        str(row[listed]): [str(row[c]) for c in ("name_en", "name_fr") if c in frame]
        for row in (frame.to_dict("records") if "name_en" in frame else ())
    }

    def todo(value: Any) -> str:
        meant = meanings(names, str(value)) or _near_name(str(value), names)
        if meant:
            return f"Did you mean '{meant}' ({names[meant][0]})?"
        return did_you_mean(str(value), sorted(allowed)) or f"Correct it, or add it to the table {table}."

    also = f", or {' or '.join(column.also)}" if column.also else ""
    return ValueCheck("unknown_code", lambda s: s.isin(list(allowed)), f"a {listed} of the table {table}{also}", todo)


def _near_name(value: str, names: Mapping[str, list[str]]) -> str | None:
    """The code of the country whose name is misspelt; short codes are compared with codes only."""
    from mcee_eval.contracts.near import nearest

    if len(value) < 4:
        return None
    by_name = {name: code for code, both in names.items() for name in both}
    meant = nearest(value, by_name)
    return by_name[meant] if meant else None


def _not_after(column: Column, extracted_on: date) -> ValueCheck:
    import pandas as pd

    kind = column.type
    day = pd.Timestamp(extracted_on)
    todo = _always("Check day, month and year; or state the day of the extraction.")
    if kind == "date":
        return ValueCheck("after_extraction", lambda s: s <= day, f"{extracted_on} (the extraction) or earlier", todo)
    last = holding(kind, extracted_on)
    expected = f"{last} (the period of the extraction) or earlier"
    if kind == "year":
        return ValueCheck("after_extraction", lambda s: s <= extracted_on.year, expected, todo)
    return ValueCheck(
        "after_extraction",
        lambda s: s.map(lambda v: number(kind, v) is None or first_day(kind, v) <= extracted_on),
        expected,
        todo,
    )
