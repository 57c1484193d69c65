"""What every metric returns: estimates with their interval, the method, and the recipe to call it again."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

Numbers = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number we are prepared to defend.

    value, low, high, se : in ``unit``; ``low``/``high``/``se`` are None when no honest interval exists.
    n : observations used, after drops.
    """

    value: float
    low: float | None = None
    high: float | None = None
    se: float | None = None
    unit: str = ""
    n: int = 0


@dataclass(frozen=True, kw_only=True)
class Result:
    """Common to all metrics. Subclasses add their estimates and ``numbers()``.

    method : the name of the method in the literature, as a code for ``words``.
    notes : codes of what a reader must know (an assumption that failed its check, a fallback).
    recipe : the keyword arguments that made it, so that placebo and sensitivity call it again.
    frame : tidy frame for its plot.
    """

    method: str
    notes: tuple[str, ...] = ()
    recipe: Mapping[str, Any] = field(default_factory=dict)
    frame: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False, compare=False)

    def numbers(self) -> Numbers:
        """The result as JSON-ready numbers under the keys that stay put."""
        raise TypeError(f"{type(self).__name__} gives no numbers()")


def plain(value: Any) -> Any:
    """A JSON-ready copy: numpy scalars and arrays become Python's, NaN and infinity become None."""
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
