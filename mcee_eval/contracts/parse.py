"""Cells as text → a typed frame, strictly: a cell is read in its one meaning or refused with the reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mcee_eval.contracts import parse_numbers, parse_periods
from mcee_eval.contracts.cell_text import EXCEL_ERRORS, Unread, refuse_nothing, spaced, trimmed
from mcee_eval.contracts.declare import Column, Contract
from mcee_eval.contracts.faults import Fault, shown

if TYPE_CHECKING:
    import pandas as pd

    Value = str | int | float | bool | object | None

_TRUE, _FALSE = frozenset({"yes", "true"}), frozenset({"no", "false"})
_CODE = re.compile(r"[\w.+:#/-]+")
_LIST = re.compile(r"[;,|\n]")
EXPECTED = {
    "integer": "a whole number",
    "decimal": "a number",
    "year": "a calendar year",
    "boolean": "yes or no",
    "date": parse_periods.DATE,
    "month": parse_periods.MONTH,
    "quarter": parse_periods.QUARTER,
    "fiscal_year": parse_periods.FISCAL,
}
ONE_ROW_EACH = "Give each value a row of its own: no cell holds a list."


@dataclass(frozen=True)
class Parsed:
    """What the cells of a table say.

    frame : the columns of the contract that were given, typed; a cell that could not be read is null.
    faults : the cells that could not be read, and why.
    unread : column → positions of those cells, so that later checks leave them alone.
    notes : cells written in another accepted form, counted by column.
    """

    frame: pd.DataFrame
    faults: list[Fault]
    unread: dict[str, set[int]]
    notes: tuple[str, ...]


def parse_cell(text: str, column: Column, *, workbook: bool = False) -> Value:
    """One cell → its value: str, int, float, bool, date, or None for an empty cell.

    workbook : the cell comes from Excel, where a typed month has become the first day of it.
    Raises ``Unread`` with what was found, what was expected and what to do. An empty cell is None also where the
    column needs a value: that is for ``check`` to say.
    """
    if column.type == "text":
        kept = trimmed(text)
        if kept.upper() in EXCEL_ERRORS:
            raise Unread("excel_error", f"the Excel error {kept}", "text", "Repair the formula, then paste values.")
        return kept or None
    plain = spaced(text)
    if not plain:
        return None
    if column.type == "code":
        return _code(plain, text, column)
    refuse_nothing(plain, EXPECTED[column.type], column.nullable)
    if column.type == "integer":
        return parse_numbers.whole(plain)
    if column.type == "decimal":
        return parse_numbers.decimal(plain)
    if column.type == "year":
        return parse_numbers.year(plain)
    if column.type == "boolean":
        return _boolean(plain)
    if column.type == "date":
        return parse_periods.day(plain)
    if column.type == "month":
        return parse_periods.month(plain, workbook=workbook)
    return parse_periods.quarter(plain) if column.type == "quarter" else parse_periods.fiscal_year(plain)


def _code(plain: str, text: str, column: Column) -> str:
    if plain.upper() in EXCEL_ERRORS:
        raise Unread("excel_error", f"the Excel error {plain}", "a code", "Repair the formula, then paste values.")
    if is_code(plain):
        return plain  # most cells: the rest looks for what went wrong
    if (many := parts(text)) > 1:
        raise Unread("list_in_cell", f"{shown(plain)}, a list of {many}", "one code", ONE_ROW_EACH)
    if not (column.codes or column.isin):
        todo = "Use letters, digits and _ . + : # / - only."
        raise Unread("code_form", shown(plain), "a code without spaces", todo)
    return plain


def parts(text: str) -> int:
    """How many values a cell would hold if its commas, semicolons, bars and line ends separated them."""
    return len([p for p in _LIST.split(text) if spaced(p)])


def is_code(text: str) -> bool:
    """Whether a text can be a code: no spaces, no separators of lists."""
    return _CODE.fullmatch(text) is not None


def _boolean(plain: str) -> bool:
    lowered = plain.lower()
    if lowered in _TRUE or lowered in _FALSE:
        return lowered in _TRUE
    meant = {"oui": "yes", "vrai": "yes", "y": "yes", "t": "yes", "1": "yes"}
    meant |= {"non": "no", "faux": "no", "n": "no", "f": "no", "0": "no"}
    todo = f"Write {meant[lowered]}, if that is meant." if lowered in meant else "Correct it at the source."
    raise Unread("not_a_boolean", shown(plain), "yes or no (true or false)", todo)


def parse_table(contract: Contract, cells: Mapping[str, Sequence[str]], *, workbook: bool = False) -> Parsed:
    """The cells of a table, column by column, as a typed frame with every refusal.

    contract : of the table; cells : column → its cells as text, all of one length. Columns that the contract does not
    declare are for ``check`` to refuse, and must not be given here.
    """
    import pandas as pd

    columns: dict[str, pd.Series] = {}
    faults: list[Fault] = []
    unread: dict[str, set[int]] = {}
    notes: list[str] = []
    for column in contract.columns:
        if column.name not in cells:
            continue
        texts = list(cells[column.name])
        values, refused = _unique(texts, column, workbook)
        columns[column.name] = _series([values.get(t) for t in texts], column)
        for i, text in enumerate(texts):
            if (why := refused.get(text)) is not None:
                faults.append(Fault(why.check, column.name, (i,), why.found, why.expected, why.try_this))
                unread.setdefault(column.name, set()).add(i)
        notes += _other_forms(texts, values, column)
    return Parsed(pd.DataFrame(columns), faults, unread, tuple(notes))


def _unique(texts: list[str], column: Column, workbook: bool) -> tuple[dict[str, Value], dict[str, Unread]]:
    """Each different text once: tables repeat themselves."""
    values: dict[str, Value] = {}
    refused: dict[str, Unread] = {}
    for text in dict.fromkeys(texts):
        try:
            values[text] = parse_cell(text, column, workbook=workbook)
        except Unread as why:
            refused[text] = why
    return values, refused


def _series(values: list[Value], column: Column) -> pd.Series:
    import pandas as pd

    if column.type == "date":
        return pd.to_datetime(pd.Series(values, dtype="object")).astype("datetime64[us]")
    if column.type == "decimal":
        values = [float("nan") if v is None else v for v in values]
    return pd.Series(values, dtype=column.dtype)


def _other_forms(texts: list[str], values: Mapping[str, Value], column: Column) -> list[str]:
    """A note for the periods that were written in another accepted form."""
    if column.type not in {"month", "quarter", "fiscal_year"}:
        return []
    other = Counter(t for t in texts if values.get(t) and values[t] != spaced(t))
    if not other:
        return []
    example = next(iter(other))
    cells = "cell" if other.total() == 1 else "cells"
    told = f"such as '{spaced(example)}' read as {values[example]}"
    return [f"{column.name}: {other.total()} {cells} in another form, {told}"]
