"""What must not change the answer, what the recipe and the numbers are, and what is noted."""

import json

import numpy as np
import pandas as pd
import pytest
from segmented_data import count_fit, counts, fit, series

from mcee_eval.metrics.segmented import segmented

GAUSSIAN = ("ar1_reml", "classical", "newey_west")
KEYS = ["level", "slope", "coef", "se", "rho", "sigma", "loglik", "dispersion", "dispersion_test_z"]


@pytest.mark.parametrize("errors", GAUSSIAN)
def test_row_order_labels_and_columns_around_do_not_matter(errors):
    frame = series()
    kept = frame.copy(deep=True)
    once = fit(frame, errors=errors)
    shuffled = frame.sample(frac=1, random_state=0)
    assert fit(shuffled, errors=errors).numbers() == once.numbers()
    renamed = frame.rename(columns={"y": "claims", "t": "month"}).assign(other="x").set_axis(range(100, 148))
    assert fit(renamed, errors=errors, outcome="claims", time="month").numbers() == once.numbers()
    pd.testing.assert_frame_equal(frame, kept)


@pytest.mark.parametrize("errors", GAUSSIAN)
def test_scale_and_shift(errors):
    frame = series()
    once = fit(frame, errors=errors)
    scaled = fit(frame.assign(y=1000 * frame.y), errors=errors)
    assert scaled.level.estimate.value == pytest.approx(1000 * once.level.estimate.value, rel=1e-8)
    assert scaled.level.estimate.se == pytest.approx(1000 * once.level.estimate.se, rel=1e-8)
    assert scaled.level.p == pytest.approx(once.level.p, rel=1e-6)
    shifted = fit(frame.assign(y=frame.y + 1e4 - 3 * frame.t), errors=errors)
    assert shifted.level.estimate.value == pytest.approx(once.level.estimate.value, rel=1e-6)
    assert shifted.slope.estimate.se == pytest.approx(once.slope.estimate.se, rel=1e-6)
    flipped = fit(frame.assign(y=-frame.y), errors=errors)
    assert flipped.level.estimate.low == pytest.approx(-once.level.estimate.high, rel=1e-8)


def test_time_in_tens_divides_the_slope():
    frame = series()
    once, tens = fit(frame), fit(frame.assign(t=10 * frame.t), event=240)
    assert tens.slope.estimate.value == pytest.approx(once.slope.estimate.value / 10)
    assert tens.rho == pytest.approx(once.rho)


def test_the_unit_of_exposure_goes_into_the_intercept():
    frame = counts()
    once = count_fit(frame)
    thousands = count_fit(frame.assign(log_people=np.log(frame.people / 1000)))
    assert thousands.coef[0] == pytest.approx(once.coef[0] + np.log(1000))
    assert thousands.coef[1:] == pytest.approx(once.coef[1:], rel=1e-6)


def test_a_gaussian_offset_is_taken_off():
    frame = series().assign(known=np.arange(48) ** 0.5)
    plain = fit(frame)
    moved = fit(frame.assign(y=frame.y + frame.known), offset="known")
    assert moved.coef == pytest.approx(plain.coef, rel=1e-9)
    assert moved.frame.fitted.to_numpy() == pytest.approx((plain.frame.fitted + frame.known).to_numpy())


def test_the_recipe_calls_it_again_and_the_keys_stay():
    r = fit(series(), windows=[("covid", 30, 32)], level=0.9)
    assert segmented(series(), **r.recipe).numbers() == r.numbers()
    assert list(r.numbers()) == KEYS
    assert list(r.numbers()["level"]) == ["value", "se", "df", "p", "ci"]


def test_numbers_are_plain_json():
    t = np.arange(30.0)
    exact = fit(pd.DataFrame({"t": t, "y": t + (t >= 15)}), event=15)
    for r in (fit(series()), count_fit(counts()), exact):
        assert json.loads(json.dumps(r.numbers(), allow_nan=False)) == r.numbers()


def test_counts_asked_for_ar1_get_their_own_errors_and_a_note():
    asked = count_fit(counts(), errors="ar1_reml")
    assert asked.numbers() == count_fit(counts()).numbers()
    assert asked.notes == ("ar1_reml_is_gaussian_only",)
    assert asked.method == "segmented_quasipoisson_classical"


def test_a_random_walk_is_noted():
    rng = np.random.default_rng(0)
    notes = {fit(pd.DataFrame({"t": range(48), "y": rng.normal(size=48).cumsum()})).notes for _ in range(20)}
    assert ("rho_at_bound",) in notes
