"""Finding 3: planted records and testimonies, and what they let one say."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from planted_world import programme, world

from mcee_eval.datasets import Dataset, dataset
from mcee_eval.findings.diplomacy import DEFINITIONS, Diplomacy, against, judge, measure, occasions
from mcee_eval.findings.diplomacy_data import DiplomacyData, diplomacy_data, told_who_led
from mcee_eval.findings.testimony import Themes, themes
from mcee_eval.judge.verdict import State
from mcee_eval.metrics.share_bounds import share_bounds
from mcee_eval.settings import settings

SETTINGS = settings()
YES, NO, MIXED, OPEN = State.SUPPORTED, State.NOT_SUPPORTED, State.MIXED, State.CANNOT_CONCLUDE


@pytest.fixture(scope="module")
def data() -> Dataset:
    return dataset("synthetic")


@pytest.fixture(scope="module")
def shipped(data) -> DiplomacyData:
    return diplomacy_data(data, "ALL")


@pytest.fixture(scope="module")
def worlds() -> dict[str, Diplomacy]:
    return {n: measure(diplomacy_data(world(n), "ALL"), SETTINGS) for n in ("report", "null", "gaps")}


def states(found: Diplomacy) -> list[State]:
    return [v.state for v in judge(found, SETTINGS)]


def rejudged(data: DiplomacyData, **changes) -> list[State]:
    return states(measure(replace(data, **changes), SETTINGS))


# ---- what is shipped, and the scenarios ----


def test_what_the_shipped_data_allow(shipped):
    found = measure(shipped, SETTINGS)
    a, b, c = judge(found, SETTINGS)
    assert [a.state, b.state, c.state] == [OPEN, OPEN, OPEN]
    assert [r.passed for r in a.reasons] == [True, True, None]  # occasions and departments: yes; eight groups: too few
    assert (a.headline, b.headline, c.headline) == (True, True, False)
    assert b.settle == ("engagement_records",)
    assert found.sequence.used < found.needed


@pytest.mark.parametrize(("scenario", "leveraged"), [("report", OPEN), ("gaps", OPEN), ("null", YES)])
def test_leverage_follows_the_records_of_a_planted_world(worlds, scenario, leveraged):
    assert states(worlds[scenario])[1] is leveraged


def test_the_truth_lies_inside_the_bounds(worlds):
    """The world knows what was raised in every engagement; the records tell it of some."""
    raised = {code: row["mcee_raised"] for code, row in programme("report").truth["engagements"].items()}
    frame = worlds["report"].data.engagements
    for code, chosen in DEFINITIONS.items():
        rows, belongs = chosen(frame)
        mine = frame[rows] if belongs is None else frame[rows & frame[belongs].fillna(False)]
        share = sum(raised[e] for e in mine["engagement"]) / len(mine)
        found = worlds["report"].raised[code]
        assert found.low <= share <= found.high, code


def test_where_nothing_follows_the_events_no_order_is_found(worlds):
    found = worlds["null"]
    assert found.sequence.used >= found.needed
    assert found.no_sequence == ""
    assert states(found)[2] is NO


# ---- planted records ----


def told(data: DiplomacyData, answer: str, **where) -> pd.DataFrame:
    frame = data.engagements.copy()
    keep = pd.Series(True, index=frame.index)
    for column, value in where.items():
        keep &= frame[column] == value
    frame.loc[keep, "mcee_raised"] = answer
    return frame


def but(data: DiplomacyData, answer: str, rows: pd.Series, other: str) -> pd.DataFrame:
    """One answer everywhere, and another one in these rows."""
    frame = told(data, answer)
    return frame.assign(mcee_raised=frame["mcee_raised"].mask(rows, other))


@pytest.mark.parametrize(
    ("plant", "expected"),
    [
        (lambda d: told(d, "yes"), YES),
        (lambda d: told(d, "no"), NO),
        (lambda d: told(d, "not_recorded"), OPEN),
        (lambda d: but(d, "yes", d.engagements["counterpart"] == "mission_in_canada", "no"), NO),
        (lambda d: but(d, "yes", d.engagements["lead"] != "IRCC", "no"), NO),
    ],
    ids=["always", "never", "not_recorded", "never_where_documents_are_issued", "by_the_envelope_s_own_department"],
)  # fmt: skip
def test_planted_records(shipped, plant, expected):
    assert rejudged(shipped, engagements=plant(shipped))[1] is expected


def test_raised_with_those_who_issue_and_not_by_the_others_is_mixed(shipped):
    frame = told(shipped, "no")
    frame.loc[frame["counterpart"] == "mission_in_canada", "mcee_raised"] = "yes"
    frame["by_others"] = (frame["counterpart"] == "capital").astype("boolean")
    assert rejudged(shipped, engagements=frame)[1] is MIXED


def test_bounds_that_hold_the_bar_never_tell():
    frame = pd.DataFrame({"a": ["yes"] * 3 + ["no"] * 3 + ["not_recorded"] * 4})
    bounds = share_bounds(frame, answer="a")
    assert (bounds.low, bounds.high) == (0.3, 0.7)
    assert (against(bounds, 0.3), against(bounds, 0.5), against(bounds, 0.71)) == (True, None, False)
    assert against(share_bounds(frame.iloc[:0], answer="a"), 0.5) is None


def test_an_engagement_outside_the_window_is_not_counted(shipped):
    early, late = measure(shipped, replace(SETTINGS, end="2020-12")), measure(shipped, SETTINGS)
    assert 0 < len(early.data.engagements) < len(late.data.engagements) < len(shipped.engagements)
    assert early.data.engagements["date"].max() < pd.Timestamp("2021-01-01")
    assert late.data.engagements["date"].max() < pd.Timestamp("2024-01-01")


# ---- who led ----


def test_who_led_as_far_as_the_records_tell():
    engagements = pd.DataFrame({"engagement": list("abcdef")})
    rows = [
        ("a", "IRCC", True), ("a", "GAC", False), ("b", "IRCC", False), ("b", "CBSA", True),
        ("c", "CBSA", None), ("c", "GAC", None), ("d", "IRCC", None), ("e", "IRCC", None), ("e", "CBSA", None),
    ]  # fmt: skip
    departments = pd.DataFrame(rows, columns=["engagement", "department", "lead"]).astype({"lead": "boolean"})
    found = told_who_led(engagements, departments)
    assert found["lead"].tolist() == ["IRCC", "CBSA", "", "", "", ""]
    assert [None if pd.isna(x) else bool(x) for x in found["by_others"]] == [False, True, True, False, None, None]
    assert found["others_present"].tolist() == [True, True, True, False, True, False]


# ---- 3a: occasions and perceptions ----


def spoken(federal: tuple[int, int], groups: tuple[int, int], scale: pd.DataFrame) -> Themes:
    """(agree, asked) of the federal departments and of the focus groups."""
    people = [(f"N{i}", "space_for_dialogue_created", True, "1" if i < federal[0] else "-1") for i in range(federal[1])]
    codes = pd.DataFrame(people, columns=["respondent", "code", "asked", "stance"])
    held = pd.DataFrame({"respondent": codes["respondent"], "group": "GAC", "outcome": "done"})
    focus = pd.DataFrame(
        {
            "group": [f"G{i}" for i in range(groups[1])],
            "code": "relations_with_canada_valued",
            "stance": ["1" if i < groups[0] else "-1" for i in range(groups[1])],
        }
    )
    wanted = ("space_for_dialogue_created", "relations_with_canada_valued")
    return themes(codes, held, focus, codes=wanted, groups=("federal",), scale=scale)


@pytest.mark.parametrize(
    ("federal", "groups", "expected"),
    [
        ((15, 16), (8, 8), YES),
        ((15, 16), (0, 8), MIXED),
        ((15, 16), (7, 8), OPEN),  # seven of eight: the exact interval still holds one half
        ((8, 16), (8, 8), OPEN),
        ((0, 0), (8, 8), OPEN),  # nobody was asked
        ((1, 16), (8, 8), MIXED),
    ],
)
def test_planted_perceptions(shipped, federal, groups, expected):
    assert rejudged(shipped, testimony=spoken(federal, groups, shipped.testimony.scale))[0] is expected


def test_no_occasion_and_no_perception_is_not_supported(shipped):
    frame = told(shipped, "no")
    frame = frame[~frame["kind"].isin(["scoping_mission", "monitoring_mission"])]
    against_it = spoken((1, 16), (0, 8), shipped.testimony.scale)
    assert rejudged(shipped, engagements=frame, testimony=against_it)[0] is NO


def test_occasions_are_visits_and_talks_in_which_it_was_raised(shipped):
    rows = [
        ("scoping_mission", "capital", "no", "R01"), ("bilateral_meeting", "capital", "yes", "R01"),
        ("document_follow_up", "mission_in_canada", "not_recorded", "R01"),
        ("bilateral_meeting", "capital", "no", "R01"), ("bilateral_meeting", "capital", "yes", "C01"),
        ("like_minded", "partner", "yes", None),
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["kind", "counterpart", "mcee_raised", "country"])
    found = occasions(replace(shipped, engagements=frame)).set_index("country")
    assert found.loc["R01"].tolist() == [2, 3]
    assert found.loc["P01"].tolist() == [0, 0]
    assert "C01" not in found.index


# ---- 3c: what follows ----


def test_documents_planted_after_the_engagements_are_found(shipped):
    """Every engagement at which the envelope was raised is followed by as many documents again."""
    frame = told(shipped, "yes")
    talks = frame[
        frame["counterpart"].isin(["capital", "mission_in_canada"]) & frame["country"].isin(list(shipped.starts))
    ]
    rows = [
        (c, d + pd.Timedelta(days=k))
        for c, d in zip(talks["country"], talks["date"], strict=True)
        for k in range(1, 60, 2)
    ]
    issued = pd.concat([shipped.issued, pd.DataFrame(rows, columns=["country", "day"])], ignore_index=True)
    found = measure(replace(shipped, engagements=frame, issued=issued), SETTINGS)
    assert found.placebo.relative.low > 1
    assert states(found)[2] is YES


def test_too_few_engagements_say_so_with_the_number_needed(shipped):
    found = measure(shipped, SETTINGS)
    (reason,) = judge(found, SETTINGS)[2].reasons
    assert (reason.code, reason.passed) == ("too_few_events", None)
    assert reason.values["used"] < reason.values["needed"]
    assert found.placebo is None  # no effect is computed that could be quoted


# ---- countries ----


@pytest.mark.parametrize(
    ("country", "codes"),
    [
        ("R01", ["occasions_country", "perceived_country"]),
        ("P01", ["occasions_country", "perceived_country"]),
        ("R06", ["not_funded"]),
    ],
)
def test_a_country_says_what_has_no_answer_there(data, country, codes):
    found = measure(diplomacy_data(data, country), SETTINGS)
    a, b, c = judge(found, SETTINGS)
    assert [r.code for r in a.reasons] == codes
    assert a.state is OPEN  # perceptions were not gathered by country
    assert set(found.data.engagements["country"]) == {country}
    if country == "R06":
        assert [r.code for r in b.reasons] == ["not_funded"]
        assert b.settle == ()
    if country == "P01":
        assert [r.code for r in c.reasons] == ["no_documents"]


def test_a_country_in_which_the_records_tell_gets_an_answer(data):
    mine = diplomacy_data(data, "R01")
    assert rejudged(mine, engagements=told(mine, "yes"))[1] is YES
    assert rejudged(mine, engagements=told(mine, "no"))[1] is NO


def test_a_country_without_a_single_talk_says_that_there_was_none(data):
    mine = diplomacy_data(data, "R01")
    found = measure(replace(mine, engagements=mine.engagements.iloc[:0]), SETTINGS)
    _, b, _ = judge(found, SETTINGS)
    assert [r.code for r in b.reasons] == ["others_raised_none", "issuing_raised_none"]
    assert b.state is OPEN
