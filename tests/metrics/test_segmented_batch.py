import numpy as np
import pandas as pd
import pytest

from benchmarks.segmented_batch import segmented_batch
from mcee_eval.errors import BadParameter, BadTable, ConstantSeries, NotFinite, TooFewPeriods
from mcee_eval.metrics.ar1_reml import ar1_series
from mcee_eval.metrics.segmented import segmented

TIMES = np.arange(30.0)
SERIES = ar1_series(300, 30, 0.5, rng=np.random.default_rng(1)) * 4 + 20 - 2 * (TIMES >= 16)


@pytest.mark.parametrize("errors", ["ar1_reml", "classical", "newey_west"])
@pytest.mark.parametrize("slope", [True, False])
def test_equals_the_public_path(errors, slope):
    price = np.cos(TIMES**1.5)
    batch = segmented_batch(
        SERIES, times=TIMES, event=16, slope=slope, ramp_at_event=1, covariates=price, errors=errors, level=0.9
    )
    assert batch.names[batch.column("level")] == "level"
    for i in range(0, 300, 37):
        frame = pd.DataFrame({"t": TIMES, "y": SERIES[i], "price": price})
        one = segmented(
            frame, outcome="y", time="t", event=16, slope=slope, ramp_at_event=1, covariates=["price"], errors=errors,
            level=0.9,
        )  # fmt: skip
        assert batch.coef[i] == pytest.approx(one.coef, rel=1e-8)
        assert batch.se[i] == pytest.approx(one.se, rel=1e-8)
        e, j = one.level.estimate, batch.column("level")
        assert (batch.low[i, j], batch.high[i, j]) == pytest.approx((e.low, e.high), rel=1e-8)
        assert (batch.df[i, j], batch.p[i, j]) == pytest.approx((one.level.df, one.level.p), rel=1e-8)
        assert batch.sigma[i] == pytest.approx(one.sigma, rel=1e-8)
        assert (batch.rho is None) == (one.rho is None)
        if batch.rho is not None:
            assert batch.rho[i] == pytest.approx(one.rho, abs=1e-10)


def test_input_is_untouched_and_one_series_is_a_batch_of_one():
    kept = SERIES.copy()
    all_of_them = segmented_batch(SERIES, times=TIMES, event=16)
    one = segmented_batch(SERIES[3], times=TIMES, event=16)
    np.testing.assert_array_equal(SERIES, kept)
    assert one.coef[0] == pytest.approx(all_of_them.coef[3], rel=1e-9)


@pytest.mark.parametrize(
    ("change", "refusal", "said"),
    [
        ({"event": 11}, TooFewPeriods, "before the event: 11 periods; expected 12"),
        ({"event": 7, "slope": False}, TooFewPeriods, "expected 8"),
        ({"times": TIMES[::-1]}, BadTable, "out of order"),
        ({"times": TIMES**1.2, "event": 25}, BadTable, "unequal"),
        ({"times": np.arange(29.0)}, BadTable, "30 columns"),
        ({"times": np.r_[TIMES[:-1], np.nan]}, NotFinite, "'times', row 29"),
        ({"errors": "hac", "level": 2}, BadParameter, "2 parameter"),
        ({"covariates": 2 * TIMES}, BadParameter, "told apart"),
    ],
)
def test_refuses(change, refusal, said):
    with pytest.raises(refusal, match=said):
        segmented_batch(SERIES, **({"times": TIMES, "event": 16} | change))


def test_refuses_series_that_the_terms_fit_exactly():
    exact = np.vstack([SERIES[:2], np.full(30, 5.0), 3 * TIMES])
    with pytest.raises(ConstantSeries, match="2 series") as told:
        segmented_batch(exact, times=TIMES, event=16)
    assert [p.where for p in told.value.problems] == ["outcomes, row 2", "outcomes, row 3"]
