"""One validation as it is printed: what is claimed, its tables, what failed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

MISSING = "–"


@dataclass(frozen=True)
class Section:
    """tables : caption → table as printed (an empty caption prints none). failed : the claims not met, row by row."""

    title: str
    claim: str
    tables: Mapping[str, pd.DataFrame]
    failed: tuple[str, ...] = ()


def within_errors(found: pd.DataFrame, value: str = "value", n: str = "replications") -> pd.DataFrame:
    """The same, a bound counted as missed only beyond three Monte-Carlo errors: few replications cannot tell more.

    The error is that of the bound, or of the figure where it is larger.
    """
    seen, low, high = found[value], found["low"], found["high"]
    below, above = (3 * np.sqrt(np.maximum(seen * (1 - seen), bound * (1 - bound)) / found[n]) for bound in (low, high))
    reached = (seen + below >= low) & (seen - above <= high)
    return found.assign(ok=reached.astype("boolean").where(low.notna()))


def with_error(value: float, error: float, *, places: int = 3) -> str:
    """0.051 (0.005)."""
    return f"{value:.{places}f} ({error:.{places}f})"


def rate(value: float, error: float, n: int) -> str:
    """The same; where nothing was seen, the bound that 95 % confidence gives in place of an error of 0."""
    return with_error(value, error) if value > 0 else f"0.000 (< {3 / n:.3f})"


def met(ok: pd.Series) -> str:
    """yes, no, or nothing asked."""
    asked = ok.dropna()
    return MISSING if not len(asked) else "yes" if bool(asked.all()) else "no"


def refused(found: pd.DataFrame) -> pd.DataFrame:
    """The rows whose claim is not met."""
    return found[found["ok"].eq(False).fillna(False)]
