"""What a page learns only when the site is built: twin, open comments; and the bytes are the same either way."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import page_examples as examples
import pytest
import site_example
from bs4 import BeautifulSoup
from site_links import dead_links

from mcee_eval.publish.late import filled, late
from mcee_eval.publish.page import render_page
from mcee_eval.publish.site import build_site
from mcee_eval.words.formats import LANGS

drawn = cache(examples.exhibits)
pytestmark = pytest.mark.usefixtures("example_texts")


def made(outputs: Path, *, langs: tuple[str, ...] = LANGS, countries: tuple[str, ...] = ("ALL",)) -> Path:
    shown = drawn()
    for country in countries:
        record = examples.record(shown, country=country)
        site_example.put(outputs, record)
        for lang in langs:
            path = outputs / f"public/site/report/f4.{country}.{lang}.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(render_page(examples.notebook(shown), record, lang=lang), encoding="utf-8")
    return outputs / "public/site"


def comments(folder: Path, *lines: str) -> Path:
    path = folder / "comments.csv"
    path.write_text("\n".join(["exhibit,comment,response", *lines]) + "\n", encoding="utf-8")
    return path


def page(site: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((site / name).read_text(encoding="utf-8"), "html.parser")


def test_places_are_filled_again_and_again() -> None:
    text = f"<p>{late('one', 'x')}</p>{late('two')}"
    once = filled(text, lambda name: {"one": "<b>1</b>"}.get(name))
    assert once == "<p><!--late one--><b>1</b><!--/late--></p><!--late two--><!--/late-->"
    assert filled(once, lambda name: {"one": "<b>1</b>"}.get(name)) == once
    assert filled(once, lambda name: "") == "<p><!--late one--><!--/late--></p><!--late two--><!--/late-->"


def test_open_comments_stand_below_their_exhibit_and_leave_with_their_answer(tmp_path: Path) -> None:
    site = made(tmp_path)
    bare = (site / "report/f4.ALL.en.html").read_bytes()
    said = comments(
        tmp_path, "f4-lines,Why the fall?,", f"f4-lines,{examples.HOSTILE},", "f4-bars,Thanks,Done",
        "f4-gone,Where is it?,", "f1-x,Another finding,",
    )  # fmt: skip
    build_site(tmp_path, audience="public", comments=said)
    shown = page(site, "report/f4.ALL.en.html")
    below = shown.select_one("#f4-lines > .remarks")
    assert below is not None
    assert "2 open comments" in below.text
    assert [li.text for li in below.select("li")] == ["Why the fall?", examples.HOSTILE]
    assert shown.find("script") is None
    assert shown.select_one("#f4-bars .remarks") is None
    end = shown.select_one("main > section.remarks")
    assert end is not None
    assert [li.text for li in end.select("li")] == ["f4-gone: Where is it?"]
    waiting = page(site, "index.en.html").select_one(".props .waiting")
    assert waiting is not None
    assert waiting.text.startswith("3 open comments")
    assert waiting["href"] == "comments.en.html#comments-f4"
    assert "commentaires en attente de réponse" in page(site, "report/f4.ALL.fr.html").select_one("#f4-lines").text  # type: ignore[union-attr]
    assert dead_links(site) == []
    build_site(tmp_path, audience="public", comments=comments(tmp_path, "f4-lines,Why the fall?,Answered"))
    assert (site / "report/f4.ALL.en.html").read_bytes() == bare


def test_the_same_bytes_whether_the_run_was_redone_or_not(tmp_path: Path) -> None:
    said = comments(tmp_path, "f4-lines,Why the fall?,")
    site = made(tmp_path)
    build_site(tmp_path, audience="public", comments=said)
    before = {p: p.read_bytes() for p in site.rglob("*") if p.is_file()}
    made(tmp_path)  # the worker renders the pages again
    assert (site / "report/f4.ALL.en.html").read_bytes() != before[site / "report/f4.ALL.en.html"]
    build_site(tmp_path, audience="public", comments=said)
    assert {p: p.read_bytes() for p in site.rglob("*") if p.is_file()} == before


def test_a_page_in_one_language_leaves_no_dead_link(tmp_path: Path) -> None:
    site = made(tmp_path, langs=("fr",), countries=("ALL", "R01"))
    build_site(tmp_path, audience="public")
    assert dead_links(site) == []
    twin = page(site, "report/f4.ALL.fr.html").select_one("header nav li:last-child")
    assert twin is not None
    assert (twin.a, twin.text) == (None, "English (cette page n'a pas été produite)")
    english = page(site, "index.en.html")
    assert "2 pages were made, some in one language only." in english.text
    assert english.select_one(".grid tbody tr:last-child td a")["href"] == "report/f4.R01.fr.html"  # type: ignore[index]
    assert "(in French only)" in english.select_one(".grid").text  # type: ignore[union-attr]
    assert "(en anglais seulement)" not in page(site, "index.fr.html").text
    made(tmp_path, countries=("ALL", "R01"))
    build_site(tmp_path, audience="public")
    assert dead_links(site) == []
    twin = page(site, "report/f4.ALL.fr.html").select_one("header nav li:last-child a")
    assert twin is not None
    assert twin["href"] == "f4.ALL.en.html"
    assert "only" not in page(site, "index.en.html").select_one(".grid").text  # type: ignore[union-attr]
