"""Engagements: who led as far as the records tell, and what the frames hold of a country."""

from __future__ import annotations

import pandas as pd
import pytest

from mcee_eval.datasets import dataset
from mcee_eval.frames.engagements import led
from mcee_eval.frames.registry import made


def test_who_led_as_far_as_the_records_tell():
    engagements = pd.DataFrame({"engagement": list("abcdef")})
    rows = [
        ("a", "IRCC", True), ("a", "GAC", False), ("b", "IRCC", False), ("b", "CBSA", True),
        ("c", "CBSA", None), ("c", "GAC", None), ("d", "IRCC", None), ("e", "IRCC", None), ("e", "CBSA", None),
    ]  # fmt: skip
    departments = pd.DataFrame(rows, columns=["engagement", "department", "lead"]).astype({"lead": "boolean"})
    found = led(engagements, departments)
    assert found["lead"].tolist() == ["IRCC", "CBSA", *["not_recorded"] * 4]
    assert [None if pd.isna(x) else bool(x) for x in found["by_others"]] == [False, True, True, False, None, None]
    assert found["others_present"].tolist() == [True, True, True, False, True, False]


@pytest.mark.parametrize(("country", "why"), [("R06", "not_funded"), ("R01", "")])
def test_a_country_has_its_own_engagements_and_says_whether_it_is_funded(country, why):
    data = dataset("synthetic")
    held = made(data, "engagements", country)
    assert set(held["country"]) == {country}
    assert held["funded"].all() == (not why)
    assert made(data, "countries_funded", country).about.absent == why


def test_a_window_bounds_engagements():
    held = made(dataset("synthetic"), "engagements", start="2019-02", end="2020-12")
    assert held["day"].max() < pd.Timestamp("2021-01-01")
