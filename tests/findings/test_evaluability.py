"""What would settle an open question: every code is declared, every series gives an effect or says why not."""

from __future__ import annotations

import re

import pytest
from records_made import OPEN, READS, gathered, records

from mcee_eval.findings.conclusions_data import ISSUING, Series
from mcee_eval.findings.evaluability import AHEAD, gaps, smallest_effects
from mcee_eval.findings.evaluability_needs import NEEDS
from mcee_eval.findings.from_records import conclusions
from mcee_eval.settings import settings
from mcee_eval.words.catalogue import catalogue


@pytest.fixture(scope="module")
def series() -> dict[str, Series]:
    return dict(gathered().series)


def test_whatever_would_settle_a_proposition_is_declared():
    codes = {k.removeprefix("settle.") for k in catalogue() if k.startswith("settle.")}
    assert codes - set(NEEDS) == set()
    assert set(NEEDS) - codes == set()


def test_each_has_its_wording_and_an_effect_or_a_reason():
    texts = catalogue()
    for code, needed in NEEDS.items():
        assert f"f8.indicator.{code}" in texts
        assert bool(needed.series) != bool(needed.why), code
        key = f"f8.series.{needed.series}" if needed.series else f"f8.why_not.{needed.why}"
        assert key in texts
        assert needed.since == "" or re.fullmatch(r"20(19|24)-\d\d", needed.since)
        assert [o for o in needed.owners if f"code.group_{o}" not in texts] == []


def test_each_series_named_is_gathered(series):
    assert {n.series for n in NEEDS.values() if n.series} <= set(series)
    assert {f"f8.series.{n}" for n in series} <= set(catalogue())


def test_open_propositions_wait_for_what_they_name():
    told = conclusions(records({"4a": OPEN, "4b": OPEN, "4c": OPEN}), READS)
    found = {g.code: g for g in gaps(told, {"incentive_delivered": ("8a",)})}
    assert found["documents_by_quarter"].propositions == ("4a",)
    assert found["engagement_records"].propositions == ("4c", "4d")
    assert found["incentive_delivered"].propositions == ("8a",)
    assert all(g.needed is not None for g in found.values())


def test_a_code_that_nobody_declared_is_told_and_not_lost():
    told = records()
    told["f4"]["verdicts"][1]["settle"] = ["something_new"]
    (gap,) = [g for g in gaps(conclusions(told, READS), {}) if g.code == "something_new"]
    assert gap.needed is None


def test_what_is_told_waits_for_nothing():
    supported = dict.fromkeys(("1a", "1b", "4a", "4b", "4c", "4d"), "supported")
    assert gaps(conclusions(records(supported), READS), {}) == ()


def test_series_end_before_the_first_start_and_records_inside_the_scope(series):
    for name, told in series.items():
        assert len(told.quarters) == len(told.values) > 4, name
        assert list(told.quarters) == sorted(told.quarters)
        assert told.quarters[-1] < "2019-20Q4" if told.kind == "count" else told.quarters[-1] <= "2023-24Q3"
    assert settings().end == "2023-12"
    assert len(series["engagements"].values) == 12


def test_series_hold_what_the_tables_hold(series):
    table = gathered().dataset.table("engagements").frame
    mine = table[(table["counterpart"] == ISSUING) & (table["date"].between("2023-10-01", "2023-12-31"))]
    assert series["engagements"].quarters[-1] == "2023-24Q3"
    assert series["engagements"].values[-1] == len(mine)
    asked = series["documents"].exposure
    assert all(0 <= issued <= n for issued, n in zip(series["documents"].values, asked, strict=True))
    stock = gathered().dataset.table("removals_inventory").frame
    countries = gathered().dataset.table("countries").frame
    funded = set(countries.loc[countries["mcee_role"] == "targeted", "country"])
    quarter = series["removals"].quarters[0]
    rows = stock[(stock["quarter"] == quarter) & (stock["inventory"] == "working") & stock["country"].isin(funded)]
    assert series["removals"].values[0] == rows["removed"].sum()


def test_effects_shrink_with_time_and_are_never_none_where_there_is_enough(series):
    for name in ("documents", "engagements"):
        found = [smallest_effects(series[name])[k].value for k in AHEAD]
        assert found == sorted(found, reverse=True), name


@pytest.mark.parametrize(
    "told", [Series("count", (), ()), Series("records", (), ()), Series("count", ("2018-19Q1",), (3.0,))]
)
def test_too_little_gives_no_effect(told):
    assert set(smallest_effects(told).values()) == {None}
