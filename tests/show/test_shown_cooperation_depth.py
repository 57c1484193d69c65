"""What finding 4 in depth shows: both languages, released cells only, the same numbers in each."""

import re

import pytest

import mcee_eval as mcee
from mcee_eval.show.cooperation_depth import SHOWN
from mcee_eval.show.exhibit import MIME, Exhibit


@pytest.fixture(scope="module")
def shown():
    found = {}
    for country in ("ALL", "R01", "R06"):
        study = mcee.study("f4", country=country)
        study.measure()
        found[country] = {slug: study.exhibit(slug) for slug in SHOWN}
    return found


@pytest.mark.parametrize("country", ["ALL", "R01", "R06"])
def test_both_languages_quote_the_same_numbers(shown, country):
    for made in shown[country].values():
        both = made._repr_mimebundle_()[MIME]["html"]
        numbers = {lang: re.findall(r'<data id="([^"]+)" value="([^"]+)"', text) for lang, text in both.items()}
        assert numbers["en"] == numbers["fr"]
        assert both["en"] != both["fr"]


def test_counts_go_through_the_rule_and_shares_are_whole_per_cent(shown):
    delay, fit = shown["R01"]["delay_by_stage"].table, shown["R01"]["issuance_fit"].table
    for column in ("n", "reached"):
        assert all(c.mark or c.value % 5 == 0 for c in delay.cells[column])
    assert all(c.value == round(c.value) for c in delay.cells["median"])
    for column in ("share", "fitted", "without"):
        told = [b for c in fit.cells[column] for b in (c.value,) if b is not None]
        assert told
        assert all(b == round(b, 2) for b in told)
    assert any(c.mark == "suppressed" for c in fit.cells["share"])
    for slug in ("issuance_fit_said", "smallest_change"):
        for cell, unit in shown["R01"][slug].numbers.values():
            assert unit != "share" or cell.value == round(cell.value, 2)


def test_the_picture_holds_the_fit_and_the_earlier_course(shown):
    pictures = shown["R01"]["issuance_fit"].pictures
    for lang in ("en", "fr"):
        for name in ("series-fitted", "series-without", "series-share", "band-without"):
            assert f'id="{name}"' in pictures[lang]
    assert pictures["en"] != pictures["fr"]


def test_what_does_not_apply_is_said(shown):
    assert "different dates" in shown["ALL"]["issuance_fit"].both["en"]
    assert "dates différentes" in shown["ALL"]["issuance_fit"].both["fr"]
    assert isinstance(shown["ALL"]["delay_by_stage"], Exhibit)
    assert not any(isinstance(made, Exhibit) for made in shown["R06"].values())
    assert "must not be read as an effect" in shown["R01"]["issuance_fit_said"].both["en"]
