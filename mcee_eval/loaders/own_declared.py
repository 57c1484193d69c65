"""What a folder says of itself in ``dataset.toml``, by one schema: a misspelt entry is told with what was meant."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from mcee_eval.contracts.near import did_you_mean
from mcee_eval.errors import BadSettings, Problem

DECLARATION = "dataset.toml"
PROVENANCES = ("protected", "synthetic", "published")
LISTS = ("countries", "partners", "projects")  # what a public reader of protected data may be told by name
ENTRIES = ("provenance", "extracted_on", "release", "scenario", "name", "seed", "vintage", "source")


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file; ``BadSettings`` that says where it stops being one."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        todo = "A text stands between double quotes, a date without; a name with spaces or accents is quoted too."
        raise BadSettings(f"{path.name}: 1 problem", problems=[Problem(path.name, str(error), "TOML", todo)]) from None


def texts(told: Any) -> bool:
    """Whether it is a list of texts."""
    return isinstance(told, list) and all(isinstance(x, str) for x in told)


def unknown(told: Mapping[str, Any], known: tuple[str, ...], where: str = "") -> list[Problem]:
    """Entries that nobody declared: a misspelt one would otherwise say nothing."""
    return [
        Problem(f"{where}{k}", "not a known entry", f"one of {', '.join(known)}", did_you_mean(k, known))
        for k in told
        if k not in known
    ]


def declared(folder: str | Path) -> dict[str, Any]:
    """What ``dataset.toml`` says; without one a folder is protected and releases nothing but ALL.

    Refuses (``BadSettings``) every unknown entry and value at once, with the near miss.
    """
    path = Path(folder) / DECLARATION
    if not path.is_file():
        return {}
    told = read_toml(path)
    problems = unknown(told, ENTRIES)
    provenance = told.get("provenance", "protected")
    if provenance not in PROVENANCES:
        near = did_you_mean(provenance, PROVENANCES) if isinstance(provenance, str) else ""
        problems.append(Problem("provenance", repr(provenance), f"one of {', '.join(PROVENANCES)}", near))
    day = told.get("extracted_on")
    if day is not None and (not isinstance(day, date) or isinstance(day, datetime)):
        expected = "a date without quotes, such as 2025-03-31"
        problems.append(Problem("extracted_on", repr(day), expected, _unquoted(day)))
    release = told.get("release", [])
    if isinstance(release, dict):
        problems += unknown(release, LISTS, "release.")
    for name, one in release.items() if isinstance(release, dict) else [("", release)]:
        if not texts(one):
            where = f"release.{name}" if name else "release"
            problems.append(Problem(where, repr(one), 'a list of codes, such as ["NGA", "MEX"]'))
    problems += [
        Problem(name, repr(told[name]), "a text between quotes")
        for name in ("scenario", "name", "vintage", "source")
        if name in told and not isinstance(told[name], str)
    ]
    if problems:
        many = "problem" if len(problems) == 1 else "problems"
        raise BadSettings(f"{DECLARATION}: {len(problems)} {many}", problems=problems)
    return told


def _unquoted(day: Any) -> str:
    try:
        return f"Write extracted_on = {date.fromisoformat(str(day))}."
    except ValueError:
        return ""
