"""Attribution in planted worlds: the right state, the truth inside the interval, and what must undo it does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from cooperation_worlds import gathered, measured, programme

from mcee_eval.findings.attribution_checked import checked_effect
from mcee_eval.findings.attribution_estimates import power_at, score_of
from mcee_eval.findings.attribution_found import attributed, expected_series, simultaneous
from mcee_eval.findings.attribution_panel import cohort_panel, first_day, quarter_name
from mcee_eval.findings.attribution_pooled import mean_effect, pooled
from mcee_eval.findings.attribution_rule import attribution_state
from mcee_eval.findings.attribution_verdict import attributable, incentive_works
from mcee_eval.findings.cooperation import judge
from mcee_eval.judge.verdict import Reason, State, Verdict
from mcee_eval.metrics.stacked import stacked_effects
from mcee_eval.settings import settings
from mcee_eval.synthetic.programme import simulate

S = settings()
YES, NO, OPEN = State.SUPPORTED, State.NOT_SUPPORTED, State.CANNOT_CONCLUDE
TARGETED = ["R01", "R02", "R03", "R04", "R05"]


def by_code(verdict: Verdict) -> dict[str, Reason]:
    return {r.code: r for r in verdict.reasons}


def panel_of(data):
    return cohort_panel(data.everyone, data.countries, data.events, wanted=TARGETED, as_of=data.as_of, horizon=180)[0]


def together(scenario: str):
    """Pooled evidence without windows and curves, which take most of the time."""
    data = gathered(scenario)
    panel = panel_of(data)
    return pooled(panel, [checked_effect(panel, c, S) for c in TARGETED], S, seed=5)


@pytest.fixture(scope="module")
def effect():
    return measured("effect")


@pytest.fixture(scope="module")
def one():
    return measured("effect", "R04")


# ---- planted truths ----


def test_an_effect_is_found_in_all_countries_together(effect):
    a, b, c, d = judge(effect, S)
    assert (a.state, b.state, c.state, d.state) == (YES, YES, YES, YES)
    assert by_code(b)["break_date"].passed is None  # no one date; it speaks neither way
    assert b.settle == ()


def test_the_truth_lies_in_the_pooled_interval(effect):
    issuance = simulate("effect", seed=11).truth["issuance"]
    true = np.mean([
        issuance[c]["after"]["issued_within"]["180"] - issuance[c]["after_without"]["issued_within"]["180"]
        for c in TARGETED
    ])  # fmt: skip
    found = effect.attributed.main.effect
    assert true > 0.05
    assert found.low < true < found.high


def test_no_effect_is_attributed_to_nothing():
    state, reasons = attribution_state(together("null").evidence, S)
    assert state is OPEN
    assert {r.code: r.passed for r in reasons}["estimate"] is None
    b = judge(measured("null", "R01"), S)[1]
    assert b.state is OPEN
    assert "quarters_after_start" in b.settle


def test_a_rise_before_the_programme_is_found_out_by_earlier_dates():
    found = together("early_rise")
    state, reasons = attribution_state(found.evidence, S)
    assert found.main.effect.low > 0  # taken alone, the estimate would convince
    assert state is OPEN
    assert {r.code: r.passed for r in reasons}["in_time"] is False


def test_a_spillover_hides_part_of_the_effect(effect):
    found = together("spillover")
    assert 0 < found.main.effect.value < effect.attributed.main.effect.value - 0.02


@pytest.mark.parametrize("scenario", ["report", "gaps"])
@pytest.mark.parametrize("country", ["ALL", "R01"])
def test_without_comparison_countries_there_is_no_estimate(scenario, country):
    found = measured(scenario, country)
    assert found.attributed.why == "no_comparison_series"
    assert found.attributed.main is None
    _, b, _, d = judge(found, S)
    assert (b.state, d.state) == (OPEN, OPEN)
    assert by_code(b)["donors"].values["donors"] == 0
    assert b.settle == ("comparison_series",)


def test_one_country_is_told_where_its_effect_is_clear(one):
    b = judge(one, S)[1]
    assert b.state is YES
    assert one.attributed.evidence.p > one.attributed.mine.p  # five countries were tested
    assert by_code(b)["break_date"].passed is True


def test_a_country_without_a_programme_has_nothing_to_attribute():
    found = measured("report", "R06")
    _, b, _, _ = judge(found, S)
    assert found.attributed.why == "no_programme"
    assert (b.state, b.settle) == (OPEN, ("funded_country",))


# ---- variants that must undo a verdict ----


def with_events(data, rows):
    events = data.events.iloc[[0]]
    extra = [
        events.assign(country=c, date=pd.Timestamp(day), end=pd.Timestamp(end) if end else pd.NaT, kind=kind)
        for c, day, end, kind in rows
    ]
    return replace(data, events=pd.concat([data.events, *extra], ignore_index=True))


def test_an_event_that_moves_issuance_caps_the_attribution():
    lasting = with_events(gathered("effect", "R04"), [("R04", "2020-06-01", "", "arrangement_signed")])
    verdict = attributable(attributed(lasting, S), 20, S)
    assert verdict.state is OPEN
    assert by_code(verdict)["events"].passed is None
    assert "untouched_quarters" in verdict.settle


def test_an_event_whose_time_can_be_left_out_does_not():
    short = with_events(gathered("effect", "R04"), [("R04", "2021-01-01", "2021-02-28", "visa_change")])
    found = attributed(short, S)
    verdict = attributable(found, 20, S)
    assert found.evidence.events == 1
    assert found.evidence.without_events is not None
    assert by_code(verdict)["events"].passed is True
    assert verdict.state is YES


def test_events_elsewhere_or_of_another_kind_do_not():
    others = [("R01", "2021-06-01", "", "visa_change"), ("R04", "2021-06-01", "", "public_policy")]
    assert attributed(with_events(gathered("effect", "R04"), others), S).evidence.events == 0


def test_events_in_most_countries_cap_the_pooled_effect():
    rows = [(c, "2021-06-01", "", "visa_change") for c in TARGETED[:4]]
    data = with_events(gathered("effect"), rows)
    panel = panel_of(data)
    each = [checked_effect(panel, c, S) for c in TARGETED]
    found = pooled(panel, each, S, seed=5)
    assert found.evidence.events == 4
    assert found.evidence.without_events is None
    assert attribution_state(found.evidence, S)[0] is OPEN
    fewer = pooled(panel, [each[3], each[4]], S, seed=5)
    assert fewer.evidence.events == 1
    assert fewer.evidence.without_events is None  # one country is no pool


def test_too_few_comparison_countries_settle_nothing():
    data = gathered("effect", "R04")
    events = data.events.iloc[[0]].assign(date=pd.Timestamp("2019-01-01"), end=pd.NaT, kind="moratorium_TSR")
    barred = [events.assign(country=c) for c in ("C01", "C02")]
    data = replace(data, events=pd.concat([data.events, *barred], ignore_index=True))
    found = attributed(data, S)
    verdict = attributable(found, data.donors, S)
    assert found.evidence.donors == 18
    assert found.evidence.p_floor > 0.05
    assert [r.code for r in verdict.reasons] == ["donors"]
    assert verdict.state is OPEN


def test_what_was_not_delivered_was_not_tried_whatever_the_estimate(effect):
    silent = effect.data.engagements.assign(mcee_raised="no")
    low = high = replace(effect.raised_low, value=0.0)
    other = replace(effect, data=replace(effect.data, engagements=silent), raised_low=low, raised_high=high)
    _, b, c, d = judge(other, S)
    assert (b.state, c.state, d.state) == (YES, NO, OPEN)
    assert d.reasons[0].code == "not_delivered"
    unknown = replace(effect, raised_low=low, raised_high=replace(high, value=1.0))
    assert judge(unknown, S)[3].reasons[0].code == "delivery_unknown"


@pytest.mark.parametrize("state", [YES, NO, OPEN])
def test_an_approach_that_was_used_works_as_far_as_it_can_be_attributed(state):
    found = incentive_works(Verdict("4b", state, ()), Verdict("4c", YES, ()))
    assert found.state is state
    assert found.reasons[1].passed is {YES: True, NO: False, OPEN: None}[state]


# ---- the estimates themselves ----


def test_the_pooled_estimate_is_the_stacked_one(effect):
    told = effect.attributed
    panel, main = told.panel, told.pooled.main
    again = stacked_effects(
        panel.frame, unit="country", time="number", outcome="score", starts=dict(panel.starts),
        weights_from=panel.window("R01"), draws=199, seed=3,
    )  # fmt: skip
    mine = mean_effect(main.effects, seed=3, draws=199)
    assert main.att.value == pytest.approx(again.att.value, rel=1e-12)
    np.testing.assert_allclose(mine.placebos, again.placebos, rtol=1e-9, atol=1e-12)
    assert (mine.p, mine.att.low) == pytest.approx((again.p, again.att.low), rel=1e-9)


def test_shares_and_scores_agree_on_sign_and_size(one):
    mine = one.attributed.mine
    assert mine.share(0.0) == 0
    assert mine.share(-0.2) < 0 < mine.share(0.2) < mine.share(0.4)
    assert mine.share(score_of(mine, 0.05)) == pytest.approx(0.05)
    assert score_of(mine, 0.99) == float("inf")
    att = mine.result.att
    assert (mine.effect.low > 0) == (att.low > 0)


def test_power_grows_with_the_effect_and_is_the_size_at_none(one):
    mine = one.attributed.mine
    powers = [power_at(mine, share, alpha=0.05) for share in (1e-9, 0.05, 0.1, 0.2)]
    assert powers[0] == pytest.approx(0.025, abs=0.002)  # the upper half of a two-sided test
    assert powers == sorted(powers)
    assert powers[-1] > 0.95


def test_simultaneous_intervals_are_wider_and_p_values_no_smaller(effect):
    told = effect.attributed
    wide = simultaneous(told, S)
    assert list(wide) == TARGETED
    for country, estimate in wide.items():
        own = told.family[country].effect
        assert estimate.low < own.low < own.value < own.high < estimate.high
        assert told.adjusted[country] >= told.family[country].p


def test_earlier_dates_use_no_quarter_that_the_selection_or_the_programme_touches(effect):
    told = effect.attributed
    selected = set(told.panel.touched("2018-01-01", "2018-12-31"))
    for mine in told.family.values():
        reached = told.panel.ends_before(first_day(mine.start))
        assert mine.in_time
        for start, result in mine.in_time.items():
            used = set(result.frame.loc[result.frame["part"].isin(["window", "after"]), "time"])
            assert not used & selected
            assert max(used) <= reached
            assert start in used
    assert sorted(quarter_name(s) for s in told.family["R05"].in_time) == ["2017-18Q1", "2018-19Q4"]


def test_the_declared_window_is_the_estimate_and_the_bad_year_misleads(effect):
    told = {w.code: w.effect for w in effect.attributed.windows}
    assert told["window_all"].value == pytest.approx(effect.attributed.main.effect.value)
    assert told["selection_matched"].value > told["window_all"].value
    assert told["before_stop"].low < 0 < told["before_stop"].high
    assert all(e is not None for e in told.values())


def test_more_quarters_and_more_countries_show_smaller_improvements(effect, one):
    curve, alone = effect.attributed.curve, one.attributed.curve
    assert list(curve["quarters"]) == [4, 8, 12, 14]
    assert curve["smallest"].iloc[-1] < curve["smallest"].iloc[0]
    assert curve["smallest"].iloc[-1] < alone["smallest"].iloc[-1]
    assert (curve["n"].diff().dropna() > 0).all()


def test_the_series_without_is_the_observed_one_less_the_effect(one):
    mine = one.attributed.mine
    series = expected_series([mine]).set_index("number")
    observed = one.attributed.panel.frame.query("country == 'R04'").set_index("number")["share"]
    after = series.index[series["part"] == "after"]
    assert (observed[after] - series.loc[after, "without"]).mean() == pytest.approx(mine.effect.value, abs=0.01)
    assert set(series["part"]) == {"window", "kept_out", "after"}


def test_a_synthetic_control_that_cannot_reach_the_country_gives_no_number(one, effect):
    assert {k: v for k, v in effect.attributed.pooled.others.items() if isinstance(v, str)} == {
        "sc": "poor_fit", "cits": "E131",
    }  # fmt: skip
    assert one.attributed.mine.others["sc"] == "poor_fit"
    assert one.attributed.mine.others["cits"] == "E131"
    assert not isinstance(one.attributed.mine.others["did"], str)


def test_the_same_data_give_the_same_answer(one):
    again = attributed(gathered("effect", "R04"), S)
    assert again.evidence == one.attributed.evidence
    assert [w.effect for w in again.windows] == [w.effect for w in one.attributed.windows]


def test_a_donor_is_no_funded_country():
    assert not set(programme("effect").tables["countries"].query("mcee_role != 'none'")["country"]) & set(
        measured("effect", "R04").attributed.panel.donors
    )
