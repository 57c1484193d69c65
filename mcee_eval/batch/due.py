"""Which runs are due: what a run rests on, as hashes, and which of them changed."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from mcee_eval import places
from mcee_eval.batch.plan import Run

# The direct dependencies (a test holds them equal to those of pyproject): asking for all that is installed is slow.
LIBRARIES = (
    "Babel",
    "ipykernel",
    "jsonschema",
    "jupyterlab",
    "lifelines",
    "matplotlib",
    "nbconvert",
    "numpy",
    "openpyxl",
    "pandas",
    "pandera",
    "papermill",
    "psutil",
    "pyarrow",
    "rich",
    "scipy",
    "seaborn",
    "statsmodels",
    "typer",
)
PACKAGE = Path(__file__).resolve().parents[1]
NOT_SOURCES = {"__pycache__", "_shipped"}


def rests_on(run: Run, *, notebook: Path, toml: Path, data: Path, parameters: Mapping[str, Any]) -> dict[str, str]:
    """What does a run rest on? A hash by part: two runs with the same parts give the same bytes.

    notebook : its source. toml : what stands beside it. data : the folder of its data set. parameters : as injected.
    """
    return {
        "parameters": of_text(json.dumps(dict(parameters), sort_keys=True)),
        "notebook": of_files([notebook]),
        "toml": of_files([toml]),
        "data": of_folder(data),
        "published": of_folder(places.shipped("data", "published")),
        "report": of_folder(places.shipped("data", "report")),
        "settings": of_files([places.shipped("data", "settings.toml"), places.shipped("data", "corrections.toml")]),
        "library": of_folder(PACKAGE),
        "versions": of_text(json.dumps(versions(), sort_keys=True)),
    }


def why(then: Mapping[str, str] | None, now: Mapping[str, str], missing: Iterable[Path] = ()) -> tuple[str, ...]:
    """Why is a run due? The parts that changed; nothing when it is not due.

    then : the parts when it was last done, or None. missing : files that it left and that are no longer there.
    """
    if then is None:
        return ("never done",)
    changed = [f"changed: {part}" for part in now if now[part] != then.get(part)]
    gone = [f"missing: {path.name}" for path in missing]
    return tuple(changed + gone)


@cache
def versions() -> dict[str, str]:
    """The versions that may change a number or a page."""
    found = {"python": ".".join(map(str, sys.version_info[:3]))}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "absent"
    return found


def of_text(text: str) -> str:
    """The hash of a text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@cache
def of_folder(folder: Path) -> str:
    """The hash of every file of a folder, names included; read once a process."""
    files = (p for p in folder.rglob("*") if p.is_file() and not NOT_SOURCES & set(p.relative_to(folder).parts))
    return of_files(sorted(files), beneath=folder)


def of_files(files: Iterable[Path], *, beneath: Path | None = None) -> str:
    """The hash of some files by name and content; one that is not there counts as that."""
    total = hashlib.sha256()
    for path in files:
        name = path.relative_to(beneath).as_posix() if beneath else path.name
        content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "absent"
        total.update(f"{name} {content}\n".encode())
    return total.hexdigest()
