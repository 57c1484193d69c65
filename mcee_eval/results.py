"""What every metric returns: estimates with their interval, the method, and the recipe to call it again."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, ClassVar

import numpy as np
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

    @property
    def ci(self) -> list[float | None]:
        """Its interval, both ends."""
        return [self.low, self.high]

    @property
    def interval(self) -> list[float | None] | None:
        """Its interval, or None where it has none."""
        return None if self.low is None else self.ci

    @property
    def variance(self) -> float | None:
        """The square of its standard error."""
        return None if self.se is None else self.se**2


@dataclass(frozen=True, kw_only=True)
class Result:
    """Common to all metrics. Subclasses add their estimates, and to KEYS what ``numbers()`` tells of them.

    method : the name of the method in the literature, as a code for ``words``.
    notes : codes of what a reader must know (an assumption that failed its check, a fallback).
    recipe : the keyword arguments that made it, so that placebo and sensitivity call it again.
    frame : tidy frame for its plot.

    KEYS : ``key`` or ``key=path``, between spaces. A path follows attributes, and columns of a frame; through tuples
        and mappings it goes on for each member, ``flat`` joins tuples of tuples, a number takes that member of each,
        ``whole`` drops needless decimals, and nothing stays nothing. An estimate at its end is its value.
        ``path{a,b}`` tells several of one thing by name, ``path[a,b]`` lists them.
    """

    KEYS: ClassVar[str] = ""

    method: str
    notes: tuple[str, ...] = ()
    recipe: Mapping[str, Any] = field(default_factory=dict)
    frame: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False, compare=False)

    def numbers(self) -> Numbers:
        """The result as JSON-ready numbers under the keys that stay put."""
        if not self.KEYS:
            raise TypeError(f"{type(self).__name__} gives no numbers()")
        told = (entry.partition("=") for entry in self.KEYS.split())
        return {re.split(r"[{[]", key)[0]: plain(_reach(self, path or key)) for key, _, path in told}


def _reach(of: Any, path: str) -> Any:
    """What lies at the end of a path of KEYS."""
    head, opening, names = re.fullmatch(r"([\w.]*)([{[]?)([\w.,]*)[}\]]?", path).groups()  # type: ignore[union-attr]
    for step in head.split(".") if head else ():
        of = _step(of, step)
    return _several(of, names.split(","), opening) if opening else _value(of)


def _several(of: Any, names: list[str], opening: str) -> Any:
    if isinstance(of, tuple):
        return [_several(one, names, opening) for one in of]
    told = {} if of is None else {name: _reach(of, name) for name in names}
    return (told and (told if opening == "{" else list(told.values()))) or None


def _step(of: Any, step: str) -> Any:
    if of is None:
        return None
    if isinstance(of, Mapping):
        return {key: _step(one, step) for key, one in of.items()}
    if step == "whole":
        return _whole(of)
    if step == "flat":
        return tuple(chain.from_iterable(of))
    if isinstance(of, tuple):
        return tuple(one[int(step)] if step.isdigit() else _step(one, step) for one in of)
    if isinstance(of, pd.DataFrame):
        return of[step].tolist()
    found = getattr(of, step)
    return found() if callable(found) else found


def _whole(of: Any) -> Any:
    """Numbers without needless decimals."""
    if isinstance(of, (tuple, np.ndarray)):
        return [_whole(one) for one in of]
    return of if of is None or not float(of).is_integer() else int(of)


def _value(of: Any) -> Any:
    if isinstance(of, Mapping):
        return {key: _value(one) for key, one in of.items()}
    if isinstance(of, tuple):
        return [_value(one) for one in of]
    return of.value if isinstance(of, Estimate) else of


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
