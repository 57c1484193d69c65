"""Finding 7: planted calendars, roles, figures and records, and what they let one say."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from planted_world import world

from mcee_eval.contracts.periods import first_day, holding
from mcee_eval.datasets import dataset
from mcee_eval.errors import BadParameter
from mcee_eval.findings.coordination import Coordination, judge, measure, wording
from mcee_eval.findings.coordination_data import CoordinationData, coordination_data
from mcee_eval.findings.testimony import Themes, themes
from mcee_eval.judge.verdict import Reason, State, Verdict
from mcee_eval.settings import settings

SETTINGS = settings()
YES, NO, MIXED, OPEN = State.SUPPORTED, State.NOT_SUPPORTED, State.MIXED, State.CANNOT_CONCLUDE


@pytest.fixture(scope="module")
def shipped() -> CoordinationData:
    return coordination_data(dataset("synthetic"), "ALL")


@pytest.fixture(scope="module")
def found(shipped) -> Coordination:
    return measure(shipped, SETTINGS)


def states(data: CoordinationData, **changes) -> dict[str, State]:
    made = measure(replace(data, **changes), SETTINGS)
    return {v.proposition: v.state for v in judge(made, SETTINGS)}


def test_what_the_shipped_data_allow(found):
    verdicts = judge(found, SETTINGS)
    assert {v.proposition: v.state for v in verdicts} == {"7a": NO, "7b": NO, "7c": NO, "7d": NO, "7e": OPEN}
    assert [v.proposition for v in verdicts if v.headline] == ["7a", "7c"]
    assert all(bool(v.settle) == (v.state is OPEN) for v in verdicts)
    assert wording(verdicts) == "open"


@pytest.mark.parametrize("scenario", ["report", "null", "gaps"])
def test_the_framework_falls_short_in_every_world_and_records_follow_the_world(scenario):
    made = measure(coordination_data(world(scenario), "ALL"), SETTINGS)
    told = {v.proposition: v for v in judge(made, SETTINGS)}
    assert told["7c"].state is NO
    assert told["7d"].reasons[0].passed == (scenario == "null")  # records are good in that world alone


def test_it_has_no_country_form():
    with pytest.raises(BadParameter, match="country"):
        coordination_data(dataset("synthetic"), "R01")


# ---- 7a: the calendar ----


def register(bodies: dict[str, int], quarters: int = 20, after: int | None = None) -> pd.DataFrame:
    """So many meetings a quarter by body from April 2019, in the first days of each; ``after`` the stop if given."""
    rows, day = [], pd.Timestamp("2019-04-01")
    for k in range(quarters):
        for body, many in bodies.items():
            held = many if after is None or k < 4 else after
            rows += [(body, day + pd.DateOffset(months=3 * k) + pd.Timedelta(days=7 * i)) for i in range(held)]
    frame = pd.DataFrame(rows, columns=["body", "date"])
    return frame.assign(meeting=[f"T{i}" for i in range(len(frame))], decisions_recorded=pd.array([True] * len(frame)))


ALL_THREE = {"RWG_ADM": 1, "RWG_DG": 1, "RWG_working": 10, "interdepartmental": 10}


@pytest.mark.parametrize(
    ("meetings", "expected"),
    [
        (register(ALL_THREE), YES),
        (register(ALL_THREE, after=0), NO),
        (register(ALL_THREE | {"RWG_ADM": 0}), OPEN),  # no register of that body
        (register({"RWG_ADM": 1, "RWG_DG": 1, "RWG_working": 1}), OPEN),  # few meetings: the pace cannot be told
        (register(ALL_THREE)[lambda f: (f["body"] != "RWG_DG") | (f["date"] < "2020-01-01")], MIXED),
    ],
    ids=["kept", "stopped", "no_register", "few", "one_level_stops"],
)
def test_planted_calendars(shipped, meetings, expected):
    assert states(shipped, meetings=meetings)["7a"] is expected


def test_quarters_and_gaps_of_the_shipped_register(found, shipped):
    days = shipped.meetings.loc[shipped.meetings["body"] == "RWG_ADM", "date"]
    inside = days[(days >= "2019-04-01") & (days < "2024-01-01")]
    told = found.cadence["RWG_ADM"]
    assert told.kept == len({holding("quarter", d.date()) for d in inside}) == 11
    assert told.quarters == 19  # April 2019 to December 2023
    assert told.longest_gap == inside.sort_values().diff().max().days


def test_attendance_is_of_the_meetings_held(found):
    frame = found.present.frame
    assert set(frame["department"]) == {"IRCC", "CBSA", "GAC", "PS"}
    assert frame.drop_duplicates("period")["meetings"].sum() == len(found.data.meetings)
    assert frame["share"].between(0, 1).all()


# ---- 7b: roles ----


def roles(*rows) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["department", "role", "planned", "named_by_interviewees"])
    return frame.astype({"planned": "boolean", "named_by_interviewees": "boolean"})


def spoken(scale: pd.DataFrame, **agree: tuple[int, int]) -> Themes:
    """Theme → (agree, asked), of persons in GAC."""
    rows = [
        (f"N{k}", code, True, "1" if k < yes else "-1") for code, (yes, asked) in agree.items() for k in range(asked)
    ]
    codes = pd.DataFrame(rows, columns=["respondent", "code", "asked", "stance"])
    held = pd.DataFrame({"respondent": sorted(set(codes["respondent"])), "group": "GAC", "outcome": "done"})
    focus = pd.DataFrame(columns=["group", "code", "stance"])
    return themes(codes, held, focus, codes=list(agree), groups=("federal", "other_departments"), scale=scale)


CLEAR = [("IRCC", f"r{k}", True, True) for k in range(4)]


@pytest.mark.parametrize(
    ("table", "said", "expected"),
    [
        (roles(*CLEAR), (15, 16), YES),
        (roles(*CLEAR), (1, 16), MIXED),
        (roles(*CLEAR), (8, 16), OPEN),
        (roles(*CLEAR[:2], ("GAC", "a", True, None), ("GAC", "b", True, None)), (15, 16), OPEN),  # half nobody asked
        (roles(*CLEAR, ("IRCC", "lead", False, True), ("GAC", "lead", False, True)), (15, 16), MIXED),
        (roles(("IRCC", "a", True, False), ("IRCC", "l", False, True), ("GAC", "l", False, True)), (1, 16), NO),
    ],
)
def test_planted_roles(shipped, table, said, expected):
    assert states(shipped, roles=table, testimony=spoken(shipped.testimony.scale, roles_clear=said))["7b"] is expected


# ---- 7c: the framework ----


@pytest.mark.parametrize(
    ("states_of", "expected"),
    [
        ({"immediate": "reported", "intermediate": "reported", "final": "reported"}, YES),
        ({"immediate": "reported", "intermediate": "defined_no_data", "final": "not_defined"}, MIXED),
        ({"immediate": "partial", "intermediate": "reported", "final": "reported"}, OPEN),
        ({"immediate": "not_applicable", "intermediate": "reported", "final": "reported"}, OPEN),
        ({"immediate": "defined_no_data", "intermediate": "not_defined", "final": "not_defined"}, NO),
    ],
)
def test_planted_figures(shipped, states_of, expected):
    frame = shipped.framework.assign(state=shipped.framework["level"].map(states_of).fillna("reported"))
    assert states(shipped, framework=frame)["7c"] is expected


def test_figures_of_years_outside_the_window_are_left_out(found):
    assert sorted(set(found.data.framework["fiscal_year"])) == [
        "2019-20", "2020-21", "2021-22", "2022-23", "2023-24",
    ]  # fmt: skip
    assert first_day("fiscal_year", "2024-25") > pd.Timestamp(f"{SETTINGS.end}-01").date()


# ---- 7d, 7e: tracking, awareness ----


def records(data: CoordinationData, answer: str, **other: str) -> pd.DataFrame:
    """Every answer the same, ``other`` by department that led; every lead known."""
    frame = data.engagements.assign(lead=data.engagements["lead"].replace("", "IRCC"))
    for column in ("mcee_raised", "removals_raised", "follow_up_recorded"):
        frame[column] = [other.get(lead, answer) for lead in frame["lead"]]
    return frame


@pytest.mark.parametrize(
    ("answer", "other", "said", "expected"),
    [
        ("yes", {}, (15, 16), YES),
        ("no", {}, (15, 16), YES),  # a no on record is a record
        ("yes", {"GAC": "not_recorded"}, (15, 16), MIXED),
        ("not_recorded", {}, (1, 16), NO),
        ("yes", {}, (8, 16), OPEN),
    ],
)
def test_planted_records(shipped, answer, other, said, expected):
    told = spoken(shipped.testimony.scale, tracking_sufficient=said)
    assert states(shipped, engagements=records(shipped, answer, **other), testimony=told)["7d"] is expected


def test_the_department_whose_records_are_worst_is_named(shipped):
    made = measure(replace(shipped, engagements=records(shipped, "yes", GAC="not_recorded")), SETTINGS)
    worst = next(r for v in judge(made, SETTINGS) for r in v.reasons if r.code == "worst_department")
    assert worst.values["who"] == "GAC"
    assert worst.values["bounds"].low == 0


@pytest.mark.parametrize(("said", "expected"), [((15, 16), YES), ((1, 16), NO), ((4, 9), OPEN), ((0, 0), OPEN)])
def test_planted_awareness(shipped, said, expected):
    assert states(shipped, testimony=spoken(shipped.testimony.scale, aware_of_envelope=said))["7e"] is expected


def test_awareness_by_time_in_the_role_counts_each_person_once(shipped):
    rows = {t.group: t for t in shipped.awareness.rows}
    others = shipped.testimony.of("aware_of_envelope", "other_departments")
    by_time = [rows[g].asked for g in ("first_year", "second_year", "longer") if g in rows]
    assert sum(by_time) == sum(rows[g].asked for g in ("CBSA", "GAC", "PS") if g in rows) == others.asked


# ---- the two wordings ----


@pytest.mark.parametrize(
    ("states_of", "expected"),
    [
        ((NO, NO, NO), "whole"),
        ((NO, YES, NO), "certain"),
        ((NO, MIXED, OPEN), "certain"),  # one falls short and one does not: what is open changes nothing
        ((NO, NO, OPEN), "open"),
        ((YES, MIXED), "none"),
        ((YES, OPEN), "open"),
    ],
)
def test_the_wording_that_the_aspects_bear(states_of, expected):
    verdicts = tuple(Verdict(f"7{k}", s, (Reason("x", None),)) for k, s in enumerate(states_of))
    assert wording(verdicts) == expected
