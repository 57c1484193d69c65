"""Do two kinds of projects differ in how much they changed?"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
import pandas as pd
from scipy.special import stdtr, stdtrit

from mcee_eval.errors import Problem
from mcee_eval.metrics import checks
from mcee_eval.metrics.mean_change import relative
from mcee_eval.results import Estimate, Result

MOST_SPLITS = 200_000  # ways to share the things out between the kinds that are enumerated


@dataclass(frozen=True, kw_only=True)
class GroupDifference(Result):
    """Mean of the first kind less mean of the second.

    first, second : the mean of each kind with its t interval. difference : with Welch's interval.
    welch_p : two-sided, of no difference. permutation_p : exact, over all ways to share out the kinds; None where there
    are more than can be enumerated. frame : group, n, mean, low, high.
    """

    KEYS = "difference ci=difference.ci welch_p permutation_p"
    MAIN = "first second difference welch_p permutation_p"
    PLOT = "points group mean"

    groups: tuple[str, str]
    first: Estimate
    second: Estimate
    difference: Estimate
    welch_p: float
    permutation_p: float | None


def group_difference(
    frame: pd.DataFrame, *, value: str, group: str, first: str, second: str, level: float = 0.95,
    logarithms: bool = False,
) -> GroupDifference:  # fmt: skip
    """By how much does the mean of one kind exceed that of the other, and could the sharing out alone explain it?

    frame : one row a thing; ``value`` in any unit, ``group`` its kind. first, second : the kinds compared.
    logarithms : the values are logarithms, and the estimates are told as relative changes.

    The interval is Welch's, which does not suppose equal spread; the test is the exact one: were the kinds mere labels,
    each way to share them out would be as likely.
    Refuses fewer than two of either kind, values missing or infinite, and values that are all the same.
    Sources: Welch (1947); Fisher (1935), Pitman (1937).
    """
    recipe = {
        "value": value,
        "group": group,
        "first": first,
        "second": second,
        "level": level,
        "logarithms": logarithms,
    }
    same = [Problem("second", repr(second), "another kind than the first")] if first == second else []
    checks.parameters("group_difference", checks.share("level", level), same)
    checks.need_columns(frame, [value, group])
    mine = frame[frame[group].isin([first, second])]
    (numbers,) = checks.finite({value: mine[value]}, rows=mine.index)
    a, b = (numbers[(mine[group] == g).to_numpy()] for g in (first, second))
    checks.at_least(2, {first: len(a), second: len(b)}, what="things of a kind")
    checks.varies(numbers, value)
    parts = [x.var(ddof=1) / len(x) for x in (a, b)]
    gap, se = float(a.mean() - b.mean()), float(np.sqrt(sum(parts)))
    df = float(sum(parts) ** 2 / sum(p**2 / (len(x) - 1) for p, x in zip(parts, (a, b), strict=True))) if se else np.inf
    half = se * float(stdtrit(df, (1 + level) / 2)) if se else 0.0
    means = [_mean(x, level) for x in (a, b)]
    tell = relative if logarithms else (lambda e: e)
    return GroupDifference(
        method="welch_and_exact_permutation",
        notes=() if comb(len(numbers), len(a)) <= MOST_SPLITS else ("too_many_splits_to_enumerate",),
        recipe=recipe,
        frame=pd.DataFrame(
            {
                "group": [first, second],
                "n": [m.n for m in means],
                "mean": [m.value for m in means],
                "low": [m.low for m in means],
                "high": [m.high for m in means],
            }
        ),
        groups=(first, second),
        first=tell(means[0]),
        second=tell(means[1]),
        difference=tell(Estimate(gap, gap - half, gap + half, se, unit="as_given", n=len(numbers))),
        welch_p=float(2 * stdtr(df, -abs(gap / se))) if se else 0.0,
        permutation_p=_splits(np.concatenate([a, b]), len(a)),
    )


def _mean(x: np.ndarray, level: float) -> Estimate:
    se = float(x.std(ddof=1) / np.sqrt(len(x)))
    half = se * float(stdtrit(len(x) - 1, (1 + level) / 2))
    mean = float(x.mean())
    return Estimate(mean, mean - half, mean + half, se, unit="as_given", n=len(x))


def _splits(values: np.ndarray, size: int) -> float | None:
    """Share of the splits whose difference of means is at least as far from zero as the observed one."""
    n = len(values)
    if comb(n, size) > MOST_SPLITS:
        return None
    sums = values[np.array(list(combinations(range(n), size)))].sum(axis=1)
    gaps = np.abs(sums / size - (values.sum() - sums) / (n - size))
    return float(np.mean(gaps >= gaps[0] - 1e-9 * np.abs(values).sum()))  # the first split is the observed one
