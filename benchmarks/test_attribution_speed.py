"""Proposition 99 with exhaustive placebos under 1 s, for SDID, SC and DiD together; mpdta, all averages, under 0.05 s.

Run: python -m pytest benchmarks/test_attribution_speed.py. On the published figures where they are here, else on panels
of the same sizes drawn from a seed. The packages beside ours are installed with the tests.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from diff_diff import CallawaySantAnna, SyntheticDiD
from differences import ATTgt

from mcee_eval.metrics.attribution import attribution
from mcee_eval.metrics.group_time import group_time_effects
from mcee_eval.metrics.stacked import stacked_effects

PUBLISHED = Path(__file__).resolve().parents[2] / "shared" / "benchmarks"
ONE_TREATED = "one treated unit, 38 donors, 31 years"
STAGGERED = "group-time effects, 500 units, 5 years, three cohorts"
DRAWS = 38  # random placebos of the peer: as many as there are donors


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


@pytest.fixture(scope="module")
def packs():
    """Proposition 99: unit, year, y, treated."""
    if PUBLISHED.is_dir():
        frame = pd.read_csv(PUBLISHED / "california_prop99.csv").rename(columns={"state": "unit", "packs": "y"})
    else:
        frame = panel(39, 31).replace({"unit": {"U000": "California"}})
    return frame.assign(treated=(frame["unit"] == "California").astype(int))


@pytest.fixture(scope="module")
def counties():
    """mpdta: unit, year, y, first (0 = never)."""
    if PUBLISHED.is_dir():
        told = {"county": "unit", "lemp": "y", "first_treat": "first"}
        return pd.read_csv(PUBLISHED / "mpdta.csv").rename(columns=told)[["unit", "year", "y", "first"]]
    cohort = np.repeat(np.repeat([0, 2004, 2006, 2007], [309, 20, 40, 131]), 5)
    return panel(500, 5, first=2003).assign(first=cohort)


@pytest.mark.benchmark(group=ONE_TREATED)
def test_three_estimators_with_every_placebo(benchmark, packs):
    call = {"unit": "unit", "time": "year", "outcome": "y", "treated": "California", "start": 1989}
    found = benchmark(lambda: [attribution(packs, **call, estimator=e) for e in ("sdid", "sc", "did")])
    assert [r.test.n for r in found] == [38, 38, 38]
    if benchmark.stats is not None:
        assert benchmark.stats.stats.median < 1.0


@pytest.mark.benchmark(group=ONE_TREATED)
def test_sdid_alone_with_every_placebo(benchmark, packs):
    call = {"unit": "unit", "time": "year", "outcome": "y", "treated": "California", "start": 1989}
    assert benchmark(attribution, packs, **call).test.n == 38


@pytest.mark.benchmark(group=ONE_TREATED)
def test_the_peer_sdid_with_random_placebos(benchmark, packs):
    call = {
        "outcome": "y",
        "treatment": "treated",
        "unit": "unit",
        "time": "year",
        "post_periods": [*range(1989, 2001)],
    }
    found = benchmark.pedantic(lambda: SyntheticDiD(n_bootstrap=DRAWS, seed=1).fit(packs, **call), rounds=5)
    ours = attribution(packs, unit="unit", time="year", outcome="y", treated="California", start=1989)
    assert abs(found.att - ours.att.value) < 0.02 * ours.test.sd


@pytest.mark.benchmark(group=STAGGERED)
@pytest.mark.parametrize("control", ["never", "notyet"])
def test_group_time_with_all_averages(benchmark, counties, control):
    found = benchmark(
        group_time_effects, counties, unit="unit", time="year", outcome="y", first_treated="first", control=control
    )
    assert len(found.frame) == 12
    if benchmark.stats is not None:
        assert benchmark.stats.stats.median < 0.05


@pytest.mark.benchmark(group=STAGGERED)
@pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning:differences")
def test_the_peer_differences_with_all_averages(benchmark, counties):
    data = counties.assign(cohort=counties["first"].where(counties["first"] > 0).astype(float))
    data = data.drop(columns="first").set_index(["unit", "year"])

    def all_averages():
        made = ATTgt(data=data, cohort_column="cohort").fit("y", progress_bar=False)
        return [made.aggregate(k, overall=o) for k in ("event", "cohort", "time") for o in (False, True)] + [
            made.aggregate("simple")
        ]

    found = benchmark.pedantic(all_averages, rounds=5, warmup_rounds=1)
    ours = group_time_effects(counties, unit="unit", time="year", outcome="y", first_treated="first")
    assert found[-1].to_numpy()[0, 0] == pytest.approx(ours.simple.value)


@pytest.mark.benchmark(group=STAGGERED)
def test_the_peer_diff_diff_with_two_averages(benchmark, counties):
    def two_averages():
        made = CallawaySantAnna().fit(counties, outcome="y", unit="unit", time="year", first_treat="first")
        return made, made.aggregate("event_study"), made.aggregate("group")

    found = benchmark.pedantic(two_averages, rounds=20, warmup_rounds=1)
    ours = group_time_effects(counties, unit="unit", time="year", outcome="y", first_treated="first")
    assert found[0].overall_att == pytest.approx(ours.simple.value)


@pytest.mark.benchmark(group="five treated units, 20 donors, 40 quarters, 999 sets of donors")
def test_stacked_with_permutations(benchmark):
    frame = panel(25, 40)
    starts = {f"U{i:03d}": 1990 + i for i in range(5)}
    found = benchmark.pedantic(
        stacked_effects, args=(frame,), rounds=2,
        kwargs={"unit": "unit", "time": "year", "outcome": "y", "starts": starts, "draws": 999, "seed": 1},
    )  # fmt: skip
    assert found.draws == 999
