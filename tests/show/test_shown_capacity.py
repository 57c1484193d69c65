"""What finding 2 shows, for the programme and for a country: equal in both languages, drawn from its tables."""

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

from mcee_eval.show.capacity import SHOWN
from mcee_eval.show.exhibit import Exhibit
from mcee_eval.show.passage import Passage
from mcee_eval.studies import study

LANGS = ("en", "fr")


@cache
def shown(country, audience="public"):
    made = study("f2", country=country, audience=audience)
    made.measure()
    return made, {slug: made.exhibit(slug) for slug in SHOWN}


@pytest.fixture(params=["ALL", "R05", "P03"])
def everything(request):
    return shown(request.param)


def html(made, lang):
    return BeautifulSoup(made.html(lang) if isinstance(made, Exhibit) else made.both[lang], "html.parser")


def test_pictures_and_tables_are_the_record(everything):
    drawn = 0
    for made in everything[1].values():
        if isinstance(made, Exhibit):
            for lang in LANGS:
                page = html(made, lang)
                assert wrong_cells(page, made.record()) == []
                if made.kind == "figure":
                    drawn += 1
                    assert wrong_chart(pictures(page)[made.id], made.record()) == [], made.id
    assert drawn >= 2


def test_both_languages_say_the_same_in_other_words(everything):
    for made in everything[1].values():
        en, fr = html(made, "en"), html(made, "fr")
        assert numbers(en) == numbers(fr), made.id
        assert en.text != fr.text
        for page in (en, fr):
            assert not re.search(r"[{}]|\bnan\b|\bNone\b|\bNaN\b|<NA>|\b\w+_\w+\b", page.text), made.id


def test_verdicts_are_printed_in_both_languages(everything):
    made, _ = everything
    for v in made._judged():
        said = made.verdict(v.proposition)
        assert said.both["en"] != said.both["fr"]
    made.verdicts.clear()
    for v in made._judged():
        made.shown.pop(f"f2-{v.proposition}")


def test_nothing_redacted_is_filled():
    table = shown("ALL")[1]["redacted"].table
    assert len(table) == 3
    assert {c.mark for c in table.cells["text"]} == {"redacted"}
    page = html(shown("ALL")[1]["redacted"], "fr")
    assert page.text.count("(CAVIARDÉ)") == 3
    assert table.provenance == "published"


def test_the_report_s_figures_carry_no_synthetic_mark_and_are_as_printed():
    made = shown("ALL")[1]
    for slug in ("highlights", "registration", "redacted"):
        assert made[slug].table.provenance == "published"
        assert "SYNTHETIC" not in made[slug].html("en")
    assert [c.value for c in made["highlights"].table.cells["n"]] == [2, 1, 100, 1000, 1380, 2900]
    assert "2.10" in made["registration_said"].both["en"]
    assert "2,10" in made["registration_said"].both["fr"]
    assert "SYNTHETIC" in made["change_by_project"].html("en")


def test_a_country_s_page_shows_no_testimony_and_no_highlight_of_an_unnamed_country():
    _, made = shown("R05")
    for slug in ("perceived", "success_factors", "highlights", "registration", "by_kind", "by_area", "other_choices"):
        assert isinstance(made[slug], Passage), slug


def test_the_public_page_hides_the_few_and_the_internal_one_does_not():
    made = study("f2", audience="internal")
    made.measures = shown("ALL")[0].measures
    public, internal = shown("ALL")[1]["perceived"].table, made.exhibit("perceived").table
    few = {"group_other_departments", "group_implementing_partner"}
    rows = [i for i, g in enumerate(public.dims["group"]) if g in few]
    asked = [public.cells["asked"][i] for i in rows]
    assert any(c.mark == "suppressed" for c in asked)
    assert all(c.value is None or c.value % 5 == 0 for c in asked)
    assert all(c.mark for i, c in enumerate(public.cells["agree"]) if i in rows)
    assert not any(c.mark for c in internal.cells["agree"])
    assert any(c.value % 5 for c in internal.cells["asked"])
    too_few = [public.dims["word"][i] for i in rows if public.cells["asked"][i].mark]
    assert set(too_few) == {"word_too_few"}


def test_no_partner_and_no_country_is_named_for_a_project():
    made, _ = shown("ALL")
    text = " ".join(html(m, lang).text for m in shown("ALL")[1].values() for lang in LANGS)
    for name in [*made.data.names, "UNODC", "UNHCR", "IOM", "ARK Group"]:
        assert not re.search(rf"\b{name}\b", text), name


def test_a_user_s_own_units_and_needs_stand_for_themselves():
    made, found = study("f2"), shown("ALL")[0].measures
    own = found.data.indicators.assign(unit="our_own_unit")
    made.measures = replace(
        found, results=replace(found.results, frame=found.results.frame.assign(unit="our_own_unit"))
    )
    assert "our own unit" in made.exhibit("indicator_results").html("fr")
    assert (own["unit"] == "our_own_unit").all()
