"""Outcomes around events: nothing counted twice, nothing outside the record, an order and no cause."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from mcee_eval.errors import BadParameter, BadTable
from mcee_eval.metrics.around_events import around_events

SPAN = {"window": 10, "start": "2020-01-01", "end": "2020-12-31"}


def at(*rows) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["country", "day"])
    return frame.assign(day=pd.to_datetime(frame["day"]))


def test_the_day_itself_belongs_to_the_days_after():
    outcomes = at(
        ("R01", "2020-05-31"), ("R01", "2020-06-01"), ("R01", "2020-06-09"),  # nine days before, the day, before it
        ("R01", "2020-06-10"), ("R01", "2020-06-19"), ("R01", "2020-06-20"),  # the day, nine days after, too late
        ("R02", "2020-06-11"),
    )  # fmt: skip
    found = around_events(at(("R01", "2020-06-10")), outcomes, **SPAN)
    assert (found.before, found.after) == (3, 2)
    assert (found.recorded, found.used) == (1, 1)
    assert found.ratio.ratio.value == pytest.approx(2 / 3)


def test_why_events_are_not_used():
    outcomes = at(("R01", "2020-06-09"), ("R02", "2020-06-09"))
    events = at(
        ("R09", "2020-06-10"), ("R01", "2020-01-10"), ("R01", "2020-12-24"), ("R01", "2020-03-25"),
        ("R01", "2020-06-10"), ("R01", "2020-06-29"), ("R02", "2020-06-29"), ("R01", "2020-06-30"),
    )  # fmt: skip
    found = around_events(events, outcomes, **SPAN, excluded=(("2020-03-17", "2020-04-30"),))
    told = {(r.country, f"{r.day:%m-%d}"): r.kept for r in found.frame.itertuples()}
    assert told == {
        ("R01", "01-10"): "outside_records", ("R01", "03-25"): "in_excluded_time", ("R01", "06-10"): "",
        ("R09", "06-10"): "no_outcomes", ("R01", "06-29"): "too_close", ("R02", "06-29"): "", ("R01", "06-30"): "",
        ("R01", "12-24"): "outside_records",
    }  # fmt: skip
    assert (found.recorded, found.used) == (8, 3)


def test_no_outcome_is_counted_twice():
    rng = np.random.default_rng(3)
    days = pd.Timestamp("2020-01-01") + pd.to_timedelta(rng.integers(0, 366, 400), unit="D")
    outcomes = pd.DataFrame({"country": "R01", "day": days})
    events = pd.DataFrame({"country": "R01", "day": pd.date_range("2020-01-02", "2020-12-30", freq="3D")})
    found = around_events(events, outcomes, **SPAN)
    used = found.frame[found.frame["kept"] == ""]["day"]
    assert len(used) >= 10
    assert used.diff().min() >= pd.Timedelta(days=20)
    assert found.before + found.after <= len(outcomes)


@pytest.mark.parametrize(("after", "seen"), [(2.0, True), (1.0, False)])
def test_a_planted_change_is_found_and_no_change_is_not(after, seen):
    rng = np.random.default_rng(5)
    events = pd.DataFrame({"country": "R01", "day": pd.date_range("2015-02-01", periods=40, freq="90D")})
    rows = []
    for day in events["day"]:
        for side, mean in ((-30, 6.0), (0, 6.0 * after)):
            rows += [day + pd.Timedelta(days=side + int(d)) for d in rng.integers(0, 30, rng.poisson(mean))]
    outcomes = pd.DataFrame({"country": "R01", "day": rows})
    found = around_events(events, outcomes, window=30, start="2015-01-01", end="2026-12-31")
    low, high = found.ratio.ratio.low, found.ratio.ratio.high
    assert found.used == 40
    assert low <= after <= high
    assert (low > 1) == seen


def test_without_events_or_outcomes_there_is_no_ratio():
    none = around_events(at(), at(("R01", "2020-06-09")), **SPAN)
    assert (none.used, none.ratio) == (0, None)
    assert none.mean == pytest.approx(10 / 366)
    quiet = around_events(at(("R01", "2020-06-10")), at(("R01", "2020-01-01")), **SPAN)
    assert (quiet.used, quiet.before + quiet.after, quiet.ratio) == (1, 0, None)
    assert around_events(at(("R01", "2020-06-10")), at(), **SPAN).mean is None
    assert quiet.numbers()["rate_ratio"] is None


def test_refusals_and_an_untouched_input():
    events = at(("R01", "2020-06-10"))
    kept = events.copy(deep=True)
    with pytest.raises(BadTable, match="day"):
        around_events(events.rename(columns={"day": "date"}), at(), **SPAN)
    with pytest.raises(BadParameter, match="window"):
        around_events(events, at(), window=0, start="2020-01-01", end="2020-12-31")
    around_events(events, at(("R01", "2020-06-01")), **SPAN)
    pd.testing.assert_frame_equal(events, kept)
