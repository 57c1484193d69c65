"""Numbers, money, dates and plurals of both languages, code point by code point."""

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcee_eval.words import formats as f

S = "\u00a0"  # the one space character
M = "\u2212"  # the minus sign


@pytest.mark.parametrize(
    ("shown", "en", "fr"),
    [
        (lambda w: f.percent(1.86, w), "186%", f"186{S}%"),
        (lambda w: f.percent(0.4125, w, 1), "41.3%", f"41,3{S}%"),
        (lambda w: f.percent(-0.05, w), f"{M}5%", f"{M}5{S}%"),
        (lambda w: f.signed_percent(1.685, w, 1), "+168.5%", f"+168,5{S}%"),
        (lambda w: f.signed_percent(-0.123, w, 1), f"{M}12.3%", f"{M}12,3{S}%"),
        (lambda w: f.signed_percent(0.0, w, 1), "0.0%", f"0,0{S}%"),
        (lambda w: f.decimal(171900, w), "171,900", f"171{S}900"),
        (lambda w: f.decimal(1234.5, w, 1), "1,234.5", f"1{S}234,5"),
        (lambda w: f.decimal(1234567, w), "1,234,567", f"1{S}234{S}567"),
        (lambda w: f.decimal(-1234, w), f"{M}1,234", f"{M}1{S}234"),
        (lambda w: f.decimal(-0.4, w), "0", "0"),
        (lambda w: f.decimal(2, w, 2), "2.00", "2,00"),
        (lambda w: f.money(250000, w), "$250,000", f"250{S}000{S}$"),
        (lambda w: f.money(-250000, w), f"{M}$250,000", f"{M}250{S}000{S}$"),
        (lambda w: f.millions(21_000_000, w), f"$21{S}million", f"21{S}millions de dollars"),
        (lambda w: f.millions(1_500_000, w, 1), f"$1.5{S}million", f"1,5{S}million de dollars"),
        (lambda w: f.millions(2_000_000, w), f"$2{S}million", f"2{S}millions de dollars"),
        (lambda w: f.span("1", "4", w), f"1{S}to 4", f"1{S}à 4"),
        (lambda w: f.day("2020-04-01", w), "April 1, 2020", f"1er{S}avril 2020"),
        (lambda w: f.day(date(2020, 3, 17), w), "March 17, 2020", f"17{S}mars 2020"),
        (lambda w: f.month("2025-05", w), "May 2025", "mai 2025"),
        (lambda w: f.fiscal_year("2019-20", w), "2019-20", "2019-2020"),
        (lambda w: f.fiscal_year("1999-00", w), "1999-00", "1999-2000"),
        (lambda w: f.quarter("2026-27Q2", w), "Q2 2026-27", "T2 2026-2027"),
        (lambda w: f.p_value(0.0312, w), "0.031", "0,031"),
        (lambda w: f.p_value(0.0004, w), f"<{S}0.001", f"<{S}0,001"),
        (lambda w: f.days(1, w), f"1{S}day", f"1{S}jour"),
        (lambda w: f.days(0, w), f"0{S}days", f"0{S}jour"),
        (lambda w: f.days(-1, w), f"{f.MINUS}1{S}day", f"{f.MINUS}1{S}jour"),
        (lambda w: f.days(-2, w), f"{f.MINUS}2{S}days", f"{f.MINUS}2{S}jours"),
        (lambda w: f.days(1.96, w), f"2{S}days", f"2{S}jours"),
        (lambda w: f.days(1.5, w, 1), f"1.5{S}days", f"1,5{S}jour"),
        (lambda w: f.days(130, w), f"130{S}days", f"130{S}jours"),
    ],
)
def test_code_points(shown, en, fr):
    assert (shown("en"), shown("fr")) == (en, fr)


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (-2.5, 0, f"{M}3"),
        (2.675, 2, "2.68"),
        (1.005, 2, "1.01"),
        (0.45, 1, "0.5"),
    ],
)
def test_a_half_goes_up_away_from_zero_on_the_number_as_written(value, places, expected):
    assert f.decimal(value, "en", places) == expected


def test_a_percentage_is_rounded_once():
    # 0.285 * 100 is 28.499999999999996 in binary; as written it is a tie
    assert f.percent(0.285, "en") == "29%"
    assert f.percent(0.145, "en") == "15%"


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, None])
@pytest.mark.parametrize("printer", [f.decimal, f.percent, f.signed_percent, f.money, f.millions, f.days])
def test_what_is_no_number_is_refused(printer, value):
    with pytest.raises((ValueError, TypeError, ArithmeticError)):
        printer(value, "fr")


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_the_refusal_of_no_number_says_what_to_do(value):
    with pytest.raises(ValueError, match="suppressed or missing cell"):
        f.decimal(value, "en")


@pytest.mark.parametrize(
    ("value", "en", "fr"),
    [
        (0, "other", "one"),
        (1, "one", "one"),
        (1.5, "other", "one"),
        (2, "other", "other"),
        (1_000_000, "other", "other"),
    ],
)
def test_plurals(value, en, fr):
    assert (f.plural(value, "en"), f.plural(value, "fr")) == (en, fr)


@given(st.floats(-1e12, 1e12), st.sampled_from(["en", "fr"]), st.integers(0, 3))
def test_every_number_is_printed_with_the_characters_of_its_language(value, lang, places):
    text = f.decimal(value, lang, places)
    group, point = (",", ".") if lang == "en" else (S, ",")
    assert set(text) <= set("0123456789") | {group, point, M}
    back = float(text.replace(group, "").replace(point, ".").replace(M, "-"))
    assert back == pytest.approx(value, abs=0.5 * 10**-places * 1.000001 + 1e-4 * (abs(value) > 1e11))
    assert text.count(point) == (1 if places else 0) or lang == "en"


def test_every_kind_has_a_printer_and_a_unit():
    for kind, (printer, unit) in f.KINDS.items():
        assert unit, kind
        for lang in f.LANGS:
            assert printer(0.5, lang)


def test_calendar_quarters():
    assert f.period("2019Q1", "en") == f.period("2019-Q1", "en") == "Q1 2019"
    assert f.period("2019Q1", "fr") == "T1 2019"
