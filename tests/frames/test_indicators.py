"""Indicators and needs by country: a project of two countries is in both; what is unknown stays unknown."""

from __future__ import annotations

import pandas as pd

from mcee_eval.datasets import dataset
from mcee_eval.frames.counting import tally, yes_or_no
from mcee_eval.frames.registry import made


def test_a_project_of_two_countries_is_in_both():
    data = dataset("synthetic")
    of = {c: set(made(data, "project_terms", c)["project"]) for c in ("R02", "R05", "ALL")}
    assert of["R02"] & of["R05"] == {"M07"}
    assert set(made(data, "indicators", "R02")["project"]) <= of["R02"]
    here = made(data, "indicator_values", "R02")
    assert set(here["indicator"]) <= set(made(data, "indicators", "R02")["indicator"])
    assert len(made(data, "indicator_values", "R02", end="2022-06")) < len(here)


def test_shares_are_in_per_cent_and_needs_before_the_approval():
    data = dataset("synthetic")
    told = made(data, "indicators").query("unit == 'share_of_staff_confident'")
    assert told["baseline"].dropna().between(1, 100).all()
    needs = made(data, "project_needs")
    assert (needs["days"].isna() == data.table("project_needs").frame["documented_on"].isna()).all()
    both = needs["self_assessed"] & (needs["days"] > 0)
    assert both[needs["days"].isna() & needs["self_assessed"].fillna(True)].isna().all()


def test_unknown_is_its_own_answer_and_who_was_not_counted_is_zero():
    assert list(yes_or_no(pd.Series([True, False, pd.NA]))) == ["yes", "no", "not_recorded"]
    data = dataset("synthetic")
    terms = made(data, "project_terms")
    counts = tally(made(data, "indicators").query("project != 'M01'"), by="project", each=terms, rows="index >= 0")
    assert list(counts.query("project == 'M01'")["rows"]) == [0]
    assert len(counts) == len(terms)
