"""Poisson regression with log link by iterated least squares, as R's ``glm.fit`` iterates.

Start at y + 0.1, stop once the deviance moves by less than 1e-8 of itself, weights of the last pass for errors and
dispersion. One pass more moves the dispersion by about 2e-6 of itself (statsmodels does it); stopping where R stops
is what makes published quasi-Poisson analyses come out to the last digit. Tested against both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.special import xlogy

from mcee_eval.errors import Problem, Separated
from mcee_eval.metrics.checks import Floats

MOVED, PASSES = 1e-8, 50


@dataclass(frozen=True, slots=True)
class PoissonFit:
    """coef (k,); mean, weights and working residuals (n,); influence (n, k): what weight × residual adds to coef."""

    coef: Floats
    mean: Floats
    weights: Floats
    working: Floats
    influence: Floats
    deviance: float
    converged: bool


def poisson_glm(outcome: Floats, design: Floats, offset: Floats) -> PoissonFit:
    """Fit counts ``outcome`` (n,) on ``design`` (n, k) with ``offset`` (n,) added to the logarithm of the mean.

    Refuses (Separated) counts whose likelihood has no maximum.
    """
    _has_maximum(outcome, design)
    mean = outcome + 0.1
    predictor = np.log(mean)
    deviance = _deviance(outcome, mean)
    converged = False
    for _ in range(PASSES):
        weights, before = mean, deviance
        root = np.sqrt(weights)
        basis, triangle = np.linalg.qr(design * root[:, None])
        aim = predictor - offset + (outcome - mean) / mean
        coef = np.linalg.solve(triangle, basis.T @ (aim * root))
        predictor = design @ coef + offset
        mean = np.exp(predictor)
        deviance = _deviance(outcome, mean)
        converged = abs(deviance - before) < MOVED * (abs(deviance) + 0.1)
        if converged:
            break
    influence = np.linalg.solve(triangle, basis.T).T / root[:, None]
    return PoissonFit(coef, mean, weights, (outcome - mean) / mean, influence, deviance, converged)


def _has_maximum(outcome: Floats, design: Floats) -> None:
    """Refuse (Separated) counts whose likelihood rises for ever along some combination of the terms.

    It does where a combination is zero in every period with events, and nowhere above zero but below it somewhere in
    the periods without. Source: Correia, Guimaraes and Zylkin (2019), by one linear programme.
    """
    none = outcome == 0
    if not none.any():
        return
    size = np.abs(design).max(axis=0)
    terms = design / np.where(size > 0, size, 1)
    found = linprog(
        terms[none].sum(axis=0), A_ub=terms[none], b_ub=np.zeros(none.sum()), A_eq=terms[~none],
        b_eq=np.zeros((~none).sum()), bounds=(-1, 1),
    )  # fmt: skip
    if found.status == 0 and found.fun is not None and found.fun < -1e-6:
        told = int((terms[none] @ found.x < -1e-7).sum())
        problem = Problem(
            "counts", f"{told} period(s) without an event that a combination of terms sets apart",
            "events on both sides of every term", "Leave out the slope, a window or the season; or use rate_ratio.",
        )  # fmt: skip
        raise Separated.of("frame", [problem])


def _deviance(outcome: Floats, mean: Floats) -> float:
    return float(2 * np.sum(xlogy(outcome, outcome / mean) - (outcome - mean)))
