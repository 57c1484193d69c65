"""A build with nothing to do is over at once; one with little to do makes little; a file that was touched is mended."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import page_examples as examples
import pytest
import site_example

from mcee_eval.publish import site as sites
from mcee_eval.publish import tables
from mcee_eval.publish.site import build_site
from mcee_eval.publish.stamp import Stamp, read_stamp

drawn = cache(examples.exhibits)
pytestmark = pytest.mark.usefixtures("example_texts")


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    shown = drawn()
    for country in ("ALL", "R01"):
        site_example.put(tmp_path, examples.record(shown, country=country))
    build_site(tmp_path, audience="public")
    return tmp_path


def test_nothing_to_do_reads_no_record(outputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sites, "collect", lambda *_: pytest.fail("records were read"))
    build_site(outputs, audience="public")
    (outputs / "public/site/how.fr.html").unlink()
    with pytest.raises(pytest.fail.Exception):
        build_site(outputs, audience="public")


@pytest.mark.parametrize("name", ["index.en.html", "report/csv/f4.ALL/f4-lines.csv", "mcee-eval.fr.xlsx"])
def test_a_file_that_was_touched_or_lost_is_mended(outputs: Path, name: str) -> None:
    path = outputs / "public/site" / name
    before = path.read_bytes()
    path.write_bytes(b"spoilt")
    build_site(outputs, audience="public")
    assert path.read_bytes() == before
    path.unlink()
    build_site(outputs, audience="public")
    assert path.read_bytes() == before


def test_only_the_files_of_changed_records_are_made_again(outputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    whole = tables._made
    monkeypatch.setattr(tables, "_made", lambda record: asked.append(record["country"]) or whole(record))
    changed = examples.record(
        examples.exhibits(), country="R01", numbers={"f4-told-x": {"value": 0.6, "unit": "share"}}
    )
    site_example.put(outputs, changed)
    build_site(outputs, audience="public")
    assert asked == ["R01"]
    other = outputs / "other"
    for country in ("ALL", "R01"):
        source = outputs / f"public/report/records/f4.{country}.json"
        place = other / source.relative_to(outputs)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(source.read_bytes())
    build_site(other, audience="public")
    one, two = outputs / "public/site", other / "public/site"
    assert {p.relative_to(one): p.read_bytes() for p in one.rglob("*") if p.is_file()} == {
        p.relative_to(two): p.read_bytes() for p in two.rglob("*") if p.is_file()
    }


def test_a_stamp_that_cannot_be_read_counts_as_none(tmp_path: Path) -> None:
    path = tmp_path / "site.json"
    for text in ("", "{", "[]", '{"files": 1}'):
        path.write_text(text)
        assert read_stamp(path) == Stamp()


def test_the_site_is_built_without_the_libraries_of_numbers_and_pictures() -> None:
    """They take a second to load, a build with nothing to do a hundredth."""
    asked = (
        "import sys, mcee_eval.publish.site; print([m for m in ('pandas', 'matplotlib', 'scipy') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout == "[]\n"
