import math

import pytest

from mcee_eval.metrics.brent_root import EPSILON, R_TOLERANCE, brent_root


@pytest.mark.parametrize(
    ("f", "low", "high", "root"),
    [
        (lambda x: x**3 - 2, 0.0, 2.0, 2 ** (1 / 3)),
        (lambda x: math.cos(x) - x, 0.0, 1.0, 0.7390851332151607),
        (lambda x: math.exp(20 * x) - 2, -1.0, 1.0, math.log(2) / 20),
        (lambda x: 1 - x, 0.0, 1.0, 1.0),
        (lambda x: x, 0.0, 1.0, 0.0),
    ],
)
def test_finds_a_known_root(f, low, high, root):
    assert brent_root(f, low, high, tolerance=EPSILON) == pytest.approx(root, abs=1e-14)
    assert brent_root(f, low, high, tolerance=R_TOLERANCE) == pytest.approx(root, abs=R_TOLERANCE)


def test_stops_where_r_stops():
    # R 4.2: uniroot(function(x) 0.5 * (1 - x)^7 - 0.025, c(0, 1))$root, by way of exactci's published mid-p limit
    root = brent_root(lambda x: 0.5 * (1 - x) ** 7 - 0.025, 0.0, 1.0, tolerance=R_TOLERANCE)
    assert root / (1 - root) == pytest.approx(0.53411679796816, rel=1e-12)


def test_refuses_two_ends_of_one_sign():
    with pytest.raises(ValueError, match="no change of sign"):
        brent_root(lambda x: x + 1, 0.0, 1.0, tolerance=1e-9)
