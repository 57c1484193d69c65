import io
from pathlib import Path

from mcee_eval.batch.plan import Run
from mcee_eval.batch.progress import Live, Plain, Tally, duration, progress
from mcee_eval.batch.task import Done, Failed, Task


class Terminal(io.StringIO):
    def isatty(self):
        return True


def tasks(n):
    return [Task(Run("f1", "small", f"R{i:02d}", "public"), Path("n"), ("en",), Path("o"), Path()) for i in range(n)]


def go(view, given):
    with view:
        for task in given:
            view.started(task)
        view.tried(given[0], "its kernel died")
        view.started(given[0])
        view.ended(given[0], Done(given[0].run, ()))
        view.ended(given[1], Failed(given[1].run, "E11", "claims: 1 problem\n  - row 4"))
    return view


def test_plain_lines_tell_every_run_and_the_counts():
    stream = io.StringIO()
    view = progress(3, 2, stream)
    assert isinstance(view, Plain)
    go(view, tasks(3))
    lines = stream.getvalue().splitlines()
    assert lines[0] == "again   public/small/f1.R00: its kernel died"
    assert lines[1].startswith("done    public/small/f1.R00 (1 of 3: 1 done, 2 running, 0 failed, about ")
    assert lines[2].startswith(
        "FAILED  public/small/f1.R01: E11, claims: 1 problem: row 4 (2 of 3: 1 done, 1 running, 1 failed"
    )
    assert len(lines) == 3


def test_a_terminal_gets_the_live_view_and_keeps_the_failures():
    stream = Terminal()
    view = progress(3, 2, stream)
    assert isinstance(view, Live)
    go(view, tasks(3))
    shown = stream.getvalue()
    assert "FAILED  public/small/f1.R01: E11, claims: 1 problem" in shown
    assert "again   public/small/f1.R00: its kernel died" in shown
    assert (view.tally.done, view.tally.failed, view.tally.running) == (1, 1, 1)


def test_the_time_left_is_the_mean_over_the_workers(monkeypatch):
    clock = iter([0.0, 0.0, 10.0, 30.0])
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    tally = Tally(10, 2)
    assert tally.left == "?"
    one, two = tasks(2)
    tally.start(one), tally.start(two)
    tally.stop(one), tally.stop(two)
    tally.done = 2
    assert tally.left == duration(8 * 20 / 2)


def test_durations_are_told_as_people_do():
    assert [duration(s) for s in (0.4, 40, 89, 150, 7500)] == ["0 s", "40 s", "89 s", "2 min", "2 h 05 min"]
