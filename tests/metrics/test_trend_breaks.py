import numpy as np
import pandas as pd
import pytest
from published_series import nile

from mcee_eval.errors import BadParameter, BadTable, ConstantSeries, NotFinite, TooFewPeriods
from mcee_eval.metrics.trend_breaks import trend_breaks


def planted(seed, n=100, at=(40,), steps=(3.0,), rho=0.0):
    rng = np.random.default_rng(seed)
    y = rng.normal(size=n)
    for i in range(1, n):
        y[i] += rho * y[i - 1]
    for place, step in zip(at, steps, strict=True):
        y[place:] += step
    return pd.DataFrame({"month": pd.period_range("2012-01", periods=n, freq="M"), "y": y})


def test_numbers_has_the_fixed_keys():
    n = trend_breaks(nile(), outcome="flow").numbers()
    assert list(n) == ["rss", "bic", "selected", "used", "last_of_old", "low", "high", "coef", "se"]


def test_the_last_of_the_old_and_the_first_of_the_new():
    (found,) = trend_breaks(nile(), outcome="flow", label="year").breaks
    assert (found.last_of_old, found.first_of_new) == (28, 29)
    assert (found.last_label, found.first_label, found.low_label, found.high_label) == (
        "1898",
        "1899",
        "1895",
        "1902",
    )


def test_recovers_planted_breaks():
    r = trend_breaks(planted(1, n=150, at=(50, 100), steps=(4.0, -3.0)), outcome="y", label="month")
    assert r.selected == r.used == 2
    assert [b.last_of_old for b in r.breaks] == pytest.approx([50, 100], abs=2)
    assert [b.first_label for b in r.breaks] == [str(r.frame["label"].iloc[b.last_of_old]) for b in r.breaks]
    assert [c[0].value for c in r.coefficients] == pytest.approx([0, 4, 1], abs=0.6)
    assert r.frame["segment"].to_list() == sorted(r.frame["segment"])


def test_selects_none_in_noise():
    assert sum(trend_breaks(planted(s, at=(), steps=()), outcome="y").selected == 0 for s in range(60)) >= 55


@pytest.mark.parametrize(("errors", "rho"), [("iid", 0.0), ("quadratic_spectral", 0.3)])
def test_the_interval_covers_the_true_date(errors, rho):
    inside, made = 0, 300
    for seed in range(made):
        frame = planted(seed, n=120, at=(60,), steps=(1.6,), rho=rho)
        (found,) = trend_breaks(frame, outcome="y", breaks=1, max_breaks=1, errors=errors).breaks
        inside += found.date.low <= 60 <= found.date.high
    assert inside / made >= 0.90


def test_a_change_of_slope_is_a_change_of_coefficients():
    t = np.arange(80.0)
    y = 5 + 0.5 * t - 0.9 * np.maximum(t - 44, 0) + np.random.default_rng(2).normal(size=80) * 0.4
    r = trend_breaks(pd.DataFrame({"y": y, "t": t}), outcome="y", regressors=["t"])
    assert r.selected == 1
    assert r.breaks[0].last_of_old == pytest.approx(45, abs=3)
    assert [c[1].value for c in r.coefficients] == pytest.approx([0.5, -0.4], abs=0.05)


def test_scale_shift_and_input():
    d = planted(3)
    kept = d.copy(deep=True)
    once = trend_breaks(d, outcome="y", errors="newey_west", prewhiten=True)
    moved = trend_breaks(d.assign(y=1000 * d["y"] + 5e4), outcome="y", errors="newey_west", prewhiten=True)
    assert moved.rss == pytest.approx([1e6 * v for v in once.rss], rel=1e-9)
    assert moved.breaks == once.breaks
    assert [c[0].se for c in moved.coefficients] == pytest.approx([1000 * c[0].se for c in once.coefficients])
    pd.testing.assert_frame_equal(d, kept)


@pytest.mark.parametrize("form", ["period", "date", "text", "number"])
def test_row_order_does_not_matter_with_a_label(form):
    d = planted(4)
    if form == "date":
        d["month"] = d["month"].dt.start_time
    elif form == "text":
        d["month"] = d["month"].astype(str)
    elif form == "number":
        d["month"] = np.arange(100) + 2000
    mixed = d.sample(frac=1, random_state=1)
    once, again = (trend_breaks(f, outcome="y", label="month") for f in (d, mixed))
    assert again.numbers() == once.numbers()
    assert again.breaks == once.breaks
    assert again.notes == ("sorted_by_label",)
    pd.testing.assert_frame_equal(again.frame, once.frame)


def test_names_without_an_order_are_refused():
    d = planted(5).assign(month=[f"wave {chr(65 + i // 26)}{chr(65 + i % 26)}" for i in range(100)])
    with pytest.raises(BadTable, match="no order can be told"):
        trend_breaks(d, outcome="y", label="month")


@pytest.mark.parametrize("form", ["%G-W%V", "%b %Y", "object"])
def test_weeks_named_months_and_numbers_among_objects_are_put_in_order(form):
    y = np.r_[np.zeros(30), np.ones(30)] + 0.1 * np.random.default_rng(3).normal(size=60)
    days = pd.date_range("2015-01-04", periods=60, freq="W" if "W" in form else "MS")
    label = pd.Series(range(60), dtype=object) if form == "object" else pd.Series(days.strftime(form))
    mixed = pd.DataFrame({"y": y, "label": label}).sample(frac=1, random_state=1)
    found = trend_breaks(mixed, outcome="y", label="label")
    assert (found.selected, found.numbers()["last_of_old"]) == (1, [30])
    assert found.notes == ("sorted_by_label",)


def test_a_year_that_is_left_out_is_said():
    d = planted(5).assign(year=[1900 + i + (i > 40) for i in range(100)])
    assert "periods_absent_from_series" in trend_breaks(d, outcome="y", label="year").notes


def test_interval_ends_lie_within_the_series():
    y = np.r_[np.zeros(20), np.full(40, 0.8)] + np.random.default_rng(9).normal(size=60)
    found = trend_breaks(pd.DataFrame({"y": y}), outcome="y", breaks=1)
    assert "date_interval_beyond_series" in found.notes
    told = found.numbers()
    assert (min(told["low"]), max(told["high"])) == (1, 23)


def test_more_lags_than_a_third_of_a_segment_are_refused():
    with pytest.raises(BadParameter, match="a third of"):
        trend_breaks(planted(5), outcome="y", errors="newey_west", lags=30)


def test_dates_are_named_by_the_day():
    d = planted(6).assign(month=lambda f: f["month"].dt.start_time)
    assert trend_breaks(d, outcome="y", label="month").breaks[0].first_label == "2015-05-01"


def test_min_segment_as_a_share_or_a_number():
    share, number = (trend_breaks(nile(), outcome="flow", min_segment=m).numbers() for m in (0.15, 15))
    assert share == number


def test_breaks_may_exceed_max_breaks():
    r = trend_breaks(nile(), outcome="flow", max_breaks=1, breaks=2)
    assert (len(r.rss), r.used, len(r.breaks)) == (3, 2, 2)


def test_recipe_calls_it_again():
    r = trend_breaks(nile(), outcome="flow", label="year", errors="quadratic_spectral")
    assert trend_breaks(nile(), **r.recipe) == r


def test_a_step_without_noise_has_a_date_and_no_interval():
    r = trend_breaks(pd.DataFrame({"y": np.repeat([0.1, 0.3], 20)}), outcome="y")
    assert r.selected == 1
    assert r.breaks[0].last_of_old == 20
    n = r.numbers()
    assert (n["low"], n["high"], n["bic"][1]) == ([None], [None], None)
    assert r.notes == ("date_interval_not_computable",)


def test_an_interval_may_leave_the_series():
    d = planted(7, n=40, at=(20,), steps=(0.3,))
    (found,) = (r := trend_breaks(d, outcome="y", label="month", breaks=1)).breaks
    assert "date_interval_beyond_series" in r.notes
    assert found.low_label == "2012-01" or found.high_label == "2015-04"


def test_a_dummy_that_is_zero_in_a_segment_is_noted():
    d = planted(8).assign(covid=lambda f: (np.arange(100) >= 90).astype(float))
    r = trend_breaks(d, outcome="y", regressors=["covid"], breaks=1)
    assert set(r.notes) >= {"regressor_constant_in_a_segment", "date_interval_not_computable"}
    assert r.breaks[0].last_of_old == pytest.approx(40, abs=2)


def test_refusals():
    d = planted(9)
    with pytest.raises(TooFewPeriods, match="29 points; expected 30 or more") as short:
        trend_breaks(d.head(29), outcome="y")
    assert short.value.need == 30
    with pytest.raises(ConstantSeries, match="a series that changes"):
        trend_breaks(d.assign(y=4.0), outcome="y")
    with pytest.raises(ConstantSeries, match="column 'c'"):
        trend_breaks(d.assign(c=1.0), outcome="y", regressors=["c"])
    with pytest.raises(NotFinite, match="'y', row 7"):
        trend_breaks(d.assign(y=d["y"].where(d.index != 7)), outcome="y")
    with pytest.raises(BadTable, match="Did you mean 'month'"):
        trend_breaks(d, outcome="y", label="months")
    with pytest.raises(BadTable, match="more than once"):
        trend_breaks(d.assign(month=2020), outcome="y", label="month")
    with pytest.raises(BadTable, match="no label"):
        trend_breaks(d.assign(month=d["month"].where(d.index != 2)), outcome="y", label="month")
    with pytest.raises(BadTable, match="expected numbers"):
        trend_breaks(d.assign(y="a"), outcome="y")


def test_every_bad_parameter_is_named_at_once():
    with pytest.raises(BadParameter) as refused:
        trend_breaks(planted(10), outcome="y", level=1.5, errors="hac", max_breaks=-1, lags=-2, min_segment=0.6)
    told = str(refused.value)
    assert len(refused.value.problems) == 5
    assert all(word in told for word in ("level", "'hac'", "max_breaks", "lags", "min_segment", "at most half of 100"))
    for wrong in ("15 %", np.nan, 0, -3):
        with pytest.raises(BadParameter, match="min_segment"):
            trend_breaks(nile(), outcome="flow", min_segment=wrong)
    with pytest.raises(BadParameter, match="at most 5"):
        trend_breaks(nile(), outcome="flow", breaks=6)
