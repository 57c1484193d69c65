"""10,000 segmented fits on one design: Newey-West under 0.6 s, REML with Satterthwaite df at n = 48 under 10 s.

Run: python -m pytest benchmarks/test_segmented_speed.py (the statsmodels loop beside it takes some seconds).
"""

import numpy as np
import pytest
import statsmodels.api as sm

from benchmarks.segmented_batch import segmented_batch
from mcee_eval.metrics.ar1_reml import ar1_series
from mcee_eval.metrics.segmented_design import segments

FITS, LAGS = 10_000, 3


def series(n):
    return ar1_series(FITS, n, 0.4, rng=np.random.default_rng(1)), np.arange(float(n))


@pytest.mark.benchmark(group="10,000 Newey-West fits, n = 48")
def test_newey_west_batch(benchmark):
    outcomes, times = series(48)
    batch = benchmark.pedantic(
        segmented_batch,
        args=(outcomes,),
        kwargs={"times": times, "event": 24, "errors": "newey_west", "lags": LAGS},
        rounds=5,
        warmup_rounds=1,
    )
    assert batch.se.shape == (FITS, 4)
    assert benchmark.stats.stats.median < 0.6


@pytest.mark.benchmark(group="10,000 Newey-West fits, n = 48")
def test_newey_west_statsmodels_loop(benchmark):
    outcomes, times = series(48)
    _, design = segments(times, 24)

    def loop():
        kwds = {"maxlags": LAGS, "use_correction": True}
        return np.array([sm.OLS(y, design).fit(cov_type="HAC", cov_kwds=kwds, use_t=True).bse for y in outcomes])

    peer = benchmark.pedantic(loop, rounds=1)
    ours = segmented_batch(outcomes, times=times, event=24, errors="newey_west", lags=LAGS)
    np.testing.assert_allclose(ours.se, peer, rtol=1e-8)


@pytest.mark.benchmark(group="10,000 REML-Satterthwaite fits")
@pytest.mark.parametrize(("n", "bar"), [(24, 10), (48, 10), (100, 20)])
def test_reml_batch(benchmark, n, bar):
    outcomes, times = series(n)
    batch = benchmark.pedantic(
        segmented_batch, args=(outcomes,), kwargs={"times": times, "event": n // 2}, rounds=3, warmup_rounds=1
    )
    assert np.isfinite(batch.df).all()
    assert benchmark.stats.stats.median < bar
