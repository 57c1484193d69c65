import itertools
import json

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from mcee_eval.errors import BadParameter, ConstantSeries, NoEvents, NotFinite, TooFewPeriods, ZeroExposure
from mcee_eval.metrics.before_after import dispersion, paired_change, rate_ratio


def central_p_by_listing(x1, e1, x2, e2):
    """The two-sided p-value by listing every split of the total."""
    n, share = x1 + x2, e1 / (e1 + e2)
    chance = stats.binom.pmf(np.arange(n + 1), n, share)
    return min(1.0, 2 * min(chance[: x1 + 1].sum(), chance[x1:].sum()))


@pytest.mark.parametrize(
    ("x1", "e1", "x2", "e2"), [(3, 10.0, 9, 12.0), (0, 5.0, 4, 5.0), (14, 1.0, 2, 3.0), (6, 1, 6, 1)]
)
def test_central_p_lists_every_split(x1, e1, x2, e2):
    assert rate_ratio(x1, e1, x2, e2).central_p == pytest.approx(central_p_by_listing(x1, e1, x2, e2), rel=1e-12)


def test_the_interval_ends_are_where_the_tails_are_the_level():
    r = rate_ratio(7, 10.0, 15, 11.0, level=0.9)
    for ratio, tail in ((r.ratio.low, "upper"), (r.ratio.high, "lower")):
        share = ratio * 10 / (ratio * 10 + 11)
        p = stats.binom.sf(6, 22, share) if tail == "upper" else stats.binom.cdf(7, 22, share)
        assert p == pytest.approx(0.05, rel=1e-9)


def test_midp_ends_lie_near_their_roots_and_exactly_on_them_for_large_counts():
    for x1, x2, near in ((7, 15, 2e-3), (40_000, 41_000, 1e-9)):
        r = rate_ratio(x1, 1.0, x2, 1.0)
        for ratio, sign in ((r.midp.low, -1), (r.midp.high, 1)):
            share = ratio / (1 + ratio)
            half = stats.binom.pmf(x1, x1 + x2, share) / 2
            tail = stats.binom.cdf(x1, x1 + x2, share) if sign > 0 else stats.binom.sf(x1 - 1, x1 + x2, share)
            assert tail - half == pytest.approx(0.025, abs=near)


def test_median_unbiased_is_where_both_tails_are_half():
    share = (m := rate_ratio(4, 2.0, 9, 3.0).median_unbiased) * 2 / (m * 2 + 3)
    assert stats.binom.cdf(4, 13, share) - stats.binom.pmf(4, 13, share) / 2 == pytest.approx(0.5, abs=1e-12)


def test_garwood_covers_at_its_tails():
    r = rate_ratio(5, 2.0, 0, 3.0)
    assert stats.poisson.sf(4, r.rate1.low * 2) == pytest.approx(0.025, rel=1e-9)
    assert stats.poisson.cdf(5, r.rate1.high * 2) == pytest.approx(0.025, rel=1e-9)
    assert r.rate2.low == 0
    assert stats.poisson.cdf(0, r.rate2.high * 3) == pytest.approx(0.025, rel=1e-9)


def test_a_second_count_of_zero_has_no_upper_end():
    numbers = rate_ratio(6, 1.0, 0, 1.0).numbers()
    assert numbers["rate_ratio"] is None
    assert numbers["central_ci"][1] is None
    assert numbers["midp_ci"][1] is None
    assert numbers["central_ci"][0] > 1


def test_numbers_has_the_fixed_keys():
    keys = ["rate_ratio", "central_ci", "central_p", "midp_ci", "midp_p", "median_unbiased", "rate1_ci", "rate2_ci"]
    assert list(rate_ratio(3, 1, 4, 1).numbers()) == keys
    keys = ["mean", "ci", "t", "t_p", "wilcoxon_v", "wilcoxon_p", "permutation_p"]
    assert list(paired_change([1, 2, 3.0], [2, 4, 3]).numbers()) == keys


def test_numbers_are_plain_json():
    for r in (rate_ratio(6, 1, 0, 1), rate_ratio(0, 1, 3, 1), paired_change(np.zeros(45), np.arange(45.0))):
        assert json.loads(json.dumps(r.numbers(), allow_nan=False)) == r.numbers()


def test_swapping_the_periods_inverts_the_answer():
    one, other = rate_ratio(12, 3.0, 30, 4.0), rate_ratio(30, 4.0, 12, 3.0)
    assert one.ratio.value == pytest.approx(1 / other.ratio.value)
    assert one.ratio.low == pytest.approx(1 / other.ratio.high, rel=1e-9)
    assert one.central_p == pytest.approx(other.central_p, rel=1e-9)
    assert one.midp_p == pytest.approx(other.midp_p, rel=1e-9)
    assert one.median_unbiased == pytest.approx(1 / other.median_unbiased, rel=1e-9)


def test_the_unit_of_exposure_cancels():
    months, years = rate_ratio(12, 36, 30, 48), rate_ratio(12, 3, 30, 4)
    assert months.numbers()["central_ci"] == pytest.approx(years.numbers()["central_ci"], rel=1e-12)
    assert months.rate1.high == pytest.approx(years.rate1.high / 12)


def test_a_p_value_far_in_the_tail_is_not_zero():
    assert 0 < rate_ratio(400, 1, 40, 1).central_p < 1e-60


def test_dispersion_widens_above_its_bar_only():
    plain, same, wide = (rate_ratio(30, 1, 50, 1, dispersion=d) for d in (None, 1.4, 4.0))
    assert same.numbers() == plain.numbers()
    assert wide.ratio.value == plain.ratio.value
    assert wide.ratio.low < plain.ratio.low < plain.ratio.high < wide.ratio.high
    assert wide.rate1.low < plain.rate1.low
    assert wide.notes == ("scaled_by_dispersion",)


def test_scaled_intervals_cover_when_events_come_in_clusters():
    rng = np.random.default_rng(20)
    truth, hits, tries = 0.6, 0, 600
    for _ in range(tries):
        # 24 months a side, each count three times a Poisson: dispersion 3
        before, after = 3 * rng.poisson(4, 24), 3 * rng.poisson(4 * truth, 24)
        found = dispersion(np.r_[before, after], np.ones(48), np.repeat([0, 1], 24))
        r = rate_ratio(after.sum(), 24, before.sum(), 24, dispersion=found)
        hits += r.ratio.low <= truth <= r.ratio.high
    assert hits / tries > 0.93  # Monte-Carlo error 0.009


def test_central_intervals_cover_at_least_their_level():
    # every pair of counts that matters, weighted by its chance: no simulation
    mean1, mean2, covered = 4.0, 7.0, 0.0
    for x1, x2 in itertools.product(range(18), range(24)):
        if x1 + x2:
            r = rate_ratio(x1, 1, x2, 1)
            inside = r.ratio.low <= mean1 / mean2 <= (np.inf if r.ratio.high is None else r.ratio.high)
            covered += inside * stats.poisson.pmf(x1, mean1) * stats.poisson.pmf(x2, mean2)
    assert covered > 0.95 - 1e-4  # the counts left out have a chance below 1e-4


def test_dispersion_is_pearson_over_its_degrees_of_freedom():
    found = dispersion([2, 4, 9, 3], [1, 1, 2, 1], ["b", "b", "a", "a"])
    assert found == pytest.approx(((2 - 3) ** 2 / 3 + (4 - 3) ** 2 / 3 + 1 / 8 + 1 / 4) / 2)


@pytest.mark.parametrize(
    ("args", "refusal", "said"),
    [
        ((3, 0, 4, 1), ZeroExposure, "exposure"),
        ((3, 1, 4, -2), ZeroExposure, "exposure"),
        ((0, 1, 0, 1), NoEvents, "no events"),
        ((np.nan, 1, 4, 1), NotFinite, "'x1'"),
        ((3, np.inf, 4, 1), NotFinite, "'e1'"),
        ((-1, 1, 2.5, 1), BadParameter, "2 parameter"),
    ],
)
def test_rate_ratio_refuses(args, refusal, said):
    with pytest.raises(refusal, match=said):
        rate_ratio(*args)


def test_rate_ratio_refuses_a_level_and_a_dispersion_at_once():
    with pytest.raises(BadParameter, match="2 parameter"):
        rate_ratio(1, 1, 2, 1, level=95, dispersion=0)


def test_dispersion_refuses():
    with pytest.raises(NoEvents, match="group"):
        dispersion([0, 0, 3, 4], np.ones(4), [0, 0, 1, 1])
    with pytest.raises(TooFewPeriods):
        dispersion([1, 2], np.ones(2), [0, 1])
    with pytest.raises(ZeroExposure):
        dispersion([1, 2, 3], [1, 0, 1], [0, 1, 1])


@pytest.mark.parametrize("n", [2, 5, 9])
def test_permutation_p_lists_every_pattern(n):
    change = np.random.default_rng(n).normal(0.5, 1, n).round(1)
    sums = [abs(np.dot(s, change)) for s in itertools.product((-1, 1), repeat=n)]
    expected = np.mean([s >= abs(change.sum()) - 1e-9 for s in sums])
    assert paired_change(np.zeros(n), change).permutation_p == pytest.approx(expected, abs=1e-15)


def test_permutation_counts_ties_and_zeros():
    # differences 1, 1, 0: |sum| ≥ 2 in half of the patterns
    assert paired_change([0, 0, 5], [1, 1, 5]).permutation_p == 0.5


def test_permutation_is_exact_at_forty_pairs_and_not_claimed_beyond():
    change = np.random.default_rng(3).normal(0.3, 1, 41)
    at_forty = paired_change(np.zeros(40), change[:40])
    assert at_forty.permutation_p == pytest.approx(at_forty.t_p, rel=0.05)
    beyond = paired_change(np.zeros(41), change)
    assert beyond.permutation_p is None
    assert beyond.notes == ("too_many_pairs_to_enumerate",)


def test_paired_size_is_at_most_nominal():
    rng = np.random.default_rng(4)
    p = [paired_change(np.zeros(8), rng.standard_t(2, 8)).permutation_p for _ in range(800)]
    assert np.mean(np.array(p) <= 0.05) < 0.05 + 3 * np.sqrt(0.05 * 0.95 / 800)


def test_paired_change_agrees_with_scipy():
    rng = np.random.default_rng(5)
    before = rng.normal(size=15)
    after = before + rng.normal(0.4, 1, 15)
    r = paired_change(before, after, level=0.9)
    t = stats.ttest_rel(after, before)
    assert (r.t, r.t_p) == pytest.approx((t.statistic, t.pvalue), rel=1e-12)
    interval = t.confidence_interval(0.9)
    assert (r.mean.low, r.mean.high) == pytest.approx((interval.low, interval.high), rel=1e-12)
    signs = stats.permutation_test((after - before,), np.sum, permutation_type="samples", n_resamples=np.inf)
    assert r.permutation_p == pytest.approx(signs.pvalue, rel=1e-12)


def test_paired_change_invariances():
    rng = np.random.default_rng(6)
    before, after = rng.normal(size=12), rng.normal(0.5, 1, 12)
    kept = before.copy(), after.copy()
    r, order = paired_change(before, after), rng.permutation(12)
    again = paired_change(before[order], after[order])
    assert (again.t, again.wilcoxon_p) == pytest.approx((r.t, r.wilcoxon_p), rel=1e-12)
    assert again.permutation_p == r.permutation_p
    shifted = paired_change(before + 100, after + 100)
    assert shifted.t == pytest.approx(r.t, rel=1e-9)
    scaled = paired_change(1000 * before, 1000 * after)
    assert scaled.mean.value == pytest.approx(1000 * r.mean.value)
    assert scaled.permutation_p == r.permutation_p
    swapped = paired_change(after, before)
    assert swapped.mean.value == pytest.approx(-r.mean.value)
    assert swapped.wilcoxon_p == pytest.approx(r.wilcoxon_p, rel=1e-12)
    np.testing.assert_array_equal(before, kept[0])
    np.testing.assert_array_equal(after, kept[1])
    assert paired_change(pd.Series(before), pd.Series(after)).numbers() == r.numbers()


@pytest.mark.parametrize(
    ("before", "after", "refusal", "said"),
    [
        ([1, 2], [1, 2, 3], BadParameter, "shapes"),
        ([1], [2], TooFewPeriods, "1 pairs"),
        ([1, 2, 3], [2, 3, 4], ConstantSeries, "constant"),
        ([1, np.nan, 3], [2, 3, 5], NotFinite, "'before', row 1"),
        ([1, 2, 3], [2, 3, -np.inf], NotFinite, "'after', row 2"),
    ],
)
def test_paired_change_refuses(before, after, refusal, said):
    with pytest.raises(refusal, match=said):
        paired_change(before, after)


def test_the_recipe_calls_it_again():
    r = rate_ratio(3, 1, 9, 2, level=0.9)
    assert rate_ratio(**r.recipe).numbers() == r.numbers()
    p = paired_change([1, 2, 3.0], [2, 4, 3], level=0.8)
    assert paired_change(**p.recipe).numbers() == p.numbers()


def test_two_series_are_paired_by_their_index():
    a = pd.Series([1, 2, 3, 4.0, 9], index=list("abcde"))
    b = pd.Series([9.5, 4.2, 3.6, 2.2, 1.1], index=list("edcba"))
    found = paired_change(a, b)
    assert found.t_p == pytest.approx(0.029918052212731562)
    assert found.numbers() == paired_change(a, b.loc[a.index]).numbers()
    with pytest.raises(BadParameter, match="no 'e'"):
        paired_change(a, b.rename({"e": "f"}))
    with pytest.raises(BadParameter, match="more than once"):
        paired_change(a, b.rename({"e": "d"}))
