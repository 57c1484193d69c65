"""Everything that the notebooks show on the shipped data, in both languages, looked at as a page would hold it."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
from checks import drawn, numbers, pictures, wrong_cells, wrong_chart

from mcee_eval.rehearsal import rehearsed
from mcee_eval.release.rule import PERSONS
from mcee_eval.show import plots
from mcee_eval.show.exhibit import Exhibit
from mcee_eval.show.passage import Passage

LANGS = ("en", "fr")
QUOTIENTS = {("f5-possibilities", "per_country")}  # a released count over a number of countries


def pages(shown, lang):
    for made in shown.values():
        html = made.html(lang) if isinstance(made, Exhibit) else made.both[lang]
        yield made, BeautifulSoup(html, "html.parser")


@pytest.mark.parametrize("lang", LANGS)
def test_exhibits_are_complete(everything, lang):
    _, shown = everything
    seen = 0
    for made, page in pages(shown, lang):
        if not isinstance(made, Exhibit):
            assert page.text.strip(), made.id
            if made.kind == "passage":
                assert page.find(class_="said", id=made.id) or page.find(id=made.id), made.id
            continue
        seen += 1
        (figure,) = page.find_all("figure")
        assert figure["id"] == made.id
        assert figure.figcaption.find(class_="title").text
        assert figure.find("a", class_="anchor")["href"] == f"#{made.id}"
        (table,) = figure.find_all("table")
        assert table.caption.text
        assert {th["scope"] for th in table.thead.find_all("th")} == {"col"}
        assert all(row.find("th")["scope"] == "row" for row in table.tbody.find_all("tr"))
        assert table.parent["tabindex"] == "0"
        assert len(figure.find_all("p", class_="note")) == 4  # note, source, period, rule
        assert (figure.find(class_="badge") is None) == (made.table.provenance == "published")
        if made.kind == "figure":
            image = figure.find("img")
            assert 20 <= len(image["alt"]) <= 150
            assert image["src"].startswith("data:image/svg+xml;base64,")
            assert figure.details.summary.text
            assert table in figure.details.find_all("table")
    assert seen >= 1


@pytest.mark.parametrize("lang", LANGS)
def test_every_chart_is_its_table_and_every_table_its_record(everything, lang):
    _, shown = everything
    for made, page in pages(shown, lang):
        if isinstance(made, Exhibit):
            assert wrong_cells(page, made.record()) == []
            if made.kind == "figure":
                assert wrong_chart(pictures(page)[made.id], made.record()) == [], made.id


def test_both_languages_hold_the_same_numbers_under_the_same_ids(everything):
    _, shown = everything
    for (made, en), (_, fr) in zip(pages(shown, "en"), pages(shown, "fr"), strict=True):
        assert numbers(en) == numbers(fr), made.id
        assert en.text != fr.text or getattr(made, "kind", "") == "silent"


def test_ids_are_used_once(everything):
    _, shown = everything
    ids = [tag["id"] for _, page in pages(shown, "en") for tag in page.find_all(id=True)]
    assert [i for i in ids if ids.count(i) > 1] == []


@pytest.mark.parametrize("lang", LANGS)
def test_no_slot_key_or_python_word_is_left_in_what_is_read(everything, lang):
    _, shown = everything
    for made, page in pages(shown, lang):
        assert not re.search(r"[{}]|\bnan\b|\bNone\b|\bNaN\b|\bTrue\b|<NA>", page.text), made.id


def test_a_chart_drawn_from_other_data_is_found_out(monkeypatch):
    true = plots.bars

    def lying(ax, table, words, **more):
        bars = true(ax, table, words, **more)
        highest = max(ax.patches, key=lambda p: p.get_height())
        highest.set_height(highest.get_height() * 0.9)
        return bars

    monkeypatch.setattr(plots, "bars", lying)
    made = rehearsed("f1", dataset="published").shown["f1-claims-by-year"]
    page = BeautifulSoup(made.html("en"), "html.parser")
    assert wrong_chart(pictures(page)[made.id], made.record()) != []


def test_hidden_cells_draw_nothing(measured):
    _, shown = measured("f4", "synthetic", "R02", "public")
    made = shown["f4-same-year"]
    assert isinstance(made, Exhibit)
    marks = [c.mark for c in made.table.cells["cohort"]]
    assert any(marks), "the case needs a hidden cell"
    points = drawn(pictures(BeautifulSoup(made.html("en"), "html.parser"))[made.id])["series-cohort"]
    assert len(points) == sum(not m for m in marks)


def test_the_report_is_contradicted_by_its_own_figures(measured):
    _, shown = measured("f1", "published", "ALL", "public")
    said = shown["f1-printed"]
    assert isinstance(said, Passage)
    assert "186%" in said.both["en"]
    assert "+168.5%" in said.both["en"]
    assert "186\u00a0%" in said.both["fr"]
    assert "+168,5\u00a0%" in said.both["fr"]
    assert "64\u00a0020" in said.both["fr"]
    assert "171\u00a0900" in said.both["fr"]


def test_an_internal_page_says_so_and_is_exact(measured):
    persons = {}
    for audience in ("public", "internal"):
        _, shown = measured("f4", "synthetic", "R02", audience)
        tables = [m for m in shown.values() if isinstance(m, Exhibit)]
        persons[audience] = [c.value for c in shown["f4-issuance-at"].table.cells["n"] if c.value is not None]
        told = ["not for release" in m.html("en") for m in tables if m.table.rule != "things"]
        assert told == [audience == "internal"] * len(told)
        assert len(told) >= 3
    assert all(n % 5 == 0 for n in persons["public"])
    assert any(n % 5 for n in persons["internal"])
    assert [abs(a - b) <= 2 for a, b in zip(persons["public"], persons["internal"], strict=True)] == [True] * 3


def test_no_public_record_holds_an_exact_number_of_persons(everything):
    _, shown = everything
    for made in shown.values():
        if isinstance(made, Exhibit) and made.table.provenance != "published":
            for column, unit in made.table.units.items():
                cells = made.table.cells[column]
                if made.table.rule in ("things", "testimony"):  # who was heard is told, from five persons up
                    assert made.table.rule == "things" or all(c.value >= 5 for c in cells if c.value is not None)
                    assert made.table.rule == "testimony" or unit not in PERSONS, (made.id, column)
                    continue
                if unit in PERSONS and (made.id, column) not in QUOTIENTS:
                    assert [c.value for c in cells if c.value is not None and c.value % 5] == [], (made.id, column)
                if made.table.rule != "model":
                    assert [c.n for c in cells if c.n is not None and c.n % 5] == [], (made.id, column)
