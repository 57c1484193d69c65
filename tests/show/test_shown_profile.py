"""What the profile shows: charts that are their tables, both languages alike, and what a public reader is not given."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
from checks import numbers, pictures, wrong_cells, wrong_chart

from mcee_eval.release.door import Door
from mcee_eval.show import profile
from mcee_eval.show.exhibit import Exhibit
from mcee_eval.studies import study


@cache
def _measured():
    return study("f0").measure()


def shown(audience="public", provenance="synthetic", slugs=tuple(profile.SHOWN)):
    made = study("f0", audience=audience)
    made.measures = _measured()
    made.release = Door(provenance, audience, "synthetic")
    return made, {slug: made.exhibit(slug) for slug in slugs}


@pytest.fixture(scope="module")
def public():
    return shown()


def page(made, lang):
    return BeautifulSoup(made.html(lang) if isinstance(made, Exhibit) else made.both[lang], "html.parser")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_chart_is_its_table_and_every_table_its_record(public, lang):
    charts = 0
    for slug, made in public[1].items():
        tree = page(made, lang)
        assert not re.search(r"[{}]|\bnan\b|\bNone\b|<NA>", tree.text), slug
        if isinstance(made, Exhibit):
            assert wrong_cells(tree, made.record()) == []
            if made.kind == "figure":
                charts += 1
                assert wrong_chart(pictures(tree)[made.id], made.record()) == [], slug
    assert charts == 6


def test_both_languages_hold_the_same_numbers(public):
    for made in public[1].values():
        assert numbers(page(made, "en")) == numbers(page(made, "fr")), made.id


def test_the_record_is_whole(public):
    made, _ = public
    for judged in made._judged():
        made.verdict(judged.proposition)
    told = made.record().record
    assert [v["proposition"] for v in told["verdicts"]] == ["0a", "0b", "0c"]
    assert told["provenance"] == "synthetic"
    assert len(told["exhibits"]) == 8


def test_the_report_s_own_boxes_carry_no_synthetic_stamp(public):
    model = public[1]["logic_model"]
    assert model.table.provenance == "published"
    assert "SYNTHETIC" not in page(model, "en").text
    assert "SYNTHETIC" in page(public[1]["figure_one"], "en").text


def test_the_nested_list_is_well_formed_and_whole(public):
    made, one = public
    for lang, key in (("en", "text_en"), ("fr", "text_fr")):
        tree = page(one["logic_list"], lang)
        items = tree.find_all("li")
        assert len(items) == len(list(made.measures.logic.nested()))
        assert all(li.parent.name == "ul" for li in items)
        for node, text in zip(made.measures.logic.nodes["node"], made.measures.logic.nodes[key], strict=True):
            assert f"{node}. {text}" in tree.text
        html = one["logic_list"].both[lang]
        assert html.count("<ul>") == html.count("</ul>")
        assert html.count("<li>") == html.count("</li>")


def test_partners_are_numbers_in_public_and_names_for_internal_readers(public):
    assert not re.search("Migration|UNODC|ARK|Refugees", page(public[1]["partners"], "en").text.split("The report")[0])
    _, internal = shown("internal", slugs=["partners"])
    assert "ARK Group" in page(internal["partners"], "en").text


def test_protected_data_never_fill_figure_1_in_public():
    _, hidden = shown("public", "protected", ["figure_one"])
    table = hidden["figure_one"].table
    assert {c.mark for cells in table.cells.values() for c in cells} == {"redacted"}
    assert "[redacted]" in page(hidden["figure_one"], "en").text
    assert "(CAVIARDÉ)" in page(hidden["figure_one"], "fr").text
    _, internal = shown("internal", "protected", ["figure_one"])
    assert all(c.value is not None for c in internal["figure_one"].table.cells["paid"])


def test_what_is_not_known_is_said(public):
    made, _ = public
    measures = made.measures
    money = measures.data.money
    gone = replace(
        measures.data,
        money=money.assign(paid=money["paid"].mask(money["fiscal_year"] == "2019-20"), spent_by_partner=float("nan")),
    )
    from mcee_eval.findings.profile import measure

    other = study("f0")
    other.measure()
    other.measures = measure(gone, other.settings)
    said = other.exhibit("paid_said").both["en"]
    assert "3</data> payments of a project in a fiscal year are not known" in said
    assert "not known for any year" in said
    year = other.exhibit("funding_by_year").table
    assert year.cell("paid", fiscal_year="2019-20").mark == "missing"
