import os
import time
from pathlib import Path

import pool_works
import psutil
import pytest

from mcee_eval.batch.plan import Run
from mcee_eval.batch.pool import run_all
from mcee_eval.batch.task import Done, Failed, Task


class Heard:
    def __init__(self):
        self.results, self.tries = {}, []

    def started(self, task):
        pass

    def tried(self, task, why):
        self.tries.append((task.run.country, why))

    def ended(self, task, result):
        assert task.run.country not in self.results
        self.results[task.run.country] = result


def go(tmp_path, work, countries, *, jobs=2, timeout=30.0, heard=None):
    heard = heard or Heard()
    tasks = [Task(Run("f1", "small", c, "public"), Path("n"), ("en",), tmp_path, tmp_path) for c in countries]
    run_all(tasks, work=work, jobs=jobs, timeout=timeout, listener=heard, logs=tmp_path / "logs")
    return heard


def children(tmp_path):
    return [int(line) for line in (tmp_path / "children").read_text().split()]


def running(pid):
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def gone(pids, within=5.0):
    until = time.monotonic() + within
    while any(map(running, pids)) and time.monotonic() < until:
        time.sleep(0.05)
    return not any(map(running, pids))


def test_every_task_is_done_once_by_no_more_workers_than_jobs(tmp_path):
    heard = go(tmp_path, pool_works.done, [f"R{i:02d}" for i in range(12)], jobs=2)
    assert len(heard.results) == 12
    workers = {int(r.files[0]) for r in heard.results.values()}
    assert 1 <= len(workers) <= 2
    assert os.getpid() not in workers
    assert not any(map(running, workers))


def test_workers_have_one_thread_and_nothing_of_the_machine(tmp_path, monkeypatch):
    monkeypatch.setenv("TZ", "America/Toronto")
    assert go(tmp_path, pool_works.environment, ["ALL"]).results["ALL"].files == ("1", "1", "0", "UTC")
    assert os.environ["TZ"] == "America/Toronto"


def test_a_failure_stops_nothing_else_and_only_what_is_lost_is_tried_again(tmp_path):
    heard = go(tmp_path, pool_works.by_country, ["R01", "R02", "R03", "R04", "R07", "R10"])
    codes = {c: r.code if isinstance(r, Failed) else "done" for c, r in heard.results.items()}
    assert codes == {"R01": "E201", "R02": "E11", "R03": "E203", "R04": "done", "R07": "E203", "R10": "done"}
    assert sorted(c for c, _ in heard.tries) == ["R03", "R04", "R07"]
    assert "an accident" in heard.results["R01"].message
    assert "2 times" in heard.results["R03"].message


def test_a_run_that_takes_too_long_ends_with_all_it_started(tmp_path):
    heard = go(tmp_path, pool_works.by_country, ["R05", "R10"], jobs=1, timeout=2.0)
    assert heard.results["R05"] == Failed(Run("f1", "small", "R05", "public"), "E202", heard.results["R05"].message)
    assert "--timeout" in heard.results["R05"].message
    assert isinstance(heard.results["R10"], Done)
    assert heard.tries == []
    assert gone(children(tmp_path))


def test_what_a_killed_worker_left_behind_is_ended(tmp_path):
    heard = go(tmp_path, pool_works.by_country, ["R06"])
    assert isinstance(heard.results["R06"], Done)
    assert len(children(tmp_path)) == 1
    assert gone(children(tmp_path))


def test_an_interruption_ends_every_process(tmp_path):
    class Interrupts(Heard):
        def ended(self, task, result):
            raise KeyboardInterrupt

    others = {p.pid for p in psutil.Process().children()}  # of tests that ran before in this process
    with pytest.raises(KeyboardInterrupt):
        go(tmp_path, pool_works.by_country, ["R05", "R10"], heard=Interrupts())
    mine = [p for p in psutil.Process().children() if p.pid not in others]
    assert gone([p.pid for p in mine if "resource_tracker" not in " ".join(p.cmdline())])
    if (tmp_path / "children").exists():
        assert gone(children(tmp_path))
