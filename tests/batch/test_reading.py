"""A finding that concludes from the records of others runs after them, and again whenever one of them does."""

from __future__ import annotations

import io
import json

import tiny_house

from mcee_eval.batch.plan import Selection
from mcee_eval.batch.run import Manner, run

COUNTS = """
import os, pathlib
seen = sorted(p.name for p in pathlib.Path(os.environ["MCEE_RECORDS"]).glob("*.ALL.json"))
print(seen)
"""


def go(folder, out, work=tiny_house.light, **selection):
    manner = Manner(jobs=2, timeout=60.0, why=True)
    stream = io.StringIO()
    house = tiny_house.house(folder, ("R01",), work)
    return run(Selection(**selection), out=out, manner=manner, house=house, stream=stream), stream.getvalue()


def test_it_runs_last_and_finds_the_records_of_the_others(tmp_path):
    folder = tiny_house.build(tmp_path / "h", f1="", f2="", f8=COUNTS)
    outcome, _ = go(folder, tmp_path / "out", tiny_house.KERNELS, findings=("8",))
    assert [r.stem for r in outcome.planned] == ["f1.ALL", "f2.ALL", "f8.ALL"]
    assert outcome.done[-1].stem == "f8.ALL"
    node = json.loads((tmp_path / "out/work/public/small/f8.ALL.ipynb").read_text())
    told = "".join(t for c in node["cells"] for o in c.get("outputs", ()) for t in o.get("text", ()))
    assert "['f1.ALL.json', 'f2.ALL.json']" in told


def test_it_is_due_when_what_it_reads_is_done_again_and_not_otherwise(tmp_path):
    folder, out = tiny_house.build(tmp_path / "h", f1="", f2="", f8=""), tmp_path / "out"
    assert len(go(folder, out)[0].done) == 5
    assert go(folder, out)[0].due == {}
    (out / "public/site/small/f1.R01.en.html").unlink()
    assert [r.stem for r in go(folder, out)[0].done] == ["f1.R01"]  # a country's page is not read
    tiny_house.notebook(folder, "f2", "2 + 2")
    outcome, told = go(folder, out)
    assert {r.stem for r in outcome.done} == {"f2.ALL", "f2.R01", "f8.ALL"}
    assert "reads what is done again: public/small/f2.ALL" in told


def test_it_is_due_when_a_record_it_read_is_another(tmp_path):
    folder, out = tiny_house.build(tmp_path / "h", f1="", f8=""), tmp_path / "out"
    go(folder, out)
    (out / "public/small/records/f1.ALL.json").write_text("{}")
    outcome, told = go(folder, out)
    assert [r.stem for r in outcome.done] == ["f8.ALL"]
    assert "changed: records" in told


def test_one_that_failed_does_not_stop_it(tmp_path):
    folder = tiny_house.build(tmp_path / "h", f1="1 / 0", f2="", f8=COUNTS)
    outcome, _ = go(folder, tmp_path / "out", tiny_house.KERNELS)
    assert {r.run.stem for r in outcome.failed} == {"f1.ALL", "f1.R01"}
    assert "f8.ALL" in {r.stem for r in outcome.done}
