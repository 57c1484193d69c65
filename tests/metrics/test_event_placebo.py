"""Events held against other days: growth does not pass for an answer, an answer is found."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from mcee_eval.errors import BadParameter
from mcee_eval.metrics.around_events import around_events
from mcee_eval.metrics.event_placebo import event_placebo

SPAN = {"window": 60, "start": "2015-01-01", "end": "2024-12-31"}
DAYS = pd.date_range(SPAN["start"], SPAN["end"], freq="D")


def growing(rng: np.random.Generator, events: pd.DataFrame, answer: float, growth: float = 0.5) -> pd.DataFrame:
    """Documents a day that grow by ``growth`` a year, times ``answer`` in the window after each event."""
    rate = 0.4 * (1 + growth) ** (np.arange(len(DAYS)) / 365)
    for day in events["day"]:
        inside = (day <= DAYS) & (day + pd.Timedelta(days=60) > DAYS)
        rate = np.where(inside, rate * answer, rate)
    counts = rng.poisson(rate)
    return pd.DataFrame({"country": "R01", "day": DAYS.repeat(counts)})


def events() -> pd.DataFrame:
    return pd.DataFrame({"country": "R01", "day": pd.date_range("2019-03-01", periods=8, freq="200D")})


@pytest.fixture(scope="module")
def grown():
    """Eight worlds in which documents grow and nothing follows the events."""
    made = [growing(np.random.default_rng(s), events(), 1.0) for s in range(8)]
    return [(around_events(events(), told, **SPAN), told) for told in made]


def test_growth_alone_does_not_pass_for_an_answer(grown):
    naive = sum(found.ratio.ratio.low > 1 for found, _ in grown)
    held = [event_placebo(found, told, reach=365, seed=3).relative for found, told in grown]
    assert naive >= 4  # the exact interval takes growth for an answer
    assert sum(e.low > 1 or e.high < 1 for e in held) <= 1
    assert all(e.low < e.value < e.high for e in held)


def test_an_answer_is_found_on_top_of_growth():
    told = growing(np.random.default_rng(5), events(), 1.6)
    found = event_placebo(around_events(events(), told, **SPAN), told, reach=365, seed=3)
    assert found.relative.low > 1
    assert found.relative.low < 1.6 < found.relative.high * 1.1
    assert found.p < 0.05
    assert found.observed / found.usual == pytest.approx(found.relative.value)


def test_the_same_seed_gives_the_same_answer_and_another_a_near_one(grown):
    found, told = grown[0]
    one, two = (event_placebo(found, told, reach=365, seed=9) for _ in range(2))
    assert one.numbers() == two.numbers()
    other = event_placebo(found, told, reach=365, seed=10)
    assert other.relative.value == pytest.approx(one.relative.value, rel=0.03)


def test_placebo_days_keep_out_of_what_the_events_keep_out_of():
    """Outcomes stop for a year: a day whose windows touch the stop would show a false rise."""
    told = growing(np.random.default_rng(7), events(), 1.0, growth=0.0)
    stopped = told[(told["day"] < "2021-01-01") | (told["day"] > "2021-12-31")]
    found = around_events(events(), stopped, **SPAN, excluded=(("2021-01-01", "2021-12-31"),))
    placebo = event_placebo(found, stopped, reach=365, seed=1)
    assert found.used < 8
    assert 0.9 < placebo.usual < 1.1
    assert placebo.frame["ratio"].max() < 2.5


def test_without_an_event_or_an_outcome_on_a_side_there_is_none():
    told = growing(np.random.default_rng(5), events(), 1.0)
    nowhere = around_events(events().assign(country="R02"), told, **SPAN)
    assert event_placebo(nowhere, told, reach=365, seed=1) is None
    late = told[told["day"] >= "2019-03-01"]
    one_sided = around_events(events().iloc[:1], late, **SPAN)
    assert one_sided.before == 0
    assert event_placebo(one_sided, late, reach=365, seed=1) is None


@pytest.mark.parametrize("wrong", [{"reach": 0}, {"draws": 0}, {"seed": -1}])
def test_refusals(grown, wrong):
    found, told = grown[0]
    with pytest.raises(BadParameter):
        event_placebo(found, told, **({"reach": 365, "seed": 1} | wrong))
