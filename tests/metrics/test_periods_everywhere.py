"""The same series under every way of writing its periods gives the same answer, or a refusal with the way to do it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import mcee_eval as mcee
from mcee_eval.metrics.period_labels import numbered

N = 40
QUARTERS = pd.period_range("2014Q2", periods=N, freq="Q")
FISCAL = [f"{y}-{(y + 1) % 100:02d}Q{q}" for y in range(2014, 2024) for q in (1, 2, 3, 4)]
WAYS = {
    "text": [str(q) for q in QUARTERS],
    "dashed": [f"{q.year}-Q{q.quarter}" for q in QUARTERS],
    "period": QUARTERS,
    "objects": np.array(list(QUARTERS), dtype=object),
    "first days": QUARTERS.start_time,
    "last days": QUARTERS.end_time.normalize(),
    "fiscal": FISCAL,
    "days as text": [str(d.date()) for d in QUARTERS.start_time],
}
STARTS = ["2019Q2", "2019-Q2", "2019-20Q1", "2019-04", pd.Period("2019Q2"), pd.Timestamp("2019-04-01"), "2019-04-01"]


def series() -> np.ndarray:
    return np.random.default_rng(7).normal(size=N) + 5.0 * (np.arange(N) >= 20)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("start", [STARTS[0], STARTS[4], STARTS[5]], ids=str)
def test_segmented_takes_periods(way, start):
    """The event is the first period at or after what is named; the window holds both its ends."""
    event = "2019-06-30" if way == "last days" else start
    plain = pd.DataFrame({"t": np.arange(N) + 8057.0, "y": series()})
    wanted = mcee.segmented(plain, outcome="y", time="t", event=8077, season=1, period=4, windows=[("w", 8090, 8091)])
    found = mcee.segmented(
        pd.DataFrame({"t": WAYS[way], "y": series()}), outcome="y", time="t", event=event, season=1, period=4,
        windows=[("w", "2022Q3", "2022-10")],
    )  # fmt: skip
    assert found.level.estimate.value == pytest.approx(wanted.level.estimate.value)
    assert found.level.p == pytest.approx(wanted.level.p)
    assert found.numbers()["coef"][1:] == pytest.approx(wanted.numbers()["coef"][1:], abs=1e-9)
    assert list(found.frame["time"]) == list(WAYS[way])
    again = mcee.segmented(pd.DataFrame({"t": WAYS[way], "y": series()}), **found.recipe)
    assert again.numbers() == found.numbers()


@pytest.mark.parametrize("way", WAYS)
def test_trend_breaks_take_periods(way):
    order = np.random.default_rng(1).permutation(N)
    frame = pd.DataFrame({"t": WAYS[way], "y": series()}).iloc[order]
    found = mcee.trend_breaks(frame, outcome="y", label="t", breaks=1)
    assert found.notes == ("sorted_by_label",)
    assert found.numbers()["last_of_old"] == [20]


@pytest.mark.parametrize("start", STARTS, ids=str)
@pytest.mark.parametrize("way", ["text", "period", "fiscal"])
def test_attribution_takes_periods(way, start):
    units = [f"u{i}" for i in range(5)]
    rng = np.random.default_rng(3)
    own = {u: rng.normal(size=N) + (series() if u == "u0" else 0) for u in units}
    frame = pd.concat([pd.DataFrame({"u": u, "t": WAYS[way], "y": y}) for u, y in own.items()])
    found = mcee.attribution(frame, unit="u", time="t", outcome="y", treated="u0", start=start, estimator="did")
    assert (found.frame["part"] == "after").sum() == 20


@pytest.mark.parametrize("never", [0, None, ""], ids=repr)
@pytest.mark.parametrize("way", ["text", "period", "fiscal", "first days"])
def test_group_time_takes_periods(way, never):
    units = {"a": 20, "b": 20, "c": None, "d": None, "e": None}
    rng = np.random.default_rng(3)
    labels = list(WAYS[way])
    rows = [
        {"u": u, "t": t, "n": i + 8057, "y": rng.normal() + (g is not None and i >= g),
         "g": never if g is None else labels[g], "gn": 0 if g is None else g + 8057}
        for u, g in units.items() for i, t in enumerate(labels)
    ]  # fmt: skip
    panel = pd.DataFrame(rows).astype({"g": object})
    wanted = mcee.group_time_effects(panel, unit="u", time="n", outcome="y", first_treated="gn")
    found = mcee.group_time_effects(panel, unit="u", time="t", outcome="y", first_treated="g")
    assert found.numbers() == wanted.numbers()
    assert set(found.frame["group"]) == {labels[20]}
    assert found.recipe["time"] == "t"


def test_what_cannot_be_read_is_refused_with_what_can():
    frame = pd.DataFrame({"t": [f"month {i}" for i in range(N)], "y": series()})
    with pytest.raises(mcee.BadTable, match="2019Q2"):
        mcee.segmented(frame, outcome="y", time="t", event="2019Q2")
    frame["t"] = WAYS["text"]
    with pytest.raises(mcee.BadParameter, match=r"(?s)event.*spring.*2019Q2.*windows\[0\].*40"):
        mcee.segmented(frame, outcome="y", time="t", event="spring", windows=[("w", 40, "2020Q1")])
    panel = pd.DataFrame({"u": ["a", "b"] * N, "t": np.repeat(WAYS["text"], 2), "y": 1.0, "g": ["spring", 0] * N})
    with pytest.raises(mcee.BadTable, match="spring"):
        mcee.group_time_effects(panel, unit="u", time="t", outcome="y", first_treated="g")


@pytest.mark.parametrize(
    ("labels", "numbers"),
    [
        (["2019-01", "2019-03", "2019-04"], [24228, 24230, 24231]),
        (["2019-20", "2021-22"], [1009, 1010]),
        (["2019", "2020", "2022"], [2019, 2020, 2022]),
        (pd.to_datetime(["2019-01-07", "2019-01-14", "2019-01-28"]), [105295, 105296, 105298]),
    ],
)
def test_periods_count_from_the_calendar_in_their_own_step(labels, numbers):
    found = numbered(pd.Series(labels), "t")
    assert found.numbers.tolist() == pytest.approx(numbers)
    assert [found.holding(v) for v in labels] == numbers
    assert [found.at(v) for v in labels] == numbers


def test_the_period_that_holds_a_day_whatever_names_it():
    quarters = numbered(pd.Series(pd.to_datetime(["2019-03-31", "2019-06-30", "2019-09-30"])), "t")
    assert quarters.numbers.tolist() == [8076, 8077, 8078]
    assert [quarters.holding(v) for v in ("2019-04-01", "2019Q2", "2019-06-30", "2019-07")] == [8077, 8077, 8077, 8078]
    assert [quarters.at(v) for v in ("2019-04-01", "2019-05-02", "2019-06-30", "2019-07")] == [8077, 8078, 8077, 8078]
