import numpy as np
import pandas as pd
import pytest
from published_series import remission

from mcee_eval.errors import BadParameter, ConstantSeries, NoEvents, NotFinite, NotHeld
from mcee_eval.metrics.restricted_mean import restricted_mean

COLUMNS = {"duration": "days", "event": "issued", "group": "arm"}


def waits(seed, n=60, scale=(100, 150), censored=True):
    rng = np.random.default_rng(seed)
    arm = np.repeat([0, 1], n)
    true = rng.exponential(np.array(scale)[arm])
    end = rng.exponential(400, 2 * n) if censored else np.full(2 * n, np.inf)
    return pd.DataFrame({"days": np.minimum(true, end), "issued": (true <= end).astype(int), "arm": arm})


def test_without_censoring_it_is_the_mean_of_what_is_cut_at_tau():
    d = waits(1, censored=False)
    r = restricted_mean(d, **COLUMNS, tau=120)
    for position, arm in enumerate(r.arms):
        cut = np.minimum(d.loc[d["arm"] == position, "days"], 120)
        assert arm.value == pytest.approx(cut.mean(), rel=1e-12)
        assert arm.se == pytest.approx(cut.std(ddof=0) / np.sqrt(60), rel=1e-12)


def test_covers_the_truth_under_censoring():
    tau, inside = 150.0, 0
    truth = 150 * (1 - np.exp(-tau / 150)) - 100 * (1 - np.exp(-tau / 100))
    for seed in range(400):
        d = restricted_mean(waits(seed), **COLUMNS, tau=tau).difference
        inside += d.low <= truth <= d.high
    assert 0.92 <= inside / 400 <= 0.98


def test_exchanging_the_arms_exchanges_the_sign():
    d = waits(2)
    once, back = (restricted_mean(f, **COLUMNS, tau=100) for f in (d, d.assign(arm=1 - d["arm"])))
    assert back.difference.value == pytest.approx(-once.difference.value)
    assert (back.difference.low, back.difference_p) == pytest.approx((-once.difference.high, once.difference_p))
    assert back.ratio.value == pytest.approx(1 / once.ratio.value)
    assert (back.ratio.low, back.ratio_p) == pytest.approx((1 / once.ratio.high, once.ratio_p))


def test_row_order_scale_and_input():
    d = waits(3)
    kept = d.copy(deep=True)
    once = restricted_mean(d, **COLUMNS, tau=140).numbers()
    assert restricted_mean(d.sample(frac=1, random_state=1), **COLUMNS, tau=140).numbers() == once
    weeks = restricted_mean(d.assign(days=d["days"] / 7), **COLUMNS, tau=20).numbers()
    assert weeks["difference"]["ci"] == pytest.approx([v / 7 for v in once["difference"]["ci"]])
    assert weeks["ratio"]["ci"] == pytest.approx(once["ratio"]["ci"])
    pd.testing.assert_frame_equal(d, kept)


def test_keys_recipe_and_path():
    r = restricted_mean(remission(), duration="weeks", event="relapse", group="treatment", tau=20)
    n = r.numbers()
    assert [list(n), list(n["arms"][0]), list(n["difference"]), list(n["ratio"])] == [
        ["arms", "difference", "ratio"], ["value", "se"], ["value", "se", "ci", "p"], ["value", "ci", "p"],
    ]  # fmt: skip
    assert restricted_mean(remission(), **r.recipe) == r
    areas = [
        float((one["survival"].to_numpy()[:-1] * np.diff(one["time"])).sum()) for _, one in r.frame.groupby("group")
    ]
    assert areas == pytest.approx([a.value for a in r.arms])


def test_refusals():
    d = waits(4)
    with pytest.raises(NotHeld, match="the longest wait observed"):
        restricted_mean(d.assign(issued=np.where(d["days"] > 50, 0, d["issued"])), **COLUMNS, tau=1e4)
    with pytest.raises(NoEvents, match=r"no event by 0\.0001"):
        restricted_mean(d, **COLUMNS, tau=1e-4)
    with pytest.raises(NoEvents, match="all censored"):
        restricted_mean(d.assign(issued=0), **COLUMNS, tau=100)
    with pytest.raises(BadParameter, match="exactly 2 groups"):
        restricted_mean(d.assign(arm=np.arange(120) % 3), **COLUMNS, tau=100)
    with pytest.raises(BadParameter, match="a number above 0"):
        restricted_mean(d, **COLUMNS, tau=-3)
    with pytest.raises(ConstantSeries, match="everyone waits alike"):
        restricted_mean(d.assign(days=60, issued=1), **COLUMNS, tau=100)
    with pytest.raises(NotFinite):
        restricted_mean(d.assign(days=np.inf), **COLUMNS, tau=100)


def test_beyond_the_last_event_of_all_the_curve_is_zero():
    d = waits(5, n=10, censored=False)
    assert restricted_mean(d, **COLUMNS, tau=1e4).arms[0].value == pytest.approx(d["days"][:10].mean())
