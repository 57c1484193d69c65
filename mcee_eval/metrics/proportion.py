"""What share, and how sure? A proportion with its exact interval."""

from __future__ import annotations

import pandas as pd
from scipy.stats import beta

from mcee_eval.results import Estimate


def share(top: float, base: float, level: float = 0.95) -> Estimate | None:
    """A proportion with its Clopper-Pearson interval; None without a base."""
    if pd.isna(top) or pd.isna(base) or base <= 0:
        return None
    top, base, tail = int(top), int(base), (1 - level) / 2
    low = float(beta.ppf(tail, top, base - top + 1)) if top else 0.0
    high = float(beta.ppf(1 - tail, top + 1, base - top)) if top < base else 1.0
    return Estimate(top / base, low, high, unit="share", n=base)
