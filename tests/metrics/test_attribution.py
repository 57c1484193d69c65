"""Attribution: what it keeps, what it finds again, what it says, what it refuses."""

import json

import numpy as np
import pandas as pd
import pytest
from donor_panels import CALL, matrix, planted, tidy
from scipy import stats

from mcee_eval import attribution as public
from mcee_eval.errors import BadParameter, TooFewPeriods
from mcee_eval.metrics.ar1_reml import ar1_series
from mcee_eval.metrics.attribution import attribution
from mcee_eval.metrics.donor_effects import ESTIMATORS

KEYS = ["att", "unit_weights", "time_weights", "placebo_sd", "placebo_p", "p_floor", "ci", "pre_rmspe", "donors"]


def run(frame, **how):
    return attribution(frame, **CALL | how)


def assert_same(one, other, *, scale=1.0, tolerance=1e-6):
    assert other.att.value == pytest.approx(scale * one.att.value, rel=tolerance, abs=tolerance)
    assert other.test.sd == pytest.approx(abs(scale) * one.test.sd, rel=tolerance)
    assert other.test.p == one.test.p
    assert other.unit_weights == pytest.approx(one.unit_weights, abs=tolerance)
    assert other.time_weights == pytest.approx(one.time_weights, abs=tolerance)


@pytest.mark.parametrize("estimator", ESTIMATORS)
class TestInvariance:
    def test_order_of_rows_and_names_do_not_matter_and_the_input_is_kept(self, estimator):
        frame = planted(1, 2.0)
        kept = frame.copy(deep=True)
        once = run(frame, estimator=estimator)
        assert_same(once, run(frame.sample(frac=1, random_state=2), estimator=estimator), tolerance=1e-12)
        pd.testing.assert_frame_equal(frame, kept)

    @pytest.mark.parametrize("scale", [1000.0, -0.001])
    def test_rescaling_the_outcome_rescales_the_effect(self, estimator, scale):
        frame = planted(2, 2.0)
        assert_same(
            run(frame, estimator=estimator),
            run(frame.assign(rate=scale * frame["rate"]), estimator=estimator),
            scale=scale,
        )

    def test_what_is_common_to_all_units_drops_out(self, estimator):
        """For SDID a line: its penalty rests on the donors' own first differences, common moves among them."""
        frame = planted(3, 2.0)
        common = 0.3 * frame["year"] + (0 if estimator == "sdid" else 5 * np.sin(frame["year"]))
        moved = run(frame.assign(rate=frame["rate"] + common), estimator=estimator)
        assert_same(run(frame, estimator=estimator), moved)

    def test_a_constant_of_each_unit_drops_out_unless_levels_are_matched(self, estimator):
        frame = planted(4, 2.0)
        levels = 50 * frame["country"].str[1:].astype(int)
        one, other = (run(f, estimator=estimator).att.value for f in (frame, frame.assign(rate=frame["rate"] + levels)))
        assert (other == pytest.approx(one, abs=1e-6)) == (estimator != "sc")

    def test_an_added_effect_moves_the_estimate_by_itself(self, estimator):
        one, other = (run(planted(5, e), estimator=estimator) for e in (0.0, -7.0))
        assert other.att.value == pytest.approx(one.att.value - 7.0)
        assert other.test.sd == one.test.sd
        assert other.att.high - other.att.low == pytest.approx(one.att.high - one.att.low)


def test_a_unit_far_off_gets_no_weight_from_sc():
    values = matrix(6, units=22)
    values[21] = 1e4 * np.cos(3.0 * np.arange(24))
    weights = {e: run(tidy(values), estimator=e, placebo=False).unit_weights["C21"] for e in ("sc", "did")}
    assert weights == pytest.approx({"sc": 0.0, "did": 1 / 21}, abs=1e-5)


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_with_no_noise_the_effect_is_found_exactly(estimator):
    rng = np.random.default_rng(7)
    path = rng.normal(size=24).cumsum()
    values = 5 * rng.normal(size=(21, 1)) + path
    values[0] = values[1:].mean(axis=0)
    values[0, 18:] += 3.0
    found = run(tidy(values), estimator=estimator, placebo=False)
    assert found.att.value == pytest.approx(3.0, abs=1e-6)
    assert found.pre_rmspe == pytest.approx(0.0, abs=1e-6)


def test_sdid_is_unbiased_where_loadings_differ_and_did_is_not():
    """Donors lie around the treated; those that carry more of the factor pull the plain mean away."""
    errors = {"sdid": [], "did": []}
    for seed in range(40):
        rng = np.random.default_rng(seed)
        values = matrix(seed, rho=0.0) * 0.1
        loads = np.append(0.0, rng.uniform(-1, 3, size=20))
        values += loads[:, None] * np.concatenate([np.linspace(0, 4, 18), np.linspace(4, 8, 6)])
        for name, found in errors.items():
            found.append(run(tidy(values), estimator=name, placebo=False).att.value)
    assert abs(np.mean(errors["sdid"])) < 0.1 * abs(np.mean(errors["did"]))


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_under_the_null_intervals_hold_zero_as_often_as_they_say(estimator):
    held = rank = 0
    for seed in range(300):
        found = run(planted(1000 + seed), estimator=estimator)
        held += found.att.low <= 0 <= found.att.high
        rank += found.test.p <= 0.05
    assert 0.91 <= held / 300 <= 0.985
    assert rank / 300 <= 0.09


def test_matching_on_years_of_selection_takes_the_return_to_the_mean_for_an_effect():
    """The unit with the lowest mean over 2004-2007 is called treated from 2008 on; nothing ever happens."""
    found = {None: [], (1990, 2003): []}
    for seed in range(150):
        rng = np.random.default_rng(seed)
        values = rng.normal(size=24).cumsum() + ar1_series(21, 24, 0.5, rng=rng)
        worst = int(np.argmin(values[:, 14:18].mean(axis=1)))
        for window, att in found.items():
            how = {"treated": f"C{worst:02d}", "weights_from": window, "placebo": False}
            att.append(run(tidy(values), **how).att.value)
    naive, careful = (np.mean(a) / (np.std(a) / np.sqrt(150)) for a in found.values())
    assert naive > 5  # standard errors above the truth
    assert abs(careful) < 3


def test_numbers_are_plain_and_have_the_fixed_keys():
    for estimator in ESTIMATORS:
        numbers = run(planted(8, 1.0), estimator=estimator).numbers()
        assert list(numbers) == KEYS
        assert json.loads(json.dumps(numbers, allow_nan=False)) == numbers
        assert sum(numbers["unit_weights"].values()) == pytest.approx(1)
        assert numbers["donors"] == 20
        assert numbers["p_floor"] == 1 / 21


def test_without_placebos_there_is_no_test_and_no_interval():
    found = run(planted(8), placebo=False)
    assert (found.test, found.att.low, found.att.se) == (None, None, None)
    assert "no_placebos" in found.notes
    assert [found.numbers()[k] for k in ("ci", "placebo_sd", "placebo_p")] == [None, None, None]
    assert found.att.value == pytest.approx(run(planted(8)).att.value)


@pytest.mark.parametrize(("units", "noted"), [(19, True), (20, False)])
def test_too_few_donors_for_the_rank_test_are_said(units, noted):
    found = run(planted(9, 50.0, units=units))
    assert ("rank_test_cannot_reach_level" in found.notes) == noted
    assert (found.test.p > 0.05) == noted
    assert found.p_floor == 1 / units


def test_the_frame_draws_the_counterfactual():
    found = run(planted(10, 4.0), weights_from=(1992, 2004))
    frame = found.frame
    np.testing.assert_allclose(frame["observed"] - frame["without"], frame["effect"])
    parts = frame.groupby("part")["time"].agg(["min", "max"]).T.to_dict("list")
    assert parts == {"unused": [1990, 1991], "window": [1992, 2004], "kept_out": [2005, 2007], "after": [2008, 2013]}
    assert frame.query("part == 'after'")["effect"].mean() == pytest.approx(found.att.value)
    assert list(found.paths.columns) == [f"C{i:02d}" for i in range(21)]
    np.testing.assert_allclose(found.paths.loc[2008:].mean()[1:], found.placebos["att"])
    assert found.att.n == 21 * (13 + 6)


def test_the_treated_unit_by_itself_in_a_list_or_by_a_column():
    frame = planted(11).assign(programme=lambda f: (f["country"] == "C00") & (f["year"] >= 2008))
    once = run(frame)
    for treated in (["C00"], "programme"):
        assert run(frame, treated=treated).numbers() == once.numbers()
    assert once.recipe["treated"] == "C00"


@pytest.mark.parametrize(
    "wrong",
    [
        {"estimator": "synth"}, {"level": 1.0}, {"placebo": "yes"}, {"treated": "C99"}, {"treated": ["C00", "C01"]},
        {"treated": []}, {"treated": "early"}, {"start": "now"},
    ],
)  # fmt: skip
def test_wrong_parameters_are_refused(wrong):
    frame = planted(12).assign(early=lambda f: f["country"].isin(["C00", "C01"]).astype(int))
    with pytest.raises(BadParameter):
        run(frame, **wrong)


def test_a_line_needs_twelve_periods():
    run(planted(13), start=1998)
    with pytest.raises(TooFewPeriods, match="12 or more"):
        run(planted(13), start=1998, estimator="cits")


def test_the_recipe_calls_it_again():
    frame = planted(14, 1.0)
    found = run(frame, estimator="sc", weights_from=1993, level=0.9)
    assert public(frame, **found.recipe).numbers() == found.numbers()


def test_what_a_reader_must_know_of_the_fit_is_said():
    far = planted(2, 8.0)
    unit, outcome = CALL["unit"], CALL["outcome"]
    wild = far[unit] == CALL["treated"]
    far.loc[wild, outcome] += 40 * (-1.0) ** np.arange(wild.sum())
    found = attribution(far, **CALL, estimator="sc")
    assert found.pre_rmspe_ratio > 2
    assert "prefit_worse_than_twice_the_median_donor" in found.notes
    assert "prefit_worse_than_twice_the_median_donor" not in attribution(planted(2, 8.0), **CALL, estimator="did").notes


def test_the_smallest_effect_is_found_four_times_in_five():
    test = attribution(planted(2, 0.0), **CALL, estimator="did")
    spread = test.placebos["att"].std(ddof=1)
    df = test.donors - 1
    rng = np.random.default_rng(1)
    t = (test.smallest_effect + spread * rng.normal(size=20_000)) / (spread * np.sqrt(rng.chisquare(df, 20_000) / df))
    assert np.mean(np.abs(t) > stats.t.ppf(0.975, df)) == pytest.approx(0.8, abs=0.02)
    assert attribution(planted(2, 0.0), **CALL, placebo=False).smallest_effect is None


def test_since_leaves_out_what_came_before_for_every_unit():
    panel = planted(2, 8.0)
    times = sorted(panel[CALL["time"]].unique())
    found = attribution(panel, **CALL, since=times[2])
    cut = attribution(panel[panel[CALL["time"]] >= times[2]], **CALL)
    assert found.numbers() == cut.numbers()
    assert found.recipe["since"] == times[2]
