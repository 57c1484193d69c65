"""Finding 2: what the shipped programme lets one say, and what planted changes of its tables turn it into."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from mcee_eval.datasets import dataset
from mcee_eval.findings.capacity import PERCEIVED, Capacity, judge, measure
from mcee_eval.findings.capacity_data import CapacityData, capacity_data
from mcee_eval.findings.capacity_results import INFRASTRUCTURE, POLICY, as_change, registration
from mcee_eval.findings.testimony import FOCUS
from mcee_eval.judge.verdict import State
from mcee_eval.settings import settings
from mcee_eval.synthetic.measurement import indicators
from mcee_eval.synthetic.projects import projects
from mcee_eval.synthetic.scenarios import scenario
from mcee_eval.synthetic.world import world

SETTINGS = settings()
SUPPORTED, NOT, MIXED, OPEN = State.SUPPORTED, State.NOT_SUPPORTED, State.MIXED, State.CANNOT_CONCLUDE


@pytest.fixture(scope="module")
def data() -> CapacityData:
    return capacity_data(dataset("synthetic"), "ALL")


@pytest.fixture(scope="module")
def shipped(data) -> Capacity:
    return measure(data, SETTINGS)


def verdicts(data: CapacityData) -> dict:
    return {v.proposition: v for v in judge(measure(data, SETTINGS), SETTINGS)}


def state(data: CapacityData, proposition: str) -> State:
    return verdicts(data)[proposition].state


def test_the_shipped_programme(data):
    found = {p: v.state for p, v in verdicts(data).items()}
    assert found == {"2a": OPEN, "2b": SUPPORTED, "2c": SUPPORTED, "2d": SUPPORTED, "2e": OPEN}


def test_every_open_verdict_says_what_would_settle_it(data):
    for country in ("ALL", "R05", "P03"):
        here = data if country == "ALL" else capacity_data(dataset("synthetic"), country)
        for v in verdicts(here).values():
            assert bool(v.settle) == (v.state is OPEN), (country, v.proposition)


def test_the_headline_is_what_is_perceived(data):
    assert [p for p, v in verdicts(data).items() if v.headline] == ["2a"]


# ---- measured results ----


def made(name: str, seed: int, data: CapacityData) -> CapacityData:
    """The indicators of another world; projects, needs and testimony as they are."""
    there = projects(world(seed), seed)
    declared, values = indicators(scenario(name), there, seed)
    frame = pd.DataFrame(
        [(p.code, p.kind, "completed" if p.completed else "ongoing") for p in there],
        columns=["project", "kind", "status"],
    )
    own = data.projects.drop(columns=["kind", "status"]).merge(frame, on="project")
    return replace(data, projects=own, indicators=declared, values=values)


@pytest.mark.parametrize("seed", [1, 20250331])
@pytest.mark.parametrize(
    ("name", "measured", "kinds"),
    [("report", SUPPORTED, SUPPORTED), ("effect", SUPPORTED, SUPPORTED), ("null", NOT, NOT), ("gaps", OPEN, OPEN)],
)
def test_the_verdict_follows_the_planted_gain(data, name, measured, kinds, seed):
    found = verdicts(made(name, seed, data))
    assert found["2b"].state is measured
    assert found["2d"].state in ({kinds} if name != "gaps" else {OPEN, SUPPORTED})  # the gap may still be told


def test_what_went_the_wrong_way_is_no_result(data):
    turned = data.indicators.assign(higher_is_better=~data.indicators["higher_is_better"])
    found = measure(replace(data, indicators=turned), SETTINGS)
    assert judge(found, SETTINGS)[1].state is NOT
    assert found.change.high < 0


def test_kinds_that_change_places_turn_the_verdict(data):
    other = {INFRASTRUCTURE: POLICY, POLICY: INFRASTRUCTURE}
    swapped = replace(data, projects=data.projects.assign(kind=data.projects["kind"].map(other)))
    found = verdicts(swapped)["2d"]
    assert [r.passed for r in found.reasons] == [True, False]  # they moved, and less than the others
    assert found.state is MIXED


def test_few_projects_are_not_judged(data):
    few = data.projects.iloc[7:12]  # five, where six are needed
    here = replace(data, projects=few, indicators=data.indicators[data.indicators["project"].isin(few["project"])])
    here = replace(here, values=data.values[data.values["indicator"].isin(here.indicators["indicator"])])
    found = verdicts(here)
    assert (found["2b"].state, found["2b"].reasons[0].code) == (OPEN, "few_projects")
    assert (found["2d"].state, found["2d"].reasons[0].code) == (OPEN, "few_of_a_kind")


def test_the_mean_counts_projects_and_not_indicators(shipped, data):
    rows = shipped.projects[shipped.projects["known"] > 0]
    assert shipped.telling == len(rows) == 12
    assert shipped.change.value == pytest.approx(np.expm1(rows["change"].mean()))
    often = data.indicators[data.indicators["project"] == "M08"]
    more = pd.concat([data.indicators, *[often.assign(indicator=often["indicator"] + f"x{k}") for k in range(9)]])
    values = data.values[data.values["indicator"].isin(often["indicator"])]
    copies = [values.assign(indicator=values["indicator"] + f"x{k}") for k in range(9)]
    again = measure(replace(data, indicators=more, values=pd.concat([data.values, *copies])), SETTINGS)
    assert again.change.value == pytest.approx(shipped.change.value)
    assert dict(again.choices)["each_indicator"].value > dict(shipped.choices)["each_indicator"].value


def test_known_values_by_hand(shipped, data):
    row = shipped.results.frame.set_index("indicator").loc["I09"]
    mine = data.values[data.values["indicator"] == "I09"].dropna(subset=["actual"]).sort_values("period")
    assert row["latest"] == mine["actual"].iloc[-1]
    assert row["change"] == pytest.approx(np.log(row["latest"] / row["baseline"]))
    assert as_change(None) is None


# ---- registration ----


def test_more_than_double_holds_from_the_report_s_own_two_figures(shipped):
    found = shipped.reported.change.ratio
    assert round(found.value, 2) == 2.10
    assert found.low > 2
    assert shipped.recorded.change.ratio.value == pytest.approx(2900 / 1380)
    assert (shipped.recorded.first, shipped.recorded.last) == ("2022", "2023")
    assert registration(1380, 1400, "2022", "2023").change.ratio.low < 1.03


# ---- needs ----


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, SUPPORTED),
        ({"documented_on": pd.Timestamp("2030-01-01")}, NOT),
        ({"self_assessed": False}, NOT),
        ({"documented_on": pd.NaT}, OPEN),
        ({"self_assessed": pd.NA}, OPEN),
    ],
)
def test_needs(data, changes, expected):
    needs = data.needs.assign(**changes)
    needs["documented_on"] = pd.to_datetime(needs["documented_on"])
    assert state(replace(data, needs=needs), "2c") is expected


def test_a_need_that_fails_either_way_is_no_even_where_the_other_is_unknown(data):
    needs = data.needs.assign(self_assessed=False, documented_on=pd.to_datetime(pd.NaT))
    found = measure(replace(data, needs=needs), SETTINGS).needs
    assert (found.no, found.unknown) == (len(data.projects), 0)


def test_three_in_four_is_the_least(data):
    projects_ = data.projects["project"].tolist()
    for failing in (0, 3, 4):
        bad = data.needs["project"].isin(projects_[:failing])
        needs = data.needs.assign(self_assessed=data.needs["self_assessed"].where(~bad, False))
        share = measure(replace(data, needs=needs), SETTINGS).needs.low
        bar = SETTINGS.threshold("f2.needs")
        assert state(replace(data, needs=needs), "2c") is (SUPPORTED if share >= bar else NOT), failing


# ---- targets, and when they can be told ----


def test_too_early_says_from_when(shipped, data):
    reason = judge(shipped, SETTINGS)[4].reasons[0]
    assert (reason.code, reason.passed, reason.values["due"], reason.values["n"]) == ("too_early", None, 5, 42)
    days = data.indicators["target_on"].sort_values().tolist()
    assert reason.values["from"] == str((days[20] + pd.DateOffset(months=12)).date())  # the 21st of 42 makes the half


@pytest.mark.parametrize(("target", "expected"), [(1.0, SUPPORTED), (1e6, NOT)])
def test_targets_that_are_due_are_judged(data, target, expected):
    up = data.indicators["higher_is_better"]
    aims = np.where(up, target, 1e6 if target == 1.0 else 1e-6)
    due = data.indicators.assign(target_on=pd.Timestamp("2024-01-01"), target=aims)
    assert state(replace(data, indicators=due), "2e") is expected


def test_targets_without_a_date_are_open_without_one(data):
    none = data.indicators.assign(target_on=pd.to_datetime(pd.NaT))
    found = verdicts(replace(data, indicators=none))["2e"]
    assert (found.state, found.reasons[0].code) == (OPEN, "no_target_date")


# ---- testimony ----


def everyone(data: CapacityData, interview: str, session: str) -> CapacityData:
    def all_say(frame, stance):
        mine = (frame["code"] == PERCEIVED) & frame["stance"].notna()
        return frame.assign(stance=frame["stance"].where(~mine, stance))

    return replace(
        data, interview_codes=all_say(data.interview_codes, interview),
        session_codes=all_say(data.session_codes, session),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("interview", "session", "expected"),
    [("1", "1", SUPPORTED), ("-1", "-1", NOT), ("1", "-1", MIXED), ("mixed", "mixed", NOT), ("0", "0", NOT)],
)
def test_what_is_perceived_follows_what_is_said(data, interview, session, expected):
    assert state(everyone(data, interview, session), "2a") is expected


def test_where_nobody_was_asked_nothing_is_perceived(data):
    silent = replace(
        data, interview_codes=data.interview_codes[data.interview_codes["code"] != PERCEIVED],
        session_codes=data.session_codes[data.session_codes["code"] != PERCEIVED],
    )  # fmt: skip
    assert state(silent, "2a") is OPEN


def test_words_of_the_shipped_testimony(shipped):
    assert shipped.said.of(PERCEIVED).word == "all"
    assert shipped.said.of(PERCEIVED, FOCUS).word == "most"


# ---- by country ----


@pytest.mark.parametrize("country", ["R05", "R04"])
def test_a_country_concludes_little_and_says_why(country):
    here = capacity_data(dataset("synthetic"), country)
    found = verdicts(here)
    assert found["2a"].reasons[0].code == "testimony_by_country"
    assert {found[p].state for p in ("2a", "2b", "2d", "2e")} == {OPEN}
    assert found["2c"].state is SUPPORTED
    mine = set(here.countries.loc[here.countries["country"] == country, "project"])
    assert set(here.projects["project"]) == mine
    assert set(here.indicators["project"]) <= mine


def test_a_project_of_two_countries_is_in_both():
    of = {c: set(capacity_data(dataset("synthetic"), c).projects["project"]) for c in ("R02", "R05")}
    assert of["R02"] & of["R05"] == {"M07"}


def test_the_tables_are_left_as_they_are(data):
    kept = {k: getattr(data, k).copy(deep=True) for k in ("indicators", "values", "needs", "projects")}
    measure(data, SETTINGS)
    for name, frame in kept.items():
        pd.testing.assert_frame_equal(getattr(data, name), frame)
