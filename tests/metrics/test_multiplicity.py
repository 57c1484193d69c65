import math

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests

from mcee_eval.errors import BadParameter
from mcee_eval.metrics.multiplicity import METHODS, adjust


def holm_by_hand(p):
    order = np.argsort(p)
    out, top = [0.0] * len(p), 0.0
    for rank, i in enumerate(order):
        top = max(top, min(1.0, (len(p) - rank) * p[i]))
        out[i] = top
    return out


def bh_by_hand(p):
    order = np.argsort(p)[::-1]
    out, bottom = [0.0] * len(p), 1.0
    for place, i in enumerate(order):
        bottom = min(bottom, len(p) / (len(p) - place) * p[i])
        out[i] = bottom
    return out


def test_holm_and_bh_by_their_definitions():
    p = list(np.random.default_rng(0).uniform(0, 0.3, 13))
    assert adjust(p) == pytest.approx(holm_by_hand(p), rel=1e-12)
    assert adjust(p, method="bh") == pytest.approx(bh_by_hand(p), rel=1e-12)


def test_agrees_with_statsmodels():
    p = np.random.default_rng(2).uniform(size=20).round(1)  # with ties
    for ours, theirs in METHODS.items():
        assert adjust(p.tolist(), method=ours) == pytest.approx(multipletests(p, method=theirs)[1].tolist(), rel=1e-12)


def test_missing_values_stay_missing_and_are_not_counted():
    assert adjust([0.01, None, 0.04, None]) == [pytest.approx(0.02), None, pytest.approx(0.04), None]
    assert adjust([None, None]) == [None, None]
    assert adjust([]) == []


@pytest.mark.parametrize("method", METHODS)
def test_order_does_not_matter_and_nothing_falls(method):
    p = [0.04, 0.001, 0.3, 0.02, 1.0, 0.0]
    adjusted = adjust(p, method=method)
    assert adjust(p[::-1], method=method) == pytest.approx(adjusted[::-1])
    assert all(a >= b for a, b in zip(adjusted, p, strict=True))
    assert max(adjusted) <= 1


def test_one_test_needs_no_adjustment():
    assert adjust([0.03]) == [pytest.approx(0.03)]


def test_holm_keeps_the_family_wise_error():
    rng = np.random.default_rng(1)
    false = [min(adjust(rng.uniform(size=8).tolist())) <= 0.05 for _ in range(1000)]
    assert np.mean(false) < 0.05 + 3 * math.sqrt(0.05 * 0.95 / 1000)


def test_refuses_what_is_no_p_value_all_at_once():
    with pytest.raises(BadParameter, match="3 value") as told:
        adjust([0.1, -0.1, math.nan, 1.2])
    assert [p.where for p in told.value.problems] == ["p[1]", "p[2]", "p[3]"]


def test_refuses_an_unknown_method():
    with pytest.raises(BadParameter, match="'holm', 'bonferroni'"):
        adjust([0.1], method="sidak-ish")
