"""What a build of the site rested on, and what it left: so that one with nothing to do is over at once."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parents[1]
_SOURCES = {".py", ".toml", ".html", ".css", ".json"}
_LIBRARIES = ("babel", "jinja2", "openpyxl")


@dataclass(frozen=True)
class Stamp:
    """A build.

    rests_on : part → hash, a part being the code, a record, the comments … files : what stands in the site → hash.
    """

    rests_on: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    def same(self, other: Mapping[str, str], parts: Iterable[str]) -> bool:
        """Do these parts have the hash that they had then?"""
        return all(self.rests_on.get(part) == other.get(part) is not None for part in parts)

    def intact(self, site: Path, names: Iterable[str] | None = None) -> bool:
        """Do these files (all by default) stand in the site as they were left?"""
        wanted = self.files if names is None else names
        return all(name in self.files and of_file(site / name) == self.files[name] for name in wanted)


def of(content: bytes) -> str:
    """The hash of some bytes."""
    return hashlib.sha256(content).hexdigest()


def of_file(path: Path) -> str:
    """The hash of a file, "" where there is none."""
    return of(path.read_bytes()) if path.is_file() else ""


def rests_on(outputs: Path, audience: str, comments: Path | None) -> dict[str, str]:
    """Everything that a build reads, by part: code, records, states, the run before, comments, names of the pages."""
    work, site = outputs / "work" / audience, outputs / audience / "site"
    parts = {"code": _code(), "status": of_file(work / "status.json")}
    parts["comments"] = of_file(comments) if comments else ""
    parts["pages"] = of(
        "\n".join(sorted(p.relative_to(site).as_posix() for p in site.glob("*/f[0-8].*.html"))).encode()
    )
    for path in sorted((outputs / audience).glob("*/records/*.json")):
        parts[part_of(path.parent.parent.name, path.stem)] = of_file(path)
    for path in sorted(work.glob("previous/*/records/*.json")):
        parts[f"previous/{path.parent.parent.name}/{path.stem}"] = of_file(path)
    return parts


def part_of(dataset: str, name: str) -> str:
    """The part that a record is."""
    return f"records/{dataset}/{name}"


def read_stamp(path: Path) -> Stamp:
    """The stamp of the build before; an empty one where there is none that can be read."""
    try:
        told: dict[str, Any] = json.loads(path.read_bytes())
        return Stamp(dict(told["rests_on"]), dict(told["files"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Stamp()


def stamp_bytes(stamp: Stamp) -> bytes:
    """The stamp as a file."""
    told = {"rests_on": dict(stamp.rests_on), "files": dict(stamp.files)}
    return (json.dumps(told, indent=1, sort_keys=True) + "\n").encode()


@cache
def _code() -> str:
    """The package's own files and the libraries that write the site."""
    total = hashlib.sha256(f"{sys.version_info[:3]} {[version(name) for name in _LIBRARIES]}".encode())
    for path in sorted(p for p in PACKAGE.rglob("*") if p.suffix in _SOURCES and "_shipped" not in p.parts):
        total.update(f"{path.relative_to(PACKAGE).as_posix()} {of_file(path)}\n".encode())
    return total.hexdigest()
