"""What finding 4 shows of attribution: in a world with comparison countries, and in one without."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

sys.path.insert(0, str(Path(__file__).parents[1] / "findings"))
sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
from checks import numbers, pictures, wrong_cells, wrong_chart
from cooperation_worlds import measured

import mcee_eval as mcee
from mcee_eval.record import validate
from mcee_eval.release.rule import PERSONS
from mcee_eval.show import cooperation_attribution, cooperation_beside, cooperation_checks
from mcee_eval.show.cooperation_checks import donors, placebos
from mcee_eval.show.exhibit import Exhibit
from mcee_eval.show.passage import Passage

SLUGS = [*cooperation_attribution.SHOWN, *cooperation_checks.SHOWN, *cooperation_beside.SHOWN]
PROPOSITIONS = ("4a", "4b", "4c", "4d")
COUNTRIES = ("ALL", "R04")


@pytest.fixture(scope="module")
def worlds():
    found = {}
    for scenario in ("effect", "report"):
        for country in COUNTRIES:
            study = mcee.study("f4", country=country)
            study.measures = measured(scenario, country)
            found[scenario, country] = study, {slug: study.exhibit(slug) for slug in SLUGS}
    return found


def html(made, lang):
    return made.html(lang) if isinstance(made, Exhibit) else made.both[lang]


def page(made, lang):
    return BeautifulSoup(html(made, lang), "html.parser")


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_picture_is_its_table_and_both_languages_hold_the_same(worlds, country):
    _, shown = worlds["effect", country]
    for made in shown.values():
        trees = {lang: page(made, lang) for lang in ("en", "fr")}
        assert numbers(trees["en"]) == numbers(trees["fr"])
        for tree in trees.values():
            assert not re.search(r"[{}]|\bnan\b|\bNone\b|\binf\b", tree.text), made.id
            if isinstance(made, Exhibit):
                assert wrong_cells(tree, made.record()) == []
                if made.kind == "figure":
                    assert wrong_chart(pictures(tree)[made.id], made.record()) == [], made.id


@pytest.mark.parametrize("country", COUNTRIES)
def test_all_is_shown_where_there_is_a_comparison(worlds, country):
    _, shown = worlds["effect", country]
    silent = {slug for slug, made in shown.items() if isinstance(made, Passage)} - {"attribution_said"}
    assert silent == (set() if country == "ALL" else {"country_effects"})
    assert not any(made.kind == "silent" for made in shown.values())


@pytest.mark.parametrize("country", COUNTRIES)
def test_without_a_comparison_one_sentence_says_so_and_no_picture_is_drawn(worlds, country):
    _, shown = worlds["report", country]
    attribution = {k: v for k, v in shown.items() if k not in cooperation_beside.SHOWN}
    assert all(isinstance(made, Passage) for made in attribution.values())
    read = [made for made in attribution.values() if made.kind != "silent"]
    assert all(not made.both[lang] for made in attribution.values() if made not in read for lang in ("en", "fr"))
    assert [made.id for made in read] == ["f4-attribution-no-comparison-series"]
    assert "would settle it" in read[0].both["en"]
    assert "permettrait de trancher" in read[0].both["fr"]
    assert isinstance(shown["removals_beside"], Exhibit)
    assert "distinct de la coopération" in shown["removals_beside"].texts["fr"]["title"]


@pytest.mark.parametrize("scenario", ["effect", "report"])
@pytest.mark.parametrize("country", COUNTRIES)
def test_a_verdict_quotes_released_cells_and_is_recorded(worlds, scenario, country):
    study, _ = worlds[scenario, country]
    for proposition in PROPOSITIONS:
        made = study.verdict(proposition)
        assert numbers(page(made, "en")) == numbers(page(made, "fr"))
        for cell, unit in made.numbers.values():
            assert cell.mark or unit not in ("share",) or cell.value == pytest.approx(round(cell.value, 2))
    record = study.record().record
    validate(record)
    told = {v["proposition"]: v["state"] for v in record["verdicts"]}
    assert told == study.state()


def test_the_reasons_of_an_attribution_are_all_told(worlds):
    study, _ = worlds["effect", "R04"]
    said = page(study.verdict("4b"), "en").text
    for words in ("p-value", "Misfit", "nothing had begun", "no other event", "keep its sign", "breaks at a date",
                  "a grade, not a condition"):  # fmt: skip
        assert words in said
    together, _ = worlds["effect", "ALL"]
    assert "speaks neither for nor against" in page(together.verdict("4b"), "en").text


def test_counts_of_persons_keep_their_rule(worlds):
    for _, shown in worlds.values():
        for made in shown.values():
            for column, unit in made.table.units.items() if isinstance(made, Exhibit) else ():
                if unit in PERSONS:
                    assert [c.value for c in made.table.cells[column] if c.value is not None and c.value % 5] == []


def test_the_observed_line_is_silent_where_the_base_is_small(worlds):
    cells = worlds["effect", "R04"][1]["counterfactual"].table.cells
    marks = [c.mark for c in cells["observed"]]
    assert any(marks), "the case needs a quarter with few requests"
    assert not any(c.mark for c in cells["expected"])


def test_a_comparison_country_is_named_only_where_it_may_be(worlds):
    study, _ = worlds["effect", "R04"]
    context = study._context()
    secret = replace(context.measures, data=replace(context.measures.data, released=("R04", "C01")))
    hidden = replace(context, measures=secret)
    for show in (donors, placebos):
        text = page(show(hidden), "en").text
        assert "Country C01" in text
        assert "Country C02" not in text
        assert text.count("A comparison country") >= 19
        assert "Country C02" in page(show(context), "en").text


def test_weights_and_placebos_are_in_order_and_the_estimate_stands_out(worlds):
    for country in COUNTRIES:
        _, shown = worlds["effect", country]
        weights = [c.value for c in shown["donors"].table.cells["weight"]]
        assert weights == sorted(weights, reverse=True)
        assert sum(weights) == pytest.approx(1, abs=0.1)
        effects = [c.value for c in shown["placebos"].table.cells["effect"]]
        assert effects == sorted(effects, reverse=True)
        assert [u for u in shown["placebos"].table.dims["unit"] if u[0] == "Estimate"] == [("Estimate", "Estimation")]
    assert len(worlds["effect", "R04"][1]["placebos"].table) == 21


def test_requests_per_case_are_requests_over_cases(worlds):
    table = worlds["effect", "ALL"][1]["requests_per_case"].table
    for top, base, ratio in zip(*(table.cells[k] for k in ("requests", "cases", "ratio")), strict=True):
        assert ratio.value == pytest.approx(top.value / base.value)


def test_removals_are_relative_to_the_year_in_which_the_scope_begins(worlds):
    table = worlds["report", "ALL"][1]["removals_beside"].table
    row = list(table.dims["fiscal_year"]).index("2018-19")
    assert table.cells["index_mine"][row].value == table.cells["index_compared"][row].value == 1
