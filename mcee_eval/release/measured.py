"""A metric's result as it may be told: estimates, tables and codes come out released, the result itself does not."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import import_module
from itertools import product
from typing import Any

import pandas as pd

from mcee_eval.errors import BadParameter, Problem, Refused
from mcee_eval.frames.frame import About, Frame, framed
from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.door import Door
from mcee_eval.release.names import guarded
from mcee_eval.release.rule import significant
from mcee_eval.release.told import PERIODS, Fact, Refusal, Told
from mcee_eval.results import Estimate, display

#: class of a result → the class that tells more of it than fields (dates, curves, checks)
TELLS: dict[str, type[Measured]] = {}


def tells(*results: str) -> Callable[[type[Measured]], type[Measured]]:
    """Say which results (names of their classes) a class tells."""

    def register(kind: type[Measured]) -> type[Measured]:
        TELLS.update(dict.fromkeys(results, kind))
        return kind

    return register


class Measured:
    """What ``study.measure`` gives.

    ``result.name``: an estimate as a ``Fact``, rows as a ``Told``, a code as it is. ``vary``: the recipe with other
    settings, a row each. ``persons``: whether the records are of persons (their rule is stricter than that of things).
    """

    def __init__(
        self, result: Any, *, metric: Callable[..., Any], frames: Sequence[Any], settings: Mapping[str, Any],
        about: About, audience: str,
    ) -> None:  # fmt: skip
        self._result, self._metric, self._frames, self._settings = result, metric, tuple(frames), dict(settings)
        self._about, self._audience = about, audience
        self.door = Door(about.provenance, audience, about.name)
        self.persons = "persons" in about.roles.values()

    @classmethod
    def refuses(cls, result: Any) -> str:
        """The code of why a result may not be told at all; "" where it may."""
        return ""

    def __bool__(self) -> bool:
        return True

    def __len__(self) -> int:
        return 1

    @property
    def recipe(self) -> dict[str, Any]:
        """The settings of the call, in sight and in the record; where names are guarded, no text that is no column."""
        columns = {str(c) for f in self._frames if isinstance(f, pd.DataFrame) for c in f}

        def told(value: Any) -> bool:
            parts = value if isinstance(value, (list, tuple)) else [value]
            return all(not isinstance(p, str) or p in columns for p in parts)

        plain = {
            k: v for k, v in self._settings.items() if isinstance(v, (str, int, float, bool, list, tuple, type(None)))
        }
        return {k: v for k, v in plain.items() if told(v)} if guarded(self._about, self._audience) else plain

    @property
    def name(self) -> str:
        """The metric's name."""
        return getattr(self._metric, "__name__", "metric")

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        value = getattr(self._result, name)
        return self.tell(name, value)

    def fact(self, name: str, cell: Cell, beside: Mapping[str, Any] | None = None, unit: str = "", **more: Any) -> Fact:
        """A released number of this result, with the last period of its figures."""
        return Fact(name, cell, dict(beside or {}), unit, last=self.until, **more)

    @property
    def until(self) -> str:
        """The last period of what was measured: of the first frame with one, else the end of what they span."""
        for one in (f for f in self._frames if isinstance(f, pd.DataFrame) and len(f)):
            for name in (c for c in PERIODS if c in one):
                return str(one[name].dropna().astype(str).max())
        return self._about.as_of or self._about.period.split(" – ")[-1]

    def quote(self, *names: str, **named: str) -> dict[str, Any]:
        """Parts of the result for a sentence, under their names or others: ``rates.quote("all", last="last_run")``."""
        return {k: getattr(self, v) for k, v in (dict(zip(names, names, strict=True)) | named).items()}

    def tell(self, name: str, value: Any) -> Any:
        """One part of the result as it may be told."""
        if value is None:
            return self.fact(name, marked("not_estimable"))
        if isinstance(value, Estimate):
            return self.fact(name, self.cell(value), unit=value.unit)
        if isinstance(value, (bool, str)):
            return value
        if isinstance(value, (int, float)):
            things = name in getattr(self._result, "things", ())
            return self.fact(name, Cell(float(value)) if things else self.number(value))
        if isinstance(value, (tuple, list)) and value and all(is_dataclass(v) for v in value):
            return self.rows(value)
        if is_dataclass(value) and not isinstance(value, type):
            kind = _tells().get(type(value).__name__, type(self))
            return kind(value, metric=self._metric, frames=self._frames, settings=self._settings,
                              about=self._about, audience=self._audience)  # fmt: skip
        if isinstance(value, Mapping):
            return {k: self.tell(str(k), v) for k, v in value.items()}
        if isinstance(value, (tuple, list)):
            return tuple(self.tell(f"{name}_{i}", v) for i, v in enumerate(value))
        raise BadParameter(
            f"{self.name}: {name} is not told as it is",
            problems=[
                Problem(name, type(value).__name__, "an estimate, a number, a code, rows", "Use one of its tables.")
            ],
        )

    def cell(self, estimate: Estimate | None) -> Cell:
        """An estimate through the door: of things as it is, of persons by the rule for models."""
        if not self.persons or estimate is None:
            return Door("published", self._audience, "").estimate(estimate)
        return self.door.rate(estimate) if estimate.unit == "share" else self.door.estimate(estimate)

    def number(self, value: float) -> Cell:
        """A count of the result: of persons under their rule."""
        if value != value:
            return marked("missing")
        if isinstance(value, float):  # a statistic or a probability
            return Cell(value if not self.persons or self.door.exact else significant(value))
        if not self.persons:
            return Cell(float(value))
        frame = pd.DataFrame({"k": [0], "n": [value]})
        return self.door.counts(frame, dims=["k"], value="n", unit="persons").cells["n"][0]

    def rows(self, items: Sequence[Any], **codes: Sequence[Any]) -> Told:
        """Dataclasses, a row each: texts become codes, estimates and numbers released cells."""
        dims: dict[str, list[Any]] = {k: list(v) for k, v in codes.items()}
        cells: dict[str, list[Cell]] = {}
        units: dict[str, str] = {}
        for f in fields(items[0]) if items else ():
            values = [getattr(i, f.name) for i in items]
            known = [v for v in values if v is not None]
            if all(isinstance(v, (str, bool)) for v in known) and known:
                dims[f.name] = ["" if v is None else str(v) for v in values]
            elif all(isinstance(v, Estimate) for v in known) and known:
                cells[f.name] = [self.cell(v) for v in values]
                units[f.name] = known[0].unit
            elif all(isinstance(v, (int, float)) for v in known) and known:
                cells[f.name] = [marked("missing") if v is None else self.number(v) for v in values]
                units[f.name] = "items"
        table = self.door.table(pd.DataFrame(dims, index=range(len(items))), cells, units, self.rule)
        return Told(table, self.door, self._about.sources, self._about.period, recipe=self.recipe)

    def coded(self, cells: Mapping[str, Sequence[Cell]], unit: str, /, **codes: Sequence[Any]) -> Told:
        """A table of cells that went through the door, with the codes that name its rows."""
        dims = pd.DataFrame({k: pd.Series(list(v), dtype=object) for k, v in codes.items()})
        table = self.door.table(dims, cells, dict.fromkeys(cells, unit), self.rule)
        return Told(table, self.door, self._about.sources, self._about.period, recipe=self.recipe)

    @property
    def rule(self) -> str:
        """The code of the rule that its tables print."""
        if self._about.provenance == "published":
            return "already_public"
        return "model" if self.persons else "things"

    def table(self, frame: pd.DataFrame, *, dims: Sequence[str], at_risk: str | None = None, **units: str) -> Told:
        """A fitted table: ``units`` names its value columns (with ``<name>_low`` and ``_high`` beside them)."""
        door = self.door if self.persons else Door("published", self._audience, self.door.source)
        made = door.model(frame, dims=list(dims), value=list(units), units=units, at_risk=at_risk)
        if not self.persons:
            made = self.door.table(made.dims, made.cells, made.units, self.rule)
        return Told(made, self.door, self._about.sources, self._about.period, recipe=self.recipe)

    def shown(self) -> Told:
        """The table that stands for the whole result, when a cell shows it as it is."""
        return self.rows([self._result])

    def summary(self, lang: str = "en") -> str:
        """Method, what may be told of the estimates, and notes, in words, a line each. lang : ``en`` or ``fr``."""
        return str(display("released")(self, lang))

    def to_frame(self) -> pd.DataFrame:
        """That table as a plain frame, printed values alone."""
        return self.shown().to_frame()

    def _repr_html_(self) -> str:
        return self.shown()._repr_html_()

    @property
    def frame(self) -> Frame:
        """The result's own rows as a frame of the same roles: for a further measure, or through the door again."""
        return framed(self._result.frame, self._about)

    def by(self, column: str, **named: str) -> Told:
        """The recipe for each value of a column of its frame: ``change.by("kind", change="mean")``, a row a value.

        named : name of a column → of the result. What the metric refuses there is not estimable.
        """
        first, *rest = self._frames
        codes = sorted(first[column].dropna().unique())
        every = [
            measured(self._metric, [first[first[column] == c], *rest], self._settings, self._about, self._audience)
            for c in codes
        ]
        return self._each(every, named, {column: codes})

    def under(self, choices: Mapping[str, Mapping[str, Any]], *, over: str, **named: str) -> Told | Refusal:
        """The recipe under other declared choices: name → settings that change, a row each under its name.

        Nothing to compare where the first of them gives no number.
        """
        every = [self.again(**settings) for settings in choices.values()]
        made = self._each(every, named, {over: list(choices)})
        return made if any(not made.cells(n)[0].mark for n in named) else Refusal("not_estimable")

    def _each(self, every: Sequence[Any], named: Mapping[str, str], codes: Mapping[str, Sequence[Any]]) -> Told:
        facts = {n: [getattr(one, of) for one in every] for n, of in named.items()}
        cells = {n: [f.cell if isinstance(f, Fact) else marked("not_estimable") for f in v] for n, v in facts.items()}
        units = {n: next((f.unit for f in v if isinstance(f, Fact) and f.unit), "share") for n, v in facts.items()}
        table = self.door.table(pd.DataFrame(codes), cells, units, self.rule)
        return Told(table, self.door, self._about.sources, self._about.period, recipe=self.recipe)

    def vary(self, **settings: Sequence[Any]) -> tuple[tuple[dict[str, Any], Any], ...]:
        """The recipe called again with each combination of other settings: (settings, result or refusal) each."""
        every = [dict(zip(settings, values, strict=True)) for values in product(*settings.values())]
        return tuple((one, self.again(**one)) for one in every)

    def again(self, **settings: Any) -> Any:
        """The recipe with some settings changed; what the metric refuses is a refusal, never an error."""
        return measured(self._metric, self._frames, {**self._settings, **settings}, self._about, self._audience)


@cache
def _tells() -> Mapping[str, type[Measured]]:
    import mcee_eval.release.models as package

    for found in pkgutil.iter_modules(package.__path__):
        import_module(f"mcee_eval.release.models.{found.name}")
    return TELLS


def measured(
    metric: Callable[..., Any], frames: Sequence[Any], settings: Mapping[str, Any], about: About, audience: str
) -> Any:
    """Call a metric and let only what may be told out of its result; a refusal becomes a ``Refusal`` with its code."""
    try:
        result = metric(*frames, **settings)
    except Refused as refused:
        return Refusal(refused.code, str(refused.need or ""))
    if isinstance(result, pd.DataFrame):
        return framed(result, about)  # a table that others measure: with the roles of what it is made of
    kind = _tells().get(type(result).__name__, Measured)
    if why := kind.refuses(result):
        return Refusal(why)
    return kind(result, metric=metric, frames=frames, settings=settings, about=about, audience=audience)
