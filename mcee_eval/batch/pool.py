"""Runs over worker processes: a limit of time each, one retry for a lost kernel, and no process left behind."""

from __future__ import annotations

import contextlib
import multiprocessing
import shutil
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Protocol

from mcee_eval.batch.kin import descendants, end
from mcee_eval.batch.task import LATE, LOST, Done, Failed, Task
from mcee_eval.batch.worker import Work, environment, serve

if TYPE_CHECKING:
    from psutil import Process

TRIES = 2  # of a run whose kernel or worker is lost; an error of the notebook is not tried again
LOOK = 0.5  # seconds between two looks at clocks and descendants


class Listener(Protocol):
    """Who is told what happens, as it happens."""

    def started(self, task: Task) -> None:
        """A worker has taken it."""

    def tried(self, task: Task, why: str) -> None:
        """It was lost and will be done again."""

    def ended(self, task: Task, result: Done | Failed) -> None:
        """It is over."""


@dataclass
class _Worker:
    process: BaseProcess
    connection: Connection
    task: Task | None = None
    since: float = 0.0
    kin: set[Process] = field(default_factory=set)


def run_all(tasks: Sequence[Task], *, work: Work, jobs: int, timeout: float, listener: Listener, logs: Path) -> None:
    """Do all tasks; one that fails does not stop the others.

    work : done in a worker for each task; importable by name. jobs : workers. timeout : seconds a run may take.
    logs : a folder for what libraries print. Whatever ends this function, a signal too, ends every process that it
    started. A listener that raises stops the batch.
    """
    pool = _Pool(work, timeout, listener, logs)
    try:
        pool.go(tasks, jobs)
    finally:
        pool.close()


class _Pool:
    def __init__(self, work: Work, timeout: float, listener: Listener, logs: Path) -> None:
        self.work, self.timeout, self.listener, self.logs = work, timeout, listener, logs
        self.workers: list[_Worker] = []
        self.tries: dict[Task, int] = {}
        # Short, as the path of a socket holds some hundred characters only.
        self.private = Path(mkdtemp(prefix="mcee-"))
        for name in ("runtime", "ipython"):
            (self.private / name).mkdir(mode=0o700)

    def go(self, tasks: Sequence[Task], jobs: int) -> None:
        waiting = deque(tasks)
        while waiting or any(w.task for w in self.workers):
            while waiting and len(self.workers) < jobs:
                self.workers.append(self._start())
            for worker in self.workers:
                if worker.task is None and waiting:
                    self._give(worker, waiting.popleft(), waiting)
            self._hear(waiting)
            self._watch()

    def close(self) -> None:
        for worker in list(self.workers):
            self._end(worker)
        shutil.rmtree(self.private, ignore_errors=True)

    def _start(self) -> _Worker:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        self.logs.mkdir(parents=True, exist_ok=True)
        log = self.logs / f"worker-{len(self.tries)}-{time.monotonic_ns()}.log"
        process = context.Process(target=serve, args=(theirs, self.work, str(log), self.private), daemon=True)
        with environment(self.private):
            process.start()
        theirs.close()
        return _Worker(process, ours)

    def _give(self, worker: _Worker, task: Task, waiting: deque[Task]) -> None:
        worker.task, worker.since = task, time.monotonic()
        self.tries[task] = self.tries.get(task, 0) + 1
        try:
            worker.connection.send(task)
        except OSError:
            self._lost(worker, "the worker ended before it took the run", waiting)
        else:
            self.listener.started(task)

    def _hear(self, waiting: deque[Task]) -> None:
        """Take what came, or see that a worker is gone."""
        ready = wait([w.connection for w in self.workers], timeout=LOOK)
        for worker in [w for w in self.workers if w.connection in ready]:
            try:
                result = worker.connection.recv()
            except (EOFError, OSError):
                worker.process.join(LOOK)
                self._lost(worker, f"the worker ended with status {worker.process.exitcode}", waiting)
                continue
            task, worker.task = worker.task, None
            if task is None:
                continue
            if isinstance(result, Failed) and result.lost:
                self._again(task, result.message, waiting)
            else:
                self.listener.ended(task, result)

    def _watch(self) -> None:
        """Remember who descends from whom, and end runs that take too long."""
        now = time.monotonic()
        for worker in list(self.workers):
            if worker.task is None:
                continue
            worker.kin |= descendants(worker.process.pid or 0)
            if now - worker.since > self.timeout:
                task = worker.task
                self._end(worker)
                told = f"not done after {self.timeout:g} s; --timeout gives more"
                self.listener.ended(task, Failed(task.run, LATE, told))

    def _lost(self, worker: _Worker, why: str, waiting: deque[Task]) -> None:
        task = worker.task
        self._end(worker)
        if task is not None:
            self._again(task, why, waiting)

    def _again(self, task: Task, why: str, waiting: deque[Task]) -> None:
        if self.tries[task] < TRIES:
            waiting.appendleft(task)
            self.listener.tried(task, why)
        else:
            self.listener.ended(task, Failed(task.run, LOST, f"{why}, {TRIES} times"))

    def _end(self, worker: _Worker) -> None:
        """End a worker and everything it started, those too that it left behind when it died."""
        pid = worker.process.pid
        kin = worker.kin | (descendants(pid) if pid else set())
        with contextlib.suppress(OSError, AttributeError):
            worker.process.kill()
        end(kin)
        worker.process.join()
        worker.connection.close()
        if worker in self.workers:
            self.workers.remove(worker)


def cores() -> int:
    """How many processors may this process use?"""
    import os

    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1
