"""What finding 5 shows on each kind of figures, and what it shows to nobody."""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
from checks import numbers, pictures, wrong_cells, wrong_chart

from mcee_eval.release.door import Door
from mcee_eval.release.rule import PERSONS
from mcee_eval.show import targeting
from mcee_eval.show.exhibit import Exhibit
from mcee_eval.show.passage import Passage
from mcee_eval.studies import study

BY_COUNTRY = ("three_indicators", "weights", "definitions")


@cache
def _measured(name):
    return study("f5", dataset=name).measure()


def shown(name, audience="public", provenance=""):
    made = study("f5", dataset=name, audience=audience)
    made.measures = _measured(name)
    if provenance:
        made.release = Door(provenance, audience, name)
    return made, {slug: made.exhibit(slug) for slug in targeting.SHOWN}


@pytest.fixture(scope="module")
def synthetic():
    return shown("synthetic")


@pytest.fixture(scope="module")
def published():
    return shown("published")


@pytest.fixture(scope="module")
def protected():
    return shown("synthetic", "public", "protected")


def page(made, lang):
    return BeautifulSoup(made.html(lang) if isinstance(made, Exhibit) else made.both[lang], "html.parser")


@pytest.mark.parametrize("name", ["synthetic", "published", "protected"])
def test_everything_is_whole_in_both_languages(name, request):
    _, exhibits = request.getfixturevalue(name)
    for slug, made in exhibits.items():
        pages = {lang: page(made, lang) for lang in ("en", "fr")}
        assert numbers(pages["en"]) == numbers(pages["fr"]), slug
        assert pages["en"].text != pages["fr"].text
        for tree in pages.values():
            assert not re.search(r"[{}]|\bnan\b|\bNone\b|<NA>", tree.text), slug
            if isinstance(made, Exhibit):
                assert wrong_cells(tree, made.record()) == []


def test_charts_of_the_synthetic_page_are_their_tables(synthetic):
    drawn = [m for m in synthetic[1].values() if isinstance(m, Exhibit) and m.kind == "figure"]
    assert {m.id for m in drawn} >= {"f5-funds-by-type", "f5-possibilities", "f5-weights", "f5-coverage"}
    for made in drawn:
        assert wrong_chart(pictures(page(made, "fr"))[made.id], made.record()) == [], made.id


def test_public_figures_have_three_columns_one_order_and_nothing_made_of_them(published):
    _, exhibits = published
    tables = [m for m in exhibits.values() if isinstance(m, Exhibit)]
    (only,) = tables
    assert [c.key for c in only.columns] == ["code", "country", "claims", "rejection", "trend"]
    codes = list(only.table.dims["code"])
    assert codes == sorted(codes)
    assert len(codes) == len(set(codes)) > 150  # every country with a figure: no cut
    assert only.kind == "table"
    said = " ".join(page(m, "en").text for m in exhibits.values() if isinstance(m, Passage))
    assert "No composite is made of public figures" in said
    text = page(only, "en").text
    assert not re.search(r"recalcitrant|preventive|score|composite index", text)


def test_no_rate_on_a_handful_although_public(published):
    _, exhibits = published
    made, table = published[0], exhibits["three_indicators"].table
    base = made.measures.indicators.set_index("country")["base"]
    for country, cell in zip(table.dims["country"], table.cells["rejection"], strict=True):
        assert (cell.value is None) == (not base[country] >= 20), country


def test_verdicts_on_public_figures_say_what_would_settle_them(published):
    made, _ = published
    told = "".join(made.verdict(p).both["en"] for p in ("5a", "5b", "5c", "5d"))
    assert told.count("Cannot conclude") == 4
    assert told.count("What would settle it") == 4
    assert made.record().record["provenance"] == "published"


def test_protected_data_show_no_country_type_to_the_public(protected):
    made, exhibits = protected
    for slug in (*BY_COUNTRY, "cost", "definitions_said"):
        assert isinstance(exhibits[slug], Passage), slug
    text = " ".join(page(m, "en").text for m in exhibits.values())
    text += "".join(made.verdict(p).both["en"] for p in ("5a", "5b", "5c", "5d"))
    assert not re.search(r"\b[RPC]0\d\b|\$\d+,\d{3}", text)
    for column, cells in exhibits["funds_by_type"].table.cells.items():
        assert {c.mark for c in cells} == {"redacted"}, column
    assert "[redacted]" in page(exhibits["funds_said"], "en").text


def test_an_internal_reader_sees_them():
    _, exhibits = shown("synthetic", "internal", "protected")
    assert all(isinstance(exhibits[slug], Exhibit) for slug in BY_COUNTRY)
    assert "$7,258,000" in page(exhibits["funds_said"], "en").text


def test_persons_are_rounded_in_public(synthetic):
    for made in synthetic[1].values():
        if isinstance(made, Exhibit):
            for column, unit in made.table.units.items():
                if unit in PERSONS:
                    assert not [c.value for c in made.table.cells[column] if c.value is not None and c.value % 5]


def test_the_ranking_on_the_page_is_the_one_that_was_measured(synthetic):
    made, exhibits = synthetic
    table = exhibits["weights"].table
    first = made.measures.choice.first
    chosen = set(table.dims.loc[table.dims["chosen"] == "yes", "country"])
    assert chosen == {"P01", "P02", "P03", "P04"}
    assert set(table.dims.loc[table.dims["picked"] == "yes", "country"]) == set(first.picked)
    told = first.frame.set_index("unit")
    for country, cell in zip(table.dims["country"], table.cells["share"], strict=True):
        assert (cell.value, cell.low, cell.high) == tuple(told.loc[country, ["share", "share_low", "share_high"]])
    text = page(exhibits["cost"], "fr").text
    assert "172\u00a0000\u00a0$" in text
