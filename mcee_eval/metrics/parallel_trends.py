"""How far may trends have parted before an effect can no longer be told from their parting?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from mcee_eval.errors import BadTable, Problem, TooFewPeriods
from mcee_eval.metrics import checks
from mcee_eval.metrics.attribution_result import Attribution
from mcee_eval.metrics.checks import Floats
from mcee_eval.results import Estimate, Result

SHOWN_M = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0)
MOST = 1e6  # no step was seen before the start


@dataclass(frozen=True, kw_only=True)
class Breakdown(Result):
    """The breakdown value of relative magnitudes.

    effect : the mean effect after the start if trends are parallel, with its interval.
    m_bar : the largest M̄ at which the interval still excludes 0; 0 where it does not even with parallel trends;
        infinite where no step was seen before the start.
    largest_step : the largest move between neighbouring periods before the start.
    frame : by M̄: m_bar, low, high.
    """

    KEYS = "effect ci=effect.ci m_bar largest_step"
    MAIN = "effect m_bar largest_step"
    PLOT = "lines m_bar low high"

    effect: Estimate
    m_bar: float
    largest_step: float


def parallel_trends_breakdown(
    estimates: ArrayLike, covariance: ArrayLike, *, before: int, df: float = np.inf, level: float = 0.95
) -> Breakdown:
    """Up to which M̄ does the mean effect survive, if each period's parting of trends may be M̄ times the worst before?

    estimates : event-study coefficients in time order, without the base period, which lies just after the first
        ``before`` of them. covariance : theirs. df : of the covariance, where it is estimated from few placebos.

    With relative magnitudes M̄ the difference in trends moves between neighbouring periods after the start by at most
    M̄ times its largest move before. The interval is the union over the moves before, each by its own t interval: the
    worst bias is M̄ · k · |move|, k the mean number of steps since the base. It holds the truth at least as often as
    it says, and is wider than the conditional ones of the source.

    Refuses fewer than 1 period before or after (TooFewPeriods), a covariance of another shape (BadTable), missing or
    infinite values (NotFinite).

    Source: Rambachan and Roth (2023), Review of Economic Studies 90, 2555-2591, section 2.4.1.
    """
    checks.parameters("parallel_trends_breakdown", checks.share("level", level), checks.whole("before", before, low=1))
    (beta,) = checks.finite({"estimates": np.ravel(np.asarray(estimates, dtype=float))})
    sigma = np.asarray(covariance, dtype=float)
    if sigma.shape != (len(beta), len(beta)):
        problem = Problem("covariance", f"shape {sigma.shape}", f"({len(beta)}, {len(beta)})")
        raise BadTable.of("parallel_trends_breakdown", [problem])
    checks.finite({"covariance": sigma.ravel()})
    after = len(beta) - before
    if after < 1:
        problem = Problem("estimates", f"{len(beta)}, of them {before} before", "one or more after the start")
        raise TooFewPeriods("too few periods", problems=[problem], need=before + 1)
    mean = np.concatenate([np.zeros(before), np.full(after, 1 / after)])
    moves = np.diff(np.vstack([np.eye(len(beta))[:before], np.zeros(len(beta))]), axis=0)  # the base period is 0
    steps = (after + 1) / 2
    bound = float(stdtrit(df, (1 + level) / 2))

    def interval(m_bar: float) -> tuple[float, float]:
        lines = np.vstack([mean + sign * m_bar * steps * moves for sign in (-1.0, 1.0)])
        value = lines @ beta
        half = bound * np.sqrt(np.maximum(np.einsum("ij,jk,ik->i", lines, sigma, lines), 0.0))
        return float((value - half).min()), float((value + half).max())

    low, high = interval(0.0)
    error = float(np.sqrt(max(mean @ sigma @ mean, 0.0)))
    largest = float(np.abs(moves @ beta).max())
    grid = [(m, *interval(m)) for m in SHOWN_M]
    return Breakdown(
        method="relative_magnitudes",
        notes=("interval_is_a_union",),
        recipe={"before": before, "df": df, "level": level},
        frame=pd.DataFrame(grid, columns=["m_bar", "low", "high"]),
        effect=Estimate(float(mean @ beta), low, high, error, n=len(beta)),
        m_bar=_largest(interval),
        largest_step=largest,
    )


def _largest(interval: Callable[[float], tuple[float, float]]) -> float:
    """The largest M̄ whose interval excludes 0, by bisection: intervals only widen with M̄."""

    def excludes(m_bar: float) -> bool:
        low, high = interval(m_bar)
        return low > 0 or high < 0

    if not excludes(0.0):
        return 0.0
    high = 1.0
    while excludes(high):
        high *= 2
        if high > MOST:
            return np.inf
    low = 0.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if excludes(middle) else (low, middle)
    return low


def of_attribution(result: Attribution, *, block: int = 1) -> Breakdown:
    """The breakdown of an attribution: its path by blocks of periods, with the spread of the donors' placebo paths.

    block : periods a step is made of, such as 4 quarters. The noise of single periods counts as parting of trends, so
        that short blocks break down early; a block that does not fill is left out at the far ends.

    The base is the last block before the start, from which trends part: ``effect`` is the mean after it less that
    block, and not the result's att, which rests on a baseline that may lie further back. Matching makes moves before
    the start smaller than those that an unmatched series would show. Refuses a result without placebos (BadParameter)
    and fewer than 2 blocks before or 1 after (TooFewPeriods).
    """
    test, panel = result.test, result.panel
    checks.parameters(
        "of_attribution",
        checks.whole("block", block, low=1),
        [] if test else [Problem("result", "no placebos", "a result with placebo=True")],
    )
    paths = result.paths.to_numpy().T
    before = _blocks(paths[:, panel.window][:, ::-1], block)[:, ::-1]
    after = _blocks(paths[:, panel.after], block)
    for where, blocks, need in (("before the start", before, 2), ("from the start on", after, 1)):
        checks.at_least(need, {where: blocks.shape[1]}, what=f"blocks of {block}")
    series = np.hstack([before[:, :-1], after]) - before[:, -1:]
    df = test.df if test else 1.0
    return parallel_trends_breakdown(
        series[0], np.cov(series[1:].T), before=before.shape[1] - 1, df=df, level=result.recipe["level"]
    )


def _blocks(paths: Floats, block: int) -> Floats:
    """Means of whole blocks, (rows, blocks)."""
    count = paths.shape[1] // block
    return np.asarray(paths[:, : count * block].reshape(len(paths), count, block).mean(axis=2))
