"""The effect of a programme in planted worlds: the truth inside the interval, and what must undo a verdict does."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from planted_programmes import AS_OF, HORIZON, C, effect_of, gathered, measured, programme

from mcee_eval.judge.attributable import Check, attribution_state
from mcee_eval.judge.verdict import Word
from mcee_eval.metrics.cohort_panel import cohort_panel, first_day, quarter_name
from mcee_eval.metrics.effect_checks import checked_effect
from mcee_eval.metrics.effect_evidence import Evidence, negligible_effect
from mcee_eval.metrics.pooled_effect import mean_effect, pooled
from mcee_eval.metrics.programme_effect import expected_series, simultaneous
from mcee_eval.metrics.stacked import stacked_effects
from mcee_eval.metrics.unit_effect import power_at, score_of
from mcee_eval.settings import settings

YES, NO, OPEN = Word.FOR, Word.AGAINST, Word.TOO_FEW
TARGETED = ["R01", "R02", "R03", "R04", "R05"]


def judged(evidence: Evidence) -> tuple[Word, dict[str, Check]]:
    state, reasons = attribution_state(evidence, lambda name: settings().threshold(f"f4.{name}"))
    return state, {r.code: r for r in reasons}


def panel_of(requests, events):
    countries = requests.drop_duplicates("country").sort_values("country", ignore_index=True)
    return cohort_panel(requests, countries, events, wanted=TARGETED, as_of=AS_OF, horizon=HORIZON)[0]


def together(scenario: str):
    """Pooled evidence without windows and curves, which take most of the time."""
    panel = panel_of(*gathered(scenario))
    return pooled(panel, [checked_effect(panel, c, C) for c in TARGETED], C, seed=5)


@pytest.fixture(scope="module")
def effect():
    return measured("effect")


@pytest.fixture(scope="module")
def one():
    return measured("effect", "R04")


# ---- planted truths ----


def test_an_effect_is_found_in_all_countries_together(effect):
    state, reasons = judged(effect.evidence)
    assert state is YES
    assert reasons["break_date"].passed is None  # no one date; it speaks neither way


def test_the_truth_lies_in_the_pooled_interval(effect):
    issuance = programme("effect").truth["issuance"]
    true = np.mean([
        issuance[c]["after"]["issued_within"]["180"] - issuance[c]["after_without"]["issued_within"]["180"]
        for c in TARGETED
    ])  # fmt: skip
    found = effect.main.effect
    assert true > 0.05
    assert found.low < true < found.high


def test_no_effect_is_attributed_to_nothing():
    state, reasons = judged(together("null").evidence)
    assert state is OPEN
    assert reasons["estimate"].passed is None
    assert judged(measured("null", "R01").evidence)[0] is OPEN


def test_a_rise_before_the_programme_is_found_out_by_earlier_dates():
    found = together("early_rise")
    state, reasons = judged(found.evidence)
    assert found.main.effect.low > 0  # taken alone, the estimate would convince
    assert state is OPEN
    assert reasons["in_time"].passed is False


def test_a_spillover_hides_part_of_the_effect(effect):
    found = together("spillover")
    assert 0 < found.main.effect.value < effect.main.effect.value - 0.02


@pytest.mark.parametrize("scenario", ["report", "gaps"])
@pytest.mark.parametrize("country", ["ALL", "R01"])
def test_without_comparison_countries_there_is_no_estimate(scenario, country):
    found = measured(scenario, country)
    assert (found.why, found.main) == ("no_comparison_series", None)
    assert judged(found.evidence)[0] is Word.NOT_GIVEN


def test_one_country_is_told_where_its_effect_is_clear(one):
    state, reasons = judged(one.evidence)
    assert state is YES
    assert one.evidence.p > one.mine.p  # five countries were tested
    assert reasons["break_date"].passed is True


def test_a_country_without_a_programme_has_nothing_to_attribute():
    assert measured("report", "R06").why == "no_programme"


# ---- variants that must undo a verdict ----


def with_events(country, rows):
    requests, events = gathered("effect", country)
    extra = [
        events.iloc[[0]].assign(country=c, date=pd.Timestamp(day), end=pd.Timestamp(end) if end else pd.NaT, kind=kind)
        for c, day, end, kind in rows
    ]
    return requests, pd.concat([events, *extra], ignore_index=True)


def test_an_event_that_moves_issuance_caps_the_attribution():
    lasting = with_events("R04", [("R04", "2020-06-01", "", "arrangement_signed")])
    state, reasons = judged(effect_of(*lasting, "R04").evidence)
    assert state is OPEN
    assert reasons["events"].passed is None


def test_an_event_whose_time_can_be_left_out_does_not():
    short = with_events("R04", [("R04", "2021-01-01", "2021-02-28", "visa_change")])
    evidence = effect_of(*short, "R04").evidence
    state, reasons = judged(evidence)
    assert evidence.events == 1
    assert evidence.without_events is not None
    assert (state, reasons["events"].passed) == (YES, True)


def test_events_elsewhere_or_of_another_kind_do_not():
    others = [("R01", "2021-06-01", "", "visa_change"), ("R04", "2021-06-01", "", "public_policy")]
    assert effect_of(*with_events("R04", others), "R04").evidence.events == 0


def test_events_in_most_countries_cap_the_pooled_effect():
    rows = [(c, "2021-06-01", "", "visa_change") for c in TARGETED[:4]]
    panel = panel_of(*with_events("ALL", rows))
    each = [checked_effect(panel, c, C) for c in TARGETED]
    found = pooled(panel, each, C, seed=5)
    assert found.evidence.events == 4
    assert found.evidence.without_events is None
    assert judged(found.evidence)[0] is OPEN
    fewer = pooled(panel, [each[3], each[4]], C, seed=5)
    assert fewer.evidence.events == 1
    assert fewer.evidence.without_events is None  # one country is no pool


def test_too_few_comparison_countries_settle_nothing():
    barred = [(c, "2019-01-01", "", "moratorium_TSR") for c in ("C01", "C02")]
    evidence = effect_of(*with_events("R04", barred), "R04").evidence
    state, reasons = judged(evidence)
    assert evidence.donors == 18
    assert evidence.p_floor > 0.05
    assert (state, list(reasons)) == (OPEN, ["donors"])


# ---- the estimates themselves ----


def test_the_pooled_estimate_is_the_stacked_one(effect):
    told = effect
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
    mine = one.mine
    assert mine.share(0.0) == 0
    assert mine.share(-0.2) < 0 < mine.share(0.2) < mine.share(0.4)
    assert mine.share(score_of(mine, 0.05)) == pytest.approx(0.05)
    assert score_of(mine, 0.99) == float("inf")
    att = mine.result.att
    assert (mine.effect.low > 0) == (att.low > 0)


def test_power_grows_with_the_effect_and_is_the_size_at_none(one):
    mine = one.mine
    powers = [power_at(mine, share, alpha=0.05) for share in (1e-9, 0.05, 0.1, 0.2)]
    assert powers[0] == pytest.approx(0.025, abs=0.002)  # the upper half of a two-sided test
    assert powers == sorted(powers)
    assert powers[-1] > 0.95


def test_simultaneous_intervals_are_wider_and_p_values_no_smaller(effect):
    told = effect
    wide = simultaneous(told)
    assert list(wide) == TARGETED
    for country, estimate in wide.items():
        own = told.family[country].effect
        assert estimate.low < own.low < own.value < own.high < estimate.high
        assert told.adjusted[country] >= told.family[country].p


def test_earlier_dates_use_no_quarter_that_the_selection_or_the_programme_touches(effect):
    told = effect
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
    told = {w.code: w.effect for w in effect.windows}
    assert told["window_all"].value == pytest.approx(effect.main.effect.value)
    assert told["selection_matched"].value > told["window_all"].value
    assert told["before_stop"].low < 0 < told["before_stop"].high
    assert all(e is not None for e in told.values())


def test_more_quarters_and_more_countries_show_smaller_improvements(effect, one):
    curve, alone = effect.curve, one.curve
    assert list(curve["quarters"]) == [4, 8, 12, 14]
    assert curve["smallest"].iloc[-1] < curve["smallest"].iloc[0]
    assert curve["smallest"].iloc[-1] < alone["smallest"].iloc[-1]
    assert (curve["n"].diff().dropna() > 0).all()


def test_the_series_without_is_the_observed_one_less_the_effect(one):
    mine = one.mine
    series = expected_series([mine]).set_index("number")
    observed = one.panel.frame.query("country == 'R04'").set_index("number")["share"]
    after = series.index[series["part"] == "after"]
    assert (observed[after] - series.loc[after, "without"]).mean() == pytest.approx(mine.effect.value, abs=0.01)
    assert set(series["part"]) == {"window", "kept_out", "after"}


def test_a_synthetic_control_that_cannot_reach_the_country_gives_no_number(one, effect):
    assert {k: v for k, v in effect.pooled.others.items() if isinstance(v, str)} == {
        "sc": "poor_fit", "cits": "E131",
    }  # fmt: skip
    assert one.mine.others["sc"] == "poor_fit"
    assert one.mine.others["cits"] == "E131"
    assert not isinstance(one.mine.others["did"], str)


def test_the_same_data_give_the_same_answer_in_any_order(one):
    requests, events = gathered("effect", "R04")
    shuffled = requests.sample(frac=1, random_state=1).reset_index(drop=True)
    again = effect_of(shuffled, events, "R04")
    assert again.evidence == one.evidence
    assert [w.effect for w in again.windows] == [w.effect for w in one.windows]


def test_delta_is_a_share_of_the_level_before():
    assert negligible_effect(0.4, C) == pytest.approx(0.04)
    assert negligible_effect(None, C) is None


def test_a_donor_is_no_funded_country():
    assert not set(programme("effect").tables["countries"].query("mcee_role != 'none'")["country"]) & set(
        measured("effect", "R04").panel.donors
    )
