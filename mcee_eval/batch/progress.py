"""How far a batch is: a live line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, TextIO

from mcee_eval.batch.task import Done, Failed, Task

if TYPE_CHECKING:
    from rich.progress import Progress


class Tally:
    """Counts and the time left, from what was told so far.

    total : runs to do. jobs : workers. The time left takes the mean of the runs that are over.
    """

    def __init__(self, total: int, jobs: int) -> None:
        self.total, self.jobs = total, jobs
        self.done = self.failed = self.running = 0
        self._since: dict[Task, float] = {}
        self._spent = 0.0

    def start(self, task: Task) -> None:
        """A run began."""
        self.running += 1
        self._since[task] = time.monotonic()

    def stop(self, task: Task) -> None:
        """A run is no longer under way."""
        began = self._since.pop(task, None)
        if began is not None:
            self.running -= 1
            self._spent += time.monotonic() - began

    @property
    def over(self) -> int:
        """Runs that are over, well or not."""
        return self.done + self.failed

    @property
    def left(self) -> str:
        """About how long it will still take."""
        if not self.over:
            return "?"
        mean = self._spent / self.over
        return duration((self.total - self.over) * mean / max(1, min(self.jobs, self.total - self.over)))

    def __str__(self) -> str:
        counts = f"{self.over} of {self.total}: {self.done} done, {self.running} running, {self.failed} failed"
        return f"{counts}, about {self.left} left"


class Plain:
    """A line for each run that is over: for logs, pipes and screen readers."""

    def __init__(self, total: int, jobs: int, stream: TextIO) -> None:
        self.tally, self.stream = Tally(total, jobs), stream

    def __enter__(self) -> Plain:
        return self

    def __exit__(self, *_: object) -> None:
        self.stream.flush()

    def started(self, task: Task) -> None:
        """Nothing is said: a line when it is over is enough."""
        self.tally.start(task)

    def tried(self, task: Task, why: str) -> None:
        """A run was lost and is done again."""
        self.tally.stop(task)
        self._say(f"again   {task.run.name}: {why}")

    def ended(self, task: Task, result: Done | Failed) -> None:
        """A run is over."""
        self.tally.stop(task)
        self._say(f"{_count(self.tally, result)} {task.run.name}{_why(result)} ({self.tally})")

    def _say(self, line: str) -> None:
        print(line, file=self.stream, flush=True)


class Live:
    """A bar that is drawn again, and a line above it for each failure."""

    def __init__(self, total: int, jobs: int, stream: TextIO) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        self.tally = Tally(total, jobs)
        columns: tuple[Any, ...] = (BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        self.bar: Progress = Progress(*columns, console=Console(file=stream), transient=True)
        self.line = self.bar.add_task(str(self.tally), total=total)

    def __enter__(self) -> Live:
        self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.bar.stop()

    def started(self, task: Task) -> None:
        """A worker has taken a run."""
        self.tally.start(task)
        self._draw()

    def tried(self, task: Task, why: str) -> None:
        """A run was lost and is done again."""
        self.tally.stop(task)
        self.bar.console.print(f"again   {task.run.name}: {why}", markup=False, highlight=False)
        self._draw()

    def ended(self, task: Task, result: Done | Failed) -> None:
        """A run is over."""
        self.tally.stop(task)
        line = f"{_count(self.tally, result)} {task.run.name}{_why(result)}"
        if isinstance(result, Failed):
            self.bar.console.print(line, markup=False, highlight=False)
        self._draw()

    def _draw(self) -> None:
        self.bar.update(self.line, completed=self.tally.over, description=str(self.tally))


def progress(total: int, jobs: int, stream: TextIO) -> Plain | Live:
    """The view that suits where it is shown."""
    return Live(total, jobs, stream) if stream.isatty() else Plain(total, jobs, stream)


def duration(seconds: float) -> str:
    """``40 s``, ``3 min``, ``2 h 05 min``."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02d} min"


def _count(tally: Tally, result: Done | Failed) -> str:
    if isinstance(result, Done):
        tally.done += 1
        return "done   "
    tally.failed += 1
    return "FAILED "


def _why(result: Done | Failed) -> str:
    if isinstance(result, Done):
        return ""
    return f": {result.brief}"
