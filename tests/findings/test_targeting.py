"""Finding 5 on the shipped programme, on programmes changed so that another answer is right, and on public figures."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from mcee_eval.datasets import dataset
from mcee_eval.findings import targeting_choice
from mcee_eval.findings.targeting import ITEMS, judge, measure
from mcee_eval.findings.targeting_data import targeting_data
from mcee_eval.judge.verdict import State
from mcee_eval.settings import settings

SETTINGS = settings()
S, N, M, C = State.SUPPORTED, State.NOT_SUPPORTED, State.MIXED, State.CANNOT_CONCLUDE


@pytest.fixture(scope="module")
def data():
    return targeting_data(dataset("synthetic"), "ALL")


@pytest.fixture(scope="module")
def shipped(data):
    return measure(data, SETTINGS)


@pytest.fixture(scope="module")
def public():
    return measure(targeting_data(dataset("published"), "ALL"), SETTINGS)


@pytest.fixture
def quick(monkeypatch):
    """Fewer parts of the triangle, for tests in which no ranking is looked at."""
    monkeypatch.setattr(targeting_choice, "FINE", 4)
    monkeypatch.setattr(targeting_choice, "COARSE", 2)


def judged(data, **changes):
    return {v.proposition: v for v in judge(measure(replace(data, **changes), SETTINGS), SETTINGS)}


def test_states_on_the_shipped_programme(shipped):
    assert {v.proposition: v.state for v in judge(shipped, SETTINGS)} == {"5a": S, "5b": C, "5c": S, "5d": S}


def test_the_share_outside_against_the_tables(data, shipped):
    kinds = data.homes.groupby("project")["role"].first()
    paid = data.money[data.money["plan_version"] == "original"].groupby("project")["paid"].sum()
    mine = paid[kinds[paid.index] == "preventive"].sum()
    assert shipped.outside.value == pytest.approx(mine / paid.sum())
    assert (mine, paid.sum()) == (7_258_000, 21_000_000)
    assert shipped.groups.set_index("group").loc["unfunded", "paid"] == 0
    assert shipped.groups["paid"].sum() == pytest.approx(21e6)


def test_cases_that_waited_against_the_tables(data, shipped):
    told = data.impeded[data.impeded["quarter"].str.startswith("2018-19")]
    for group, members in (("preventive", ["P01", "P02", "P03", "P04"]), ("unfunded", ["R06", "R07", "R08"])):
        mine = told[told["country"].isin(members)]
        assert len(mine) == 4 * len(members)
        row = shipped.groups.set_index("group").loc[group]
        assert row["per_country"] == pytest.approx(mine["impeded"].mean())


# ---- 5a: an important share went elsewhere ----


def moved(data, share):
    """The same money, of which this share is paid in preventive countries."""
    kinds = data.money["project"].map(data.homes.groupby("project")["role"].first())
    now = data.money.groupby(kinds)["paid"].sum()
    factor = {
        "preventive": share / (now["preventive"] / now.sum()),
        "targeted": (1 - share) / (now["targeted"] / now.sum()),
    }
    return data.money.assign(paid=data.money["paid"] * kinds.map(factor))


def waited(data, factor):
    """Recalcitrant countries without a project had this many times the cases."""
    left = data.impeded["country"].isin(["R06", "R07", "R08"])
    return data.impeded.assign(
        impeded=data.impeded["impeded"].astype(float).mask(left, data.impeded["impeded"] * factor)
    )


def test_little_money_elsewhere_and_little_to_gain_there(data, quick):
    assert judged(data, money=moved(data, 0.1))["5a"].state is M
    assert judged(data, impeded=waited(data, 0.5))["5a"].state is M
    assert judged(data, money=moved(data, 0.1), impeded=waited(data, 0.5))["5a"].state is N
    assert judged(data, money=moved(data, 0.251))["5a"].state is S
    assert judged(data, money=moved(data, 0.249))["5a"].state is M


def test_without_the_cases_or_a_payment_it_cannot_be_told(data, quick):
    gone = data.impeded[data.impeded["quarter"] >= "2019-20Q1"]
    told = judged(data, impeded=gone)["5a"]
    assert (told.state, told.settle) == (C, ("impeded_before",))
    unpaid = data.money.assign(paid=data.money["paid"].mask(data.money["project"] == "M03"))
    told = judged(data, money=unpaid)["5a"]
    assert (told.state, told.settle) == (C, ("funds_by_country",))


def test_no_other_recalcitrant_country_to_fund(data, quick):
    countries = data.countries[~data.countries["country"].isin(["R06", "R07", "R08"])]
    told = judged(data, countries=countries)["5a"]
    assert [r.passed for r in told.reasons] == [True, False]


def test_money_in_countries_of_both_types_widens_the_share(data, quick):
    more = pd.DataFrame({"project": ["M08"], "country": ["P01"], "role": ["preventive"]})
    found = measure(replace(data, homes=pd.concat([data.homes, more])), SETTINGS)
    assert found.outside.low < found.outside.high
    assert found.outside.high - found.outside.low == pytest.approx(2_885_000 / 21e6)


# ---- 5b: the criteria point to the countries chosen ----


def standing(data, factor, rejected):
    """The chosen countries' claims and rejections at the time of the choice, all three indicators moved together."""
    mine = data.claims["country"].str.startswith("P") & (data.claims["year"] == 2018)
    claims = data.claims.assign(value=data.claims["value"].astype(float).mask(mine, data.claims["value"] * factor))
    chosen = data.decisions["country"].str.startswith("P")
    decisions = data.decisions.assign(
        rejected=data.decisions["rejected"].mask(chosen, rejected),
        accepted=data.decisions["accepted"].mask(chosen, 1000 - rejected),
        total=data.decisions["total"].mask(chosen, 1000),
    )
    return {"claims": claims, "decisions": decisions}


def test_countries_first_on_every_indicator_are_those_pointed_to(data):
    told = judged(data, **standing(data, 40, 950))["5b"]
    assert (told.state, told.settle) == (S, ())


def test_countries_last_on_every_indicator_are_not(data):
    told = judged(data, **standing(data, 0.02, 20))["5b"]
    assert told.state is N


def test_where_the_weights_decide_nothing_is_concluded(data, shipped):
    told = judged(data)["5b"]
    share = told.reasons[0].values["share"]
    assert 0.05 < share.low < share.high < 0.95
    assert (told.state, told.settle) == (C, ("criteria_documented",))
    first = shipped.choice.first
    assert (first.k, first.overlap) == (4, 0.75)
    assert len(shipped.choice.definitions) == 36


def test_a_chosen_country_without_an_indicator_is_not_ranked(data, quick):
    lost = data.decisions[data.decisions["country"] != "P02"]
    told = judged(data, decisions=lost)["5b"]
    assert told.state is C
    found = measure(replace(data, decisions=lost), SETTINGS)
    assert found.choice.unknown_chosen
    assert found.choice.left_out == ("P02",)


def test_a_candidate_without_an_indicator_is_left_out_by_name(data):
    found = measure(replace(data, decisions=data.decisions[data.decisions["country"] != "C05"]), SETTINGS)
    assert found.choice.left_out == ("C05",)
    assert "C05" not in set(found.choice.first.frame["unit"])


def test_the_indicators_are_those_known_when_the_choice_was_made(data, shipped):
    assert shipped.year == 2018
    later = data.claims.assign(value=data.claims["value"].mask(data.claims["year"] > 2018, 1))
    found = measure(replace(data, claims=later), SETTINGS)
    assert found.choice.first.numbers() == shipped.choice.first.numbers()


# ---- 5c: preventive countries cannot be followed ----


def followed(data):
    mine = data.framework["country"].str.startswith("P")
    framework = data.framework.assign(
        baseline=data.framework["baseline"].mask(mine, 1.0), target=data.framework["target"].mask(mine, 2.0),
        state=data.framework["state"].mask(mine, "reported"),
    )  # fmt: skip
    countries = data.countries.assign(plan=data.countries["plan"] | (data.countries["role"] == "preventive"))
    return {"framework": framework, "countries": countries, "documents": (*data.documents, "P01", "P02", "P03", "P04")}


def test_what_can_be_followed(data, quick):
    all_there = followed(data)
    assert judged(data, **all_there)["5c"].state is N
    assert judged(data, documents=all_there["documents"])["5c"].state is M
    assert judged(data, documents=())["5c"].state is C  # no such table: whether it is kept is not known
    assert judged(data, documents=())["5c"].settle == ("followed_items",)
    assert [r.code for r in judged(data)["5c"].reasons] == [f"no_{i}" for i in ITEMS]


def test_the_threshold_of_what_can_be_followed(data, quick):
    two = (*data.documents, "P01", "P02")  # half of four
    reasons = {r.code: r.passed for r in judged(data, documents=two)["5c"].reasons}
    assert reasons["no_documents"] is False
    reasons = {r.code: r.passed for r in judged(data, documents=two[:-1])["5c"].reasons}
    assert reasons["no_documents"] is True


# ---- 5d: perceived ----


def test_what_is_perceived(data, shipped):
    assert shipped.said.asked == 18
    assert shipped.said.disagree.value == pytest.approx(15 / 18)
    assert judged(data, said=None)["5d"].state is C


# ---- public figures ----


def test_public_figures_conclude_nothing_and_rank_nobody(public):
    assert {v.proposition: v.state for v in judge(public, SETTINGS)} == dict.fromkeys(("5a", "5b", "5c", "5d"), C)
    assert public.choice is None
    assert public.year == 2024
    assert public.indicators["country"].is_monotonic_increasing
    assert len(public.indicators) > 150


def test_public_indicators_against_the_publisher(public):
    row = public.indicators.set_index("country").loc["AFG"]  # UNHCR: 1,348 in 2024, 337 in 2021; 1,900 and 43 decided
    assert (row["claims"], row["start"], row["rejected"], row["base"]) == (1348, 337, 43, 1943)
