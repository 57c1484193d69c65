"""Calendars by body, the pace after a stop, and which questions the gaps of a framework leave without data."""

from __future__ import annotations

import pandas as pd
import pytest

from mcee_eval.errors import TooFewPeriods
from mcee_eval.metrics.cadence import cadence_by, pace_ratio
from mcee_eval.metrics.coverage_audit import coverage_audit, served_audit

WINDOW = {"start": "2019-04", "end": "2021-03"}
STOP = ("2020-03-17", "2020-11-30")


def held(*days: str) -> pd.DataFrame:
    return pd.DataFrame({"body": "A", "date": pd.to_datetime(list(days))})


def test_each_body_with_a_register_has_its_calendar():
    frame = held("2019-04-02", "2019-07-02").assign(body=pd.Categorical(["A", "A"], ["A", "B"]))
    found = cadence_by(frame, by="body", **WINDOW).groups
    assert list(found) == ["A"]
    assert (found["A"].kept, found["A"].quarters) == (2, 8)


def test_the_pace_leaves_the_stop_out():
    found = pace_ratio(held("2019-05-01", "2019-06-01", "2020-06-01", "2021-01-01"), stop=STOP, **WINDOW)
    assert found.ratio.value == pytest.approx((1 / 122) / (2 / 351), rel=0.01)


def test_a_stop_outside_the_window_is_refused():
    with pytest.raises(TooFewPeriods):
        pace_ratio(held("2019-05-01"), stop=("2018-01-01", "2018-02-01"), **WINDOW)
    with pytest.raises(TooFewPeriods):
        cadence_by(held("2019-05-01"), by="body", start="2019-05", end="2019-06")


def figures(*rows) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["question", "indicator", "state"])
    return frame.assign(question=pd.Categorical(frame["question"], ["Q1", "Q2"]))


@pytest.mark.parametrize(
    ("states", "short"),
    [
        (("reported", "defined_no_data"), False),  # at the bar
        (("partial", "defined_no_data"), False),  # in part counts as it may
        (("reported", "not_defined", "not_defined"), True),
        (("not_applicable", "not_applicable"), False),  # asks for nothing
    ],
)
def test_what_falls_short_and_what_was_never_asked(states, short):
    frame = figures(*[("Q1", "days_to_issue", s) for s in states])
    one, two = served_audit(frame, by="question", item="indicator", least=0.5).rows
    assert (one.asked, bool(one.short), one.indicators) == ("Q1", short, 1)
    assert (two.asked, two.indicators, two.expected, two.short) == ("Q2", 0, 0, ())


def test_groups_for_which_nothing_is_asked_are_left_out():
    frame = figures(("Q1", "a", "reported"), ("Q2", "b", "not_applicable"))
    told = coverage_audit(frame, by=["question", "indicator"], asked=["question"]).frame
    assert told["indicator"].tolist() == ["a"]
    assert told["prevailing"].tolist() == ["reported"]
