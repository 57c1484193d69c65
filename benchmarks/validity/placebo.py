"""Does the placebo test reject a true null as often as it says, and do its intervals hold the truth?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from benchmarks.validity.panels import chunks, draw, monte_carlo_error, placebo_tests

ALPHA = 0.05
DONORS = 20
ASKED_RHO = 0.5
SIZE = (0.03, 0.07)  # asked of both tests
COVERAGE = 0.94  # asked of the interval
LAST = 2.0  # the planted effect grows from 0 to this, in standard deviations of the noise


def placebo_size(
    *,
    replications: int = 2_000,
    seed: int,
    donors: int = DONORS,
    shapes: Sequence[tuple[int, int]] = ((16, 8), (20, 12), (28, 16)),
    rho_values: Sequence[float] = (0.0, ASKED_RHO, 0.8),
) -> pd.DataFrame:
    """SDID with one treated country: rejections of a true null at 5 %, and coverage of the 95 % interval.

    shapes : quarters before and after the start. Panels are those of ``panels.draw``; for coverage, others are drawn
    and an effect that grows from 0 to two standard deviations of the noise is planted: its mean is the truth.

    Returns one row for each shape, ρ and measure (``t``: rejections by t on the placebo sd, ``rank``: by rank,
    ``coverage``): value, mc_error, replications, low and high (what is asked; missing where nothing is), ok. Each
    shape and ρ draw from a seed of their own.
    """
    rows = []
    for before, after in shapes:
        periods = before + after
        window, after_it = slice(0, before), slice(before, periods)
        planted = np.concatenate([np.zeros(before), np.linspace(0, LAST, after)])
        for rho in rho_values:
            rng = np.random.default_rng([seed, before, after, round(1000 * rho)])
            hits = np.zeros(3)
            for count in chunks(replications):
                null = draw(rng, count, units=donors + 1, periods=periods, rho=rho)
                _, p, by_rank, _ = placebo_tests(null[:, 0], null[:, 1:], window=window, after=after_it)
                true = draw(rng, count, units=donors + 1, periods=periods, rho=rho)
                att, _, _, half = placebo_tests(true[:, 0] + planted, true[:, 1:], window=window, after=after_it)
                inside = np.abs(att - planted[before:].mean()) <= half
                hits += [(p <= ALPHA).sum(), (by_rank <= ALPHA).sum(), inside.sum()]
            asked = rho == ASKED_RHO
            for measure, value in zip(("t", "rank", "coverage"), hits / replications, strict=True):
                low, high = (COVERAGE, 1.0) if measure == "coverage" else SIZE
                rows.append(
                    {
                        "before": before,
                        "after": after,
                        "rho": rho,
                        "measure": measure,
                        "value": float(value),
                        "mc_error": float(monte_carlo_error(value, replications)),
                        "replications": replications,
                        "low": low if asked else None,
                        "high": high if asked else None,
                        "ok": low <= value <= high if asked else None,
                    }
                )
    return pd.DataFrame(rows).astype({"low": float, "high": float, "ok": "boolean"})
