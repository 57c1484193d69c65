"""A metric called by its public name refuses what it cannot read; no raw error of a library leaves it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Sequence
from functools import cache, wraps
from numbers import Integral, Real
from typing import Any

import numpy as np
import pandas as pd

from mcee_eval.errors import BadParameter, BadTable, MceeError, Problem

_RAW = (ArithmeticError, AttributeError, LookupError, NotImplementedError, TypeError, ValueError)
_KINDS: dict[str, Any] = {
    "pd.DataFrame": pd.DataFrame, "str": str, "bool": (bool, np.bool_), "int": Integral, "float": Real,
    "Sequence": (Sequence, np.ndarray, pd.Series, pd.Index), "None": type(None),
}  # fmt: skip
_TOLD = {"pd.DataFrame": "a table (DataFrame)", "str": "a text", "bool": "True or False", "int": "a whole number",
         "float": "a number", "Sequence": "a list", "None": "None"}  # fmt: skip


@cache
def guarded(metric: Callable[..., Any]) -> Callable[..., Any]:
    """The metric, which refuses (BadParameter) arguments of a kind that it cannot use, and names them.

    A table with two columns of one name is refused (BadTable) before anything is computed. What the metric itself
    refuses is untouched; an error that it does not foresee comes with what was given, and its cause behind it.
    """
    signature = inspect.signature(metric)
    name = metric.__name__

    @wraps(metric)
    def call(*args: Any, **settings: Any) -> Any:
        try:
            given = signature.bind(*args, **settings).arguments
        except TypeError as wrong:
            problem = Problem("arguments", str(wrong), f"{name}{_parameters(signature)}")
            raise BadParameter(f"{name}: called with other arguments", problems=[problem]) from wrong
        _unique_columns(given)
        try:
            return metric(*args, **settings)
        except MceeError:
            raise
        except _RAW as raw:
            problems = _misfits(signature, given) or [
                Problem("arguments", f"{type(raw).__name__}: {raw}", "values as the documentation of each says")
            ]
            raise BadParameter(f"{name}: {len(problems)} argument(s) cannot be read", problems=problems) from raw

    return call


def _parameters(signature: inspect.Signature) -> str:
    return f"({', '.join(signature.parameters)})"


def _unique_columns(given: dict[str, Any]) -> None:
    problems = [
        Problem(f"column {column!r}", "more than once", "one column of each name", "Rename one, or leave it out.")
        for value in given.values()
        if isinstance(value, pd.DataFrame)
        for column in dict.fromkeys(value.columns[value.columns.duplicated()])
    ]
    if problems:
        raise BadTable.of("frame", problems)


def _misfits(signature: inspect.Signature, given: dict[str, Any]) -> list[Problem]:
    """Arguments of another kind than their annotation, where that is a plain one."""
    problems = []
    for where, value in given.items():
        kinds = re.sub(r"\[.*\]", "", str(signature.parameters[where].annotation)).split(" | ")
        if not set(kinds) <= set(_KINDS):
            continue
        text = isinstance(value, str) and "str" not in kinds
        if text or not any(isinstance(value, _KINDS[k]) for k in kinds):
            shown = type(value).__name__ if isinstance(value, (pd.DataFrame, pd.Series)) else repr(value)[:80]
            problems.append(Problem(where, shown, " or ".join(_TOLD[k] for k in kinds)))
    return problems
