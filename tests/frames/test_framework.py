"""Figures of the framework by the questions that they would serve, and testimony by months in the role."""

from __future__ import annotations

from mcee_eval.datasets import dataset
from mcee_eval.frames.framework import SERVES
from mcee_eval.frames.registry import made


def test_every_finding_named_is_one_of_the_report():
    assert {f for findings in SERVES.values() for f in findings} <= {str(k) for k in range(1, 8)}


def test_a_figure_stands_once_for_each_question_and_the_window_bounds_years_by_their_beginning():
    data = dataset("synthetic")
    served = made(data, "figures_by_question")
    assert not served.duplicated(["question", "indicator", "country", "fiscal_year"]).any()
    assert set(made(data, "framework_figures")["indicator"]) == set(served["indicator"])
    bounded = made(data, "framework_figures", start="2019-02", end="2023-12")
    assert sorted(bounded["fiscal_year"].unique())[::4] == ["2019-20", "2023-24"]


def test_the_time_in_the_role_is_that_of_the_other_departments():
    heard = made(dataset("synthetic"), "testimony")
    assert set(heard.loc[heard["spell"] != "none", "group"]) <= {"CBSA", "GAC", "PS"}
    assert heard.groupby("who")["spell"].nunique().max() == 1
