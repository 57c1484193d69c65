"""Many p-values at once."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from mcee_eval.errors import BadParameter, Problem
from mcee_eval.metrics import checks
from mcee_eval.metrics.checks import Floats

METHODS = {
    "holm": "holm",
    "bonferroni": "bonferroni",
    "hochberg": "simes-hochberg",
    "hommel": "hommel",
    "bh": "fdr_bh",
    "by": "fdr_by",
}


def adjust(p: Sequence[float | None], *, method: str = "holm") -> list[float | None]:
    """Which of many p-values still count once we allow for having looked many times?

    p : p-values in any order; None where a test could not be made: it stays None and is not counted
    method : ``holm`` (any dependence, family-wise error), ``bonferroni``, ``hochberg``, ``hommel``, ``bh`` (false
        discovery rate), ``by`` (the same under any dependence)

    Refused: an unknown method, anything that is not a probability or None (a missing value is None, not NaN).

    Sources: Holm (1979); Hochberg (1988); Hommel (1988); Benjamini and Hochberg (1995), Yekutieli (2001).
    """
    checks.parameters("adjust", checks.one_of("method", str(method).lower(), tuple(METHODS)))
    given = [(i, float(value)) for i, value in enumerate(p) if value is not None]
    wrong = [
        Problem(f"p[{i}]", repr(value), "a number from 0 to 1, or None where there was no test")
        for i, value in given
        if math.isnan(value) or not 0 <= value <= 1
    ]
    if wrong:
        raise BadParameter(f"adjust: {len(wrong)} value(s) are no p-values", problems=wrong)
    adjusted: list[float | None] = [None] * len(p)
    if given:
        values = np.array([value for _, value in given])
        for (i, _), value in zip(given, _adjust(values, method.lower()), strict=True):
            adjusted[i] = float(value)
    return adjusted


def _adjust(values: Floats, method: str) -> Floats:
    if method == "holm":  # statsmodels collects garbage in each Holm call: 0.03 s and more, many times in a calibration
        order = np.argsort(values)
        raised = np.maximum.accumulate(values[order] * np.arange(len(values), 0, -1))
        return np.asarray(np.minimum(raised, 1.0)[np.argsort(order)])
    from statsmodels.stats.multitest import multipletests  # slow to import

    return np.asarray(multipletests(values, method=METHODS[method])[1])
