"""Bai-Perron with every m up to 5 and dated intervals, beside a peer where it is installed.

python -m pytest benchmarks/test_trend_breaks.py
"""

import numpy as np
import pandas as pd
import pytest

from mcee_eval.metrics.trend_breaks import trend_breaks

BARS = {500: 0.05, 5_000: 3.0}  # seconds


def series(n):
    rng = np.random.default_rng(20250501)
    step = np.repeat([0.0, 1.0, 0.4, 1.4], n // 4)
    return pd.DataFrame({"y": rng.normal(size=n) + step, "x": rng.normal(size=n).cumsum() / 20})


@pytest.mark.parametrize("n", BARS)
@pytest.mark.parametrize("regressors", [(), ("x",)], ids=["level", "regressor"])
@pytest.mark.benchmark(group="bai-perron")
def test_every_number_of_breaks_with_intervals(benchmark, n, regressors):
    frame = series(n)
    found = benchmark(
        trend_breaks, frame, outcome="y", regressors=regressors, max_breaks=5, errors="quadratic_spectral",
        prewhiten=True,
    )  # fmt: skip
    assert len(found.rss) == 6
    assert all(b.date.low is not None for b in found.breaks)
    if benchmark.stats is not None:
        assert benchmark.stats.stats.min < BARS[n]


@pytest.mark.benchmark(group="bai-perron")
def test_a_peer_with_three_breaks_and_no_interval(benchmark):
    ruptures = pytest.importorskip("ruptures")
    y = series(500)["y"].to_numpy()
    benchmark(lambda: ruptures.Dynp(model="l2", min_size=75, jump=1).fit(y).predict(n_bkps=3))
