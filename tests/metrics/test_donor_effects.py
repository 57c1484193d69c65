"""One core for all estimators, in many roles at once."""

import numpy as np
import pytest
import statsmodels.formula.api as smf
from donor_panels import matrix, tidy

from mcee_eval.metrics.donor_effects import ESTIMATORS, effects, every_role, only_treated, without_each
from mcee_eval.metrics.segmented import segmented

WHEN = {"window": slice(0, 18), "after": slice(18, 32)}


def panels(count=1, units=9):
    values = np.array([matrix(seed, units=units, periods=32, factor=0.4) for seed in range(count)])
    return values[:, 0], values[:, 1:]


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_a_role_is_what_a_panel_of_its_own_gives(estimator):
    treated, donors = panels()
    together = effects(every_role(treated, donors), estimator=estimator, **WHEN)
    for i in range(8):
        alone = effects(only_treated(donors[:, i], np.delete(donors, i, axis=1)), estimator=estimator, **WHEN)
        assert together.att[0, i + 1] == pytest.approx(alone.att[0, 0], abs=1e-6)
        assert together.pre_rmspe[0, i + 1] == pytest.approx(alone.pre_rmspe[0, 0], abs=1e-6)
    spared = effects(without_each(treated, donors), estimator=estimator, **WHEN)
    alone = effects(only_treated(treated, donors[:, 1:]), estimator=estimator, **WHEN)
    assert spared.att[0, 0] == pytest.approx(alone.att[0, 0], abs=1e-6)


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_many_panels_at_once_give_what_each_gives(estimator):
    treated, donors = panels(5)
    together = effects(every_role(treated, donors), estimator=estimator, **WHEN).att
    each = [
        effects(every_role(treated[r : r + 1], donors[r : r + 1]), estimator=estimator, **WHEN).att[0] for r in range(5)
    ]
    np.testing.assert_allclose(together, each, atol=1e-9)


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_the_path_averages_to_the_effect(estimator):
    found = effects(every_role(*panels(2)), estimator=estimator, **WHEN)
    np.testing.assert_allclose(found.path[..., WHEN["after"]].mean(axis=-1), found.att)


def test_did_is_two_way_fixed_effects():
    treated, donors = panels()
    frame = tidy(np.vstack([treated, donors[0]]))
    frame["d"] = ((frame["country"] == "C00") & (frame["year"] >= 2008)).astype(int)
    twfe = smf.ols("rate ~ d + C(country) + C(year)", frame).fit()
    found = effects(only_treated(treated, donors), estimator="did", **WHEN)
    assert found.att[0, 0] == pytest.approx(twfe.params["d"], rel=1e-9)


def test_cits_is_the_segmented_regression_of_the_difference():
    treated, donors = panels()
    frame = tidy((treated[0] - donors[0].mean(axis=0))[None])
    fit = segmented(frame, outcome="rate", time="year", event=2008, errors="classical")
    expected = fit.level.estimate.value + fit.slope.estimate.value * np.arange(14).mean()
    found = effects(only_treated(treated, donors), estimator="cits", **WHEN)
    assert found.att[0, 0] == pytest.approx(expected, rel=1e-9)
    assert found.time_weights.sum() == pytest.approx(1)


def test_the_penalty_follows_the_number_of_treated_periods():
    treated, donors = panels()
    zeta = effects(only_treated(treated, donors), estimator="sdid", **WHEN).zeta[0, 0]
    assert zeta == pytest.approx(14**0.25 * np.diff(donors[0, :, :18]).std(ddof=1))
