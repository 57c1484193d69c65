"""``mapping.toml``: which sheet, header row and columns of a file are which table, and how its cells are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mcee_eval.contracts.declare import Column, Contract
from mcee_eval.contracts.near import did_you_mean
from mcee_eval.contracts.readers import to_fill
from mcee_eval.errors import BadSettings, Problem
from mcee_eval.loaders.own_declared import read_toml, texts, unknown
from mcee_eval.loaders.own_forms import ORDERS, Forms

MAPPING = "mapping.toml"
LISTS = ("yes", "no", "empty", "leave_out", "unused")
ENTRIES = (
    "file", "sheet", "header_row", "dates", "decimals", "serials", *LISTS, "distinct", "columns", "constants", "codes",
)  # fmt: skip
ASK = "?"  # what a draft could not tell
TABLE = "the name of a table of the data dictionary"


@dataclass(frozen=True)
class Mapped:
    """How one table stands in a file.

    file, sheet : where. header_row : the line or row of its column names, from 1. columns : the table's column → the
    file's. constants : column → the one value of every row. codes : column → what the file writes → the code.
    unused : columns of the file that are left aside. leave_out : first cells of rows that are no rows of the table,
    such as a total. distinct : rows that say the same are one row.
    """

    file: str
    sheet: str | None
    header_row: int
    forms: Forms
    columns: Mapping[str, str]
    constants: Mapping[str, str]
    codes: Mapping[str, Mapping[str, str]]
    unused: tuple[str, ...]
    leave_out: frozenset[str]
    distinct: bool


def read_mapping(folder: str | Path) -> tuple[dict[str, Mapped], list[Problem]]:
    """The tables that ``mapping.toml`` declares, without the sections that are wrong, and all that is wrong in them."""
    path = Path(folder) / MAPPING
    if not path.is_file():
        return {}, []
    problems: list[Problem] = []
    found: dict[str, Mapped] = {}
    try:
        sections = read_toml(path)
    except BadSettings as refused:
        return {}, list(refused.problems)
    for name, told in sections.items():
        if name not in to_fill():
            problems.append(Problem(name, "no such table", TABLE, did_you_mean(name, to_fill())))
        elif not isinstance(told, dict):
            problems.append(Problem(name, repr(told), f"a section [{name}]"))
        elif wrong := _wrong(to_fill()[name], told, Path(folder)):
            problems += wrong
        else:
            found[name] = _mapped(told)
    return found, problems


def _mapped(told: Mapping[str, Any]) -> Mapped:
    words = {name: frozenset(str(w).casefold() for w in told.get(name, ())) for name in LISTS}
    forms = Forms(
        told.get("dates", ""), told.get("decimals", ""), told.get("serials", False),
        words["yes"], words["no"], words["empty"],
    )  # fmt: skip
    given = {n: v for n, v in told.get("constants", {}).items() if v != ASK}
    return Mapped(
        told["file"], told.get("sheet") or None, told.get("header_row", 1), forms, told["columns"], given,
        told.get("codes", {}), tuple(told.get("unused", ())), words["leave_out"], told.get("distinct", False),
    )  # fmt: skip


def _wrong(contract: Contract, told: Mapping[str, Any], folder: Path) -> list[Problem]:
    """Everything that is wrong with one section."""
    at = f"{contract.name}."
    problems = unknown(told, ENTRIES, at)
    file = told.get("file")
    if not isinstance(file, str) or not (folder / file).is_file() or Path(file).name != file:
        there = sorted(p.name for p in folder.iterdir() if p.is_file() and p.suffix != ".toml")
        near = did_you_mean(file, there) if isinstance(file, str) else ""
        found = "not there" if file is None else f"{file!r}, no file of the folder"
        problems.append(Problem(f"{at}file", found, f"one of {', '.join(there)}", near))
    row = told.get("header_row", 1)
    if type(row) is not int or row < 1:
        problems.append(Problem(f"{at}header_row", repr(row), "a row of the file, counted from 1"))
    for name, allowed in (("dates", ORDERS), ("decimals", (",", "."))):
        if name in told and told[name] not in allowed:
            shown = " or ".join(f'"{a}"' for a in allowed)
            todo = "The file does not say: ask who made it." if told[name] == ASK else ""
            problems.append(Problem(f"{at}{name}", repr(told[name]), shown, todo))
    problems += [
        Problem(f"{at}{n}", repr(told[n]), "true or false")
        for n in ("serials", "distinct")
        if not isinstance(told.get(n, False), bool)
    ]
    if not isinstance(told.get("sheet", ""), str):
        problems.append(Problem(f"{at}sheet", repr(told["sheet"]), "the name of a sheet"))
    problems += [
        Problem(f"{at}{n}", repr(told[n]), "a list of texts") for n in LISTS if n in told and not texts(told[n])
    ]
    if not told.get("columns"):
        problems.append(Problem(f"{at}columns", "not there", "the table's columns, each with the file's column"))
    for part in ("columns", "constants"):
        given = told.get(part, {})
        if not isinstance(given, dict) or not all(isinstance(v, str) for v in given.values()):
            problems.append(Problem(f"{at}{part}", repr(given), "texts by column"))
            continue
        problems += unknown(given, contract.names, f"{at}{part}.")
    problems += _codes(contract, told.get("codes", {}), f"{at}codes")
    return problems + _both(told, at)


def _codes(contract: Contract, codes: Any, at: str) -> list[Problem]:
    if not isinstance(codes, dict):
        return [Problem(at, repr(codes), "a section for each column")]
    problems = unknown(codes, contract.names, f"{at}.")
    for name, given in codes.items():
        if not isinstance(given, dict) or not all(isinstance(v, str) for v in given.values()):
            problems.append(Problem(f"{at}.{name}", repr(given), "a code for each word of the file"))
        elif name in contract.names:
            column = contract.column(name)
            problems += [p for w, code in given.items() for p in _code(column, code, f"{at}.{name}.{w}")]
    return problems


def _code(column: Column, code: str, at: str) -> list[Problem]:
    if column.codes and code not in column.codes:
        near = did_you_mean(code, column.codes)
        return [Problem(at, repr(code), f"one of {', '.join(column.codes)}", near)]
    return []


def _both(told: Mapping[str, Any], at: str) -> list[Problem]:
    """A column of the table that has two sources, and a column of the file that stands for two."""
    columns, constants = told.get("columns"), told.get("constants", {})
    if not isinstance(columns, dict) or not isinstance(constants, dict):
        return []
    problems = [
        Problem(f"{at}constants.{n}", "a column of the file too", "one of the two", "Take one of them out.")
        for n in constants
        if n in columns
    ]
    given = [str(v) for v in columns.values()]
    problems += [
        Problem(f"{at}columns", f"'{v}' for {given.count(v)} columns", "each column of the file once")
        for v in dict.fromkeys(given)
        if given.count(v) > 1
    ]
    unused = told.get("unused", ())
    return problems + [
        Problem(f"{at}unused", f"'{v}', which is mapped too", "one of the two", "Take one of them out.")
        for v in given
        if isinstance(unused, list) and v in unused
    ]
