"""Exact quadratic programmes over the simplex."""

from itertools import combinations

import numpy as np
import pytest

from mcee_eval.metrics.weights import simplex_weights


def solve(gram, linear, *, ridge=None, allowed=None, dense=False):
    """K programmes, each with a gram of its own."""
    k, n = linear.shape
    return simplex_weights(
        gram,
        linear,
        ridge=np.zeros(k) if ridge is None else ridge,
        which=np.arange(k),
        allowed=np.ones((k, n), dtype=bool) if allowed is None else allowed,
        dense=dense,
    )


def programmes(seed, *, k, n, rows):
    rng = np.random.default_rng(seed)
    a, b = rng.normal(size=(k, rows, n)), rng.normal(size=(k, rows, 1))
    return a.swapaxes(1, 2) @ a, (a.swapaxes(1, 2) @ b)[..., 0]


def by_enumeration(gram, linear):
    """The best feasible point over every face, each solved on its own."""
    n, best = len(linear), (np.inf, None)
    for size in range(1, n + 1):
        for face in map(list, combinations(range(n), size)):
            system = np.ones((size + 1, size + 1))
            system[:size, :size], system[size, size] = gram[np.ix_(face, face)], 0
            w = np.linalg.lstsq(system, np.append(linear[face], 1), rcond=None)[0][:size]
            if (w >= -1e-12).all():
                full = np.zeros(n)
                full[face] = w
                value = full @ gram @ full / 2 - linear @ full
                best = min(best, (value, tuple(full)))
    return np.array(best[1])


@pytest.mark.parametrize("dense", [False, True])
@pytest.mark.parametrize("rows", [6, 12])
def test_equals_the_best_of_all_faces(rows, dense):
    gram, linear = programmes(rows, k=25, n=6, rows=rows)
    for found, g, c in zip(solve(gram, linear, dense=dense), gram, linear, strict=True):
        np.testing.assert_allclose(found, by_enumeration(g, c), atol=1e-10)


@pytest.mark.parametrize(
    ("n", "rows", "ridge", "dense"),
    [(40, 60, 0.0, False), (40, 60, 0.0, True), (40, 15, 1e-9, False), (40, 15, 3.0, True), (40, 15, 3.0, False),
     (2, 5, 0.0, False), (2, 5, 0.0, True), (1, 4, 0.0, False), (1, 4, 0.0, True)],
)  # fmt: skip
def test_no_move_improves_the_solution(n, rows, ridge, dense):
    gram, linear = programmes(n + rows, k=50, n=n, rows=rows)
    w = solve(gram, linear, ridge=np.full(50, ridge), dense=dense)
    slope = (gram @ w[..., None])[..., 0] + ridge * w - linear
    gap = (slope * w).sum(axis=1) - slope.min(axis=1)  # bounds the distance to the optimum
    assert (w >= 0).all()
    assert np.abs(w.sum(axis=1) - 1).max() < 1e-14
    assert gap.max() < 1e-10


def test_both_starts_meet():
    gram, linear = programmes(3, k=30, n=20, rows=30)
    np.testing.assert_allclose(solve(gram, linear), solve(gram, linear, dense=True), atol=1e-12)


def test_what_is_not_allowed_stays_at_zero():
    gram, linear = programmes(4, k=8, n=8, rows=12)
    allowed = ~np.eye(8, dtype=bool)
    w = solve(gram, linear, allowed=allowed)
    assert (w[~allowed] == 0).all()
    for i in range(8):
        keep = np.flatnonzero(allowed[i])
        alone = solve(gram[i][np.ix_(keep, keep)][None], linear[i, keep][None])[0]
        np.testing.assert_allclose(w[i, keep], alone, atol=1e-13)


def test_a_shared_gram_gives_what_copies_give():
    gram, linear = programmes(5, k=6, n=10, rows=14)
    shared = simplex_weights(
        gram[:1], linear, ridge=np.zeros(6), which=np.zeros(6, dtype=int), allowed=np.ones((6, 10), dtype=bool)
    )
    np.testing.assert_array_equal(shared, solve(np.repeat(gram[:1], 6, axis=0), linear))


@pytest.mark.parametrize("dense", [False, True])
def test_columns_alike_share_without_harm(dense):
    rng = np.random.default_rng(6)
    a = np.repeat(rng.normal(size=(12, 3)), 2, axis=1)
    target = a @ np.array([0.2, 0, 0.5, 0, 0.3, 0])
    w = solve((a.T @ a)[None], (a.T @ target)[None], dense=dense)[0]
    np.testing.assert_allclose(w.reshape(3, 2).sum(axis=1), [0.2, 0.5, 0.3], atol=1e-7)


def test_the_unit_of_measure_does_not_matter():
    gram, linear = programmes(7, k=10, n=15, rows=10)
    ridge = np.full(10, 1e-10)
    once, small = solve(gram, linear, ridge=ridge), solve(gram * 1e-14, linear * 1e-14, ridge=ridge * 1e-14)
    np.testing.assert_allclose(once, small, atol=1e-7)


def test_a_flat_objective_returns_a_mix():
    w = solve(np.zeros((1, 3, 3)), np.zeros((1, 3)))
    assert w.sum() == 1
    assert (w >= 0).all()
