"""By how much did a published or rounded count change? Rounding is carried as bounds, not as an interval."""

from __future__ import annotations

from mcee_eval.errors import Problem, ZeroExposure
from mcee_eval.results import Estimate


def growth(start: Estimate, end: Estimate) -> Estimate:
    """end / start − 1, with the bounds that the bounds of both allow (IRCC's tables are rounded to 5).

    start, end : counts with ``low`` and ``high`` (None: exact). Returns a share; refuses a start of zero.
    """
    if start.value <= 0:
        raise ZeroExposure(
            "no growth from nothing", problems=[Problem("start", str(start.value), "a count above 0")], need=1
        )
    low_start, high_start = _bounds(start)
    low_end, high_end = _bounds(end)
    high = high_end / low_start - 1 if low_start > 0 else None
    return Estimate(end.value / start.value - 1, low_end / high_start - 1, high, unit="share", n=2)


def _bounds(count: Estimate) -> tuple[float, float]:
    return (
        count.value if count.low is None else count.low,
        count.value if count.high is None else count.high,
    )
