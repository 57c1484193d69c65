import dataclasses
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import psutil
import pytest
import tiny_house

from mcee_eval.batch.layout import Layout
from mcee_eval.batch.lock import lock
from mcee_eval.batch.plan import Run, Selection
from mcee_eval.batch.run import Manner, Outcome, run
from mcee_eval.batch.task import Failed
from mcee_eval.errors import BadParameter, LockHeld, NotWritable, SomeRunsFailed
from mcee_eval.publish.aside import set_aside

SLEEPS = "import time; time.sleep(60)"


def go(folder, out, *, codes=("R01",), selection=None, stream=None, work=tiny_house.KERNELS, **more):
    given = {name: more.pop(name) for name in ("given", "notebook") if name in more}
    manner = Manner(**{"jobs": 1, "timeout": 60.0} | more)
    house = tiny_house.house(folder, codes, work)
    return run(selection or Selection(), **given, out=out, manner=manner, house=house, stream=stream or io.StringIO())


def tree(out):
    """Every file but the journal, which tells what happened and when it was tried again."""
    files = (p for p in sorted(out.rglob("*")) if p.is_file())
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in files if p.name != "journal.jsonl"}


def stems(runs):
    return [r.stem for r in runs]


@pytest.fixture(scope="module")
def calm(tmp_path_factory):
    """A house, and what an undisturbed batch leaves of it."""
    folder = tiny_house.build(tmp_path_factory.mktemp("house"), f1="import time; time.sleep(0.5)")
    out = tmp_path_factory.mktemp("calm")
    outcome = go(folder, out)
    assert stems(outcome.done) == ["f1.ALL", "f1.R01"] or stems(outcome.done) == ["f1.R01", "f1.ALL"]
    return folder, out


def test_a_batch_leaves_records_pages_notebooks_and_the_index(calm):
    _, out = calm
    assert sorted(tree(out)) == [
        "public/site/index.en.html",
        *(f"public/site/small/f1.{c}.{lang}.html" for c in ("ALL", "R01") for lang in ("en", "fr")),
        *(f"public/small/records/f1.{c}.json" for c in ("ALL", "R01")),
        *(f"work/public/small/f1.{c}.ipynb" for c in ("ALL", "R01")),
        "work/public/status.json",
    ]
    record = json.loads((out / "public/small/records/f1.R01.json").read_text())
    assert (record["country"], record["dataset"]) == ("R01", "small")
    assert "<html lang=fr>f1 R01" in (out / "public/site/small/f1.R01.fr.html").read_text()


def test_what_is_left_holds_no_clock_no_path_and_no_random_id(calm):
    folder, out = calm
    node = nbformat.read(out / "work/public/small/f1.R01.ipynb", as_version=4)
    assert [c["id"] for c in node.cells] == ["parameters", "injected-parameters", "body", "record"]
    assert "papermill" not in node.metadata
    assert not [c for c in node.cells if {"papermill", "execution"} & set(c.metadata)]
    for content in tree(out).values():
        assert str(folder).encode() not in content
        assert str(out).encode() not in content


def test_two_folders_get_the_same_bytes(calm, tmp_path):
    folder, out = calm
    go(folder, tmp_path / "other folder", jobs=2)
    assert tree(tmp_path / "other folder") == tree(out)


def test_what_is_up_to_date_is_not_done_again_and_a_change_is(tmp_path):
    folder, out = tiny_house.build(tmp_path / "h", f1="", f2=""), tmp_path / "out"
    assert len(go(folder, out, codes=(), work=tiny_house.light).done) == 2
    times = {p: p.stat().st_mtime_ns for p in out.rglob("f*.*")}
    told = io.StringIO()
    assert go(folder, out, codes=(), work=tiny_house.light, stream=told, why=True).done == ()
    assert "2 runs asked for, 0 due" in told.getvalue()
    assert {p: p.stat().st_mtime_ns for p in out.rglob("f*.*")} == times
    tiny_house.notebook(folder, "f2", "2 + 2")
    (out / "public/site/small/f1.ALL.fr.html").unlink()
    told = io.StringIO()
    dry = go(folder, out, codes=(), work=tiny_house.light, stream=told, why=True, dry_run=True)
    assert {r.stem: why for r, why in dry.due.items()} == {
        "f1.ALL": ("missing: f1.ALL.fr.html",),
        "f2.ALL": ("changed: notebook",),
    }
    assert "due  public/small/f2.ALL: changed: notebook" in told.getvalue()
    assert not (out / "public/site/small/f1.ALL.fr.html").exists()
    assert sorted(stems(go(folder, out, codes=(), work=tiny_house.light).done)) == ["f1.ALL", "f2.ALL"]
    assert stems(
        go(folder, out, codes=(), work=tiny_house.light, force=True, selection=Selection(findings=("1",))).done
    ) == ["f1.ALL"]


def test_relics_of_another_version_stop_no_batch(tmp_path):
    folder, out = tiny_house.build(tmp_path / "h"), tmp_path / "out"
    records = out / "public/small/records"
    records.mkdir(parents=True)
    for name in ("f1.ALL", "f2.ALL"):
        (records / f"{name}.json").write_text('{"schema": "mcee-record-0"}')
    journal = out / "work/journal.jsonl"
    journal.parent.mkdir()
    journal.write_text('{"run": "f1", "state": 3}\n{"run": "public/small/f1.ALL", "state": "done", "parts": []}\n{"ru')
    told = io.StringIO()
    house = dataclasses.replace(tiny_house.house(folder, ()), aside=set_aside)
    outcome = run(Selection(), out=out, manner=Manner(jobs=1, force=True), house=house, stream=told)
    assert stems(outcome.done) == ["f1.ALL"]
    assert "f1.ALL.json and 1 more (schema: 'mcee-record-0'" in told.getvalue()
    assert "journal.jsonl (2 lines of another form)" in told.getvalue()
    assert [p.name for p in records.iterdir()] == ["f1.ALL.json"]
    again = run(Selection(), out=out, manner=Manner(jobs=1), house=house, stream=(told := io.StringIO()))
    assert again.due == {}
    assert "aside" not in told.getvalue()


def test_one_language_gives_one_page_and_the_other_follows_it_once_it_is_there(tmp_path):
    folder, out = tiny_house.build(tmp_path / "h"), tmp_path / "out"
    go(folder, out, codes=(), work=tiny_house.light, selection=Selection(langs=("fr",)))
    pages = out / "public/site/small"
    assert [p.name for p in pages.iterdir()] == ["f1.ALL.fr.html"]
    assert go(folder, out, codes=(), work=tiny_house.light, selection=Selection(langs=("fr",))).done == ()
    go(folder, out, codes=(), work=tiny_house.light)
    tiny_house.notebook(folder, "f1", "1\n", record=True)
    (folder / "f1.ipynb").write_text((folder / "f1.ipynb").read_text().replace('"body"', '"body2"'))
    before = {p: p.stat().st_mtime_ns for p in pages.iterdir()}
    go(folder, out, codes=(), work=tiny_house.light, selection=Selection(langs=("fr",)))
    assert len(before) == 2
    assert all(p.stat().st_mtime_ns > t for p, t in before.items())


def test_runs_that_fail_alike_are_told_once():
    runs = [Run("f1", "small", code, "public") for code in ("ALL", "R01", "R02")]
    failed = tuple(
        Failed(one, "E12", "data set 'small' has no table 'projects'\n  - small: no such table") for one in runs
    )
    other = Failed(Run("f2", "small", "ALL", "public"), "E203", "")
    with pytest.raises(SomeRunsFailed) as told:
        Outcome((), dict.fromkeys([f.run for f in (*failed, other)], ()), failed=(*failed, other)).stop()
    assert [p.where for p in told.value.problems] == ["public/small/f1.ALL and 2 other runs", "public/small/f2.ALL"]
    assert told.value.problems[0].found == "E12, data set 'small' has no table 'projects': small: no such table"
    assert told.value.message == "4 of 4 runs failed"


def test_a_broken_notebook_stops_no_other_and_leaves_reviewers_nothing(tmp_path):
    folder, out = tiny_house.build(tmp_path / "h", f1="", f2="", f3="", f4=""), tmp_path / "out"
    assert go(folder, out, codes=(), work=tiny_house.light).failed == ()
    refusal = "from mcee_eval.errors import BadTable, Problem\n"
    refusal += "raise BadTable.of('claims', [Problem('row 4', '-4', '0 or more')])"
    tiny_house.notebook(folder, "f1", "1 / 0")
    tiny_house.notebook(folder, "f2", refusal)
    tiny_house.notebook(folder, "f3", "2 + 2", record=False)
    tiny_house.notebook(folder, "f4", "2 + 2")
    outcome = go(folder, out, codes=())
    assert stems(outcome.done) == ["f4.ALL"]
    assert {f.run.stem: f.code for f in outcome.failed} == {"f1.ALL": "E201", "f2.ALL": "E11", "f3.ALL": "E204"}
    with pytest.raises(
        SomeRunsFailed,
        match=r"3 of 4 runs failed[\s\S]*f2.ALL: E11, BadTable: claims: 1 problem: row 4: -4; [\s\S]*f2.ALL.error.txt",
    ) as told:
        outcome.stop()
    assert told.value.exit_code == 20
    reviewers = sorted(p.name for p in (out / "public").rglob("*") if p.is_file())
    assert reviewers == ["f4.ALL.en.html", "f4.ALL.fr.html", "f4.ALL.json", "index.en.html"]
    status = json.loads((out / "work/public/status.json").read_text())["runs"]
    assert [(r["finding"], r["state"], r["error"]) for r in status] == [
        ("f1", "failed", "E201"),
        ("f2", "failed", "E11"),
        ("f3", "failed", "E204"),
        ("f4", "done", None),
    ]
    assert "ZeroDivisionError" in (out / "work/public/small/f1.ALL.error.txt").read_text()
    assert (out / "work/public/small/f1.ALL.failed.ipynb").is_file()
    tiny_house.notebook(folder, "f1", "")
    assert stems(go(folder, out, codes=(), selection=Selection(findings=("1",))).done) == ["f1.ALL"]
    assert not (out / "work/public/small/f1.ALL.error.txt").exists()
    assert not (out / "work/public/small/f1.ALL.failed.ipynb").exists()


@pytest.mark.parametrize(
    ("body", "code", "told"),
    [
        ("object()", "E204", "at 0x"),
        ("country = 'R02'", "E204", "record, country: 'R02'; expected 'ALL'"),
        ("import os; os.kill(os.getpid(), 9)", "E203", "2 times"),
    ],
)
def test_runs_that_end_and_are_no_good(tmp_path, body, code, told):
    folder = tiny_house.build(tmp_path / "h", f1=body)
    (failed,) = go(folder, tmp_path / "out", codes=()).failed
    assert failed.code == code
    assert told in failed.message


def test_a_parameter_chosen_is_typed_told_to_the_notebook_and_part_of_what_a_run_rests_on(tmp_path):
    body = "assert (least, start) == (0.3, '2019-02')"
    folder, out = tiny_house.build(tmp_path / "h", f1="1", f2=body), tmp_path / "out"
    path = folder / "f2.ipynb"
    path.write_text(path.read_text().replace('"small\\", \\"\\", \\"\\"', '"small\\", \\"\\", \\"\\"\\nleast = 0.1'))
    (folder / "f2.toml").write_text(
        '[parameter.least]\ntype = "number"\nrange = [0.05, 0.4]\nbecause = {en = "a", fr = "a"}'
    )
    given = ("least=0.3", "start=2019-02")
    assert len(go(folder, out, codes=(), given=given).done) == 2
    assert go(folder, out, codes=(), given=given).due == {}
    assert set(go(folder, out, codes=(), dry_run=True).due.values()) == {("changed: parameters",)}
    wrong = ("least=0.9", "laest=0.3", "country=R01", "end")
    with pytest.raises(BadParameter) as refused:
        go(folder, out, codes=(), given=wrong)
    told = "\n".join(map(str, refused.value.problems))
    assert "-p: 'end'; expected name=value" in told
    assert "country; expected the option --country" in told
    assert "least: 0.9; expected from 0.05 to 0.4" in told
    assert "laest: no parameter of this notebook" in told
    assert "Did you mean 'least'?" in told


def test_an_evaluators_copy_is_run_in_place_of_the_notebook_with_its_own_toml(tmp_path):
    folder, out = tiny_house.build(tmp_path / "h", f1="1", f2="2"), tmp_path / "out"
    (folder / "f2.toml").write_text('[parameter.country]\ntype = "text"\nbecause = {en = "a", fr = "a"}\n')
    mine = tiny_house.notebook(tmp_path, "f2", "import os; print(os.environ['MCEE_NOTEBOOK'].rpartition('/')[2])")
    mine = mine.rename(tmp_path / "2_mine.ipynb")
    assert stems(go(folder, out, codes=(), notebook=mine).done) == ["f2.ALL"]
    assert "2_mine.ipynb" in (out / "work/public/small/f2.ALL.ipynb").read_text()
    assert go(folder, out, codes=(), notebook=mine).due == {}
    mine.with_suffix(".toml").write_text('[notebook]\nid = "f2"\n')
    assert set(go(folder, out, codes=(), notebook=mine, dry_run=True).due.values()) == {("changed: toml",)}
    mine.with_suffix(".toml").write_text('[notebook]\nid = "f7"\n')
    with pytest.raises(BadParameter, match=r"2_mine.ipynb is about 'f7'; expected a finding that is known"):
        go(folder, out, codes=(), notebook=mine)
    with pytest.raises(BadParameter, match="given with --notebook") as refused:
        go(folder, out, codes=(), notebook=tmp_path / "none.ipynb", selection=Selection(findings=("1",)))
    assert len(refused.value.problems) == 2


def test_annexes_are_written_and_taken_away_and_what_is_left_out_is_told(tmp_path):
    page = "{'kind': 'page', 'id': 'f1-more', 'slug': 'more', 'html': {'en': 'More', 'fr': 'Suite'}}"
    opens = f"from IPython.display import display\ndisplay({{'application/vnd.mcee+json': {page}}}, raw=True)"
    folder, out = tiny_house.build(tmp_path / "h", f1=opens), tmp_path / "out"
    path = folder / "f1.ipynb"
    text = path.read_text()
    path.write_text(
        text.replace('\\"synthetic\\"', '\\"protected\\"').replace("from IPython", "print(7)\\nfrom IPython", 1)
    )
    told = io.StringIO()
    assert len(go(folder, out, stream=told).done) == 2
    pages = out / "public/site/small"
    assert len(list(pages.glob("f1.*.more.*.html"))) == 4
    assert (
        told.getvalue().splitlines()[-2].startswith("left out of the page, as they did not come through study.show: ")
    )
    assert "outputs of cell 2 (public/small/f1." in told.getvalue()
    assert '"left_out": [2]' in (out / "work/journal.jsonl").read_text()
    (pages / "f1.ALL.more.fr.html").unlink()
    assert list(go(folder, out, dry_run=True).due.values()) == [("missing: f1.ALL.more.fr.html",)]
    tiny_house.notebook(folder, "f1")
    assert len(go(folder, out).done) == 2
    assert list(pages.glob("f1.*.more.*.html")) == []


def test_a_notebook_that_does_not_take_the_parameters_is_refused_before_a_kernel_starts(tmp_path):
    folder = tiny_house.build(tmp_path / "h", f1="")
    text = (folder / "f1.ipynb").read_text()
    (folder / "f1.ipynb").write_text(text.replace("country, lang, audience", "pays, lang, audience"))
    (failed,) = go(folder, tmp_path / "out", codes=()).failed
    assert failed.code == "E12"
    assert "no parameter country" in failed.message


def test_a_second_batch_on_the_same_outputs_is_refused(calm):
    folder, out = calm
    with lock(Layout(out).lock), pytest.raises(LockHeld):
        go(folder, out)


@pytest.mark.parametrize("in_the_way", ["out", "out/work", "out/work/public/small"])
def test_outputs_that_cannot_be_made_are_told(tmp_path, in_the_way):
    folder = tiny_house.build(tmp_path / "h")
    path = tmp_path / in_the_way
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("a file in the way")
    with pytest.raises(NotWritable, match="--out") as refused:
        go(folder, tmp_path / "out", codes=())
    assert refused.value.exit_code == 22
    assert path.read_text() == "a file in the way"
    assert not list((tmp_path / "out").glob("public/**/*.*"))


def test_a_full_disk_is_told_and_nothing_half_written_stays(tmp_path, monkeypatch):
    folder, out = tiny_house.build(tmp_path / "h"), tmp_path / "out"

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:  # the batch's own files; the workers' own refusal is tested above
        patched.setattr("os.replace", full)
        with pytest.raises(NotWritable, match="No space left on device"):
            go(folder, out, codes=(), work=tiny_house.light)
    assert not [p for p in out.rglob("*") if p.name.startswith(".")]
    go(folder, out, codes=(), work=tiny_house.light)
    assert (out / "work/public/status.json").is_file()


@pytest.mark.parametrize(
    ("manner", "told"),
    [
        ({"engine": "dask"}, "--engine: 'dask'; expected one of auto, pool"),
        ({"jobs": -1}, "--jobs: -1"),
        ({"timeout": 0}, "--timeout: 0"),
    ],
)
def test_a_manner_that_is_not_known_is_refused(calm, manner, told):
    with pytest.raises(BadParameter, match=told):
        go(*calm, **manner)


def batch(folder, out, work="kernels"):
    """The batch as a process of its own."""
    script = Path(tiny_house.__file__)
    environment = {**os.environ, "PYTHONPATH": str(script.parents[2])}
    return subprocess.Popen(
        [sys.executable, str(script), str(folder), str(out), work],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def family(pid, *, within=30.0, want="ipykernel"):
    """A process and its descendants, as soon as a kernel is among them."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        found = psutil.Process(pid).children(recursive=True)
        for process in found:
            try:
                if want in " ".join(process.cmdline()):
                    return found
            except psutil.NoSuchProcess:
                continue
        time.sleep(0.02)
    raise AssertionError("no kernel was started")


def wait_until(true, *, within=30.0):
    until = time.monotonic() + within
    while not true():
        assert time.monotonic() < until
        time.sleep(0.01)


def left(processes, *, within=10.0):
    """Those that still run after a while; one that ended and that nobody reaps is no longer running."""
    until = time.monotonic() + within
    while (alive := [p for p in processes if running(p)]) and time.monotonic() < until:
        time.sleep(0.05)
    return alive


def running(process):
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_a_killed_batch_goes_on_and_ends_with_the_same_tree(calm, tmp_path):
    folder, undisturbed = calm
    out = tmp_path / "out"
    process = batch(folder, out)
    family(process.pid)
    process.kill()
    process.communicate()
    go(folder, out)
    assert tree(out) == tree(undisturbed)


@pytest.fixture(scope="module")
def calm_and_light(tmp_path_factory):
    """Six runs that need no kernel."""
    folder = tiny_house.build(tmp_path_factory.mktemp("light"), f1="", f2="", f3="")
    out = tmp_path_factory.mktemp("calm and light")
    assert len(go(folder, out, work=tiny_house.light).done) == 6
    return folder, out


@pytest.mark.parametrize("wait", [0.0, 0.15, 0.3, 0.45])
def test_whatever_the_instant_of_the_kill_the_tree_is_the_same(calm_and_light, tmp_path, wait):
    folder, undisturbed = calm_and_light
    out = tmp_path / "out"
    process = batch(folder, out, "light")
    wait_until((out / "work" / "lock").exists)
    time.sleep(0.2 + wait)
    process.kill()
    process.communicate()
    whole = {path.read_text() for path in (undisturbed / "public").rglob("*") if path.is_file()}
    assert all(path.read_text() in whole for path in (out / "public").rglob("f*.*"))
    go(folder, out, work=tiny_house.light)
    assert tree(out) == tree(undisturbed)


def test_a_killed_batch_leaves_no_process_and_no_temporary_folder(tmp_path, monkeypatch):
    short = Path(tempfile.mkdtemp(dir="/tmp" if os.name == "posix" else None))
    monkeypatch.setenv("TMPDIR", str(short))
    folder = tiny_house.build(tmp_path / "h", f1=SLEEPS)
    process = batch(folder, tmp_path / "out")
    kin = family(process.pid)
    process.kill()
    process.communicate()
    assert len(kin) >= 3
    assert left(kin) == []
    assert list(short.iterdir()) == []
    short.rmdir()


def test_a_killed_worker_costs_one_more_try_and_changes_nothing(calm, tmp_path):
    folder, undisturbed = calm
    out = tmp_path / "out"
    process = batch(folder, out)
    family(process.pid)
    workers = [p for p in psutil.Process(process.pid).children() if "spawn_main" in " ".join(p.cmdline())]
    workers[0].kill()
    told = process.communicate(timeout=60)[0].decode()
    assert process.returncode == 0, told
    assert "again   public/small/f1." in told
    assert tree(out) == tree(undisturbed)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_ends_with_130_and_no_orphan(tmp_path, sign):
    folder = tiny_house.build(tmp_path / "h", f1=SLEEPS)
    process = batch(folder, tmp_path / "out")
    kin = family(process.pid)
    process.send_signal(sign)
    process.communicate(timeout=30)
    assert process.returncode == 130
    assert left(kin) == []
    assert not (tmp_path / "out/work/lock").exists()


def test_runs_have_names_that_stay_apart():
    runs = [Run("f1", d, c, a) for d in ("small", "big") for c in ("ALL", "R01") for a in ("public", "internal")]
    assert len({r.name for r in runs}) == 8
    layout = Layout(Path("o"))
    assert len({layout.record(r) for r in runs} | {layout.page(r, "en") for r in runs}) == 16
