"""Weights of the synthetic control."""

import numpy as np
import pytest
from donor_panels import matrix

from mcee_eval.metrics.synthetic_control import unit_weights

MIX = np.array([0.5, 0.3, 0.2, 0, 0, 0, 0])


def weights(target, before):
    n = before.shape[1]
    return unit_weights(target, before, np.ones((1, n), dtype=bool), np.array([[1.0]]))[0, 0]


@pytest.mark.parametrize("level", [0.0, 1e6])
def test_a_mix_of_donors_is_found_again(level):
    before = matrix(1, units=7, periods=20, factor=0.5)[None] + level
    np.testing.assert_allclose(weights((MIX @ before[0])[None, None], before), MIX, atol=1e-6)


def test_no_other_mix_is_nearer():
    rng = np.random.default_rng(2)
    values = matrix(2, units=8, periods=20)
    target, before = values[None, :1], values[None, 1:]
    ours = weights(target, before)
    miss = ((target[0, 0] - ours @ before[0]) ** 2).mean()
    others = rng.dirichlet(np.full(7, 0.3), size=5000)
    near = ours + 1e-3 * (others - ours)  # also in the close neighbourhood
    for tried in (others, near):
        assert (((target[0, 0] - tried @ before[0]) ** 2).mean(axis=1) >= miss - 1e-10).all()


def test_an_outcome_beyond_every_donor_leans_on_the_nearest():
    before = np.arange(5.0)[None, :, None] + np.sin(np.arange(12.0))
    target = np.full((1, 1, 12), 9.0) + np.sin(np.arange(12.0))
    np.testing.assert_array_equal(weights(target, before), [0, 0, 0, 0, 1])
