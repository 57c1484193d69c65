import numpy as np
import pandas as pd
import pytest

from mcee_eval.metrics.gray import gray_test
from mcee_eval.metrics.survival import log_rank


def sample(seed, n=150, factor=1.0, refused=1.0, ties=False, count=2):
    """Cumulative incidence of cause 1 differs between groups by ``factor``; the rival hazard by ``refused``."""
    rng = np.random.default_rng(seed)
    group = rng.integers(0, count, n)
    scale = np.where(group == 1, factor, 1.0)
    rival = np.where(group == 1, refused, 1.0)
    issued, other = rng.exponential(100 / scale), rng.exponential(150 / rival)
    stop = rng.exponential(250, n)
    days = np.minimum(np.minimum(issued, other), stop)
    cause = np.select([stop == days, issued == days], [0, 1], 2)
    return (np.ceil(days / 20) * 20 if ties else days), cause, group


@pytest.mark.parametrize("ties", [False, True])
@pytest.mark.parametrize("count", [2, 3])
def test_keeps_its_size(ties, count):
    p = [gray_test(*sample(s, ties=ties, count=count), of_interest=1, count=count)[2] for s in range(600)]
    assert 0.03 < np.mean(np.array(p) < 0.05) < 0.08
    assert np.mean(np.array(p) < 0.5) == pytest.approx(0.5, abs=0.07)


def test_finds_a_difference():
    p = [gray_test(*sample(s, factor=2.0), of_interest=1, count=2)[2] for s in range(60)]
    assert np.mean(np.array(p) < 0.05) > 0.7


def test_sees_incidence_where_log_rank_sees_only_the_rate():
    """Equal rates of issuance; more refusals in one group leave fewer to be issued."""
    seen, rate = 0, 0
    for seed in range(60):
        days, cause, group = sample(seed, n=400, refused=5.0)
        seen += gray_test(days, cause, group, of_interest=1, count=2)[2] < 0.05
        d = pd.DataFrame({"days": days, "issued": (cause == 1).astype(int), "group": group})
        rate += log_rank(d, duration="days", event="issued", group="group").p < 0.05
    assert seen > 45
    assert rate < 12


def test_without_rivals_it_is_near_the_log_rank_test():
    for seed in range(5):
        days, cause, group = sample(seed, n=400)
        cause = np.where(cause == 2, 0, cause)
        d = pd.DataFrame({"days": days, "issued": cause, "group": group})
        plain = log_rank(d, duration="days", event="issued", group="group").chi2
        assert gray_test(days, cause, group, of_interest=1, count=2)[0] == pytest.approx(plain, rel=0.02, abs=0.02)


@pytest.mark.parametrize("order", [(1, 0, 2), (2, 0, 1), (2, 1, 0)])
def test_relabelling_changes_nothing(order):
    days, cause, group = sample(9, n=200, factor=1.5, ties=True, count=3)
    once = gray_test(days, cause, group, of_interest=1, count=3)
    again = gray_test(days, cause, np.array(order)[group], of_interest=1, count=3)
    assert again == pytest.approx(once, rel=1e-9)


def test_only_the_order_of_the_times_matters():
    days, cause, group = sample(10, ties=True)
    once = gray_test(days, cause, group, of_interest=2, count=2)
    assert gray_test(np.sqrt(days), cause, group, of_interest=2, count=2) == pytest.approx(once, rel=1e-12)


def test_groups_that_never_meet_cannot_be_compared():
    days = np.array([1.0, 2, 3, 10, 11, 12])
    cause, group = np.array([0, 0, 0, 1, 1, 1]), np.array([0, 0, 0, 1, 1, 1])
    statistic, df, p = gray_test(days, cause, group, of_interest=1, count=2)
    assert np.isnan(statistic)
    assert np.isnan(p)
    assert df == 1
