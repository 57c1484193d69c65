"""The profile of the shipped programme, and every state of its propositions on programmes that were changed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from mcee_eval.datasets import dataset
from mcee_eval.findings.profile import judge, measure, months, type_of
from mcee_eval.findings.profile_data import profile_data
from mcee_eval.judge.verdict import State
from mcee_eval.settings import settings

SETTINGS = settings()
DATA = profile_data(dataset("synthetic"), "ALL")
S, N, M, C = State.SUPPORTED, State.NOT_SUPPORTED, State.MIXED, State.CANNOT_CONCLUDE


@pytest.fixture(scope="module")
def shipped():
    return measure(DATA, SETTINGS)


def states(**changes):
    return {v.proposition: v for v in judge(measure(replace(DATA, **changes), SETTINGS), SETTINGS)}


def test_table_1_of_the_report(shipped):
    told = shipped.areas
    assert told.frame["units"].tolist() == [10, 9, 7, 7, 4, 1, 0]
    assert (told.units, told.mentions, round(told.mean, 2)) == (13, 38, 2.92)
    assert told.frame["share"].sum() == pytest.approx(38 / 13)  # never normalised


def test_the_envelope_was_paid_to_the_dollar(shipped):
    assert (shipped.paid.value, shipped.paid.low, shipped.paid.high) == (21e6, 21e6, 21e6)
    assert shipped.years["paid"].sum() == shipped.by_type["paid"].sum() == shipped.partners["paid"].sum() == 21e6
    assert shipped.payments_unknown == 0


def test_paid_by_country_type_against_the_tables(shipped):
    money = DATA.money[DATA.money["plan_version"] == "original"]
    homes = DATA.homes.groupby("project")["role"].first()
    wanted = money.assign(role=money["project"].map(homes)).groupby("role")["paid"].sum()
    told = shipped.by_type.groupby("group")["paid"].sum()
    assert told.to_dict() == wanted.to_dict()
    assert set(told.index) == {"targeted", "preventive"}


def test_a_grant_paid_is_not_a_grant_spent(shipped):
    assert 0 < shipped.spent < shipped.spent_against < shipped.paid.value
    assert 0 < shipped.spent_unknown < shipped.project_years == 62


def test_states_on_the_shipped_programme(shipped):
    assert {v.proposition: v.state for v in judge(shipped, SETTINGS)} == {"0a": S, "0b": S, "0c": M}


def cut(project, *, share):
    money = DATA.money.copy()
    mine = money["project"] == project
    money["paid"] = money["paid"].mask(mine, (money["paid"] * (1 - share)).round())
    return money


@pytest.mark.parametrize(
    ("money", "expected", "settle"),
    [
        (cut("M02", share=1.0), S, ()),  # 167,000 dollars less still prints as 21 million
        (cut("M13", share=1.0), M, ()),  # 2.95 million less: not the whole envelope, though to 13 projects
        (cut("M13", share=-0.3), M, ()),  # more than the envelope
        (DATA.money.assign(paid=DATA.money["paid"].mask(DATA.money["fiscal_year"] == "2024-25")), C, ("payments",)),
        (DATA.money.assign(paid=DATA.money["paid"] * 2, **{}).pipe(
            lambda f: f.assign(paid=f["paid"].mask(f["fiscal_year"] == "2024-25"))), M, ()),
        (DATA.money.assign(fiscal_year=DATA.money["fiscal_year"].replace("2024-25", "2025-26")), M, ()),  # too late
    ],
)  # fmt: skip
def test_was_the_whole_envelope_paid(money, expected, settle):
    told = states(money=money)["0a"]
    assert (told.state, told.settle) == (expected, settle)
    assert told.headline


def test_fewer_projects_and_less_money_is_not_what_the_report_says():
    gone = {"M13", "M08"}
    kept = {k: f[~f["project"].isin(gone)] for k, f in vars(DATA).items() if "project" in f}
    assert states(**kept)["0a"].state is N


def test_a_project_without_an_area_is_found():
    told = states(areas=DATA.areas[DATA.areas["project"] != "M08"])["0b"]
    assert told.state is N
    assert told.reasons[0].values == {"fits": 12, "projects": 13}
    nothing = {k: f[:0] for k, f in vars(DATA).items() if "project" in f}
    assert states(**nothing)["0b"].state is C


def agreed(**columns):
    return DATA.projects.assign(**columns)


SHORT = {"end_original": DATA.projects["start"] + pd.DateOffset(months=36, days=-1)}


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({**SHORT, "end": SHORT["end_original"]}, S),
        (SHORT, M),  # extended, and otherwise as the programme sets it
        ({"original_value": 3.1e6, "current_value": 3.1e6}, N),
        ({**SHORT, "end": SHORT["end_original"], "currency": "USD"}, C),  # a value in another currency is not compared
    ],
)
def test_sizes_and_terms(columns, expected):
    told = states(projects=agreed(**columns))["0c"]
    assert told.state is expected
    assert bool(told.settle) == (expected is C)


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [("2019-04-01", "2022-03-31", 36), ("2019-04-01", "2022-04-01", 36), ("2019-04-01", "2022-04-30", 37),
     ("2019-04-15", "2022-04-13", 35), ("2019-04-15", "2022-04-14", 36), ("2020-02-29", "2021-02-28", 12)],
)  # fmt: skip
def test_months_count_both_days(start, end, count):
    assert months(pd.Series([pd.Timestamp(start)]), pd.Series([pd.Timestamp(end)])).tolist() == [count]


def test_a_project_in_two_types_is_never_split():
    homes = pd.DataFrame(
        {"project": ["A", "A", "B", "B", "C"], "role": ["targeted", "preventive", "targeted", "targeted", np.nan]}
    )
    assert type_of(homes) == {"A": "several", "B": "targeted", "C": "unknown"}


def test_the_size_classes_are_the_programme_s(shipped):
    told = shipped.projects.set_index("project")["class_now"]
    assert told.value_counts().to_dict() == {"large": 9, "small": 4}
    values = agreed(current_value=[249_999.0, 250_000.0, 3e6, 3e6 + 1, *DATA.projects["current_value"][4:]])
    found = measure(replace(DATA, projects=values), SETTINGS).projects["class_now"].tolist()[:4]
    assert found == ["small", "large", "large", "above"]
