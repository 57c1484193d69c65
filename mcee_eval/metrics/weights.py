"""Weights that are not negative and sum to one: exact quadratic programmes over the simplex, many at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mcee_eval.metrics.checks import Floats

Mask = NDArray[np.bool_]
Indices = NDArray[np.intp]
GAP = 1e-13  # duality gap at which a programme is solved, as a share of its largest curvature


def simplex_weights(
    gram: Floats, linear: Floats, *, ridge: Floats, which: Indices, allowed: Mask, dense: bool = False
) -> Floats:
    """The weights w that minimise ½ w'(gram + ridge·I)w − linear·w with w ≥ 0 and Σw = 1, for K programmes.

    gram : (G, n, n), positive semi-definite; ``which`` (K,) tells which of them a programme uses
    linear : (K, n). ridge : (K,), added to the diagonal. allowed : (K, n), where a weight may be positive
    dense : begin with all weights positive (quick where most stay so) and not with the best single one

    Returns (K, n); a weight outside the solution is exactly 0. An active-set method: on each set of positive weights
    the equations are solved exactly; a weight enters while that lowers the objective, and leaves at its bound.

    Source: Lawson and Hanson (1974), chapter 23, with the sum as an equation; Wolfe (1976) for the polytope.
    """
    return _Programmes(gram, linear, ridge, which, allowed).solve(dense=dense)


class _Programmes:
    """K programmes, each divided by its largest curvature, so that the tolerance has no unit."""

    def __init__(self, gram: Floats, linear: Floats, ridge: Floats, which: Indices, allowed: Mask) -> None:
        curvature = np.where(allowed, np.diagonal(gram, axis1=1, axis2=2)[which], 0).max(axis=1) + ridge
        self.scale = np.where(curvature > 0, curvature, 1.0)
        self.gram, self.which, self.allowed = gram, which, allowed
        self.linear, self.ridge = linear / self.scale[:, None], ridge / self.scale
        self.weights = np.zeros(linear.shape)
        self.passive = np.zeros(linear.shape, dtype=bool)

    def solve(self, *, dense: bool) -> Floats:
        count, n = self.linear.shape
        if dense:
            self._start_from_all()
        else:
            self._start_from_one()
        entered = np.full(count, -1)
        left = np.arange(count)
        for _ in range(20 * n + 20):
            if not len(left):
                break
            face, slope = self._on_the_face(left)
            lowest = face.min(axis=1)  # outside the face it is 0
            inside = left[lowest >= 0]
            self.weights[inside] = face[lowest >= 0]
            outside = lowest < 0
            # rounding let it in: there is nothing to gain, and the weights are those of the face before
            rounding = outside & (entered[left] >= 0) & (face[np.arange(len(left)), entered[left]] <= 0)
            stepping = outside & ~rounding
            if stepping.any():
                self._step(left[stepping], face[stepping])
                entered[left[stepping]] = -1
            gain = np.where(self.allowed[left] & ~self.passive[left], slope, np.inf)
            best = gain.argmin(axis=1)
            adding = ~outside & (gain[np.arange(len(left)), best] < -GAP)
            self.passive[left[adding], best[adding]] = True
            entered[left[adding]] = best[adding]
            left = left[stepping | adding]
        self.weights /= self.weights.sum(axis=1, keepdims=True)
        return self.weights

    def _start_from_one(self) -> None:
        """Each programme at its best single weight."""
        rows = np.arange(len(self.linear))
        diagonal = np.diagonal(self.gram, axis1=1, axis2=2)[self.which] / self.scale[:, None]
        best = np.where(self.allowed, diagonal / 2 - self.linear, np.inf).argmin(axis=1)
        self.weights[rows, best] = 1.0
        self.passive[rows, best] = True

    def _start_from_all(self) -> None:
        """Each programme with all weights positive; the negative ones are dropped until none is."""
        self.passive = self.allowed.copy()
        left = np.arange(len(self.linear))
        while len(left):
            face, _ = self._on_the_face(left)
            bad = (face < 0).any(axis=1)
            self.weights[left[~bad]] = face[~bad]
            left = left[bad]
            self.passive[left] &= face[bad] > 0

    def _on_the_face(self, rows: Indices) -> tuple[Floats, Floats]:
        """The best weights on each set of positive ones, bounds ignored, and the slope towards every weight."""
        mask = self.passive[rows]
        size = int(mask.sum(axis=1).max())
        order = np.argsort(~mask, axis=1, kind="stable")[:, :size]
        valid = np.take_along_axis(mask, order, axis=1)
        which, scale, ridge = self.which[rows], self.scale[rows], self.ridge[rows]
        across = self.gram[which[:, None, None], np.arange(mask.shape[1])[None, :, None], order[:, None, :]]
        across /= scale[:, None, None]
        system = np.zeros((len(rows), size + 1, size + 1))
        block = np.take_along_axis(across, order[:, :, None], axis=1)
        system[:, :size, :size] = block * (valid[:, :, None] & valid[:, None, :])
        places = np.arange(size)
        system[:, places, places] += np.where(valid, ridge[:, None], 1.0)
        system[:, :size, size] = system[:, size, :size] = valid
        right = np.ones((len(rows), size + 1, 1))
        right[:, :size, 0] = np.take_along_axis(self.linear[rows], order, axis=1) * valid
        try:
            found = np.linalg.solve(system, right)[:, :size, 0]
        except np.linalg.LinAlgError:  # two series alike: any division between them will do
            found = (np.linalg.pinv(system) @ right)[:, :size, 0]
        found = np.where(valid, found, 0.0)
        face = np.zeros(mask.shape)
        np.put_along_axis(face, order, found, axis=1)
        gradient = (across @ found[:, :, None])[:, :, 0] + ridge[:, None] * face - self.linear[rows]
        return face, gradient - (gradient * face).sum(axis=1, keepdims=True)

    def _step(self, rows: Indices, face: Floats) -> None:
        """From the weights towards ``face`` until the first bound; what reaches it leaves."""
        weights, mask = self.weights[rows], self.passive[rows]
        blocking = mask & (face < 0)
        room = np.divide(weights, weights - face, out=np.full(face.shape, np.inf), where=blocking)
        step = room.min(axis=1, keepdims=True)
        moved = weights + step * (face - weights)
        leaving = blocking & (room <= step)
        self.weights[rows] = np.where(mask & ~leaving, np.maximum(moved, 0.0), 0.0)
        self.passive[rows] = mask & ~leaving
