from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from published_series import nile

from mcee_eval.errors import BadTable
from mcee_eval.metrics.break_context import COLUMNS, break_context
from mcee_eval.metrics.trend_breaks import trend_breaks


def monthly(form="text", at=40):
    rng = np.random.default_rng(1)
    y = rng.normal(size=80) + 3 * (np.arange(80) >= at)
    months = pd.period_range("2017-01", periods=80, freq="M")
    labels = {"text": months.astype(str), "date": months.start_time, "period": months}[form]
    return trend_breaks(pd.DataFrame({"y": y, "month": labels}), outcome="y", label="month", breaks=1)


def row(frame, name):
    return frame[frame["name"] == name].iloc[0]


@pytest.mark.parametrize("form", ["text", "date", "period"])
def test_the_start_is_the_first_of_the_new(form):
    """The series breaks after 2020-04, its fortieth month; the programme starts in 2020-05."""
    r = monthly(form)
    (found,) = r.breaks
    assert (found.last_of_old, found.first_of_new) == (40, 41)
    start = row(break_context(r, start="2020-05"), "start")
    assert (start["begins"], start["ends"], start["first_of_new"]) == (41, 41, 41)
    assert start["low"] == found.date.low + 1
    assert start["overlaps"]
    assert row(break_context(r, start=pd.Timestamp("2020-05-17")), "start")["begins"] == 41


def test_a_lag_reaches_further():
    r = monthly()
    assert not row(break_context(r, start="2019-05"), "start")["overlaps"]
    assert row(break_context(r, start="2019-05", lag=12), "start")["overlaps"]


def test_inside_the_covid_window_only():
    windows = {"covid": ("2020-03", "2021-06"), "before": ("2017-01", "2019-12")}
    found = break_context(monthly(), start="2019-01", windows=windows)
    assert row(found, "covid")[["overlaps", "within"]].to_list() == [True, True]
    assert row(found, "before")[["overlaps", "within"]].to_list() == [False, False]


def test_events_of_the_country():
    events = pd.DataFrame(
        {
            "date": pd.to_datetime(["2020-04-20", "2018-01-01", "2010-01-01", "2031-01-01", "2015-01-01"]),
            "end": pd.to_datetime([None, "2020-12-31", None, None, "2017-02-01"]),
            "kind": ["visa_change", "moratorium_TSR", "mission_closed", "border_rule", "deferral_ADR"],
        }
    )
    found = break_context(monthly(), events=events)
    assert found["kind"].to_list() == ["visa_change", "moratorium_TSR", "deferral_ADR"]  # the others lie outside
    assert row(found, "visa_change")["begins"] == 40
    assert row(found, "moratorium_TSR")[["overlaps", "within"]].to_list() == [True, True]
    assert row(found, "deferral_ADR")[["begins", "ends", "overlaps"]].to_list() == [0, 2, False]
    without_end = break_context(monthly(), events=events.drop(columns="end"))
    assert row(without_end, "moratorium_TSR")["ends"] == 13


def test_numbers_as_labels():
    r = trend_breaks(nile(), outcome="flow", label="year")
    found = break_context(r, start=1899, windows={"dam": (1898, 1902)})
    assert row(found, "start")[["begins", "overlaps"]].to_list() == [29, True]
    assert row(found, "dam")[["begins", "ends", "overlaps", "within"]].to_list() == [28, 32, True, False]


def test_without_an_interval_nothing_is_said():
    r = trend_breaks(
        pd.DataFrame({"y": np.repeat([0.1, 0.3], 20), "year": range(1980, 2020)}), outcome="y", label="year"
    )
    start = row(break_context(r, start=2000), "start")
    assert start["overlaps"] is None
    assert np.isnan(start["low"])


def test_no_break_gives_no_row_and_names_are_refused():
    none = trend_breaks(nile(), outcome="flow", label="year", breaks=0)
    assert list(break_context(none, start=1900).columns) == list(COLUMNS)
    assert break_context(none, start=1900).empty
    without = trend_breaks(nile(), outcome="flow")
    named = replace(without, frame=without.frame.assign(label=[f"n{i:03d}" for i in range(100)]))
    with pytest.raises(BadTable, match="Use the first day"):
        break_context(named, start=1900)
