import numpy as np
import pandas as pd
import pytest

from mcee_eval.metrics.period_labels import moment, span, starts


@pytest.mark.parametrize(
    ("labels", "first", "last"),
    [
        (["2019-11", "2019-12", "2020-01"], "2019-11-01", "2020-01-01"),
        (["2019-20Q3", "2019-20Q4", "2020-21Q1"], "2019-10-01", "2020-04-01"),
        (["2018-19", "2019-20", "2020-21"], "2018-04-01", "2020-04-01"),
        (["2018", "2019", "2020"], "2018-01-01", "2020-01-01"),
    ],
)
def test_written_periods_have_a_first_day(labels, first, last):
    found = starts(pd.Series(labels))
    assert found.is_monotonic_increasing
    assert (str(found.iloc[0].date()), str(found.iloc[-1].date())) == (first, last)


def test_names_have_no_order():
    assert starts(pd.Series(["Jan", "Feb"])) is None
    assert starts(pd.Series(["2019-04", "spring"])) is None
    assert starts(pd.Series([pd.Timestamp("2020-01-01"), 3], dtype=object)) is None


def test_numbers_dates_and_periods():
    assert starts(pd.Series([1871, 1872])).to_list() == [1871, 1872]
    dates = pd.Series(pd.to_datetime(["2020-01-01", "2020-02-01"]))
    assert starts(dates).equals(dates)
    assert starts(pd.Series(pd.period_range("2020-01", periods=2, freq="M"))).to_list() == dates.to_list()


def test_the_period_that_holds_a_moment():
    months = starts(pd.Series(["2019-11", "2019-12", "2020-01"]))
    assert span(months, "2019-12", pd.Timestamp("2020-01-31")) == (2, 3)
    assert span(months, "2019-10-31", "2020-02-01") == (0, 4)
    assert span(months, "2018-19", "2019-20Q3") == (0, 0)
    assert span(pd.Series([1.0, 2.0, 3.0]), 2, 3.9) == (2, 3)
    assert moment(pd.Period("2020-02", freq="M"), months) == np.datetime64("2020-02-01")
