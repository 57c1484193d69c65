"""Proposition 99 with exhaustive placebos under 1 s, for SDID, SC and DiD together; mpdta, all averages, under 0.05 s.

Run: python -m pytest benchmarks/test_attribution_speed.py. Panels of the published sizes are drawn from a seed: speed
does not depend on the figures.
"""

import numpy as np
import pandas as pd
import pytest

from mcee_eval.metrics.attribution import attribution
from mcee_eval.metrics.group_time import group_time_effects
from mcee_eval.metrics.stacked import stacked_effects


def panel(units, periods, *, first=1970):
    """A random walk and a level for each unit, with a common path."""
    rng = np.random.default_rng(20250501)
    steps = rng.normal(size=(units, periods)) + rng.normal(size=periods) + 0.5 * rng.normal(size=(units, 1))
    return pd.DataFrame(
        {
            "unit": np.repeat([f"U{i:03d}" for i in range(units)], periods),
            "year": np.tile(np.arange(first, first + periods), units),
            "y": (100 + 20 * rng.normal(size=(units, 1)) + steps.cumsum(axis=1)).ravel(),
        }
    )


@pytest.mark.benchmark(group="one treated unit, 38 donors, 31 years, exhaustive placebos")
def test_three_estimators_with_every_placebo(benchmark):
    frame = panel(39, 31)
    call = {"unit": "unit", "time": "year", "outcome": "y", "treated": "U000", "start": 1989}
    found = benchmark(lambda: [attribution(frame, **call, estimator=e) for e in ("sdid", "sc", "did")])
    assert [r.test.n for r in found] == [38, 38, 38]
    if benchmark.stats is not None:
        assert benchmark.stats.stats.median < 1.0


@pytest.mark.benchmark(group="group-time effects, 500 units, 5 years, three cohorts")
@pytest.mark.parametrize("control", ["never", "notyet"])
def test_group_time_with_all_averages(benchmark, control):
    frame = panel(500, 5, first=2003)
    cohort = np.repeat(np.repeat([0, 2004, 2006, 2007], [309, 20, 40, 131]), 5)
    found = benchmark(
        group_time_effects, frame.assign(first=cohort), unit="unit", time="year", outcome="y", first_treated="first",
        control=control,
    )  # fmt: skip
    assert len(found.frame) == 12
    if benchmark.stats is not None:
        assert benchmark.stats.stats.median < 0.05


@pytest.mark.benchmark(group="five treated units, 20 donors, 40 quarters, 999 sets of donors")
def test_stacked_with_permutations(benchmark):
    frame = panel(25, 40)
    starts = {f"U{i:03d}": 1990 + i for i in range(5)}
    found = benchmark.pedantic(
        stacked_effects, args=(frame,), rounds=2,
        kwargs={"unit": "unit", "time": "year", "outcome": "y", "starts": starts, "draws": 999, "seed": 1},
    )  # fmt: skip
    assert found.draws == 999
