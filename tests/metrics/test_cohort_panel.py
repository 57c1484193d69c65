"""The panel of an attribution: which quarters may be matched, and who is a comparison country."""

from __future__ import annotations

import pandas as pd
import pytest
from planted_programmes import programme

from mcee_eval.metrics.cohort_panel import (
    Panel,
    cohort_panel,
    first_day,
    quarter_name,
    quarter_number,
)

AS_OF, HORIZON = "2025-03-31", 180
WANTED = ["R01", "R02", "R03", "R04", "R05"]


def made(**changes) -> tuple[Panel | None, str]:
    tables = {**programme("effect").tables, **changes}
    return cohort_panel(
        tables["travel_document_requests"], tables["countries"], tables["country_events"], wanted=WANTED, as_of=AS_OF,
        horizon=HORIZON,
    )  # fmt: skip


def few() -> pd.DataFrame:
    """Requests of the funded countries and of three to compare with."""
    requests = programme("effect").tables["travel_document_requests"]
    return requests[requests["country"].isin([*WANTED, "C01", "C03", "C05"])]


@pytest.fixture(scope="module")
def panel() -> Panel:
    found, why = made()
    assert why == ""
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2019-04-01", "2019-20Q1"),
        ("2020-03-31", "2019-20Q4"),
        ("2019-12-31", "2019-20Q3"),
        ("2020-04-01", "2020-21Q1"),
    ],
)
def test_fiscal_quarters_are_counted_on_one_line(day, name):
    number = quarter_number(pd.Timestamp(day))
    assert quarter_name(number) == name
    assert quarter_number(pd.Timestamp(first_day(number))) == number
    assert quarter_number(pd.Timestamp(first_day(number)) - pd.Timedelta(days=1)) == number - 1


def test_every_country_has_every_quarter_and_none_that_was_not_followed(panel):
    counted = panel.frame.groupby("country")["number"].nunique()
    assert set(counted) == {len(panel.numbers)}
    last = pd.Timestamp(first_day(panel.numbers[-1] + 1)) - pd.Timedelta(days=1)
    assert last + pd.Timedelta(days=HORIZON) <= pd.Timestamp(AS_OF)
    assert pd.Timestamp(first_day(panel.numbers[-1] + 2)) + pd.Timedelta(days=HORIZON) > pd.Timestamp(AS_OF)


def test_funded_countries_are_no_comparison(panel):
    assert len(panel.donors) == 20
    assert all(d.startswith("C") for d in panel.donors)
    assert set(panel.starts) == set(WANTED)


def test_a_share_is_issued_over_asked_by_person(panel):
    row = panel.frame[(panel.frame["country"] == "R01") & (panel.frame["quarter"] == "2016-17Q1")].iloc[0]
    requests = programme("effect").tables["travel_document_requests"]
    mine = requests[
        (requests["country"] == "R01") & requests["requested_on"].between("2016-04-01", "2016-06-30")
        & requests["resubmission_of"].isna()
    ]  # fmt: skip
    assert row["n"] == len(mine)
    within = (mine["issued_on"] - mine["requested_on"]).dt.days <= HORIZON
    assert within.sum() <= row["issued"] <= within.sum() + 3  # a resubmission may be issued in time
    assert row["share"] == row["issued"] / row["n"]


def test_matching_ends_before_requests_are_followed_into_the_selection_or_the_programme(panel):
    first, last = panel.window("R01")
    assert first == panel.numbers[0]
    end = pd.Timestamp(first_day(last + 1)) - pd.Timedelta(days=1)
    assert end + pd.Timedelta(days=HORIZON) < pd.Timestamp("2018-01-01")
    nobody = Panel(panel.frame, panel.starts, panel.donors, {}, HORIZON, AS_OF, None)
    _, later = nobody.window("R01")
    end = pd.Timestamp(first_day(later + 1)) - pd.Timedelta(days=1)
    assert last < later
    assert end + pd.Timedelta(days=HORIZON) < pd.Timestamp(first_day(panel.starts["R01"]))
    assert pd.Timestamp(first_day(later + 2)) + pd.Timedelta(days=HORIZON - 1) >= pd.Timestamp(
        first_day(panel.starts["R01"])
    )


def test_quarters_that_touch_a_stretch_are_those_followed_into_it(panel):
    touched = [quarter_name(n) for n in panel.touched("2020-03-17", "2020-11-30")]
    assert touched == ["2019-20Q2", "2019-20Q3", "2019-20Q4", "2020-21Q1", "2020-21Q2", "2020-21Q3"]


@pytest.mark.parametrize("kind", ["moratorium_TSR", "deferral_ADR"])
def test_a_country_under_a_moratorium_or_deferral_is_no_comparison(kind):
    events = programme("effect").tables["country_events"]
    extra = events.iloc[[0]].assign(country="C05", date=pd.Timestamp("2019-01-01"), end=pd.NaT, kind=kind)
    told = pd.concat([events, extra], ignore_index=True)
    found, _ = made(country_events=told, travel_document_requests=few())
    assert found.donors == ("C01", "C03")
    assert found.left_out["C05"] == kind


def test_a_country_with_an_empty_quarter_is_left_out_if_compared_and_stops_the_panel_if_funded():
    requests = few()
    gone = requests["requested_on"].between("2016-07-01", "2016-09-30")
    orphans = requests["resubmission_of"].isin(requests.loc[gone, "request_id"])
    compared = requests[~((gone | orphans) & (requests["country"] == "C03"))]
    kept = compared[compared["resubmission_of"].isna() | compared["resubmission_of"].isin(compared["request_id"])]
    found, _ = made(travel_document_requests=kept)
    assert found.left_out == {"C03": "empty_quarters"}
    funded = requests[~((gone | orphans) & (requests["country"] == "R03"))]
    kept = funded[funded["resubmission_of"].isna() | funded["resubmission_of"].isin(funded["request_id"])]
    assert made(travel_document_requests=kept) == (None, "empty_quarters")


def test_why_there_is_no_panel():
    requests = few()
    funded = requests["country"].isin(WANTED)
    assert made(travel_document_requests=requests[funded]) == (None, "no_comparison_series")
    assert made(travel_document_requests=requests[~funded]) == (None, "no_requests")
    countries = programme("effect").tables["countries"]
    assert made(countries=countries.assign(programme_start=None), travel_document_requests=requests) == (
        None,
        "no_programme",
    )
