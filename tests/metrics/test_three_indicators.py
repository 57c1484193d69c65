"""Claims, rejection rate and trend from hand-made figures, under each definition."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from mcee_eval.metrics.three_indicators import three_indicators

CLAIMS = pd.DataFrame(
    [("A", y, v) for y, v in zip(range(2015, 2019), (100, 200, 400, 800), strict=True)]
    + [("B", 2015, 0), ("B", 2016, 5), ("B", 2017, 5), ("B", 2018, 20), ("C", 2018, 50)],
    columns=["country", "year", "value"],
)
DECISIONS = pd.DataFrame(
    [("A", 2018, 60, 40, 200), ("B", 2018, 0, 0, 0), ("A", 2017, 1, 1, 2)],
    columns=["country", "year", "accepted", "rejected", "total"],
)


def told(**how):
    return three_indicators(CLAIMS, DECISIONS, year=2018, **how).set_index("country")


def test_the_plain_reading():
    row = told().loc["A"]
    assert (row["claims"], row["start"], row["rejection"], row["trend"], row["claims_rank"]) == (800, 100, 0.4, 7, 1)


def test_other_definitions():
    assert told(level="mean3").loc["A", "claims"] == pytest.approx(1400 / 3)
    assert told(rejection="all").loc["A", "rejection"] == 0.2
    assert told(trend="difference").loc["A", "trend"] == 700
    assert told(trend="slope").loc["A", "trend"] == pytest.approx(math.log(2))  # doubles each year


def test_what_is_not_known_is_missing_and_never_zero():
    frame = told()
    assert math.isnan(frame.loc["B", "trend"])  # from nothing
    assert math.isnan(frame.loc["B", "rejection"])  # no decision
    assert math.isnan(frame.loc["C", "trend"])  # no earlier year
    assert math.isnan(frame.loc["C", "rejection"])
    assert math.isnan(told(trend="slope").loc["B", "trend"])
    assert math.isnan(told(level="mean3").loc["C", "claims"])
    assert told(trend="difference").loc["B", "trend"] == 20
