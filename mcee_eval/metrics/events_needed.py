"""How many events would have to be on record before a change after them could be seen?"""

from __future__ import annotations

from mcee_eval.errors import NoEvents, Problem
from mcee_eval.metrics import checks
from mcee_eval.metrics.power import power_poisson

MOST = 1_000_000  # beyond this no register helps


def events_needed(mean: float, *, ratio: float, power: float = 0.8, alpha: float = 0.05) -> int:
    """The smallest number of events at which the exact test would show a change of this size.

    mean : outcomes expected in the window before one event. ratio : outcomes after over before that should be seen
    (1.3: 30 % more). power, alpha : of the two-sided exact Poisson test over equal windows.

    Power over the number of events rises in small steps; the answer is the first number from which on it stays at or
    above ``power`` over the next tenth of numbers, so that no lucky step is quoted.
    Refused: a mean of zero or less (NoEvents: nothing is ever issued, so nothing can be seen), a ratio of one.
    Source: ``power_poisson``.
    """
    checks.finite({"mean": mean, "ratio": ratio})
    checks.parameters(
        "events_needed",
        checks.share("power", power),
        checks.share("alpha", alpha),
        [] if ratio > 0 and ratio != 1 else [Problem("ratio", repr(ratio), "above 0 and other than 1")],
        [] if power > alpha else [Problem("power", repr(power), f"more than alpha, {alpha:g}")],
    )
    if mean <= 0:
        told = Problem("mean", repr(mean), "more than zero", "Widen the window, or pool countries.")
        raise NoEvents("no outcome is ever expected", problems=[told], need=1)

    def enough(events: int) -> bool:
        return power_poisson(events * mean, events * mean * ratio, alpha=alpha) >= power

    low, high = 0, 1
    while not enough(high):
        low, high = high, 2 * high
        if high > MOST:
            told = Problem("mean, ratio", f"{mean:g}, {ratio:g}", f"seen with fewer than {MOST} events")
            raise NoEvents("no number of events would show it", problems=[told], need=MOST)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    while short := [n for n in range(high, high + max(1, high // 10) + 1) if not enough(n)]:
        high = short[-1] + 1
    return high
