import numpy as np
import pandas as pd
import pytest

from mcee_eval.findings import need_projection
from mcee_eval.findings.need_projection import AHEAD, project
from mcee_eval.settings import settings


def months(values, first="2015-01"):
    names = pd.period_range(first, periods=len(values), freq="M").strftime("%Y-%m")
    return pd.DataFrame({"month": names, "value": np.asarray(values, dtype=float)})


def series(n, *, seed, drift=0.0, noise=0.4):
    """Roots of claims that walk about a fixed season."""
    rng = np.random.default_rng(seed)
    t = np.arange(n)
    return (20 + drift * t + 2 * np.sin(2 * np.pi * t / 12) + np.cumsum(rng.normal(0, noise, n))).clip(1) ** 2


def test_the_season_goes_on():
    found = project(months(series(108, seed=1, noise=0.02)), settings())
    frame = found.frame
    assert (found.why, found.last) == ("", "2023-12")
    assert list(frame["month"]) == [f"2024-{m:02d}" for m in range(1, 13)]
    truth = (20 + 2 * np.sin(2 * np.pi * np.arange(108, 120) / 12)) ** 2
    assert np.corrcoef(frame["value"], truth)[0, 1] > 0.99


def test_intervals_nest_and_grow():
    frame = project(months(series(60, seed=2)), settings()).frame
    order = frame[["low_95", "low_80", "value", "high_80", "high_95"]].to_numpy()
    assert (np.diff(order, axis=1) > 0).all()
    wide = frame["high_95"] - frame["low_95"]
    assert wide.iloc[-1] > 2 * wide.iloc[0]


def test_intervals_hold_what_followed():
    inside = total = 0
    for seed in range(6):
        whole = series(72, seed=seed)
        frame = project(months(whole[:-AHEAD]), settings()).frame
        inside += ((frame["low_95"] <= whole[-AHEAD:]) & (whole[-AHEAD:] <= frame["high_95"])).sum()
        total += AHEAD
    assert inside / total > 0.80  # months of one series go together: 6 series, not 72 months


def test_the_removals_stop_does_not_bend_what_follows():
    whole = series(108, seed=3, noise=0.05)
    given = months(whole)
    stopped = given["month"].between("2020-03", "2020-11")
    fallen = given.assign(value=given["value"].where(~stopped, given["value"] * 0.2))
    plain, after = project(given, settings()).frame, project(fallen, settings()).frame
    assert after["value"].to_numpy() == pytest.approx(plain["value"].to_numpy(), rel=0.1)


@pytest.mark.parametrize(
    ("frame", "why"),
    [
        (months([]), "no_monthly_series"),
        (months([5.0] * 40 + [np.nan]), "months_suppressed"),
        (months(series(35, seed=1)), "too_few_months"),
        (months(series(60, seed=1)).drop(index=[20]), "months_missing"),
        (months([7.0] * 60), "constant"),
    ],
)
def test_refusals(frame, why):
    kept = frame.copy(deep=True)
    found = project(frame, settings())
    assert (found.why, found.frame) == (why, None)
    pd.testing.assert_frame_equal(frame, kept)


def test_same_series_same_projection():
    given = months(series(48, seed=5))
    first = project(given, settings()).frame
    kept = first.copy(deep=True)
    first["value"] = 0.0  # what a caller does to its copy stays there
    pd.testing.assert_frame_equal(project(given, settings()).frame, kept)
    need_projection._forecast.cache_clear()
    pd.testing.assert_frame_equal(project(given, settings()).frame, kept)
