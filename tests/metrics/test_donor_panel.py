"""Reading a panel: what is refused, and how periods are found."""

import numpy as np
import pandas as pd
import pytest
from donor_panels import planted

from mcee_eval.errors import (
    BadParameter,
    BadTable,
    ConstantSeries,
    NotFinite,
    TooFewDonors,
    TooFewPeriods,
    UnbalancedPanel,
)
from mcee_eval.metrics.donor_panel import read_grid, split

COLUMNS = {"unit": "country", "time": "year", "outcome": "rate"}


def grid(frame):
    return read_grid(frame, **COLUMNS)


def cut(frame, **how):
    return split(grid(frame), **{"treated": "C00", "start": 2008} | how)


def test_a_matrix_in_order_of_name_and_time():
    frame = planted(1, units=4)
    found = grid(frame.sample(frac=1, random_state=3))
    assert found.units == ("C00", "C01", "C02", "C03")
    assert found.times[0] == "1990"
    np.testing.assert_array_equal(found.values, frame["rate"].to_numpy().reshape(4, -1))


def test_every_missing_cell_is_named():
    frame = planted(1, units=4)
    frame = frame.drop(index=frame.query("country == 'C02' and year in (1991, 2005)").index)
    with pytest.raises(UnbalancedPanel) as refusal:
        grid(frame)
    assert [p.where for p in refusal.value.problems] == ["C02, 1991", "C02, 2005"]


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_value_that_is_no_number_is_named(value):
    frame = planted(1, units=4)
    frame.loc[frame.eval("country == 'C01' and year == 1999"), "rate"] = value
    with pytest.raises(NotFinite, match="C01, 1999"):
        grid(frame)


def test_damage_to_the_table_is_told_all_at_once():
    frame = planted(1, units=4).astype({"rate": str, "country": object})
    frame = pd.concat([frame, frame.iloc[[5]]], ignore_index=True)
    frame.loc[7, "country"] = None
    with pytest.raises(BadTable) as refusal:
        grid(frame)
    told = str(refusal.value)
    assert "row 7" in told
    assert "C00, 1995: more than one row" in told
    assert "column 'rate'" in told


def test_absent_columns_are_named_with_the_nearest():
    with pytest.raises(BadTable, match="Did you mean 'rate'"):
        read_grid(planted(1), unit="country", time="year", outcome="rat")


def test_periods_without_an_order_are_refused():
    frame = planted(1, units=3)
    with pytest.raises(BadTable, match="no order"):
        grid(frame.assign(year=frame["year"].map("year {}".format)))


def test_an_empty_frame_is_refused():
    with pytest.raises(BadTable):
        grid(planted(1).iloc[:0])


def test_an_unknown_unit_gets_the_near_miss():
    with pytest.raises(BadParameter, match="Did you mean"):
        cut(planted(1), treated="c00")


@pytest.mark.parametrize("start", ["2008", None, "soon", True, float("nan")])
def test_a_start_unlike_the_periods_is_refused(start):
    with pytest.raises(BadParameter, match="start"):
        cut(planted(1), start=start)


@pytest.mark.parametrize(("start", "need"), [(1997, 8), (1990, 8), (1900, 8), (2014, 1), (2100, 1)])
def test_too_few_periods_on_a_side(start, need):
    with pytest.raises(TooFewPeriods) as refusal:
        cut(planted(1), start=start)
    assert refusal.value.need == need


def test_one_donor_is_too_few():
    with pytest.raises(TooFewDonors) as refusal:
        cut(planted(1, units=2))
    assert refusal.value.need == 2


def test_constant_series_are_refused_and_a_constant_donor_noted():
    frame = planted(1, units=5)
    treated = frame["country"] == "C00"
    with pytest.raises(ConstantSeries, match="C00"):
        cut(frame.assign(rate=frame["rate"].where(~treated, 3.0)))
    with pytest.raises(ConstantSeries, match="donors"):
        cut(frame.assign(rate=frame["rate"].where(treated, 3.0)))
    assert cut(frame.assign(rate=frame["rate"].where(frame["country"] != "C02", 0.0)))[1] == ["constant_donor"]


@pytest.mark.parametrize(
    ("weights_from", "first", "last"),
    [
        (None, 1990, 2007),
        (1995, 1995, 2007),
        ((1992, 2003), 1992, 2003),
        ([1992, 2003], 1992, 2003),
        (1950, 1990, 2007),
    ],
)
def test_the_matching_window(weights_from, first, last):
    panel, notes = cut(planted(1), weights_from=weights_from)
    assert panel.times[panel.window] == tuple(str(y) for y in range(first, last + 1))
    assert notes == (["periods_kept_out_of_matching"] if last < 2007 else [])
    assert panel.times[panel.after][0] == "2008"


@pytest.mark.parametrize("weights_from", [(1, 2, 3), "1995", (1992, "x")])
def test_a_window_that_cannot_be_read(weights_from):
    with pytest.raises(BadParameter, match="weights_from"):
        cut(planted(1), weights_from=weights_from)


def test_a_window_that_misses_the_time_before_is_too_short():
    with pytest.raises(TooFewPeriods, match="0 periods"):
        cut(planted(1), weights_from=2010)


@pytest.mark.parametrize(
    ("labels", "start"),
    [
        ([f"{y}-{(y + 1) % 100:02d}Q{q}" for y in range(2014, 2020) for q in (1, 2, 3, 4)], "2018-19Q3"),
        ([f"{y}-{(y + 1) % 100:02d}Q{q}" for y in range(2014, 2020) for q in (1, 2, 3, 4)], "2018-10"),
        (list(pd.date_range("2014-04-01", periods=24, freq="QS")), "2018-10-01"),
        (list(pd.period_range("2014Q2", periods=24, freq="Q")), pd.Period("2018Q4", "Q")),
    ],
)
def test_periods_written_in_other_ways(labels, start):
    frame = planted(1)
    renamed = frame.assign(year=[labels[y - 1990] for y in frame["year"]])
    panel, _ = cut(renamed.sample(frac=1, random_state=1), start=start)
    assert panel.after == slice(18, 24)
    np.testing.assert_array_equal(panel.treated, frame["rate"].to_numpy()[:24])
