"""A text and its values: plain, as HTML, in either language; hostile data shown as text."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from mcee_eval.errors import BadParameter
from mcee_eval.release.cell import Cell, marked
from mcee_eval.words.say import Words, data_tag, escape, time_tag

S = "\u00a0"
HOSTILE = '<script>alert("1")</script>'
NAMES = {"R01": ("Country R01", "Pays R01"), "X01": (HOSTILE, HOSTILE)}
EN, FR = Words("en", NAMES), Words("fr", NAMES)


def test_a_sentence_in_both_languages():
    values = {
        "place": "R01", "first": "2019", "last": "2024", "start": Cell(64020.0), "end": Cell(171900.0),
        "growth": Cell(171900 / 64020 - 1),
    }  # fmt: skip
    assert (
        EN("f1.growth", **values)
        == "Country R01: claims went from 64,020 in 2019 to 171,900 in 2024, a change of +168.5%."
    )
    told = f"Pays R01{S}: les demandes d'asile sont passées de 64{S}020 en 2019 à 171{S}900 en 2024"
    fr = f"{told}, soit une variation de +168,5{S}%."
    assert FR("f1.growth", **values) == fr


def test_every_computed_number_of_a_page_is_traceable():
    html = FR.html("f1.dip", {"first": Cell(23690.0), "second": marked("suppressed", 0, 5)}, "f1-dip")
    page = BeautifulSoup(html, "html.parser")
    number, mark = page.find(id="f1-dip-first"), page.find(id="f1-dip-second")
    assert (number.name, number["value"], number["data-unit"], number.text) == ("data", "23690", "count", f"23{S}690")
    assert (mark.name, mark["data-mark"], mark.text) == ("span", "suppressed", "--")


def test_a_value_keeps_ten_digits_behind_what_is_printed():
    assert 'value="1.685098407"' in data_tag("x", Cell(171900 / 64020 - 1), "share", "+168.5%")


@pytest.mark.parametrize("words", [EN, FR])
def test_an_unknown_key_is_refused(words):
    with pytest.raises(BadParameter, match=r"no text 'f1\.nothing'"):
        words("f1.nothing")


@pytest.mark.parametrize(
    "values", [{}, {"first": Cell(1.0)}, {"first": Cell(1.0), "second": Cell(2.0), "third": Cell(3.0)}]
)
def test_missing_and_superfluous_values_are_refused(values):
    with pytest.raises(BadParameter, match="do not fit"):
        EN("f1.dip", **values)


def test_an_unknown_language_is_refused():
    with pytest.raises(BadParameter, match="'de'"):
        Words("de")


def test_plurals_choose_their_form():
    assert EN("site.answer.lines", n=Cell(1.0)).endswith("1 line of evidence")
    assert EN("site.answer.lines", n=Cell(0.0)).endswith("0 lines of evidence")
    assert FR("site.answer.lines", n=Cell(0.0)).endswith("0 source de données")
    assert FR("site.answer.lines", n=Cell(2.0)).endswith("2 sources de données")


@pytest.mark.parametrize("mark", ["suppressed", "small_base", "missing", "redacted", "not_estimable"])
def test_a_mark_is_said_in_words_and_never_as_a_number(mark):
    for words in (EN, FR):
        assert not any(ch.isdigit() for ch in words.number(marked(mark, 0, 5), "count"))


def test_intervals_and_bounds():
    cell = Cell(0.412, 0.35, 0.478)
    assert EN.number(cell, "percent", 0, "ci") == f"41% (95% CI 35%{S}to 48%)"
    assert FR.number(cell, "percent", 0, "ci") == f"41{S}% (IC à 95{S}%{S}: 35{S}%{S}à 48{S}%)"
    assert EN.number(Cell(0.412), "percent", 0, "ci") == "41% (no interval)"
    assert EN.number(cell, "percent", 0, "range") == "41% (between 35% and 48%)"
    assert EN.number(Cell(1.6845, 1.68439, 1.68462), "change", 1, "range") == "+168.5% (between +168.4% and +168.5%)"
    assert EN.number(Cell(0.412, 0.411, 0.413), "percent", 0, "range") == "41%"
    assert EN.number(Cell(0.412, 0.35, None), "percent", 0, "ci") == f"41% (95% CI 35%{S}to no limit)"


def test_bounds_that_are_unknown_on_one_side_are_not_taken_for_zero():
    assert EN.number(Cell(0.0, None, 0.0), "percent", 0, "range") != "0%"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (HOSTILE, "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;"),
        ("' onclick='x", "&#x27; onclick=&#x27;x"),
        ("a\u202eb", "a[U+202E]b"),
        ("a\u200bb\ufeff", "a[U+200B]b[U+FEFF]"),
        ("a\x00b\x1bc", "a[U+0000]b[U+001B]c"),
        ("é « x »\u00a0: ok\n", "é « x »\u00a0: ok\n"),
    ],
)
def test_data_reach_html_as_text(given, shown):
    assert escape(given) == shown


def test_a_hostile_country_name_makes_no_element_and_no_attribute():
    values = {"place": "X01"}
    page = BeautifulSoup(FR.html("f4.attribution_no_requests", values, "x"), "html.parser")
    assert page.find_all(True) == []
    assert HOSTILE in page.text


@pytest.mark.parametrize(
    ("kind", "code", "tag"),
    [("day", "2020-03-17", "time"), ("month", "2020-03", "time"), ("quarter", "2020-21Q1", "span")],
)
def test_a_period_is_marked_up(kind, code, tag):
    made = BeautifulSoup(time_tag(code, "x", kind), "html.parser").find()
    assert made.name == tag
    assert made.get("datetime") == (code if tag == "time" else None)
