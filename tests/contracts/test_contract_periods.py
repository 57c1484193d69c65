"""Months, quarters and fiscal years: their written form, their order, the days they hold."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mcee_eval.contracts.periods import first_day, fiscal_year, holding, number, written


@pytest.mark.parametrize(
    ("kind", "text", "first"),
    [
        ("month", "2019-03", date(2019, 3, 1)),
        ("quarter", "2019-20Q1", date(2019, 4, 1)),
        ("quarter", "2019-20Q3", date(2019, 10, 1)),
        ("quarter", "2019-20Q4", date(2020, 1, 1)),
        ("fiscal_year", "1999-00", date(1999, 4, 1)),
        ("year", "2019", date(2019, 1, 1)),
    ],
)
def test_the_first_day(kind, text, first):
    assert first_day(kind, text) == first
    assert holding(kind, first) == text
    assert holding(kind, first - timedelta(days=1)) != text


@pytest.mark.parametrize("kind", ["month", "quarter", "fiscal_year", "year"])
def test_every_day_is_in_one_period_and_periods_follow_each_other(kind):
    day, before = date(1998, 1, 1), None
    while day < date(2003, 1, 1):
        running = number(kind, holding(kind, day))
        assert written(kind, running) == holding(kind, day)
        assert first_day(kind, written(kind, running)) <= day < first_day(kind, written(kind, running + 1))
        assert before is None or running - before in (0, 1)
        day, before = day + timedelta(days=1), running


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("month", "2019-13"), ("month", "2019-3"), ("month", "2019-03-01"), ("quarter", "2019-20Q5"), ("year", "19"),
        ("quarter", "2019-21Q1"), ("quarter", "2019-20"), ("fiscal_year", "2019-2020"), ("fiscal_year", "2019-19"),
    ],
)  # fmt: skip
def test_another_form_is_no_period(kind, text):
    assert number(kind, text) is None
    with pytest.raises(ValueError, match=f"'{text}' is not a"):
        first_day(kind, text)


def test_the_turn_of_the_century():
    assert [fiscal_year(y) for y in (1998, 1999, 2000)] == ["1998-99", "1999-00", "2000-01"]
