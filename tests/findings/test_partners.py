"""Finding 6: what the shipped programme lets one say, and planted deliveries, approvals and answers."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from mcee_eval.datasets import dataset
from mcee_eval.findings.partners import EFFECTIVE, HEAVY, LONG, Partners, judge, measure
from mcee_eval.findings.partners_data import PartnersData, partners_data
from mcee_eval.judge.verdict import State
from mcee_eval.settings import settings

SETTINGS = settings()
SUPPORTED, NOT, MIXED, OPEN = State.SUPPORTED, State.NOT_SUPPORTED, State.MIXED, State.CANNOT_CONCLUDE


@pytest.fixture(scope="module")
def data() -> PartnersData:
    return partners_data(dataset("synthetic"), "ALL")


@pytest.fixture(scope="module")
def shipped(data) -> Partners:
    return measure(data, SETTINGS)


def verdicts(data: PartnersData) -> dict:
    return {v.proposition: v for v in judge(measure(data, SETTINGS), SETTINGS)}


def said(data: PartnersData, code: str, stance: str) -> PartnersData:
    """Everyone who was asked about a theme says this."""
    codes = data.interview_codes
    mine = (codes["code"] == code) & codes["asked"]
    return replace(data, interview_codes=codes.assign(stance=codes["stance"].where(~mine, stance)))


def asked(data: PartnersData, code: str, group: str, stance: str) -> PartnersData:
    """Everyone of a group is asked, and says this; twenty more of them are interviewed."""
    more = [f"X{i}" for i in range(20)]
    people = pd.DataFrame({"respondent": more, "group": group, "outcome": "done"})
    answers = pd.DataFrame({"respondent": more, "code": code, "asked": True, "stance": stance, "coder": "coder_1"})
    return replace(
        data, interviews=pd.concat([data.interviews, people], ignore_index=True),
        interview_codes=pd.concat([said(data, code, stance).interview_codes, answers], ignore_index=True),
    )  # fmt: skip


def late(data: PartnersData, days: int) -> PartnersData:
    """Everything comes so many days later, and what would come after the extraction has not come."""
    owed = data.deliverables
    moved = owed["delivered"] + pd.Timedelta(days=days)
    seen = moved.where(moved <= pd.Timestamp(data.as_of))
    return replace(data, deliverables=owed.assign(delivered=seen, accepted=pd.to_datetime(pd.NaT)))


def test_the_shipped_programme(data):
    assert {p: v.state for p, v in verdicts(data).items()} == {
        "6a": SUPPORTED, "6b": OPEN, "6c": OPEN, "6d": OPEN,
    }  # fmt: skip
    assert all(bool(v.settle) == (v.state is OPEN) for v in verdicts(data).values())


def test_other_donors_are_not_testable_whatever_the_data_say(data):
    for here in (data, asked(data, HEAVY, "implementing_partner", "1"), late(data, 400)):
        found = verdicts(here)["6c"]
        assert (found.state, found.reasons[0].code, found.settle) == (OPEN, "no_other_donors", ("other_donors",))


@pytest.mark.parametrize(
    ("days", "stance", "expected"),
    [(0, "1", SUPPORTED), (60, "1", MIXED), (0, "-1", MIXED), (60, "-1", NOT), (16, "1", OPEN)],
)
def test_delivery_and_what_is_said_of_it(data, days, stance, expected):
    assert verdicts(said(late(data, days), EFFECTIVE, stance))["6a"].state is expected


def test_what_never_came_counts_against_delivery(data, shipped):
    owed = data.deliverables
    due = owed["due"] <= pd.Timestamp(data.as_of)
    lost = due & (owed.groupby("project").cumcount() % 2 == 0)
    here = replace(data, deliverables=owed.assign(delivered=owed["delivered"].mask(lost), accepted=pd.NaT))
    here = replace(here, deliverables=here.deliverables.assign(accepted=pd.to_datetime(here.deliverables["accepted"])))
    found = measure(here, SETTINGS)
    assert found.whole.share_of_delivered[0][1] > 0.8  # of the finished, as before
    assert found.whole.at(30).high < 0.6
    assert verdicts(here)["6a"].reasons[0].passed is False
    assert found.whole.mean_of_delivered[0] == pytest.approx(shipped.whole.mean_of_delivered[0], abs=5)


def test_nothing_due_is_no_delivery(data):
    none = replace(data, deliverables=data.deliverables.iloc[:0])
    found = measure(none, SETTINGS)
    assert (found.whole, found.by_partner, found.accepted) == (None, None, None)
    assert verdicts(none)["6a"].state is OPEN


@pytest.mark.parametrize(
    ("copies", "stance", "expected"), [(0, "-1", NOT), (0, "1", MIXED), (2, "1", SUPPORTED), (2, "-1", MIXED)]
)
def test_reporting_is_heavy_where_it_is_much_and_felt_so(data, copies, stance, expected):
    reports = data.deliverables[data.deliverables["type"] != "activity"]
    more = pd.concat([data.deliverables, *[reports] * copies], ignore_index=True)
    here = asked(replace(data, deliverables=more), HEAVY, "implementing_partner", stance)
    assert verdicts(here)["6b"].state is expected


@pytest.mark.parametrize(
    ("factor", "returns", "stance", "expected"),
    [(4, 1, "1", SUPPORTED), (0.2, 0, "-1", NOT), (4, 0, "1", MIXED), (1, 1, "1", OPEN)],
)
def test_approval(data, factor, returns, stance, expected):
    first = data.approvals.groupby("project")["opened"].transform("min")
    moved = {
        k: first - (first - data.approvals[k]) * factor - pd.Timedelta(days=1000) for k in ("opened", "closed")
    }  # fmt: skip
    stages = data.approvals.assign(**moved, returns=pd.array([returns] * len(data.approvals), dtype="Int64"))
    here = said(asked(replace(data, approvals=stages), LONG, "IRCC", stance), LONG, stance)
    assert verdicts(here)["6d"].state is expected


def test_returns_that_are_not_recorded_are_bounds(data, shipped):
    none = replace(data, approvals=data.approvals.assign(returns=pd.array([pd.NA] * len(data.approvals), "Int64")))
    found = measure(none, SETTINGS).sent_back
    assert (found.low, found.high) == (0.0, 1.0)
    assert verdicts(none)["6d"].reasons[1].passed is None
    assert shipped.sent_back.yes == (shipped.returned["least"] > 0).sum()
    assert shipped.sent_back.low < shipped.sent_back.high


def test_sizes_add_up(shipped):
    assert shipped.sizes["projects"].sum() == 13
    assert shipped.sizes["reports"].sum() == shipped.load.reports
    assert shipped.sizes["dollars"].sum() == 21_000_000


def test_known_deliveries_by_hand(data, shipped):
    owed = data.deliverables[data.deliverables["due"] <= pd.Timestamp(data.as_of)]
    on_time = (owed["delivered"] <= owed["due"]).mean()
    assert shipped.whole.at(0).value == pytest.approx(on_time)
    assert shipped.whole.due == (len(owed),)
    assert sum(shipped.by_partner.due) == sum(shipped.by_type.due) == len(owed)


def test_the_tables_are_left_as_they_are(data):
    kept = {k: getattr(data, k).copy(deep=True) for k in ("deliverables", "approvals", "projects")}
    measure(data, SETTINGS)
    for name, frame in kept.items():
        pd.testing.assert_frame_equal(getattr(data, name), frame)
