"""data/settings.toml → frozen dataclasses: periods, windows, findings, thresholds with their reason and range."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from mcee_eval import notebooks
from mcee_eval.errors import BadParameter, BadSettings, Problem
from mcee_eval.places import shipped


@dataclass(frozen=True)
class Finding:
    """One notebook: which finding it answers, whether it has a country form, on which data sets it runs.

    countries : whose pages there are ("all", "funded"). reads : the tables that it reads.
    concludes_from : ids of the findings whose records it concludes from; they run first.
    window : whether its frames have periods that ``start`` and ``end`` bound; where they have none, both are refused.
    """

    id: str
    number: int
    notebook: str
    country_form: bool
    datasets: tuple[str, ...]
    place: str = "ALL"
    countries: str = "all"
    concludes_from: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    window: bool = True


@dataclass(frozen=True)
class Window:
    """A declared stretch of time that gets its own term and its own band (COVID)."""

    name: str
    label: str
    start: str
    end: str
    because: str


@dataclass(frozen=True)
class Threshold:
    """A number that a verdict compares with; ``range`` is what may be chosen, ``because`` why this was."""

    name: str
    value: float
    range: tuple[float, float]
    because: str


@dataclass(frozen=True)
class Settings:
    """All choices of an evaluation."""

    start: str
    end: str
    base_year: int
    last_year: int
    windows: tuple[Window, ...]
    findings: tuple[Finding, ...]
    thresholds: Mapping[str, Threshold]

    def finding(self, ident: str) -> Finding:
        """The finding of this id; refuses an unknown one."""
        for finding in self.findings:
            if finding.id == ident:
                return finding
        known = ", ".join(f.id for f in self.findings)
        raise BadParameter("unknown finding", problems=[Problem("finding", repr(ident), f"one of {known}")])

    def threshold(self, name: str) -> float:
        """The value of a threshold, by its dotted name (``f4.alpha``)."""
        return self.thresholds[name].value

    def window(self, name: str) -> Window:
        """A declared window by name."""
        return next(w for w in self.windows if w.name == name)


def read(path: Path) -> Settings:
    """Read and check a settings file; every problem is told at once."""
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(
            "the settings cannot be read", problems=[Problem(path.name, str(error), "a TOML file")]
        ) from error
    problems: list[Problem] = []
    thresholds = {
        f"{finding}.{name}": _threshold(f"{finding}.{name}", entry, problems)
        for finding, entries in raw.get("threshold", {}).items()
        for name, entry in entries.items()
    }
    wanted = {"start": str, "end": str, "base_year": int, "last_year": int}
    period = raw.get("evaluation", {})
    problems += [
        Problem(f"evaluation.{k}", repr(period.get(k)), t.__name__)
        for k, t in wanted.items()
        if type(period.get(k)) is not t
    ]
    try:
        windows = tuple(Window(**w) for w in raw.get("window", ()))
        findings = tuple(_finding(ident, told["notebook"]) for ident, told in notebooks.declarations().items())
    except (TypeError, KeyError) as error:
        problems.append(Problem("window or finding", str(error), "the fields of the shipped file"))
        windows, findings = (), ()
    if problems:
        raise BadSettings(f"{path.name}: {len(problems)} problem(s)", problems=problems)
    return Settings(**{k: period[k] for k in wanted}, windows=windows, findings=findings, thresholds=thresholds)


def _finding(ident: str, entry: Mapping[str, Any]) -> Finding:
    """A notebook's entry, its lists as tuples, which nobody changes."""
    told: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()}
    return Finding(**told, notebook=notebooks.stem(ident))


def _threshold(name: str, entry: Mapping[str, Any], problems: list[Problem]) -> Threshold:
    where = f"threshold.{name}"
    value, limits, why = entry.get("value"), entry.get("range"), str(entry.get("because", "")).strip()
    numbers = [v for v in (value, *(limits or ())) if isinstance(v, (int, float)) and not isinstance(v, bool)]
    if len(numbers) != 3 or not why:
        problems.append(Problem(where, repr(dict(entry)), "value, range = [low, high] and because"))
        return Threshold(name, 0.0, (0.0, 0.0), why)
    low, high = numbers[1], numbers[2]
    if not low <= numbers[0] <= high:
        problems.append(Problem(f"{where}.value", str(value), f"from {low} to {high}", "Choose inside its range."))
    return Threshold(name, numbers[0], (low, high), why)


@cache
def settings() -> Settings:
    """The settings in force."""
    return read(shipped("data", "settings.toml"))
