"""What happened to each run: a journal to which lines are only added, and what the index needs of it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from mcee_eval.batch.plan import Run

DONE, FAILED = "done", "failed"


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
        held: dict[str, dict[str, Any]] = {}
        if not self.path.is_file():
            return held
        for line in self.path.read_bytes().split(b"\n"):
            try:
                event = json.loads(line)
                held[event["run"]] = event
            except (ValueError, KeyError, TypeError):
                continue  # empty, or cut by a kill
        return held

    def _ends_whole(self) -> bool:
        with self.path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"


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
