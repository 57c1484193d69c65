import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom, norm, poisson

from benchmarks.segmented_batch import segmented_batch
from mcee_eval.errors import BadParameter, NoEvents, NotFinite, TooFewPeriods, ZeroExposure
from mcee_eval.metrics.ar1_reml import ar1_series
from mcee_eval.metrics.before_after import rate_ratio
from mcee_eval.metrics.power import minimum_effect, power_poisson
from mcee_eval.metrics.segmented import segmented


def power_by_listing(before, after, ratio, alpha):
    """Every pair of counts, each tested on its own."""
    total = 0.0
    for n in range(1, 160):
        x = np.arange(n + 1)
        null = 1 / (1 + ratio)
        p = 2 * np.minimum(binom.cdf(x, n, null), binom.sf(x - 1, n, null))
        chance = binom.pmf(x, n, before / (before + after))
        total += poisson.pmf(n, before + after) * chance[p <= alpha * (1 + 1e-12)].sum()
    return total


@pytest.mark.parametrize(
    ("before", "after", "ratio", "alpha"),
    [(40, 24, 1, 0.05), (10, 0, 1, 0.05), (3, 9, 2.5, 0.1), (0.5, 0.2, 1, 0.05), (7, 0, 1, 2**-6), (0, 8, 0.5, 0.05)],
)
def test_power_lists_every_pair_of_counts(before, after, ratio, alpha):
    found = power_poisson(before, after, exposure_ratio=ratio, alpha=alpha)
    assert found == pytest.approx(power_by_listing(before, after, ratio, alpha), abs=1e-11)


def test_power_is_that_of_rate_ratio():
    rng = np.random.default_rng(1)
    pairs = zip(rng.poisson(30, 2000), rng.poisson(15, 2000), strict=True)
    seen = np.mean([rate_ratio(b, 2, a, 3).central_p <= 0.05 for b, a in pairs])
    assert seen == pytest.approx(power_poisson(30, 15, exposure_ratio=1.5), abs=4 * np.sqrt(0.25 / 2000))


def test_power_at_no_difference_is_at_most_the_size():
    for mean in (3, 20, 300, 5_000):
        assert power_poisson(mean, 2 * mean, exposure_ratio=2) <= 0.05


def test_power_is_symmetric_in_the_periods():
    assert power_poisson(30, 12, exposure_ratio=0.5) == pytest.approx(power_poisson(12, 30, exposure_ratio=2))


def test_power_of_large_counts_nears_the_normal():
    spread = np.sqrt(1 / 50_000 + 1 / 51_000)
    assert power_poisson(50_000, 51_000) == pytest.approx(norm.sf(1.96 - np.log(1.02) / spread), abs=5e-3)


@pytest.mark.parametrize(
    ("args", "more", "refusal"),
    [
        ((-1, 2), {}, BadParameter),
        ((0, 0), {}, BadParameter),
        ((1, 2), {"alpha": 5}, BadParameter),
        ((np.nan, 2), {}, NotFinite),
        ((1, 2), {"exposure_ratio": 0}, ZeroExposure),
    ],
)
def test_power_refuses(args, more, refusal):
    with pytest.raises(refusal):
        power_poisson(*args, **more)


def fit(rho=0.5, n=40, seed=3, **more):
    y = ar1_series(1, n, rho, rng=np.random.default_rng(seed))[0] * 2
    return segmented(pd.DataFrame({"t": np.arange(n), "y": y}), outcome="y", time="t", event=n // 2, **more)


def test_the_effect_found_has_the_power_asked_for():
    one = fit()
    effect = minimum_effect(one, seed=5)
    draws = ar1_series(6_000, 40, one.rho, rng=np.random.default_rng(99)) * one.sigma
    times = np.arange(40)
    batch = segmented_batch(draws + effect.value * (times >= 20), times=times, event=20)
    seen = np.mean(batch.low[:, 2] > 0)
    assert seen == pytest.approx(0.8, abs=4 * np.sqrt(0.8 * 0.2 * (1 / 6_000 + 1 / 4_000)))
    assert effect.low < effect.value < effect.high
    assert (effect.unit, effect.n) == ("y", 40)


def test_the_effect_of_independent_errors_nears_the_noncentral_t():
    one = fit(rho=0.0, n=120)
    plain = fit(rho=0.0, n=120, errors="classical")
    assert minimum_effect(one, seed=1).value == pytest.approx(minimum_effect(plain, seed=1).value, rel=0.25)
    assert minimum_effect(plain, seed=1).value == pytest.approx(plain.level.estimate.se * (1.98 + 0.845), rel=5e-3)


def test_effects_scale_and_ask_more_for_more_power():
    frame = pd.DataFrame({"t": np.arange(40), "y": ar1_series(1, 40, 0.3, rng=np.random.default_rng(2))[0]})
    once = segmented(frame, outcome="y", time="t", event=20)
    tens = segmented(frame.assign(y=10 * frame.y), outcome="y", time="t", event=20)
    assert minimum_effect(tens, seed=1).value == pytest.approx(10 * minimum_effect(once, seed=1).value, rel=1e-6)
    values = [minimum_effect(once, power=p, seed=1).value for p in (0.5, 0.8, 0.9)]
    assert values == sorted(values)
    assert minimum_effect(once, alpha=0.01, seed=1).value > values[1]


def test_the_seed_decides():
    one = fit()
    assert minimum_effect(one, seed=7) == minimum_effect(one, seed=7)
    assert minimum_effect(one, seed=7) != minimum_effect(one, seed=8)


def test_a_gap_costs_power():
    y = ar1_series(1, 60, 0.3, rng=np.random.default_rng(4))[0]
    frame = pd.DataFrame({"t": np.arange(60), "y": y})
    gappy = frame.drop(index=[20, 21, 22, 23, 24, 30, 31, 32, 33])
    whole, less = (segmented(f, outcome="y", time="t", event=30) for f in (frame, gappy))
    ratio = [minimum_effect(f, seed=1).value / f.sigma for f in (whole, less)]
    assert ratio[1] > ratio[0]


def test_counts_fits_use_their_own_error():
    rng = np.random.default_rng(6)
    frame = pd.DataFrame({"t": np.arange(40), "y": rng.poisson(30, 40)})
    one = segmented(frame, outcome="y", time="t", event=20, family="poisson", errors="classical")
    effect = minimum_effect(one, seed=1)
    assert effect.unit == "log_rate_ratio"
    assert effect.value == pytest.approx(one.level.estimate.se * (norm.ppf(0.975) + norm.ppf(0.8)))


@pytest.mark.parametrize("counts", [(60, 40), (60, 61), (25.0, 60)])
def test_the_ratio_found_from_counts_has_the_power_asked_for(counts):
    effect = minimum_effect(counts, seed=1)
    assert power_poisson(counts[0], counts[0] * effect.value) == pytest.approx(0.8, abs=1e-9)
    assert (effect.value < 1) == (counts[1] < counts[0])


def test_counts_by_period_bring_their_exposure_and_dispersion():
    calm = [9, 11, 10, 10, 12, 8, 10, 10], [8, 7, 9, 8]
    effect = minimum_effect(calm, seed=1)
    assert power_poisson(80, 40 * effect.value, exposure_ratio=0.5) == pytest.approx(0.8, abs=1e-9)
    wild = [1, 22, 3, 18, 2, 20, 4, 10], [1, 15, 2, 14]
    assert wild[0][0] + sum(wild[0][1:]) == sum(calm[0])
    with pytest.raises(TooFewPeriods, match="fall to zero"):
        minimum_effect(wild, seed=1)


def test_too_few_events_are_refused_with_the_number_needed():
    with pytest.raises(TooFewPeriods) as told:
        minimum_effect((6, 2), seed=1)
    assert power_poisson(told.value.need, 0) >= 0.8 > power_poisson(told.value.need - 1, 0)


def test_minimum_effect_refuses():
    with pytest.raises(BadParameter, match="3 parameter"):
        minimum_effect((60, 40), power=80, alpha=5, seed=-1)
    with pytest.raises(BadParameter, match="more than alpha"):
        minimum_effect((60, 40), power=0.04, seed=1)
    with pytest.raises(NoEvents):
        minimum_effect((0, 3), seed=1)
    with pytest.raises(BadParameter, match="0 or more"):
        minimum_effect((10, -3), seed=1)
    with pytest.raises(NotFinite):
        minimum_effect((10, np.nan), seed=1)
    with pytest.raises(BadParameter, match="before, after"):
        minimum_effect((10, 3, 4), seed=1)
    t = np.arange(30.0)
    exact = segmented(pd.DataFrame({"t": t, "y": t * 2}), outcome="y", time="t", event=15)
    with pytest.raises(BadParameter, match="no residuals"):
        minimum_effect(exact, seed=1)
