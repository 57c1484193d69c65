"""Brent's root finder with R's stopping rule.

Scipy's ``brentq`` finds the same root, but along other points. Where a published interval was found to a coarse
tolerance (R's ``uniroot`` stops at 1.2e-4 unless told otherwise), only the same points give the same digits.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

EPSILON = float(np.finfo(float).eps)
R_TOLERANCE = EPSILON**0.25  # the default of R's uniroot


def brent_root(f: Callable[[float], float], low: float, high: float, *, tolerance: float) -> float:
    """A root of ``f`` between ``low`` and ``high``, where its signs differ.

    Source: Brent (1973), *Algorithms for Minimization without Derivatives*, chapter 4, with the step test of the C
    translation at netlib that R uses.
    """
    a, b, c = low, high, low
    fa, fb, fc = f(a), f(b), f(a)
    if fa == 0:
        return a
    if (fa > 0) == (fb > 0):
        raise ValueError(f"no change of sign between {low:g} and {high:g}")
    while True:
        last = b - a
        if abs(fc) < abs(fb):  # b is always the best point so far
            a, b, c = b, c, b
            fa, fb, fc = fb, fc, fb
        enough = 2 * EPSILON * abs(b) + tolerance / 2
        step = (c - b) / 2
        if abs(step) <= enough or fb == 0:
            return b
        if abs(last) >= enough and abs(fa) > abs(fb):
            p, q = _interpolate(a, b, c, fa, fb, fc)
            if p < 0.75 * (c - b) * q - abs(enough * q) / 2 and p < abs(last * q / 2):
                step = p / q
        a, fa = b, fb
        b += step if abs(step) > enough else float(np.copysign(enough, step))
        fb = f(b)
        if (fb > 0) == (fc > 0):
            c, fc = a, fa


def _interpolate(a: float, b: float, c: float, fa: float, fb: float, fc: float) -> tuple[float, float]:
    """The step from b as p / q with p ≥ 0: by a line where only two points differ, else by inverse parabola."""
    if a == c:
        ratio = fb / fa
        p, q = (c - b) * ratio, 1 - ratio
    else:
        s, t, r = fa / fc, fb / fc, fb / fa
        p = r * ((c - b) * s * (s - t) - (b - a) * (t - 1))
        q = (s - 1) * (t - 1) * (r - 1)
    return (p, -q) if p > 0 else (-p, q)
