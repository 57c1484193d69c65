"""What happened to each run: a journal to which lines are only added, and what the index needs of it."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from mcee_eval.batch.plan import Run

DONE, FAILED = "done", "failed"
_RUN = re.compile(r"(public|internal)/[^/]+/f\d\.[^/]+")


class Journal:
    """The journal of a folder of outputs: one JSON object a line, the last line of a run is what holds.

    A batch that is killed while it writes leaves half a line: it is not read, and the next line starts afresh.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, run: Run, state: str, **more: Any) -> None:
        """Tell what happened to a run, in one write."""
        event = {"run": run.name, "state": state, **more}
        line = json.dumps(event, ensure_ascii=False, sort_keys=True) + "\n"
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab+") as file:
            if file.tell() and not self._ends_whole():
                line = "\n" + line
            file.write(line.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())

    def last(self) -> dict[str, dict[str, Any]]:
        """What held last for each run, by its name."""
        return {event["run"]: event for event, _ in self._lines() if _known(event)}

    def set_aside(self, aside: Path) -> list[str]:
        """Move what is no journal of this version to the folder ``aside``; what to tell of it."""
        strange = [line for event, line in self._lines() if event is not None and not _known(event)]
        if not strange and (self.path.is_file() or not self.path.exists()):
            return []
        kept = b"".join(line + b"\n" for event, line in self._lines() if _known(event))
        aside.mkdir(parents=True, exist_ok=True)
        place = aside / self.path.name
        if place.is_dir():
            shutil.rmtree(place)
        os.replace(self.path, place)
        if kept:
            write_whole(self.path, kept)
        return [f"set aside in {aside}: {self.path.name} ({len(strange) or 'all'} lines of another form)"]

    def _lines(self) -> Iterator[tuple[Any, bytes]]:
        """Each line as an event, None where it is empty or cut by a kill, and as it stands."""
        for line in self.path.read_bytes().split(b"\n") if self.path.is_file() else ():
            try:
                yield json.loads(line), line
            except ValueError:
                yield None, line

    def _ends_whole(self) -> bool:
        with self.path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"


def _known(event: Any) -> bool:
    """Is this an event of this version's journal?"""
    return (
        isinstance(event, dict)
        and isinstance(event.get("run"), str)
        and _RUN.fullmatch(event["run"]) is not None
        and isinstance(event.get("state"), str)
        and isinstance(event.get("parts", {}), dict)
        and isinstance(files := event.get("files", []), list)
        and all(isinstance(name, str) for name in files)
    )


def statuses(held: Mapping[str, Mapping[str, Any]], audience: str) -> dict[str, Any]:
    """What the index may know of an audience's runs: done or failed, with the code of the error, never its text."""
    rows = []
    for name, event in sorted(held.items()):
        of, dataset, stem = name.split("/", 2)
        if of != audience or event["state"] not in {DONE, FAILED}:
            continue
        finding, country = stem.split(".", 1)
        error = event.get("error") if event["state"] == FAILED else None
        rows.append(
            {"finding": finding, "country": country, "dataset": dataset, "state": event["state"], "error": error}
        )
    return {"runs": rows}


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that no reader ever sees half of it: beside its place, then renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def withdraw(paths: Iterable[Path]) -> None:
    """Take away files that no longer hold."""
    for path in paths:
        path.unlink(missing_ok=True)
