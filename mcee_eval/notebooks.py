"""The notebooks' own declarations: a TOML beside each notebook is its registry entry and holds all that it says."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from mcee_eval.errors import BadSettings, Problem
from mcee_eval.places import shipped

#: tables of a notebook's TOML that hold no texts
NO_TEXTS = ("notebook", "parameter", "declared")


def beside() -> Path | None:
    """The TOML beside the open notebook: papermill, nbval and JupyterLab run copies, and a copy may have its own."""
    told = os.environ.get("MCEE_NOTEBOOK") or os.environ.get("JPY_SESSION_NAME") or ""
    path = Path(told).with_suffix(".toml") if told.endswith(".ipynb") else None
    return path if path is not None and path.is_file() else None


@cache
def _read(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadSettings(
            "a notebook's declaration cannot be read", problems=[Problem(path.name, str(error), "a TOML file")]
        ) from error


@cache
def _all(own: Path | None) -> Mapping[str, tuple[Path, Mapping[str, Any]]]:
    found: dict[str, tuple[Path, Mapping[str, Any]]] = {}
    problems = []
    for path in [*sorted(shipped("notebooks").glob("*.toml")), *([own] if own else [])]:
        told = _read(path)
        ident = told.get("notebook", {}).get("id")
        if not isinstance(ident, str):
            problems.append(Problem(path.name, "no id", 'id = "f1" below [notebook]'))
        else:
            found[ident] = (path, told)
    if problems:
        raise BadSettings("the notebooks' declarations", problems=problems)
    return dict(sorted(found.items(), key=lambda kv: kv[1][1]["notebook"].get("number", 0)))


def declarations() -> Mapping[str, Mapping[str, Any]]:
    """Finding → all that its notebook's TOML says, in the order of their numbers."""
    return {k: told for k, (_, told) in _all(beside()).items()}


def declaration(finding: str) -> Mapping[str, Any]:
    """All that one notebook's TOML says; empty for a finding without one."""
    return declarations().get(finding, {})


def stem(finding: str) -> str:
    """The name of its files: ``01_continuing_need``."""
    return _all(beside())[finding][0].stem


def path_of(finding: str) -> Path:
    """Where its TOML is."""
    return _all(beside())[finding][0]


def shipped_notebook(finding: str) -> Path:
    """The notebook of a finding as it ships, whichever copy is open."""
    found = _all(None).get(finding)
    return shipped("notebooks", f"{found[0].stem if found else finding}.ipynb")
