"""Leave-one-out, placebo in time, placebos of equal volume."""

import numpy as np
import pytest
from donor_panels import CALL, planted

from mcee_eval.errors import BadParameter, NotFinite, TooFewDonors, TooFewPeriods, ZeroExposure
from mcee_eval.metrics.attribution import attribution, in_time_placebo, leave_one_out, rescaled
from mcee_eval.metrics.donor_effects import ESTIMATORS

NAMES = [f"C{i:02d}" for i in range(21)]


def run(frame, **how):
    return attribution(frame, **CALL | how)


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_leave_one_out_is_the_same_call_without_the_donor(estimator):
    frame = planted(1, 2.0, units=8)
    found = leave_one_out(run(frame, estimator=estimator))
    for left_out, att in zip(found.frame["left_out"], found.frame["att"], strict=True):
        alone = run(frame[frame["country"] != left_out], estimator=estimator, placebo=False)
        assert att == pytest.approx(alone.att.value, abs=1e-6)
    assert (found.low, found.high) == (found.frame["att"].min(), found.frame["att"].max())


def test_two_donors_cannot_spare_one():
    with pytest.raises(TooFewDonors) as refusal:
        leave_one_out(run(planted(2, units=3)))
    assert refusal.value.need == 3


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_the_placebo_in_time_never_sees_the_programme(estimator):
    """It is the same call on the years before 2008, whatever happened then."""
    frame = planted(3, 40.0)
    found = in_time_placebo(run(frame, estimator=estimator, weights_from=1991), 2004)
    early = run(frame[frame["year"] < 2008], estimator=estimator, start=2004, weights_from=1991)
    assert found.numbers() == early.numbers()
    assert abs(found.att.value) < 10
    assert "in_time_placebo" in found.notes


def test_an_effect_before_the_start_shows_in_the_placebo_in_time():
    frame = planted(4)
    early = (frame["country"] == "C00") & (frame["year"] >= 2003)
    found = in_time_placebo(run(frame.assign(rate=frame["rate"] + 12 * early)), 2003)
    assert found.att.low > 0


def test_years_of_selection_stay_out_of_the_placebo_too():
    result = run(planted(5), weights_from=(1990, 2001))
    assert in_time_placebo(result, 2005).panel.window == slice(0, 12)
    assert "periods_kept_out_of_matching" in in_time_placebo(result, 2005).notes
    assert in_time_placebo(result, 2000).panel.window == slice(0, 10)


@pytest.mark.parametrize("start", [2008, 2012, 1995, 1980])
def test_a_placebo_date_needs_periods_on_both_sides(start):
    with pytest.raises(TooFewPeriods):
        in_time_placebo(run(planted(6)), start)


def test_equal_volumes_change_no_number():
    result = run(planted(7, 1.0))
    same = rescaled(result, dict.fromkeys(NAMES, 30.0)).numbers()
    for key in ("att", "placebo_sd", "placebo_p", "ci"):
        assert same[key] == pytest.approx(result.numbers()[key])


def test_a_treated_unit_of_few_requests_gets_a_wider_interval():
    frame = planted(8)
    rng = np.random.default_rng(8)
    volume = dict(zip(NAMES, [30.0, *rng.uniform(50, 3000, size=20)], strict=True))
    noise = frame["country"].map({u: 40 / np.sqrt(v) for u, v in volume.items()}) * rng.normal(size=len(frame))
    result = run(frame.assign(rate=frame["rate"] + noise))
    wide = rescaled(result, volume)
    assert wide.test.sd > 1.3 * result.test.sd
    assert wide.att.low < result.att.low
    assert wide.att.value == result.att.value
    assert wide.test.df == result.test.df
    assert wide.notes[-1] == "placebos_rescaled_by_volume"


def test_volumes_that_cannot_be_used():
    result = run(planted(9))
    full = dict.fromkeys(NAMES, 5.0)
    with pytest.raises(BadParameter, match="C07"):
        rescaled(result, {u: v for u, v in full.items() if u != "C07"})
    with pytest.raises(NotFinite, match="C03"):
        rescaled(result, full | {"C03": np.nan})
    with pytest.raises(ZeroExposure):
        rescaled(result, full | {"C03": 0.0})
    with pytest.raises(BadParameter, match="placebo=True"):
        rescaled(run(planted(9), placebo=False), full)
