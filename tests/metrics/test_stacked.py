"""The mean effect over treated units, tested by sets of donors."""

import json
from itertools import combinations
from math import comb

import numpy as np
import pytest
from donor_panels import CALL, matrix, tidy

from mcee_eval.errors import BadParameter, TooFewDonors, TooFewPeriods
from mcee_eval.metrics.attribution import attribution
from mcee_eval.metrics.donor_effects import ESTIMATORS
from mcee_eval.metrics.stacked import stacked_effects

COLUMNS = {"unit": "country", "time": "year", "outcome": "rate"}
STARTS = {"C00": 2004, "C01": 2006, "C02": 2006}


def planted(seed, effect=0.0, **how):
    values = matrix(seed, **({"units": 23} | how))
    for i, start in enumerate(STARTS.values()):
        values[i, start - 1990 :] += effect
    return tidy(values)


def run(frame, **how):
    return stacked_effects(frame, **COLUMNS | {"starts": STARTS, "draws": 99, "seed": 1} | how)


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_each_part_is_the_attribution_of_its_unit(estimator):
    frame = planted(1, 2.0)
    found = run(frame, estimator=estimator)
    others = set(STARTS)
    for u, att in zip(found.frame["unit"], found.frame["att"], strict=True):
        own = frame[~frame["country"].isin(others - {u})]
        alone = attribution(own, **CALL | {"treated": u, "start": STARTS[u]}, estimator=estimator, placebo=False)
        assert att == pytest.approx(alone.att.value, abs=1e-6)
    assert found.att.value == pytest.approx(found.frame["att"].mean())


@pytest.mark.parametrize("estimator", ["sdid", "did"])
def test_with_one_unit_the_sets_are_the_donors_in_turn(estimator):
    frame = tidy(matrix(2))
    found = run(frame, starts={"C00": 2008}, estimator=estimator)
    alone = attribution(frame, **CALL, estimator=estimator)
    np.testing.assert_allclose(np.sort(found.placebos), np.sort(alone.placebos["att"]), atol=1e-6)
    assert (found.exhaustive, found.draws) == (True, 20)
    assert found.p == alone.test.p
    assert found.p_floor == alone.p_floor


def test_sets_that_only_change_places_count_once():
    frame = planted(3, units=9)
    found = run(frame, starts={"C00": 2004, "C01": 2004}, estimator="did")
    assert found.draws == comb(7, 2)
    assert found.p_floor == 1 / 22
    values = frame["rate"].to_numpy().reshape(9, 24)[2:]
    change = values[:, 14:].mean(axis=1) - values[:, :14].mean(axis=1)
    expected = [change[list(pair)].mean() - np.delete(change, list(pair)).mean() for pair in combinations(range(7), 2)]
    np.testing.assert_allclose(np.sort(found.placebos), np.sort(expected))
    assert run(frame, starts={"C00": 2004, "C01": 2005}, estimator="did").draws == 42


def test_an_added_effect_moves_the_mean_and_no_placebo():
    one, other = run(planted(4)), run(planted(4, -5.0))
    assert other.att.value == pytest.approx(one.att.value - 5)
    np.testing.assert_array_equal(one.placebos, other.placebos)
    assert other.p == 1 / 100
    assert other.att.high < 0


def test_the_seed_decides_the_sets():
    frame = planted(5)
    assert run(frame).numbers() == run(frame).numbers()
    assert not np.array_equal(run(frame).placebos, run(frame, seed=2).placebos)
    assert run(frame).recipe["seed"] == 1


@pytest.mark.parametrize("estimator", ["sdid", "did"])
def test_a_true_null_is_rejected_as_often_as_it_says(estimator):
    rejected = [run(planted(100 + seed), estimator=estimator).p <= 0.05 for seed in range(200)]
    assert np.mean(rejected) <= 0.09
    assert np.mean(rejected) >= 0.01


def test_more_units_see_a_smaller_effect():
    """An effect that one unit in this noise rarely shows."""
    pooled, single = [], []
    for seed in range(40):
        frame = planted(300 + seed, 1.3)
        pooled.append(run(frame).p <= 0.05)
        alone = frame[~frame["country"].isin(["C00", "C02"])]
        single.append(attribution(alone, **CALL | {"treated": "C01", "start": 2006}).test.p <= 0.05)
    assert np.mean(pooled) > np.mean(single) + 0.15


def test_numbers_are_plain():
    numbers = run(planted(6)).numbers()
    assert json.loads(json.dumps(numbers, allow_nan=False)) == numbers
    assert numbers["units"] == list(STARTS)


@pytest.mark.parametrize(
    "wrong",
    [{"starts": {}}, {"starts": {"C99": 2004}}, {"estimator": "x"}, {"draws": 0}, {"seed": -1}, {"level": 0}],
)
def test_wrong_parameters_are_refused(wrong):
    with pytest.raises(BadParameter):
        run(planted(7), **wrong)


def test_refusals():
    with pytest.raises(TooFewDonors) as refusal:
        run(planted(8, units=7))
    assert refusal.value.need == 5
    with pytest.raises(TooFewPeriods):
        run(planted(8), starts={"C00": 1995, "C01": 2006})
