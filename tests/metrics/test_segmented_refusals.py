import numpy as np
import pandas as pd
import pytest
from segmented_data import count_fit, counts, fit, series

from mcee_eval.errors import (
    BadParameter,
    BadTable,
    ConstantSeries,
    NoEvents,
    NotFinite,
    TooFewPeriods,
    ZeroExposure,
)
from mcee_eval.metrics.segmented import segmented


@pytest.mark.parametrize(
    ("n", "event", "short"), [(48, 7, "before the event"), (48, 41, "from the event on"), (48, 99, "from")]
)
def test_refuses_fewer_than_eight_a_side(n, event, short):
    with pytest.raises(TooFewPeriods, match=short) as told:
        fit(series(n), event=event)
    assert told.value.need == 8


def test_periods_in_a_window_do_not_count():
    assert fit(series(n=34)).level.p is not None
    with pytest.raises(TooFewPeriods, match="from the event on: 7"):
        fit(series(n=34), windows=[("covid", 25, 27)])


def test_refuses_a_season_seen_less_than_twice():
    with pytest.raises(TooFewPeriods, match="24 or more"):
        fit(series(n=23), event=11, season=1)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
@pytest.mark.parametrize("column", ["y", "t", "price"])
def test_refuses_missing_and_infinite_values(bad, column):
    frame = series().assign(price=np.arange(48.0) ** 2).astype(float)
    frame.loc[3, column] = bad
    with pytest.raises(NotFinite, match=f"'{column}', row 3"):
        fit(frame, covariates=["price"])


def test_refuses_a_missing_category():
    frame = series().assign(kind=np.resize(["a", "b"], 48))
    frame.loc[9, "kind"] = None
    with pytest.raises(NotFinite, match="'kind', row 9"):
        fit(frame, covariates=["kind"])


def test_refuses_a_constant_series():
    with pytest.raises(ConstantSeries, match="all 4"):
        fit(series().assign(y=4.0))


def test_refuses_zero_exposure():
    frame = counts()
    frame.loc[7, "log_people"] = -np.inf
    with pytest.raises(ZeroExposure, match="row 7"):
        count_fit(frame)


def test_refuses_an_exposure_that_is_no_logarithm():
    with pytest.raises(BadTable, match=r"np\.log"):
        count_fit(counts(), offset="people")


def test_refuses_negative_counts_and_a_side_without_events():
    frame = counts()
    with pytest.raises(BadTable, match="below zero, at 5"):
        count_fit(frame.assign(y=frame.y.where(frame.t != 5, -1)))
    with pytest.raises(NoEvents, match="from the event on"):
        count_fit(frame.assign(y=frame.y.where(frame.t < 30, 0)))


def test_refuses_two_rows_a_period_and_uneven_periods():
    with pytest.raises(BadTable, match="more than one row at 4"):
        fit(pd.concat([series(), series().iloc[[4]]]))
    with pytest.raises(BadTable, match="unequal"):
        fit(series().assign(t=np.arange(48) ** 1.3))
    with pytest.raises(BadTable, match="unequal"):
        fit(series().assign(t=np.r_[0:47, 500]))


def test_refuses_columns_that_are_not_there_or_not_numbers():
    with pytest.raises(BadTable, match="2 problems"):
        fit(series(), outcome="z", covariates=["nope"])
    with pytest.raises(BadTable, match="expected numbers"):
        fit(series().assign(t=[f"2020-{i:02}" for i in range(48)]))


def test_refuses_terms_that_say_the_same():
    with pytest.raises(BadParameter, match="'always'"):
        fit(series(), windows=[("always", 200, 300)], slope=False)
    with pytest.raises(BadParameter, match="cannot be told apart"):
        fit(series().assign(again=lambda f: 2 * f.t), covariates=["again"])


def test_refuses_bad_parameters_all_at_once():
    with pytest.raises(BadParameter) as told:
        fit(series(), family="normal", errors="hac", ramp_at_event=2, season=-1, period=1, lags=-1, level=95,
            windows=[("a", 3, 1), ("b", 1, 2), ("b", 5, 6)])  # fmt: skip
    where = [p.where for p in told.value.problems]
    assert where[:7] == ["family", "errors", "ramp_at_event", "season", "period", "lags", "level"]
    assert where[7:] == ["windows[0]", "windows[1]", "windows[2]"]


def test_refuses_more_terms_than_the_series_bears():
    frame = series(n=24)
    for i in range(20):
        frame[f"x{i}"] = np.random.default_rng(i).normal(size=24)
    with pytest.raises(TooFewPeriods, match="terms"):
        fit(frame, event=12, covariates=[f"x{i}" for i in range(20)])


def test_more_lags_than_a_third_of_the_periods_are_refused():
    frame = pd.DataFrame({"t": np.arange(60), "y": np.random.default_rng(8).normal(size=60)})
    call = {"outcome": "y", "time": "t", "event": 30, "errors": "newey_west"}
    assert segmented(frame, **call, lags=20).level.p > 0.05
    with pytest.raises(BadParameter, match="at most 20, a third of 60"):
        segmented(frame, **call, lags=21)


def test_a_rho_that_its_bound_stops_is_said():
    walk = pd.DataFrame({"t": np.arange(60), "y": np.random.default_rng(5).normal(size=60).cumsum().cumsum()})
    found = segmented(walk, outcome="y", time="t", event=30)
    assert found.rho > 0.979
    assert "rho_at_bound" in found.notes
