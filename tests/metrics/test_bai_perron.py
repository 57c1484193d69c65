import itertools

import numpy as np
import pytest

from mcee_eval.metrics.bai_perron import best_partitions, bic, fit_segment, is_perfect, rss_of_starts


def least_rss(x, y):
    full = np.column_stack([np.ones(len(y)), x])
    return float(np.sum((y - full @ np.linalg.lstsq(full, y, rcond=None)[0]) ** 2))


def by_listing(x, y, shortest, m):
    """The best partition among all of them."""
    n, best = len(y), (np.inf, ())
    for cuts in itertools.combinations(range(shortest, n - shortest + 1), m):
        edges = (0, *cuts, n)
        if min(np.diff(edges)) >= shortest:
            total = sum(least_rss(x[a:b], y[a:b]) for a, b in itertools.pairwise(edges))
            best = min(best, (total, cuts))
    return best


@pytest.mark.parametrize(("p", "seed"), [(0, 1), (0, 2), (1, 3), (2, 4)])
def test_finds_the_best_of_all_partitions(p, seed):
    rng = np.random.default_rng(seed)
    x, y = rng.normal(size=(30, p)), rng.normal(size=30).cumsum()
    found = best_partitions(x, y, shortest=6, most=5)
    assert len(found.rss) == 5  # 30 periods hold at most five segments of six
    for m in range(4):
        total, cuts = by_listing(x, y, 6, m)
        assert found.breaks[m] == cuts
        assert found.rss[m] == pytest.approx(total, rel=1e-10)


@pytest.mark.parametrize("level", [0.0, 1e6])
def test_prefix_sums_of_squares_equal_separate_fits(level):
    rng = np.random.default_rng(5)
    x = np.column_stack([np.arange(40.0) + level, rng.normal(size=40), np.r_[np.zeros(15), np.ones(25)]])
    y = rng.normal(size=40) + level + 3 * x[:, 2]
    found = rss_of_starts(x, y, 6)
    assert len(found) == 35
    for length, rss in zip(range(6, 41), found, strict=True):
        assert rss == pytest.approx(least_rss(x[:length] - x[:length].mean(axis=0), y[:length] - level), rel=1e-7)


def test_collinear_regressors_count_once():
    rng = np.random.default_rng(6)
    a, y = rng.normal(size=30), rng.normal(size=30)
    twice = rss_of_starts(np.column_stack([a, 2 * a - 1]), y, 5)
    assert twice == pytest.approx(rss_of_starts(a[:, None], y, 5), rel=1e-9)


def test_bic_by_hand_and_of_a_perfect_fit():
    n, k = 50, 2
    by_hand = -2 * (-n / 2 * (np.log(2 * np.pi) + np.log(8 / n) + 1)) + np.log(n) * (k * 2 + 2)
    assert bic((10.0, 8.0), n, k)[1] == pytest.approx(by_hand, rel=1e-12)
    assert bic((10.0, 0.0), n, k)[1] == -np.inf


def test_a_perfect_step_has_no_residuals():
    y = np.repeat([1e6 + 0.1, 1e6 + 0.3], 20)
    found = best_partitions(np.empty((40, 0)), y, shortest=5, most=3)
    assert found.rss[0] > 0
    assert found.rss[1] == 0
    assert found.breaks[1] == (20,)
    assert is_perfect(fit_segment(np.empty((20, 0)), y[:20])[1], y[:20])


def test_a_short_series_has_fewer_breaks_than_asked():
    y = np.random.default_rng(7).normal(size=30)
    assert [len(b) for b in best_partitions(np.empty((30, 0)), y, shortest=10, most=5).breaks] == [0, 1, 2]
    assert best_partitions(np.empty((30, 0)), y, shortest=10, most=0).breaks == ((),)
