"""A batch, from what was asked for to the index: plan, what is due, the pool, the journal, the pages."""

from __future__ import annotations

import json
import shutil
import signal
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TextIO

from mcee_eval import places
from mcee_eval.batch.chosen import choose
from mcee_eval.batch.due import of_files, of_folder, rests_on, why
from mcee_eval.batch.execute import not_writable
from mcee_eval.batch.house import House, shipped_house, with_copy
from mcee_eval.batch.layout import Layout
from mcee_eval.batch.lock import lock
from mcee_eval.batch.notices import notices
from mcee_eval.batch.plan import ALL, LANGS, Run, Selection, plan, readers
from mcee_eval.batch.pool import cores, run_all
from mcee_eval.batch.progress import progress
from mcee_eval.batch.state import FAILED, Journal, statuses, write_whole
from mcee_eval.batch.task import Failed, Task, parameters
from mcee_eval.batch.teller import Teller
from mcee_eval.errors import BadParameter, Problem, SomeRunsFailed

ENGINES = ("auto", "pool")
TIMEOUT = 900.0  # seconds; ten times the slowest run seen


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a batch did. planned : runs asked for. due : why, by run; failed : the runs that failed, and why.

    layout : where the operator finds the whole of each error.
    """

    planned: tuple[Run, ...]
    due: Mapping[Run, tuple[str, ...]]
    done: tuple[Run, ...] = ()
    failed: tuple[Failed, ...] = ()
    index: Path | None = None
    layout: Layout | None = None

    def stop(self) -> None:
        """Raise ``SomeRunsFailed`` with every failed run, if there are any."""
        if self.failed:
            alike: dict[str, list[Run]] = {}
            for f in self.failed:
                alike.setdefault(f.brief.rstrip("."), []).append(f.run)
            told = [
                Problem(_several(runs), brief, "a run that ends well", self._where(runs[0]))
                for brief, runs in alike.items()
            ]
            raise SomeRunsFailed(f"{len(self.failed)} of {_number(len(self.due), 'run')} failed", problems=told)

    def _where(self, one: Run) -> str:
        return f"All of it: {self.layout.error(one)}" if self.layout else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a batch goes. jobs : workers (0: as many as processors). timeout : seconds a run may take."""

    jobs: int = 0
    engine: str = "auto"
    timeout: float = TIMEOUT
    force: bool = False
    dry_run: bool = False
    why: bool = False


def run(
    selection: Selection,
    *,
    given: Sequence[str] = (),
    notebook: Path | None = None,
    out: Path | None = None,
    manner: Manner | None = None,
    house: House | None = None,
    stream: TextIO | None = None,
) -> Outcome:
    """Do every run of a selection that is due, and build the index again.

    given : parameters, ``name=value`` each. notebook : an evaluator's own copy, run in place of its finding's. out : a
    folder of outputs. stream : where progress is told. Refuses unknown names (``BadParameter``), a second batch on the
    same outputs (``LockHeld``), outputs that cannot be written (``NotWritable``). Runs that fail are in the outcome.
    """
    manner, stream = manner or Manner(), stream or sys.stdout
    _refuse_manner(manner)
    house = house or shipped_house()
    house, selection = with_copy(house, notebook, selection) if notebook else (house, selection)
    layout = Layout((out or places.outputs()).absolute())
    planned = plan(selection, findings=house.findings, dataset=house.dataset, names=house.names)
    planned = choose(given, planned, house.source, house.toml)
    of_folder.cache_clear()
    reads = readers(house.findings)
    parts = {one: _parts(one, house, layout, reads) for one in planned}
    journal = Journal(layout.journal)
    if manner.dry_run:
        due = _due(parts, journal.last(), layout, selection, manner, reads)
        _say(stream, _told(planned, due, manner))
        return Outcome(planned, due)
    try:
        with lock(layout.lock):
            shutil.rmtree(layout.temporary, ignore_errors=True)
            relics = [*journal.set_aside(layout.aside), *house.aside(layout.out, selection.audience)]
            due = _due(parts, journal.last(), layout, selection, manner, reads)
            _say(stream, [*notices(), *relics, *_told(planned, due, manner)])
            tasks = [_task(one, house, layout, selection) for one in planned if one in due]
            teller = Teller(journal, layout, parts)
            with _ended_by_signals():
                _pool([t for t in tasks if t.run.finding not in reads], house, layout, manner, teller, stream)
                last = [t for t in tasks if t.run.finding in reads]
                parts.update({t.run: _parts(t.run, house, layout, reads) for t in last})  # records are there now
                _pool(last, house, layout, manner, teller, stream)
            index = _finish(house, layout, journal, selection.audience)
    except OSError as error:
        raise not_writable(layout.out, error) from error
    told = [
        f"{w} ({names[0]}{f' and {len(names) - 1} more' if names[1:] else ''})" for w, names in teller.warnings.items()
    ]
    _say(stream, [*told, str(index)])
    return Outcome(planned, due, tuple(teller.done), tuple(teller.failed), index, layout)


def _number(n: int, of: str) -> str:
    """``1 run``, ``2 runs``."""
    return f"{n} {of}" if n == 1 else f"{n} {of}s"


def _several(runs: Sequence[Run]) -> str:
    """The first of runs that failed alike, and how many others."""
    return runs[0].name if len(runs) == 1 else f"{runs[0].name} and {_number(len(runs) - 1, 'other run')}"


def _pool(tasks: Sequence[Task], house: House, layout: Layout, manner: Manner, teller: Teller, stream: TextIO) -> None:
    if not tasks:
        return
    jobs = min(manner.jobs or cores(), len(tasks))
    try:
        with progress(len(tasks), jobs, stream) as view:
            teller.view = view
            run_all(
                tasks,
                work=house.work,
                jobs=jobs,
                timeout=manner.timeout,
                listener=teller,
                logs=layout.temporary,
            )
    finally:
        teller.view = None
        shutil.rmtree(layout.temporary, ignore_errors=True)


def _finish(house: House, layout: Layout, journal: Journal, audience: str) -> Path:
    """What the index may know, then the index itself."""
    text = json.dumps(statuses(journal.last(), audience), indent=1, sort_keys=True) + "\n"
    write_whole(layout.status(audience), text.encode())
    return house.index(layout.out, audience=audience)


def _parts(one: Run, house: House, layout: Layout, reads: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    files = {"notebook": house.source(one.finding), "toml": house.toml(one.finding)}
    parts = rests_on(one, **files, data=house.folder(one.dataset), parameters=parameters(one))
    if one.finding in reads:
        others = [layout.record(replace(one, finding=f, country=ALL)) for f in reads[one.finding]]
        parts["records"] = of_files(others)
    return parts


def _task(one: Run, house: House, layout: Layout, selection: Selection) -> Task:
    """Pages that are there already are rendered again with those asked for, so that both tell the same."""
    langs = tuple(x for x in LANGS if x in selection.langs or layout.page(one, x).is_file())
    return Task(one, house.source(one.finding).absolute(), langs, layout.out, Path.cwd())


def _due(
    parts: Mapping[Run, Mapping[str, str]],
    held: Mapping[str, Mapping[str, Any]],
    layout: Layout,
    selection: Selection,
    manner: Manner,
    reads: Mapping[str, tuple[str, ...]],
) -> dict[Run, tuple[str, ...]]:
    """Why each run is due, for those that are."""
    reasons: dict[Run, tuple[str, ...]] = {}
    for one, now in parts.items():
        event = held.get(one.name, {})
        pages = [layout.page(one, lang) for lang in LANGS if lang in selection.langs]
        left = [layout.out / name for name in event.get("files", ())]
        missing = [p for p in dict.fromkeys([*pages, *left]) if not p.is_file()]
        if manner.force:
            reasons[one] = ("--force",)
        elif event.get("state") == FAILED:
            reasons[one] = ("failed last time",)
        elif found := why(event.get("parts"), now, missing):
            reasons[one] = found
        elif read := [r.name for r in reasons if r.finding in reads.get(one.finding, ()) and _beside(r, one)]:
            reasons[one] = (f"reads what is done again: {', '.join(read)}",)
    return reasons


def _beside(read: Run, one: Run) -> bool:
    """Is this the run whose record the other one concludes from?"""
    return (read.dataset, read.audience, read.country) == (one.dataset, one.audience, ALL)


def _told(planned: Sequence[Run], due: Mapping[Run, tuple[str, ...]], manner: Manner) -> list[str]:
    lines = [f"{_number(len(planned), 'run')} asked for, {len(due)} due"]
    if manner.why or manner.dry_run:
        for one in planned:
            reason = f": {', '.join(due[one])}" if manner.why and one in due else ""
            if one in due or manner.why:
                lines.append(f"{'due' if one in due else 'up to date'}  {one.name}{reason}")
    return lines


def _refuse_manner(manner: Manner) -> None:
    problems = []
    if manner.engine not in ENGINES:
        told = f"one of {', '.join(ENGINES)}"
        problems.append(Problem("--engine", repr(manner.engine), told, "auto chooses what suits this machine."))
    if manner.jobs < 0:
        problems.append(Problem("--jobs", str(manner.jobs), "1 or more, or 0 for one a processor"))
    if not manner.timeout > 0:
        problems.append(Problem("--timeout", f"{manner.timeout:g}", "seconds, more than 0"))
    if problems:
        raise BadParameter("Nothing was run.", problems=problems)


def _say(stream: TextIO, lines: Sequence[str]) -> None:
    for line in lines:
        print(line, file=stream, flush=True)


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """A polite request to end is taken as Ctrl-C is, so that no process is left behind."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
