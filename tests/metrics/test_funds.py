"""Funds by group and year: a payment told in two plans counts once, a gap is no zero, groups add up to the whole."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from mcee_eval.metrics.funds import funds, project_years

ROWS = [
    ("M1", "2019-20", "original", 100.0, 90.0, 50.0),
    ("M1", "2019-20", "reprofiled", 80.0, 90.0, 50.0),
    ("M1", "2020-21", "original", 100.0, np.nan, np.nan),
    ("M1", "2020-21", "reprofiled", 120.0, np.nan, np.nan),
    ("M2", "2020-21", "original", 40.0, 30.0, np.nan),
]
MONEY = pd.DataFrame(ROWS, columns=["project", "fiscal_year", "plan_version", "planned", "paid", "spent_by_partner"])


def test_what_was_paid_stands_in_both_plans_and_counts_once():
    years = project_years(MONEY)
    assert years["paid"].sum() == 120
    assert years["planned_original"].sum() == 240
    assert years["planned_reprofiled"].sum() == 200


def test_a_year_outside_a_plan_is_zero_and_a_plan_that_does_not_exist_is_missing():
    more = pd.concat([MONEY, pd.DataFrame([("M1", "2021-22", "reprofiled", 10.0, 5.0, np.nan)], columns=MONEY.columns)])
    years = project_years(more).set_index(["project", "fiscal_year"])
    assert years.loc[("M1", "2021-22"), "planned_original"] == 0
    assert np.isnan(years.loc[("M2", "2020-21"), "planned_reprofiled"])


def test_a_plan_that_says_nothing_for_a_year_stays_unknown():
    frame = MONEY.assign(planned=MONEY["planned"].mask(MONEY["plan_version"] == "original"))
    assert project_years(frame)["planned_original"].isna().all()


def test_groups_add_up_and_gaps_are_counted():
    years = project_years(MONEY)
    told = funds(years, group={"M1": "targeted"})
    assert told["paid"].sum() == pytest.approx(years["paid"].sum())
    assert set(told["group"]) == {"targeted", "unknown"}
    row = told.set_index(["group", "fiscal_year"]).loc[("targeted", "2020-21")]
    assert (row["paid_unknown"], row["spent_unknown"], row["project_years"]) == (1, 1, 1)
    whole = funds(years, group={}, by=("fiscal_year",)).set_index("fiscal_year")
    assert whole.loc["2020-21", ["paid", "project_years"]].tolist() == [30, 2]
