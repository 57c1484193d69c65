"""Input checks shared by all metrics: columns that exist, numbers that are finite, series that vary.

Checks of a table or a series raise. Checks of a parameter return problems, which ``parameters`` raises together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from mcee_eval.errors import BadParameter, BadTable, ConstantSeries, NotFinite, Problem, TooFewPeriods, ZeroExposure

Floats = NDArray[np.float64]
SHOWN = 10  # rows named in a message; the count says how many there are


def need_columns(frame: pd.DataFrame, names: Iterable[str], *, table: str = "frame") -> None:
    """Refuse (BadTable) when a column is absent, naming every one and the nearest spelling."""
    problems = []
    present = [str(c) for c in frame.columns]
    for name in dict.fromkeys(names):
        if name not in frame.columns:
            near = get_close_matches(str(name), present, n=1)
            hint = f"Did you mean {near[0]!r}?" if near else f"The table has: {', '.join(present)}."
            problems.append(Problem(f"column {name!r}", "not in the table", "a column of that name", hint))
    if problems:
        raise BadTable.of(table, problems)


def distinct_names(column: pd.Series, name: Callable[[Any], str] = str, *, table: str = "frame") -> None:
    """Refuse (BadTable) values that differ and would be called the same, such as 2 and "2"."""
    called: dict[str, Any] = {}
    problems = []
    for value in column.dropna().unique():
        other = called.setdefault(name(value), value)
        if other is not value:
            found = f"{other!r} ({type(other).__name__}) and {value!r} ({type(value).__name__})"
            hint = "Make one text of both, or give each a name of its own."
            problems.append(Problem(f"column {column.name!r}", found, "one name for one thing", hint))
    if problems:
        raise BadTable.of(table, problems[:SHOWN])


def numeric(frame: pd.DataFrame, names: Sequence[str], *, table: str = "frame") -> Floats:
    """The named columns as floats, shape (rows, names). Refuses text (BadTable), missing and infinite (NotFinite)."""
    need_columns(frame, names, table=table)
    wrong = [
        Problem(f"column {c!r}", f"dtype {frame[c].dtype}", "numbers", "Make a numeric column of it first.")
        for c in dict.fromkeys(names)
        if not pd.api.types.is_numeric_dtype(frame[c]) and not _python_numbers(frame[c])
    ]
    if wrong:
        raise BadTable.of(table, wrong)
    return np.column_stack(finite({c: frame[c].to_numpy(float, na_value=np.nan) for c in names}, rows=frame.index))


def _python_numbers(column: pd.Series) -> bool:
    """Whether a column of objects holds numbers alone, missing ones apart."""
    return column.dtype == object and all(isinstance(v, Real) and not isinstance(v, bool) for v in column.dropna())


def finite(values: Mapping[str, ArrayLike], *, rows: Sequence[Any] | pd.Index | None = None) -> list[Floats]:
    """Each named value as a float array. Refuses missing and infinite values (NotFinite), naming column and row."""
    arrays = {name: np.asarray(v, dtype=float) for name, v in values.items()}
    problems, count = [], 0
    for name, array in arrays.items():
        bad = np.flatnonzero(~np.isfinite(array))
        count += len(bad)
        for i in bad[:SHOWN]:
            where = f"{name!r}" if array.ndim == 0 else f"{name!r}, row {i if rows is None else rows[i]}"
            hint = "Fill it from the source, or leave the period out and say so."
            problems.append(Problem(where, str(array.flat[i]), "a finite number", hint))
    if problems:
        raise NotFinite(f"{count} missing or infinite value(s)", problems=problems)
    return list(arrays.values())


def varies(values: Floats, where: str) -> None:
    """Refuse (ConstantSeries) a series that never changes."""
    if len(values) and np.ptp(values) <= 1e-12 * np.abs(values).max():
        found = f"{len(values)} values, all {values[0]:g}"
        problem = Problem(where, found, "a series that changes", "A constant has no variance: nothing can be tested.")
        raise ConstantSeries("the series is constant", problems=[problem])


def positive_exposure(values: Floats, where: str) -> None:
    """Refuse (ZeroExposure) exposures of zero or less."""
    bad = np.flatnonzero(np.atleast_1d(values) <= 0)
    if len(bad):
        shown = [
            Problem(
                f"{where}, row {i}", f"{np.atleast_1d(values)[i]:g}", "more than zero", "A rate needs a denominator."
            )
            for i in bad[:SHOWN]
        ]
        raise ZeroExposure(f"{len(bad)} exposure(s) of zero or less", problems=shown)


def at_least(need: int, counts: Mapping[str, int], *, what: str = "periods") -> None:
    """Refuse (TooFewPeriods) when any of the named counts is below ``need``."""
    short = [
        Problem(where, f"{n} {what}", f"{need} or more", "Widen the window, or report the counts without a test.")
        for where, n in counts.items()
        if n < need
    ]
    if short:
        raise TooFewPeriods(f"too few {what}", problems=short, need=need)


def one_of(where: str, value: object, allowed: Sequence[object]) -> list[Problem]:
    """A problem unless ``value`` is one of ``allowed``."""
    return [] if value in allowed else [Problem(where, repr(value), f"one of {', '.join(map(repr, allowed))}")]


def share(where: str, value: object) -> list[Problem]:
    """A problem unless ``value`` lies strictly between 0 and 1 (a level, a power, an alpha)."""
    good = isinstance(value, (int, float, np.number)) and 0 < float(value) < 1
    return [] if good else [Problem(where, repr(value), "a number between 0 and 1, both excluded")]


def whole(where: str, value: object, *, low: int) -> list[Problem]:
    """A problem unless ``value`` is a whole number of ``low`` or more."""
    good = isinstance(value, (int, np.integer)) and not isinstance(value, bool) and value >= low
    return [] if good else [Problem(where, repr(value), f"a whole number, {low} or more")]


def lags(value: int | None, n: int, *, where: str = "lags") -> list[Problem]:
    """A problem unless ``value`` is None or a whole number of at most a third of the ``n`` periods it is used on."""
    if value is None:
        return []
    hint = "With more lags the variance is made of a few products and comes out too small; None chooses from n."
    many = [Problem(where, f"{value} lags", f"at most {n // 3}, a third of {n} periods", hint)]
    return whole(where, value, low=0) or (many if value > n // 3 else [])


def parameters(metric: str, *problems: Sequence[Problem]) -> None:
    """Refuse (BadParameter) with every problem found, if there is one."""
    found = [p for some in problems for p in some]
    if found:
        raise BadParameter(f"{metric}: {len(found)} parameter(s) cannot be used", problems=found)
