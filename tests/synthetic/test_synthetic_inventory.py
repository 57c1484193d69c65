"""Claims and inventory: flows that add up, the stop, the scales of the public figures."""

from __future__ import annotations

import pandas as pd
import pytest

from mcee_eval.synthetic.scenarios import SCENARIOS

FLOWS = ["removed", "closed_other", "reclassified"]


def identity(programme) -> pd.DataFrame:
    """The inventory with what was truly added, and the stock before."""
    frame = programme.tables["removals_inventory"].copy()
    true = programme.truth["additions"]
    keys = zip(frame["inventory"], frame["country"], frame["quarter"], strict=True)
    frame["added_true"] = [true[i][c][q] for i, c, q in keys]
    frame["before"] = frame.groupby(["country", "inventory"])["stock_end"].shift()
    return frame


@pytest.mark.parametrize("name", SCENARIOS)
def test_stocks_and_true_flows_add_up_exactly(programmes, name):
    frame = identity(programmes[name])
    rest = frame.dropna(subset=["before"])
    made = rest["before"] + rest["added_true"] - rest["removed"] - rest["closed_other"] + rest["reclassified"]
    assert (made == rest["stock_end"]).all()
    assert len(rest) > 0.9 * len(frame)
    first = frame[frame["before"].isna() & (frame["quarter"] == "2015-16Q1")]
    opening = pd.Series(
        [programmes[name].truth["opening"][i][c] for i, c in zip(first["inventory"], first["country"], strict=True)],
        index=first.index,
    )
    made = opening + first["added_true"] - first["removed"] - first["closed_other"] + first["reclassified"]
    assert (made == first["stock_end"]).all()


@pytest.mark.parametrize("name", SCENARIOS)
def test_what_is_recorded_as_added_is_true_and_most_is_missing(programmes, name):
    frame = identity(programmes[name])
    frame = frame[frame["inventory"] == "working"]
    told = frame.dropna(subset=["added"])
    assert (told["added"] == told["added_true"]).all()
    share = SCENARIOS[name].added_missing
    assert frame["added"].isna().mean() == pytest.approx(share, abs=0.06)


def test_additions_are_missing_in_most_quarters_of_the_shipped_programme(report):
    frame = report.tables["removals_inventory"]
    assert frame.loc[frame["inventory"] == "working", "added"].isna().mean() > 0.6


@pytest.mark.parametrize("name", SCENARIOS)
def test_open_cases_and_impediments_have_the_public_scale(programmes, name):
    frame = programmes[name].tables["removals_inventory"]
    frame = frame[frame["inventory"] == "working"]
    assert frame.groupby("quarter")["stock_end"].sum().between(15_000, 30_000).all()
    both = frame.dropna(subset=["impeded_travel_document", "impeded_other"])
    share = both["impeded_travel_document"].sum() / (both["impeded_travel_document"] + both["impeded_other"]).sum()
    assert 0.55 <= share <= 0.60
    if name == "null":
        worse = both[both["country"].str.startswith("R")]
        mine = (
            worse["impeded_travel_document"].sum() / (worse["impeded_travel_document"] + worse["impeded_other"]).sum()
        )
        assert mine > share


def test_removals_stop_and_come_back_slowly(programmes):
    frame = programmes["null"].tables["removals_inventory"]
    removed = frame[frame["inventory"] == "working"].groupby("quarter")["removed"].sum()
    usual = removed["2017-18Q1":"2018-19Q4"].mean()
    assert removed["2020-21Q1"] == 0
    assert 0 < removed["2020-21Q2"] < 0.05 * usual
    assert removed["2020-21Q2"] < removed["2020-21Q4"] < removed["2021-22Q4"] < removed["2022-23Q4"]
    assert removed["2021-22Q1"] < 0.8 * usual


def test_removals_rise_in_both_country_types_while_issuance_stays_flat(report):
    frame = report.tables["removals_inventory"]
    frame = frame[(frame["inventory"] == "working") & (frame["country"].str[0].isin(["R", "P"]))]
    removed = frame.groupby([frame["country"].str[0], frame["quarter"].str[:7]])["removed"].sum()
    for kind in "RP":
        assert removed[kind, "2023-24"] > 1.25 * removed[kind, "2018-19"]
    register = report.tables["travel_document_requests"]
    soon = (register["issued_on"] - register["requested_on"]).dt.days <= 180
    year = register["requested_on"].dt.year
    before, after = soon[year.isin([2016, 2017, 2019])].mean(), soon[year.between(2022, 2023)].mean()
    assert after == pytest.approx(before, abs=0.03)


def test_the_shipped_inventory_ends_where_the_report_says(report):
    assert report.tables["removals_inventory"]["quarter"].max() == "2023-24Q4"


def test_working_and_in_progress_are_different_series(report):
    totals = report.tables["removals_inventory"].groupby(["inventory", "quarter"])["stock_end"].sum()
    assert set(totals.index.levels[0]) == {"working", "removal_in_progress", "wanted", "monitoring", "stayed"}
    assert totals["removal_in_progress"].index.min() == "2022-23Q1"
    assert totals["working", "2015-16Q1"] > 0
    assert totals["monitoring", "2020-21Q3"] == pytest.approx(149_000, rel=0.05)


def test_removals_with_a_document_are_among_all_removals(programmes):
    tables = programmes["null"].tables
    register, frame = tables["travel_document_requests"], tables["removals_inventory"]
    quarter = register["removed_on"].between("2019-07-01", "2019-09-30")
    with_document = register[quarter].groupby("country").size()
    all_removed = frame[(frame["inventory"] == "working") & (frame["quarter"] == "2019-20Q2")].set_index("country")
    assert (all_removed["removed"] >= with_document.reindex(all_removed.index, fill_value=0)).all()


def test_claims_grow_dip_and_grow_like_the_public_series(report):
    claims = report.tables["asylum_claims"]
    year = claims.groupby(claims["month"].str[:4])["claims"].sum()
    assert list(year.index) == [str(y) for y in range(2015, 2025)]
    assert year["2024"] / year["2019"] == pytest.approx(171_900 / 64_020, rel=0.1)
    assert year["2017"] / year["2015"] == pytest.approx(50_390 / 16_040, rel=0.25)
    assert year[["2020", "2021"]].max() < 0.5 * year["2019"]
    assert 20_000 < year["2019"] < 170_000


def test_monthly_claims_vary_more_than_chance_and_have_a_season(programmes):
    claims = programmes["null"].tables["asylum_claims"]
    wide = claims.pivot_table(index="month", columns="country", values="claims").loc["2018-01":"2019-12"]
    within = wide.rolling(3, center=True).mean()
    excess = ((wide - within) ** 2 / within).mean().mean() / (2 / 3)
    assert excess > 1.5  # 1 for a Poisson series
    shape = claims[claims["month"].str[:4].isin(["2018", "2019"])]
    shape = shape.groupby(shape["month"].str[5:])["claims"].sum()
    assert shape[["07", "08", "09"]].mean() > 1.05 * shape[["01", "02", "03"]].mean()


def test_decisions_balance(report):
    decisions = report.tables["asylum_decisions"]
    closed = decisions[["accepted", "rejected", "abandoned", "withdrawn"]].sum(axis=1)
    before = decisions.groupby("country")["pending"].shift()
    rest = before.notna()
    assert (before + decisions["referred"] - closed)[rest].eq(decisions["pending"][rest]).all()
    claims = report.tables["asylum_claims"]
    made = claims.groupby(["country", claims["month"].str[:4].astype(int)])["claims"].sum()
    referred = decisions.set_index(["country", "year"])["referred"]
    assert (referred.to_numpy() <= made.reindex(referred.index).to_numpy()).all()
