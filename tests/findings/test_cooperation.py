"""Finding 4: planted worlds read through the data folder, and the judge at its thresholds."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from cooperation_worlds import SEED, gathered, measured, programme

from mcee_eval.datasets import dataset
from mcee_eval.findings.cooperation import Cooperation, judge, measure
from mcee_eval.findings.cooperation_data import CooperationData, cooperation_data
from mcee_eval.judge.verdict import State
from mcee_eval.metrics.before_after import RateRatio, rate_ratio
from mcee_eval.results import Estimate
from mcee_eval.settings import settings
from mcee_eval.synthetic.programme import simulate
from mcee_eval.synthetic.write import write
from mcee_eval.words.say import Words

SETTINGS = settings()
SCENARIOS = ("report", "effect", "null", "gaps")
YES, NO, MIXED, OPEN = State.SUPPORTED, State.NOT_SUPPORTED, State.MIXED, State.CANNOT_CONCLUDE


@pytest.fixture(scope="module")
def worlds() -> dict[str, Cooperation]:
    return {name: measured(name) for name in SCENARIOS}


def test_a_world_read_from_its_folder_is_the_same(worlds, tmp_path, monkeypatch):
    monkeypatch.setenv("MCEE_DATA", str(tmp_path))
    write(simulate("report", seed=SEED), tmp_path / "told", name="told")
    read = measure(cooperation_data(dataset("told"), "ALL"), SETTINGS)
    assert read.difference == worlds["report"].difference
    assert read.data.donors == worlds["report"].data.donors == 0
    assert [v.state for v in judge(read, SETTINGS)] == [v.state for v in judge(worlds["report"], SETTINGS)]


@pytest.mark.parametrize(
    ("scenario", "changed", "delivered"),
    [("report", NO, OPEN), ("effect", YES, YES), ("null", NO, YES), ("gaps", OPEN, OPEN)],
)
def test_a_planted_world_gets_its_verdict(worlds, scenario, changed, delivered):
    a, b, c, d = judge(worlds[scenario], SETTINGS)
    assert [v.proposition for v in (a, b, c, d)] == ["4a", "4b", "4c", "4d"]
    assert (a.state, c.state) == (changed, delivered)
    assert a.headline
    for verdict in (a, b, c, d):
        assert bool(verdict.settle) == (verdict.state is OPEN)


@pytest.mark.parametrize("scenario", ["report", "gaps"])
def test_nothing_is_attributed_without_comparison_countries(worlds, scenario):
    _, b, *_ = judge(worlds[scenario], SETTINGS)
    assert b.state is OPEN
    assert b.reasons[0].code == "donors"
    assert b.reasons[0].passed is None
    assert b.settle == ("comparison_series",)


@pytest.mark.parametrize("scenario", ["effect", "null"])
def test_enough_comparison_countries_are_counted(worlds, scenario):
    _, b, *_ = judge(worlds[scenario], SETTINGS)
    assert worlds[scenario].data.donors == 20
    assert b.reasons[0].passed is True
    assert scenario == "effect" or b.state is not YES


def test_measures_of_planted_worlds(worlds):
    effect, null = worlds["effect"], worlds["null"]
    assert effect.ratio.ratio.low > 1
    assert effect.difference.low > 0
    assert null.ratio.ratio.low < 1 < null.ratio.ratio.high
    assert null.difference.low < 0 < null.difference.high


def test_what_is_not_recorded_is_a_bound_and_neither_yes_nor_no(worlds):
    for found in worlds.values():
        assert found.raised_low.value <= found.raised_high.value
    assert worlds["gaps"].raised_high.value - worlds["gaps"].raised_low.value > 0.5
    assert worlds["effect"].raised_high.value - worlds["effect"].raised_low.value < 0.2


def test_the_year_that_chose_the_country_is_left_out(worlds):
    requests = worlds["effect"].data.requests
    chosen = requests[requests["period"] == ""]
    assert set(chosen["requested_on"].dt.year) == {2018}
    assert not (requests.loc[requests["period"] != "", "requested_on"].dt.year == 2018).any()


def test_periods_stand_in_their_order(worlds):
    requests = worlds["effect"].data.requests
    assert set(requests["period"]) == {"before", "covid", "after", ""}
    covid = SETTINGS.window("covid")
    inside = requests["requested_on"].between(covid.start, covid.end)
    assert (requests.loc[inside, "period"] == "covid").all()
    assert not (requests.loc[~inside, "period"] == "covid").any()
    starts = pd.to_datetime(requests["country"].map(worlds["effect"].data.starts) + "-01")
    assert (requests.loc[requests["period"] == "before", "requested_on"] < starts[requests["period"] == "before"]).all()
    assert (requests.loc[requests["period"] == "after", "requested_on"] >= starts[requests["period"] == "after"]).all()


# ---- the judge at its thresholds ----


def found(*, difference=None, before=0.3, ratio=None, donors=0, low=None, high=None) -> Cooperation:
    empty = pd.DataFrame()
    data = CooperationData("ALL", "2025-03-31", empty, {}, donors, empty, empty)
    estimate = None if difference is None else Estimate(0.0, *difference)
    both = None if ratio is None else replace(rate_ratio(10, 10, 10, 10), ratio=Estimate(1.0, *ratio))
    assert both is None or isinstance(both, RateRatio)
    share = [None if v is None else Estimate(v, n=50) for v in (low, high)]
    base = None if before is None else Estimate(before)
    return Cooperation(data, None, None, None, both, empty, None, "", estimate, base, *share)


SMALL = SETTINGS.threshold("f4.negligible")


@pytest.mark.parametrize(
    ("difference", "ratio", "state"),
    [
        ((0.001, 0.2), (1.001, 1.5), YES),
        ((0.0, 0.2), (1.001, 1.5), OPEN),  # zero is in the interval
        ((-0.1, 0.3 * SMALL - 0.001), (0.8, 1 + SMALL - 0.001), NO),
        ((-0.1, 0.3 * SMALL), (0.8, 1 + SMALL - 0.001), OPEN),  # a change that matters is not excluded
        ((0.001, 0.2), (0.8, 1 + SMALL - 0.001), MIXED),
        ((-0.3, -0.1), (0.5, 0.7), NO),
        ((None, None), (1.001, 1.5), OPEN),
        (None, (1.001, 1.5), OPEN),
        ((0.001, 0.2), None, OPEN),
    ],
)
def test_changed_at_its_thresholds(difference, ratio, state):
    assert judge(found(difference=difference, ratio=ratio), SETTINGS)[0].state is state


@pytest.mark.parametrize(("donors", "passed"), [(18, None), (19, True)])
def test_donors_at_their_threshold(donors, passed):
    assert judge(found(donors=donors), SETTINGS)[1].reasons[0].passed is passed


@pytest.mark.parametrize(
    ("low", "high", "state"),
    [(0.5, 0.9, YES), (0.499, 0.9, OPEN), (0.1, 0.5, OPEN), (0.1, 0.499, NO), (0.0, 0.0, NO), (None, None, OPEN)],
)
def test_delivered_at_its_threshold(low, high, state):
    assert judge(found(low=low, high=high), SETTINGS)[2].state is state


def test_without_a_request_nothing_is_measured_and_nothing_concluded():
    shipped = dataset("synthetic")
    data = cooperation_data(shipped, "P01")  # no document rows in this scenario
    assert len(data.requests) == 0
    got = measure(data, SETTINGS)
    assert (got.curves, got.ratio, got.difference, got.no_breaks) == (None, None, None, "no_requests")
    assert judge(got, SETTINGS)[0].state is OPEN


@pytest.mark.parametrize("silent", ["before", "after"])
def test_a_side_without_a_single_document_is_told_and_breaks_nothing(worlds, silent):
    data = worlds["null"].data
    rows = data.requests["period"] == silent
    cut = data.requests.assign(issued_on=data.requests["issued_on"].mask(rows))
    for late in ("expires_on", "removed_on"):
        cut[late] = cut[late].mask(rows)
    told = measure(replace(data, requests=cut, everyone=cut), SETTINGS)
    if silent == "before":
        assert told.ratio is None  # nothing to divide by
    else:
        assert told.ratio.ratio.value == 0
        assert told.ratio.ratio.high < 1
    state = judge(told, SETTINGS)[0].state
    assert state is (OPEN if silent == "before" else NO)


def test_documents_of_a_year_are_those_of_their_table(worlds):
    data = worlds["report"].data
    table = programme("report").tables["travel_documents"]
    mine = table[table["country"].isin(data.family)]
    told = data.documents.set_index("fiscal_year")
    first = told.index[0]
    assert told.loc[first, "received"] == mine.loc[mine["quarter"].str.startswith(first), "received"].sum()
    register = data.requests["issued_on"].dropna().dt.to_period("Y-MAR")
    assert told.loc[first, "received"] > (register == register.min()).sum()  # asked for before the register begins


def test_a_year_with_an_unknown_quarter_has_no_documents(worlds):
    told = worlds["gaps"].data.documents
    table = programme("gaps").tables["travel_documents"]
    unknown = table[table["received"].isna()]["quarter"].str[:7]
    assert len(unknown)
    assert told.set_index("fiscal_year").loc[sorted(set(unknown)), "received"].isna().all()


def test_the_page_of_all_speaks_of_the_targeted_countries_and_says_so(worlds):
    data = worlds["report"].data
    stock = programme("report").tables["removals_inventory"]
    everyone = stock.loc[
        (stock["inventory"] == "working") & stock["quarter"].str.startswith("2018-19"), "removed"
    ].sum()
    mine = data.removed.set_index("fiscal_year").loc["2018-19", "mine"]
    assert mine < everyone  # finding 1 prints the removals of all countries under that name
    assert (data.place, gathered("report", "R02").place) == ("TARGETED", "R02")
    assert {lang: Words(lang).country(data.place) for lang in ("en", "fr")} == {
        "en": "Targeted countries", "fr": "Pays ciblés",
    }  # fmt: skip
