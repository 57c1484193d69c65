"""What another version left among the outputs stops no build."""

import json
from pathlib import Path

import page_examples as examples
import pytest
import site_example
from bs4 import BeautifulSoup

from mcee_eval.publish.aside import set_aside
from mcee_eval.publish.site import build_site, keep_records
from mcee_eval.words import catalogue as catalogues
from mcee_eval.words import say


@pytest.fixture(autouse=True)
def example_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = {**catalogues.catalogue(), **examples.texts()}
    monkeypatch.setattr(say, "catalogue", lambda: whole)


def relics(out: Path) -> Path:
    """A good record; beside it, and kept of the run before, what other versions and other hands left."""
    good = site_example.put(out, examples.record([], country="ALL"))
    beside, previous = good.parent, site_example.put(out, examples.record([]), previous=True).parent
    old = {**examples.record([], country="R01"), "schema": "mcee-record-0"}
    gone = examples.record([], country="P01")
    gone["verdicts"][0] |= {"proposition": "9z"}
    for folder in (beside, previous):
        (folder / "f4.R01.json").write_text(json.dumps(old))
        (folder / "f4.R02.json").write_text(json.dumps(old | {"country": "R02"}))
        (folder / "f4.P01.json").write_text(json.dumps(gone))
        (folder / "f1.ALL.json").write_bytes(b"\xff{")
        (folder / "f2.ALL.json").mkdir()
        (folder / "notes.json").write_text("[]")
    pages = out / "public/site/report"
    pages.mkdir(parents=True)
    for name in ("f4.ALL.en.html", "f4.R01.en.html", "f4.ALL.en.copy.html"):
        (pages / name).write_text("<html></html>")
    return good


def test_relics_are_set_aside_told_and_the_site_is_built(tmp_path: Path) -> None:
    good = relics(tmp_path)
    told = set_aside(tmp_path, "public")
    assert sum("f4.R01.json and 3 more (schema: 'mcee-record-0'; expected 'mcee-record-3')" in t for t in told) == 1
    assert any("f4.P01.json and 1 more (no text 'proposition.9z')" in t for t in told)
    assert [p.name for p in good.parent.iterdir()] == ["f4.ALL.json"]
    assert len(list((tmp_path / "work/aside").rglob("*.json"))) == 12
    build_site(tmp_path, audience="public")
    keep_records(tmp_path, audience="public")
    index = BeautifulSoup((tmp_path / "public/site/index.en.html").read_bytes(), "html.parser")
    assert "f4.ALL.en.html" in str(index)
    names = {p.name for p in (tmp_path / "public/site/report").glob("f4*.html")}
    assert names == {"f4.ALL.en.html", "f4.ALL.en.copy.html"}
    assert set_aside(tmp_path, "public") == []


def test_records_that_the_last_build_read_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site_example.put(tmp_path, examples.record([]))
    build_site(tmp_path, audience="public")
    monkeypatch.setattr("mcee_eval.publish.aside.read_record", lambda *_: pytest.fail("read again"))
    assert set_aside(tmp_path, "public") == []
