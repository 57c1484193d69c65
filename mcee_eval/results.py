"""What every metric returns: estimates with their interval, the method, and the recipe to call it again."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from importlib import import_module
from itertools import chain
from typing import Any, ClassVar

import numpy as np
import pandas as pd

Numbers = dict[str, Any]
#: How a result shows itself, by what is asked of it. What is above us fills it, when it is first asked.
DISPLAYS: dict[str, Callable[..., Any]] = {}
#: The language in which it does so unless told; ``study(lang=…)`` sets it.
READER = {"lang": "en"}
_WHERE = "mcee_eval.show.results"


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
    MAIN : paths that ``summary()`` tells, in order; ``median@stages`` names the members of the tuple. Without it, every
        estimate.
    PLOT : ``lines``, ``steps`` or ``points``, then columns of the frame: over which, which, and after ``/`` by which.
        Without it, the estimates with their intervals.
    """

    KEYS: ClassVar[str] = ""
    MAIN: ClassVar[str] = ""
    PLOT: ClassVar[str] = ""

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

    def summary(self, lang: str = "en") -> str:
        """Method, main estimates with interval and n, and notes, in words, a line each. lang : ``en`` or ``fr``."""
        return str(display("summary")(self, lang))

    def to_frame(self) -> pd.DataFrame:
        """Every estimate, a row each: estimate (its name), value, low, high, unit, n; where there are none, ``frame``.

        ``frame`` holds the series behind them, for a figure of one's own.
        """
        rows = [{"estimate": name, "value": e.value, "low": e.low, "high": e.high, "unit": e.unit, "n": e.n}
                for name, e in self.estimates().items()]  # fmt: skip
        return pd.DataFrame(rows) if rows else self.frame.copy()

    def estimates(self) -> dict[str, Estimate]:
        """Its estimates by name; those of a group, a segment, a period by name and place: ``median[0]``."""
        return dict(chain.from_iterable(_estimates(name, getattr(self, name)) for name in self.__dataclass_fields__))

    def plot(self, ax: Any = None, lang: str | None = None) -> Any:
        """A plain picture, as PLOT says, on ``ax`` or a figure of its own; ``lang`` of its labels. Returns the Axes."""
        return display("plot")(self, ax, lang or READER["lang"])

    def _repr_html_(self) -> str:
        return str(display("html")(self, READER["lang"]))


def display(kind: str) -> Callable[..., Any]:
    """How a result shows itself when it is asked for its ``kind``; loaded when first asked."""
    if kind not in DISPLAYS:
        import_module(_WHERE)
    return DISPLAYS[kind]


def _estimates(name: str, value: Any) -> list[tuple[str, Estimate]]:
    if isinstance(value, Estimate):
        return [(name, value)]
    if isinstance(value, Mapping):
        return [e for k, v in value.items() for e in _estimates(f"{name}[{k}]", v)]
    if isinstance(value, tuple):
        return [e for i, v in enumerate(value) for e in _estimates(f"{name}[{i}]", v)]
    if isinstance(getattr(value, "estimate", None), Estimate):
        return [(name, value.estimate)]
    if is_dataclass(value):
        return [e for f in fields(value) for e in _estimates(f"{name}.{f.name}", getattr(value, f.name))]
    return []


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
