"""Which runs are asked for: finding × country × dataset × audience."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from mcee_eval.errors import BadParameter, Problem

ALL = "ALL"
LANGS = ("en", "fr")
AUDIENCES = ("public", "internal")
QUICK = 2  # countries of each notebook that `make report` shows beside ALL


class FindingLike(Protocol):
    """What the plan needs of a finding's settings."""

    @property
    def id(self) -> str:
        """``f1``."""

    @property
    def number(self) -> int:
        """1."""

    @property
    def notebook(self) -> str:
        """``01_continuing_need``."""

    @property
    def country_form(self) -> bool:
        """Has it a page for each country?"""

    @property
    def datasets(self) -> tuple[str, ...]:
        """The shipped data sets that it is run on."""

    @property
    def concludes_from(self) -> tuple[str, ...]:
        """The findings whose records it concludes from."""


class DatasetLike(Protocol):
    """What the plan needs of a data set."""

    @property
    def provenance(self) -> str:
        """published, synthetic or protected."""

    def countries(self, finding: str, audience: str) -> tuple[str, ...]:
        """The codes that have a page when none is asked for."""

    def askable(self, finding: str, audience: str) -> tuple[str, ...]:
        """The codes that may be asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What the user asked for; an empty tuple asks for everything.

    findings : in any form that ``find_finding`` reads. quick : ALL and the first countries of each notebook only.
    """

    findings: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    langs: tuple[str, ...] = LANGS
    audience: str = "public"
    quick: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Run:
    """One execution of one notebook; it is rendered in both languages afterwards."""

    finding: str
    dataset: str
    country: str
    audience: str
    chosen: tuple[tuple[str, Any], ...] = ()  # parameters that are not as usual, by name

    @property
    def stem(self) -> str:
        """How its files are named: ``f1.ALL``."""
        return f"{self.finding}.{self.country}"

    @property
    def name(self) -> str:
        """How it is told apart from every other run."""
        return f"{self.audience}/{self.dataset}/{self.stem}"


def plan(
    selection: Selection,
    *,
    findings: Sequence[FindingLike],
    dataset: Callable[[str], DatasetLike],
    names: Sequence[str],
) -> tuple[Run, ...]:
    """Which runs does a selection name, in the order in which they are started?

    findings : those that have a notebook. dataset : a data set by its name. names : of all data sets that are there.
    Without a data set named, each finding is run on those that its settings declare. A data set that no finding
    declares is the user's own: it is used like the shipped ``published`` when it holds published files, else like
    ``synthetic``, which has every table. Countries are those that have a page in the data set, and by name any other
    that may be asked for.
    Refuses (``BadParameter``, all problems at once) names that are not known, and a selection that holds no run.
    """
    problems: list[Problem] = []
    chosen = [_finding(name, findings, problems) for name in selection.findings] or list(findings)
    _known("--lang", selection.langs, LANGS, problems)
    _known("--audience", (selection.audience,), AUDIENCES, problems)
    _known("--dataset", selection.datasets, names, problems)
    if any(name not in names for name in selection.datasets):
        raise BadParameter("Nothing was run.", problems=problems)  # whose countries nobody knows
    declared = {name for finding in findings for name in finding.datasets}
    like = {name: name if name in declared else _like(dataset(name)) for name in selection.datasets}
    runs: list[Run] = []
    seen = [ALL]
    held_back = False
    for finding in dict.fromkeys(f for f in chosen if f is not None):
        for name in selection.datasets or finding.datasets:
            if like.get(name, name) not in finding.datasets:
                continue
            there = dataset(name) if finding.country_form else None
            codes = tuple(there.countries(finding.id, selection.audience)) if there else ()
            if there and selection.countries:
                codes = tuple(dict.fromkeys([*codes, *there.askable(finding.id, selection.audience)]))
            seen += codes
            held_back |= there is not None and there.provenance == "protected" and selection.audience == "public"
            runs += [Run(finding.id, name, code, selection.audience) for code in _countries(selection, codes)]
    runs = _with_what_they_read(runs, findings)
    by_country = [f.country_form for f in chosen if f is not None]
    why = "" if any(by_country) or not by_country else "These findings are answered for all countries together."
    why = "Other countries of protected data: --audience internal." if held_back else why
    _known("--country", selection.countries, tuple(dict.fromkeys(seen)), problems, otherwise=why)
    if not problems and not runs:
        told = "no notebook has such a page"
        problems.append(Problem("the selection", told, "at least one run", "Try fewer of --finding, --dataset."))
    if problems:
        raise BadParameter("Nothing was run.", problems=problems)
    return tuple(runs)


def readers(findings: Sequence[FindingLike]) -> dict[str, tuple[str, ...]]:
    """Finding → the findings that it concludes from and that have a notebook; those that read nothing are left out."""
    there = {f.id for f in findings}
    return {f.id: tuple(r for r in f.concludes_from if r in there) for f in findings if f.concludes_from}


def _with_what_they_read(runs: list[Run], findings: Sequence[FindingLike]) -> list[Run]:
    """Runs whose records another one concludes from are asked for with it, and come first."""
    reads = readers(findings)
    last = [r for r in runs if r.finding in reads]
    wanted = [Run(f, r.dataset, ALL, r.audience) for r in last for f in reads[r.finding]]
    return [*dict.fromkeys([*wanted, *(r for r in runs if r.finding not in reads)]), *last] if last else runs


def find_finding(name: str, findings: Sequence[FindingLike]) -> FindingLike | None:
    """Which finding is meant by ``4``, ``04``, ``f4`` or ``04_removals_cooperation``?"""
    numbered = re.fullmatch(r"[fF]?0*(\d+)", name)
    for finding in findings:
        if name == finding.notebook or (numbered and int(numbered[1]) == finding.number):
            return finding
    return None


def _like(own: DatasetLike) -> str:
    """The shipped data set that a user's own resembles."""
    return "published" if own.provenance == "published" else "synthetic"


def _countries(selection: Selection, codes: tuple[str, ...]) -> list[str]:
    """ALL first, then the countries, in the order of the data set."""
    there = [ALL, *(c for c in codes if c != ALL)]
    if selection.countries:
        return [c for c in there if c in selection.countries]
    return there[: QUICK + 1] if selection.quick else there


def _finding(name: str, findings: Sequence[FindingLike], problems: list[Problem]) -> FindingLike | None:
    found = find_finding(name, findings)
    if found is None:
        there = ", ".join(f.id for f in findings) or "none"
        problems.append(Problem("--finding", repr(name), f"one of those that have a notebook: {there}"))
    return found


def _known(
    option: str, given: Sequence[str], known: Sequence[str], problems: list[Problem], *, otherwise: str = ""
) -> None:
    for value in given:
        if value not in known:
            from mcee_eval.contracts.near import did_you_mean

            shown = ", ".join(known[:12]) + (f" and {len(known) - 12} more" if len(known) > 12 else "")
            problems.append(Problem(option, repr(value), f"one of {shown}", did_you_mean(value, known) or otherwise))
