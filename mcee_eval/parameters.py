"""A notebook's own parameters: its first cell gives each its default, the TOML beside it says what may be chosen."""

from __future__ import annotations

import ast
import json
import math
import os
import re
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from mcee_eval.errors import BadSettings, Problem

COMMON = ("country", "lang", "audience", "dataset", "start", "end")  # of every notebook; studies.check_parameters
TYPES: Mapping[str, tuple[str, tuple[type, ...]]] = {
    "text": ("a text", (str,)),
    "codes": ("codes with spaces between them", (str,)),
    "day": ("a day such as 2025-05-31", (str,)),
    "integer": ("a whole number", (int,)),
    "number": ("a number", (int, float)),
}
_INJECTED = "# Parameters\n"  # how papermill begins the cell that it puts after the parameters
_CODE = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True)
class Declared:
    """What may be chosen. type : of ``TYPES``, "" when only the cell knows. because : the reason, by language."""

    name: str
    type: str = ""
    range: tuple[float, float] | None = None
    among: tuple[Any, ...] = ()
    because: Mapping[str, str] = field(default_factory=dict)

    def read(self, text: str) -> Any:
        """A value as written on a command line; one that cannot be read stays a text, which ``problems`` tells."""
        try:
            if self.type in ("integer", "number"):
                return int(text) if self.type == "integer" else float(text)
            return text if self.type else ast.literal_eval(text)
        except (ValueError, SyntaxError):
            return text

    def problems(self, value: Any) -> list[Problem]:
        """What is wrong with a value: its type, its range, what it is chosen among."""
        if not self.type:
            return []
        wanted, kinds = TYPES[self.type]
        if type(value) not in kinds or value != value:
            return [Problem(self.name, f"{value!r}, a {type(value).__name__}", wanted)]
        if self.type == "day" and not _is_day(value):
            return [Problem(self.name, repr(value), wanted)]
        if self.range and not self.range[0] <= value <= self.range[1]:
            return [Problem(self.name, repr(value), f"from {self.range[0]:g} to {self.range[1]:g}")]
        chosen = value.split() if self.type == "codes" else [value]
        wrong = [one for one in chosen if self.among and one not in self.among]
        if self.type == "codes" and not self.among:
            wrong = [one for one in chosen if not _CODE.fullmatch(one)]
            return [Problem(self.name, repr(one), wanted) for one in wrong]
        listed = ", ".join(map(str, self.among))
        return [Problem(self.name, repr(one), f"one of {listed}", _meant(str(one), self.among)) for one in wrong]


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def declared_parameters(path: Path) -> dict[str, Declared]:
    """The tables ``[parameter.<name>]`` of a notebook's TOML; none where there is no such file.

    Keys: type, range = [low, high] or among = […], because = {en = …, fr = …}. Refuses with every problem at once.
    """
    if not path.is_file():
        return {}
    try:
        tables = tomllib.loads(path.read_text("utf-8")).get("parameter", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings("a TOML cannot be read", problems=[Problem(path.name, str(error), "TOML")]) from error
    problems: list[Problem] = []
    found = {name: _declared(name, dict(table), problems) for name, table in tables.items()}
    if problems:
        raise BadSettings(f"{path.name}: parameters that are not declared well", problems=problems)
    return found


def known_parameters(source: str, toml: Path) -> dict[str, Declared]:
    """All own parameters of a notebook: those declared, and those that only its parameters cell (``source``) names."""
    kinds = {str: "text", int: "integer", float: "number"}
    own = {name: Declared(name, kinds.get(type(value), "")) for name, value in cell_values(source).items()}
    return {name: d for name, d in {**own, **declared_parameters(toml)}.items() if name not in COMMON}


def parameter_problems(declared: Mapping[str, Declared], given: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with given values: names that nobody declares, with the near miss; types and ranges."""
    problems: list[Problem] = []
    for name, value in given.items():
        if name in declared:
            problems += declared[name].problems(value)
        else:
            names = (*COMMON, *declared)
            told = f"one of {', '.join(names)}"
            problems.append(Problem(name, "no parameter of this notebook", told, _meant(name, names)))
    return problems


def cell_values(source: str) -> dict[str, Any]:
    """The names that a cell assigns, with their value where it stands there; {} for what is not plain Python."""
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        return {}
    found: dict[str, Any] = {}
    for statement in statements:
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                _assign(target, statement.value, found)
        elif isinstance(statement, ast.AnnAssign) and statement.value:
            _assign(statement.target, statement.value, found)
    return found


def parameters_cell(notebook: Path) -> str:
    """The source of a notebook's cell that is tagged ``parameters``; "" where there is none."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    return next(("".join(c["source"]) for c in cells if "parameters" in c["metadata"].get("tags", ())), "")


def open_notebook(shipped: Path) -> Path:
    """The notebook that runs: as the batch (``$MCEE_NOTEBOOK``) or JupyterLab tells, else the shipped one."""
    told = Path(os.environ.get("MCEE_NOTEBOOK") or os.environ.get("JPY_SESSION_NAME") or shipped)
    return told if told.is_file() else shipped


def toml_of(notebook: Path, shipped: Path) -> Path:
    """The TOML beside a notebook, else the one beside the shipped notebook of the same finding."""
    beside = notebook.with_suffix(".toml")
    return beside if beside.is_file() else shipped.with_suffix(".toml")


def refuse_strangers(
    namespace: Mapping[str, Any], history: Sequence[str], toml: Path
) -> tuple[dict[str, Any], list[Problem]]:
    """The own parameters of the notebook that is open in this kernel, and what is wrong with them.

    namespace, history : the user's names and the cells run so far (IPython's ``user_ns`` and ``In``). The parameters
    cell is the one that sets the common ones; what papermill injected after it may set nothing that neither this cell
    nor the TOML names: papermill itself only warns, and runs a misspelt country for ALL.
    """
    cells = [source for source in history if not source.startswith(_INJECTED)]
    ours = [source for source in cells if {"country", "audience", "dataset"} <= set(cell_values(source))]
    if not ours:
        return {}, []
    known = known_parameters("\n".join(ours), toml)
    injected = {name for source in history if source.startswith(_INJECTED) for name in cell_values(source)}
    asked = {name for name in injected if name not in COMMON}
    values = {name: namespace[name] for name in (*known, *sorted(asked - set(known))) if name in namespace}
    return {name: value for name, value in values.items() if name in known}, parameter_problems(known, values)


def here(toml: Path) -> tuple[dict[str, Any], list[Problem]]:
    """``refuse_strangers`` for the kernel that asks; nothing outside of one."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    history = shell.user_ns.get("In", ()) if shell else ()
    return refuse_strangers(shell.user_ns, history, toml) if shell else ({}, [])


def changed(own: Mapping[str, Any], shipped: Path) -> dict[str, Any]:
    """Those own parameters that have another value than the shipped notebook gives them, as a record keeps them."""
    usual = cell_values(parameters_cell(shipped)) if shipped.is_file() else {}
    other = {n: v for n, v in sorted(own.items()) if n not in usual or usual[n] != v}
    return {n: v if isinstance(v, (str, int, float)) and v == v else repr(v) for n, v in other.items()}


def _assign(target: ast.expr, value: ast.expr, found: dict[str, Any]) -> None:
    if isinstance(target, ast.Name):
        try:
            found[target.id] = ast.literal_eval(value)
        except (ValueError, TypeError):
            found[target.id] = None
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        for name, one in zip(target.elts, value.elts, strict=True):
            _assign(name, one, found)


def _declared(name: str, table: dict[str, Any], problems: list[Problem]) -> Declared:
    where = f"parameter.{name}"
    kind, limits, among = table.get("type"), table.get("range"), table.get("among", [])
    because = table.get("because", {})
    if kind not in TYPES:
        problems.append(Problem(f"{where}.type", repr(kind), f"one of {', '.join(TYPES)}", _meant(str(kind), TYPES)))
        kind = ""
    numbers = limits is None or (
        isinstance(limits, list)
        and len(limits) == 2
        and all(isinstance(v, (int, float)) and math.isfinite(v) for v in limits)
        and limits[0] <= limits[1]
        and kind in ("integer", "number")
    )
    if not numbers:
        problems.append(Problem(f"{where}.range", repr(limits), "[low, high], of a number"))
    if not isinstance(among, list) or (among and limits is not None):
        problems.append(Problem(f"{where}.among", repr(among), "a list, and no range beside it"))
    if not isinstance(because, dict) or not all(str(because.get(lang, "")).strip() for lang in ("en", "fr")):
        problems.append(Problem(f"{where}.because", repr(because), "a reason in en and in fr"))
    strange = sorted(set(table) - {"type", "range", "among", "because"})
    problems += [Problem(f"{where}.{key}", "no such key", "type, range, among, because") for key in strange]
    ends = (limits[0], limits[1]) if limits and numbers else None
    return Declared(name, str(kind), ends, tuple(among) if isinstance(among, list) else (), because)


def _meant(name: str, among: Any) -> str:
    from mcee_eval.contracts.near import did_you_mean

    return did_you_mean(name, [str(one) for one in among])
