"""Keeps the journal and the operator's files while runs end, and passes what happens on to the view."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mcee_eval.batch.layout import Layout
from mcee_eval.batch.plan import LANGS, Run
from mcee_eval.batch.pool import Listener
from mcee_eval.batch.state import DONE, FAILED, Journal, withdraw, write_whole
from mcee_eval.batch.task import Done, Failed, Task
from mcee_eval.errors import NotWritable

RETRY = "tried again"


@dataclass
class Teller:
    """Keeps the journal and the operator's files as runs end, and passes on to the view."""

    journal: Journal
    layout: Layout
    parts: Mapping[Run, Mapping[str, str]]
    view: Listener | None = None
    done: list[Run] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)
    warnings: dict[str, list[str]] = field(default_factory=dict)
    held: Mapping[str, Mapping[str, Any]] = field(init=False)

    def __post_init__(self) -> None:
        self.held = self.journal.last()

    def started(self, task: Task) -> None:
        """A worker has taken a run."""
        if self.view:
            self.view.started(task)

    def tried(self, task: Task, why: str) -> None:
        """A run was lost and is done again."""
        self.journal.add(task.run, RETRY, why=why)
        if self.view:
            self.view.tried(task, why)

    def ended(self, task: Task, result: Done | Failed) -> None:
        """A run is over."""
        if isinstance(result, Done):
            self._well(task.run, result)
        else:
            self._badly(task.run, result)
        if self.view:
            self.view.ended(task, result)

    def _well(self, one: Run, result: Done) -> None:
        withdraw([self.layout.error(one), self.layout.failed_notebook(one), *self._earlier(one, result.files)])
        more = {"left_out": list(result.left_out)} if result.left_out else {}
        self.journal.add(one, DONE, parts=dict(self.parts[one]), files=list(result.files), **more)
        self.done.append(one)
        if result.warning:
            self.warnings.setdefault(result.warning, []).append(one.name)

    def _earlier(self, one: Run, now: Collection[str] = ()) -> list[Path]:
        """The pages that an earlier run left and this one does not: those of an annex that is no more."""
        left = self.held.get(one.name, {}).get("files", ())
        site = self.layout.page(one, LANGS[0]).parent
        paths = [self.layout.out / name for name in left if name not in now and name.endswith(".html")]
        return [path for path in paths if path.parent == site and path.name.startswith(f"{one.stem}.")]

    def _badly(self, one: Run, result: Failed) -> None:
        if result.unwritable:
            raise NotWritable(result.message)
        # What an earlier run left no longer holds: reviewers read nothing rather than something outdated.
        pages = [self.layout.page(one, lang) for lang in LANGS]
        withdraw([self.layout.record(one), self.layout.notebook(one), *pages, *self._earlier(one)])
        write_whole(self.layout.error(one), f"{result.code}\n{result.message}\n".encode())
        self.journal.add(one, FAILED, error=result.code)
        self.failed.append(result)
