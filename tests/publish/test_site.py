"""The site is made of records alone: states, failures, changes, comments, files that no record speaks for."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import page_examples as examples
import pytest
import site_example
from bs4 import BeautifulSoup
from site_links import dead_links

from mcee_eval.errors import BadParameter, BadTable
from mcee_eval.publish.changes import changes
from mcee_eval.publish.late import late
from mcee_eval.publish.site import build_site
from mcee_eval.words.formats import LANGS

pytestmark = pytest.mark.usefixtures("example_texts")


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site_example.build(tmp_path_factory.mktemp("site"))


def tree(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def snapshot(site: Path) -> dict[str, bytes]:
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in sorted(site.rglob("*")) if p.is_file()}


def test_index_shows_proposition_and_state_and_failures(outputs: Path) -> None:
    index = tree(outputs / "public/site/index.en.html")
    groups = {g.tr.text.strip(): g for g in index.select(".props tbody")}  # type: ignore[union-attr]
    answered = groups[next(g for g in groups if "Finding 4" in g)]
    assert "Requests are answered more often." in answered.text
    assert "Inconclusive" in answered.text
    assert next(a["href"] for a in answered.select(".group a")) == "report/f4.ALL.en.html"
    rows = {r["id"]: r for r in index.select(".grid tbody tr")}
    assert list(rows) == ["report-ALL", "report-P01", "report-R01"]  # all countries, then by name
    assert "did not complete, code E12" in rows["report-R01"].text
    assert "no page" in rows["report-P01"].text
    links = ["report/country.P01.en.html", "report/f4.P01.en.html"]
    assert [a["href"] for a in rows["report-P01"].select("a")] == links


def test_every_link_of_the_site_leads_somewhere(outputs: Path) -> None:
    for audience in ("public", "internal"):
        assert dead_links(outputs / audience / "site") == []
    lost = outputs / "public/site/report/f4.P01.en.html"
    kept = lost.read_text(encoding="utf-8")
    lost.write_text(
        kept.replace("csv/f4.P01/ledger.csv", "csv/f4.P01/gone.csv").replace('href="#f4-bars"', 'href="#x"')
    )
    assert len(dead_links(outputs / "public/site")) == 2
    lost.write_text(kept, encoding="utf-8")


def test_a_status_cannot_carry_text_to_the_public(outputs: Path, tmp_path: Path) -> None:
    status = tmp_path / "work/public/status.json"
    status.parent.mkdir(parents=True)
    run = {"finding": "f4", "country": "R01", "dataset": "report", "state": "failed", "error": "/home/me: secret"}
    status.write_text(json.dumps({"runs": [run]}), encoding="utf-8")
    build_site(tmp_path, audience="public")
    for content in snapshot(tmp_path / "public/site").values():
        assert b"secret" not in content
    assert "code E00" in tree(tmp_path / "public/site/index.en.html").text


def test_built_twice_the_same_bytes_and_nothing_left_over(tmp_path: Path) -> None:
    shown = examples.exhibits()
    for country in ("R01", "P01"):
        site_example.put(tmp_path, examples.record(shown, country=country))
    build_site(tmp_path, audience="public")
    before = snapshot(tmp_path / "public/site")
    build_site(tmp_path, audience="public")
    assert snapshot(tmp_path / "public/site") == before
    (tmp_path / "public/report/records/f4.P01.json").unlink()
    build_site(tmp_path, audience="public")
    assert not [name for name in snapshot(tmp_path / "public/site") if "P01" in name]


def test_changes_by_number_with_cause(outputs: Path) -> None:
    index = tree(outputs / "public/site/index.fr.html")
    changed = index.find(id="changes").find_next("table")  # type: ignore[union-attr]
    line = next(r for r in changed.select("tbody tr") if r.th.text == "f4-told-x")  # type: ignore[union-attr]
    assert [td.text for td in line.select("td")][1:4] == ["0,4000", "0,5000", "0,1000"]
    rows = list(csv.DictReader(io.StringIO((outputs / "public/site/changes.csv").read_text(encoding="utf-8-sig"))))
    assert {(r["id"], r["kind"]) for r in rows} == {("f4-told-x", "number"), ("f4.ALL", "page"), ("f4.P01", "page")}


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        ({"inputs": []}, "data"),
        ({"parameters": {"start": "2020-01", "end": ""}}, "setting"),
        ({"versions": {"mcee-eval": "0.2.0"}}, "code"),
        ({}, "unknown"),
    ],
)
def test_what_moved_a_number_is_named(change: dict, cause: str) -> None:
    old = examples.record([])
    new = examples.record([], numbers={"f4-told-x": {"value": 0.9, "unit": "share"}}, **change)
    (one,) = changes({("report", "f4", "R01"): old}, {("report", "f4", "R01"): new})
    assert (one.cause, one.material, one.change) == (cause, True, pytest.approx(0.4))


def test_within_rounding_is_not_material() -> None:
    def kept(value: int) -> dict:
        bounds = {"low": value - 2, "high": value + 2}
        return examples.record([], numbers={"n": {"value": value, "unit": "count", **bounds}})

    key = ("report", "f4", "R01")
    assert [c.material for c in changes({key: kept(100)}, {key: kept(102)})] == [False]
    assert [c.material for c in changes({key: kept(100)}, {key: kept(105)})] == [True]
    assert changes({key: kept(100)}, {key: kept(100)}) == []


def test_no_change_is_said_in_words(tmp_path: Path) -> None:
    made = examples.record([])
    site_example.put(tmp_path, made)
    site_example.put(tmp_path, made, previous=True)
    build_site(tmp_path, audience="public")
    assert "No change: every verdict" in tree(tmp_path / "public/site/index.en.html").text


def test_comments_open_ones_first(outputs: Path) -> None:
    page = tree(outputs / "public/site/comments.en.html")
    assert "1 comment without a response" in page.text
    first, other = page.select("main table")
    assert [r.th.text for r in first.select("tbody tr")] == ["f4-lines", "f4-bars"]  # type: ignore[union-attr]
    assert examples.HOSTILE in first.text
    assert "elsewhere" in other.text
    assert page.find("script") is None


def test_faults_of_the_comments_are_told_together(tmp_path: Path) -> None:
    path = tmp_path / "comments.csv"
    path.write_text("exhibit,comment,response\n,lost,\nf4-x,,\n", encoding="utf-8")
    with pytest.raises(BadTable) as caught:
        build_site(tmp_path, audience="public", comments=path)
    assert len(caught.value.problems) == 2
    path.write_text("id,text\n", encoding="utf-8")
    with pytest.raises(BadTable, match="column 'comment'"):
        build_site(tmp_path, audience="public", comments=path)


def test_refuses_an_audience_and_records_that_are_broken(tmp_path: Path) -> None:
    with pytest.raises(BadParameter):
        build_site(tmp_path, audience="everyone")
    moved = site_example.put(tmp_path, examples.record([]))
    moved.rename(moved.with_name("f4.P01.json"))
    (moved.parent / "f1.ALL.json").write_text("{", encoding="utf-8")
    (moved.parent / "f2.ALL.json").write_text("{}", encoding="utf-8")
    with pytest.raises(BadTable) as caught:
        build_site(tmp_path, audience="public")
    assert {p.where.split("/")[1].split(",")[0] for p in caught.value.problems} == {
        "f1.ALL.json", "f2.ALL.json", "f4.P01.json",
    }  # fmt: skip


def test_the_manifest_names_every_file_and_no_protected_hash(outputs: Path, tmp_path: Path) -> None:
    told = json.loads((outputs / "public/site/manifest.json").read_bytes())
    written = {n for n in snapshot(outputs / "public/site") if not n.startswith("report/f4") or n.endswith("xlsx")}
    assert set(told["files"]) == written - {"manifest.json"}
    given = {**examples.record([])["inputs"][0], "provenance": "protected"}
    site_example.put(tmp_path, examples.record([], inputs=[given]))
    build_site(tmp_path, audience="public")
    assert b"ab" * 32 not in b"".join(snapshot(tmp_path / "public/site").values())


def test_annexes_are_reached_from_the_index_the_ledger_and_their_twin(tmp_path: Path) -> None:
    shown = [e.record() for e in examples.exhibits()]
    made = examples.record([], country="ALL") | {"exhibits": [shown[0], {**shown[1], "page": "more"}]}
    made |= {"pages": {"more": {"en": "More of it", "fr": "La suite"}}}
    made["numbers"]["f4-told-x"]["page"] = "more"
    site_example.put(tmp_path, made)
    folder = tmp_path / "public/site/report"
    folder.mkdir(parents=True)
    for name in ("f4.ALL", "f4.ALL.more"):
        for lang in LANGS:
            (folder / f"{name}.{lang}.html").write_text(f"<p>{late('twin')}{late('said-page')}</p>")
    comments = tmp_path / "comments.csv"
    comments.write_text("exhibit,comment,response\nf4-other,Where?,\n")
    build_site(tmp_path, audience="public", comments=comments)
    site = tmp_path / "public/site"
    link = tree(site / "index.fr.html").select_one(".group a[href='report/f4.ALL.more.fr.html']")
    assert link.text == "La suite"  # type: ignore[union-attr]
    ledger = str(tree(site / "ledger.en.html"))
    assert "report/f4.ALL.more.en.html#f4-bars-1-requests" in ledger
    assert "report/f4.ALL.more.en.html#f4-told-x" in ledger
    assert "report/f4.ALL.en.html#f4-lines-1-requests" in ledger
    numbers = (site / "report/csv/f4.ALL/ledger.csv").read_text("utf-8-sig")
    assert "report/f4.ALL.more.fr.html#f4-bars-1-requests" in numbers
    assert 'href="f4.ALL.more.fr.html"' in (folder / "f4.ALL.more.en.html").read_text()
    assert "Where?" in (folder / "f4.ALL.en.html").read_text()
    assert "Where?" not in (folder / "f4.ALL.more.en.html").read_text()
