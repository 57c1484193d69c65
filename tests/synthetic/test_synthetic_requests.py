"""Requests: their shape, the truth behind them, and the planted effects."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from mcee_eval.synthetic.programme import simulate

FUNDED = ("R01", "R02", "R03", "R04", "R05", "P01", "P02", "P03", "P04")
OUTCOMES = ["issued_on", "refused_on", "withdrawn_on"]


@pytest.fixture(scope="module")
def frame(programmes):
    return programmes["null"].tables["travel_document_requests"]


def wait(frame):
    return (frame["issued_on"] - frame["requested_on"]).dt.days


def test_every_outcome_occurs_and_some_requests_are_open_at_the_extraction(frame):
    shares = frame[OUTCOMES].notna().mean()
    assert shares.between(0.02, 0.9).all()
    still_open = frame[OUTCOMES].isna().all(axis=1)
    assert 0.03 < still_open.mean() < 0.3
    late = frame["requested_on"] >= "2024-10-01"
    assert still_open[late].mean() > 3 * still_open[~late].mean()


def test_nothing_but_an_expiry_lies_after_the_extraction(frame):
    for column in ["requested_on", "first_reply_on", "interview_on", *OUTCOMES, "removed_on"]:
        assert frame[column].max() <= pd.Timestamp("2025-03-31"), column
    assert frame["expires_on"].max() > pd.Timestamp("2025-03-31")


def test_dates_stand_in_order(frame):
    end = frame[OUTCOMES].min(axis=1)
    for earlier, later in (
        ("first_reply_on", "interview_on"),
        ("issued_on", "removed_on"),
        ("removed_on", "expires_on"),
    ):
        both = frame[[earlier, later]].dropna()
        assert (both[earlier] <= both[later]).all()
    for column in ("first_reply_on", "interview_on"):
        both = frame[column].notna() & end.notna()
        assert (frame.loc[both, column] <= end[both]).all()
    assert (wait(frame).dropna() >= 1).all()


def test_waiting_times_have_the_long_tail_of_a_log_normal(frame):
    early = frame[(frame["requested_on"] < "2018-01-01") & frame["country"].str.startswith("C")]
    log = np.log(wait(early).dropna())
    assert abs(log.skew()) < 0.35
    assert 0.7 < log.std() < 1.1
    assert wait(early).mean() > 1.2 * wait(early).median()


def test_recalcitrant_countries_are_slower_refuse_more_and_ask_for_interviews(frame):
    kind = frame["country"].str[0]
    assert wait(frame).groupby(kind).median()["R"] > 2 * wait(frame).groupby(kind).median()["C"]
    assert frame["refused_on"].notna().groupby(kind).mean()["R"] > frame["refused_on"].notna().groupby(kind).mean()["C"]
    held = frame["interview_on"].notna()
    assert held.groupby(kind).mean()["R"] > 2 * held.groupby(kind).mean()["C"]
    slow = frame[kind == "R"]
    assert wait(slow[slow["interview_on"].notna()]).median() > wait(slow[slow["interview_on"].isna()]).median()


def test_documents_expire_before_removal_and_are_asked_for_again(frame):
    issued = frame[frame["issued_on"].notna()]
    expired = issued[(issued["expires_on"] <= "2025-03-31") & issued["removed_on"].isna()]
    assert 0.1 < len(expired) / len(issued) < 0.6
    again = frame[frame["resubmission_of"].notna()]
    first = frame.set_index("request_id").loc[again["resubmission_of"]]
    assert 0.05 < len(again) / len(frame) < 0.4
    assert (first["person_key"].to_numpy() == again["person_key"].to_numpy()).all()
    assert (first["country"].to_numpy() == again["country"].to_numpy()).all()
    ended = np.where(first["refused_on"].notna(), first["refused_on"], first["expires_on"])
    assert (again["requested_on"].to_numpy() > ended).all()
    assert frame.groupby("person_key").size().max() <= 3


def test_nobody_is_removed_in_the_stop_and_only_some_before_its_end(frame):
    months = frame["removed_on"].dt.to_period("M").value_counts()
    stopped = frame["removed_on"].between("2020-03-17", "2020-08-03")
    some = frame["removed_on"].between("2020-08-04", "2020-11-29")
    assert stopped.sum() == 0
    assert 0 < some.sum() / 4 < 0.25 * months["2019-10"]
    assert months["2021-01"] < 0.8 * months["2019-10"]


def test_requests_have_a_season_and_a_dip(frame):
    by_month = frame["requested_on"].dt.to_period("M").value_counts()
    before = frame[frame["requested_on"].between("2016-01-01", "2019-12-31")]["requested_on"].dt.month.value_counts()
    assert before[[1, 2, 3]].mean() > 1.1 * before[[7, 8, 9]].mean()
    assert by_month["2020-05"] < 0.5 * by_month["2019-05"]


def test_counts_are_those_of_the_register_once_it_is_old_enough(programmes):
    tables = programmes["null"].tables
    register, counts = tables["travel_document_requests"], tables["travel_documents"]
    table = counts.set_index(["country", "quarter"])
    requested = register[register["requested_on"].between("2022-04-01", "2022-06-30")].groupby("country").size()
    received = register[register["issued_on"].between("2015-04-01", "2015-06-30")].groupby("country").size()
    told = table.xs("2022-23Q1", level="quarter")["requested"]
    assert (told == requested.reindex(told.index)).all()
    first = table.xs("2015-16Q1", level="quarter")["received"]
    assert (first > received.reindex(first.index, fill_value=0)).all()  # asked for before the register begins


def test_the_same_year_ratio_misleads_where_the_cohort_does_not(programmes):
    """Requests fall by three quarters in 2020, so received over requested rises although issuance slows."""
    counts, register = (programmes["null"].tables[t] for t in ("travel_documents", "travel_document_requests"))
    slow = counts[counts["country"].str.startswith("R")]
    year = slow.groupby(slow["quarter"].str[:7])[["requested", "received"]].sum()
    ratio = year["received"] / year["requested"]
    made = register["requested_on"].dt.year
    soon = (wait(register) <= 365).groupby([register["country"].str[0], made]).mean()["R"]
    assert soon[2020] < soon[2019] - 0.05
    assert ratio["2020-21"] > ratio["2018-19"] - 0.05


@pytest.mark.parametrize("name", ["effect", "spillover", "gaps"])
def test_planted_effects_are_in_the_truth(programmes, name):
    issuance = programmes[name].truth["issuance"]
    assert programmes[name].truth["effect_exists"] is True
    for code in FUNDED:
        told = issuance[code]
        assert told["speed_ratio"] == 1.3
        ratio = told["after_without"]["median_wait"] / told["after"]["median_wait"]
        assert ratio == pytest.approx(1.3, abs=0.15 if name != "gaps" else 0.5)
    assert issuance["R06"]["speed_ratio"] == (1.15 if name == "spillover" else 1.0)
    assert issuance["C01"]["speed_ratio"] == (1.15 if name == "spillover" else 1.0)


@pytest.mark.parametrize("name", ["report", "null"])
def test_there_is_no_effect_where_none_is_planted(programmes, name):
    assert programmes[name].truth["effect_exists"] is False
    for told in programmes[name].truth["issuance"].values():
        assert told["speed_ratio"] == 1.0
        assert told["after"] == told["after_without"]


def test_the_effect_shows_in_the_cohorts(programmes):
    """Same draws, so the two scenarios differ by the effect only: 30 % faster once the programme runs."""
    medians = {}
    for name in ("null", "effect"):
        tables = programmes[name].tables
        start = pd.to_datetime(tables["countries"].set_index("country")["programme_start"])
        register = tables["travel_document_requests"]
        since = register["country"].map(start)
        cohort = register[register["requested_on"].between("2021-07-01", "2023-12-31")]
        before = register[register["requested_on"] < "2017-01-01"]
        assert (cohort["requested_on"] >= since[cohort.index].fillna(pd.Timestamp("2000-01-01"))).all()
        medians[name] = (
            wait(cohort).groupby(cohort["country"]).median(),
            wait(before).groupby(before["country"]).median(),
        )
    after = medians["null"][0] / medians["effect"][0]
    assert after.loc[list(FUNDED)].between(1.1, 1.55).all()
    assert after.loc[list(FUNDED)].mean() == pytest.approx(1.3, abs=0.06)
    assert after.drop(list(FUNDED)).mean() == pytest.approx(1.0, abs=0.03)
    earlier = medians["null"][1] / medians["effect"][1]
    assert earlier.mean() == pytest.approx(1.0, abs=0.03)


def test_the_early_rise_is_before_the_stop(programmes):
    def median(name: str, first: str, last: str) -> pd.Series:
        register = programmes[name].tables["travel_document_requests"]
        cohort = register[register["requested_on"].between(first, last) & (register["country"] < "R06")]
        cohort = cohort[cohort["country"].str.startswith("R")]
        return (wait(cohort) <= 180).groupby(cohort["country"]).mean()

    early = median("early_rise", "2019-02-01", "2019-08-31") - median("null", "2019-02-01", "2019-08-31")
    later = median("early_rise", "2022-01-01", "2023-12-31") - median("null", "2022-01-01", "2023-12-31")
    assert early.mean() > 0.1
    assert 0.01 < later.mean() < 0.6 * early.mean()


def test_cohort_truth_is_what_a_complete_register_shows(programmes):
    """Old cohorts are complete: their share issued within 180 days is in the register as in the truth."""
    programme = programmes["null"]
    register = programme.tables["travel_document_requests"]
    for code in ("R01", "C01", "P02"):
        told = programme.truth["issuance"][code]
        mine = register[(register["country"] == code) & (register["requested_on"] < told["split_at"])]
        assert len(mine) == told["before"]["requests"]
        assert (wait(mine) <= 180).mean() == pytest.approx(told["before"]["issued_within"]["180"], abs=1e-6)


def test_replies_are_recorded_as_often_as_declared(programmes):
    """The same first replies, with less of them on record."""
    shares = {}
    for name in ("report", "gaps", "null"):
        register = programmes[name].tables["travel_document_requests"]
        settled = register[register["issued_on"].notna()]
        shares[name] = settled["first_reply_on"].notna().mean()
    assert shares["null"] == pytest.approx(0.9, abs=0.01)
    assert shares["report"] == pytest.approx(0.6, abs=0.04)
    assert shares["gaps"] == pytest.approx(0.2, abs=0.06)


def test_the_worst_data_have_no_past_and_holes(programmes):
    tables = programmes["gaps"].tables
    assert tables["travel_document_requests"]["requested_on"].min() >= pd.Timestamp("2020-10-01")
    assert tables["travel_documents"]["requested"].isna().mean() > 0.2
    assert programmes["null"].tables["travel_documents"].notna().all(axis=None)
    assert tables["removals_inventory"]["added"].isna().all()


def test_more_seeds_find_the_effect_against_comparison_countries():
    """Change in the share issued within 180 days, funded less comparison: zero without an effect, clear with one."""
    found = {"null": [], "effect": []}
    for name, gaps in found.items():
        for seed in range(4):
            register = simulate(name, seed=seed).tables["travel_document_requests"]
            soon = wait(register) <= 180
            year = register["requested_on"].dt.year
            period = np.select([year <= 2017, year.between(2022, 2023)], ["before", "after"], "")
            cohorts = pd.DataFrame({"country": register["country"], "period": period, "soon": soon})
            share = cohorts.pivot_table(index="country", columns="period", values="soon")
            change = share["after"] - share["before"]
            gaps.append(change[list(FUNDED)].mean() - change[change.index.str.startswith("C")].mean())
    assert abs(np.mean(found["null"])) < 0.015
    assert np.mean(found["effect"]) > 0.06
