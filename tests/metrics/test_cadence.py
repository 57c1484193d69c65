"""Meetings against their calendar."""

from __future__ import annotations

import pandas as pd
import pytest

from mcee_eval.errors import BadParameter
from mcee_eval.metrics.cadence import cadence


def on(*days: str) -> pd.Series:
    return pd.Series(pd.to_datetime(list(days)), dtype="datetime64[us]")


FOUR = ("2019-05-10", "2019-08-10", "2019-11-10", "2020-02-10")


def test_a_calendar_that_was_kept():
    found = cadence(on(*FOUR), start="2019-04", end="2020-03")
    assert (found.quarters, found.kept, found.held, found.due) == (4, 4, 4, 4)
    assert (found.share_kept, found.longest_run) == (1.0, 0)
    assert found.frame["quarter"].tolist() == ["2019-20Q1", "2019-20Q2", "2019-20Q3", "2019-20Q4"]


def test_three_meetings_in_a_quarter_do_not_make_up_for_none_in_the_next():
    found = cadence(on("2019-05-01", "2019-05-10", "2019-06-10", "2020-02-10"), start="2019-04", end="2020-03")
    assert (found.held, found.kept, found.longest_run) == (4, 2, 2)
    assert found.longest_gap == (pd.Timestamp("2020-02-10") - pd.Timestamp("2019-06-10")).days == 245
    assert not found.gap_open


def test_a_quarter_that_the_window_cuts_promises_nothing():
    found = cadence(on(*FOUR), start="2019-02", end="2020-02")
    assert found.frame["quarter"].tolist() == ["2019-20Q1", "2019-20Q2", "2019-20Q3"]
    assert (found.held, found.due) == (3, 3)


def test_a_gap_to_the_end_of_the_window_is_open():
    found = cadence(on("2019-05-10"), start="2019-04", end="2020-03")
    assert found.longest_gap == (pd.Timestamp("2020-04-01") - pd.Timestamp("2019-05-10")).days == 327
    assert found.gap_open
    assert found.notes == ("gap_open",)
    assert found.longest_run == 3


def test_no_meeting_at_all():
    found = cadence(on(), start="2019-04", end="2020-03")
    assert (found.kept, found.held, found.longest_run, found.longest_gap) == (0, 0, 4, 366)


def test_two_a_quarter():
    found = cadence(on("2019-04-01", "2019-06-30", "2019-07-01"), start="2019-04", end="2019-09", promised=2)
    assert (found.kept, found.due) == (1, 4)
    assert found.frame["held"].tolist() == [2, 1]


def test_the_order_of_the_rows_is_nothing_and_the_input_untouched():
    days = on(*reversed(FOUR))
    kept = days.copy()
    assert cadence(days, start="2019-04", end="2020-03") == cadence(on(*FOUR), start="2019-04", end="2020-03")
    pd.testing.assert_series_equal(days, kept)


@pytest.mark.parametrize(
    ("days", "start", "end", "promised", "told"),
    [
        (FOUR, "2019", "2020-03", 1, "a month"),
        (FOUR, "2019-05", "2019-07", 1, "whole quarter"),
        (FOUR, "2020-03", "2019-04", 1, "whole quarter"),
        (FOUR, "2019-04", "2020-03", 0, "1 or more"),
        ((*FOUR, None), "2019-04", "2020-03", 1, "1 missing"),
    ],
)
def test_refusals(days, start, end, promised, told):
    with pytest.raises(BadParameter, match=told):
        cadence(on(*days), start=start, end=end, promised=promised)
