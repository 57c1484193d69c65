"""Frames by name: declared by a decorator, made for one country and one window, absent with a reason."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

import pandas as pd

from mcee_eval.contracts.near import did_you_mean
from mcee_eval.datasets import Dataset, NoTable
from mcee_eval.errors import BadParameter, Problem
from mcee_eval.frames.frame import COUNTED, About, Frame, framed
from mcee_eval.frames.window import inside

NUMBERS = (*COUNTED, "share", "number")  # roles of columns that hold numbers
Maker = Callable[..., pd.DataFrame]


@dataclass(frozen=True)
class Declared:
    """A named frame. make : (data set, country, **how) → table. level : "programme" where no country has it.

    period : the column that ``start`` and ``end`` bound, if any. records : whether it is made from the records of other
    notebooks (the maker takes ``records``).
    """

    name: str
    make: Maker
    key: tuple[str, ...]
    roles: Mapping[str, str]
    period: str = ""
    level: str = ""
    records: bool = False


_DECLARED: dict[str, Declared] = {}


def frame(
    name: str, *, key: Sequence[str], period: str = "", level: str = "", records: bool = False,
    more: Mapping[str, str] | None = None, **roles: str,
) -> Callable[[Maker], Maker]:  # fmt: skip
    """Declare a named frame: its key, the roles of its columns, the period column that ``start`` and ``end`` bound.

    more : roles of columns whose names are taken here (``level``).
    The function takes a data set and a country (a code or "ALL") and returns a plain table. It may say more in
    ``table.attrs``: ``sources`` [(code, vintage)], ``provenance``, ``period``. It returns ``absent(reason)`` where it
    has nothing, or lets ``NoTable`` pass.
    """

    def declare(make: Maker) -> Maker:
        _DECLARED[name] = Declared(name, make, tuple(key), {**roles, **(more or {})}, period, level, records)
        return make

    return declare


def absent(code: str = "not_here", what: str = "") -> pd.DataFrame:
    """No rows, and why: "not_here" (not asked at this level, or of other data), "not_given" (a table is missing)."""
    empty = pd.DataFrame()
    empty.attrs["absent"], empty.attrs["what"] = code, what
    return empty


@cache
def declared() -> Mapping[str, Declared]:
    """Every frame by its name."""
    import mcee_eval.frames as package

    for found in pkgutil.iter_modules(package.__path__):
        import_module(f"mcee_eval.frames.{found.name}")
    return dict(sorted(_DECLARED.items()))


def from_records(name: str) -> bool:
    """Whether a frame is made from the records of other notebooks."""
    return name in declared() and declared()[name].records


def made(data: Dataset, name: str, country: str = "ALL", *, start: str = "", end: str = "", **how: Any) -> Frame:
    """The frame of this name for one country; refuses an unknown name with the nearest, and a window it cannot take."""
    known = declared()
    if name not in known:
        raise BadParameter(
            f"no frame {name!r}",
            problems=[Problem("frame", repr(name), "a named frame", did_you_mean(name, list(known)))],
        )
    wanted = known[name]
    try:
        table = (
            absent("not_here")
            if wanted.level == "programme" and country != "ALL"
            else wanted.make(data, country, **how)
        )
    except NoTable as missing:
        table = absent("not_given", str(missing.need))
    told = table.attrs
    provenance = told.get("provenance", data.provenance)
    for column in () if len(table) else (*wanted.key, *wanted.roles):
        if column not in table:
            table = table.assign(
                **{column: pd.Series(dtype="float64" if wanted.roles.get(column) in NUMBERS else object)}
            )
    if wanted.period and len(table):
        table = table[inside(table[wanted.period], start, end, fiscal=wanted.period == "fiscal_year")]
    return framed(
        table,
        About(
            name,
            wanted.key,
            {**dict.fromkeys(wanted.key, "code"), **wanted.roles},
            tuple(told.get("sources", [(provenance, "")])),
            provenance,
            str(told.get("period", "")),
            "",
            str(told.get("absent", "")),
            str(told.get("what", "")),
            data.released if provenance == "protected" else {},
        ),
    )
