"""Approximate asymptotic p-values of the sup-F, ave-F and exp-F tests (Hansen 1997)."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

Kind = Literal["sup", "ave", "exp"]
MAX_PARAMETERS = 40  # those of the published table
_ROWS = 25  # trimmings 0.49, 0.47, ..., 0.01


@cache
def _coefficients(kind: Kind, k: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Polynomial coefficients, shape (25, terms), and degrees of freedom, shape (25,), for ``k`` parameters.

    Source: B. E. Hansen (1997), the response surfaces distributed with the paper; the same numbers are
    ``sc.beta.sup``, ``sc.beta.ave`` and ``sc.beta.exp`` of the R package strucchange 1.5-3. One row for each
    number of parameters and each trimming 0.49, 0.47, ..., 0.01.
    """
    text = (files("mcee_eval.metrics") / "hansen1997.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(text.splitlines()) if row["k"] == str(k)]
    terms = [name for name in rows[0] if name.startswith(f"{kind}_b")]
    beta = np.array([[float(row[name]) for name in terms] for row in rows])
    return beta, np.array([float(row[f"{kind}_df"]) for row in rows])


class Approximate(NamedTuple):
    """A p-value; ``bound`` says that the true one is at most this."""

    p: float
    bound: bool


def hansen_p(statistic: float, *, kind: Kind, parameters: int, ratio: float) -> Approximate | None:
    """How likely is a statistic this large when no coefficient ever changes?

    statistic : in the Chow chi-square form (k times F).
    kind : ``sup``, ``ave`` or ``exp``.
    parameters : coefficients that may change at the break, 1 to 40.
    ratio : ((n - first) last) / (first (n - last)) of the first and last candidate; 1 for one candidate only.

    Returns the p-value, or None above 40 parameters, where nothing is tabulated. Some of the published polynomials
    turn down beyond the range they were fitted on: as they stand, a larger statistic would have a larger p, up to 1.
    They are held at their highest value so far, and the p-value is then an upper bound.
    Source: B. E. Hansen (1997), Approximate asymptotic p values for structural-change tests, Journal of Business
    and Economic Statistics 15, 60-67.
    """
    if parameters > MAX_PARAMETERS:
        return None
    trim = 1 / (1 + np.sqrt(ratio))
    knots = np.concatenate([[0.0], 0.01 + 0.02 * np.arange(_ROWS), [0.5]])
    above = int(np.clip(np.searchsorted(knots, trim, side="right"), 1, len(knots) - 1))
    share = (trim - knots[above - 1]) / (knots[above] - knots[above - 1])
    low, high = (_at_knot(k, statistic, kind, parameters) for k in (above - 1, above))
    bound = (share < 1 and low.bound) or (share > 0 and high.bound)
    return Approximate(float((1 - share) * low.p + share * high.p), bool(bound))


def _at_knot(knot: int, statistic: float, kind: Kind, parameters: int) -> Approximate:
    """The p-value at one trimming: none at all has the row of 0.01; with 0.5 one candidate is left, the Chow test."""
    if knot == _ROWS + 1:
        return Approximate(float(chi2.sf(statistic, parameters)), bound=False)
    beta, df = _coefficients(kind, parameters)
    row = _ROWS - max(knot, 1)
    value, held = _rising(beta[row], statistic)
    return Approximate(float(chi2.sf(max(value, 0.0), df[row])), held)


def _rising(coefficients: NDArray[np.float64], x: float) -> tuple[float, bool]:
    """The largest value of the polynomial up to ``x``, and whether it lies before ``x``."""
    curve = np.polynomial.Polynomial(coefficients[: np.flatnonzero(coefficients)[-1] + 1])
    x = min(x, 1e8)  # an infinite statistic is one very large
    roots = np.asarray(curve.deriv().roots(), dtype=complex)
    turns = roots.real[(np.abs(roots.imag) < 1e-12) & (roots.real > 0) & (roots.real < x)]
    here = float(curve(x))
    highest = max([here, *(float(curve(t)) for t in turns)])
    return highest, highest > here
