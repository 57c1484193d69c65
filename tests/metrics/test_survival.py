import numpy as np
import pandas as pd
import pytest
from lifelines import KaplanMeierFitter
from lifelines.statistics import multivariate_logrank_test
from published_series import remission

from mcee_eval.errors import BadParameter, BadTable, ConstantSeries, NoEvents, NotFinite
from mcee_eval.metrics.survival import kaplan_meier, log_rank

COLUMNS = {"duration": "days", "event": "issued"}


def waits(seed, n=60, groups=2, ties=False):
    rng = np.random.default_rng(seed)
    g = rng.integers(0, groups, n)
    true, censored = rng.exponential(100 + 60 * g), rng.exponential(200, n)
    days = np.minimum(true, censored)
    days = np.ceil(days / 10) if ties else days
    return pd.DataFrame(
        {
            "days": days,
            "issued": (true <= censored).astype(int),
            "country": np.array(["C01", "C02", "C03"])[g],
            "layer": rng.integers(0, 3, n),
        }
    )


def product_limit(days, issued, at):
    """Survival and Greenwood's standard error by the definition."""
    s, v = 1.0, 0.0
    for t in sorted(set(days[issued == 1])):
        if t <= at:
            n, d = (days >= t).sum(), ((days == t) & (issued == 1)).sum()
            s, v = s * (1 - d / n), v + d / (n * (n - d))
    return s, s * np.sqrt(v)


@pytest.mark.parametrize("ties", [False, True])
def test_the_product_limit_by_its_definition(ties):
    d = waits(1, ties=ties)
    at = np.quantile(d["days"], [0.1, 0.4, 0.7])
    r = kaplan_meier(d, **COLUMNS, group="country", times=at)
    for position, name in enumerate(r.groups):
        one = d[d["country"] == name]
        for t, found in zip(at, r.points[position], strict=True):
            by_hand = product_limit(one["days"].to_numpy(), one["issued"].to_numpy(), t)
            assert (found.value, found.se) == pytest.approx(by_hand, rel=1e-10)


def test_loglog_limits_equal_those_of_lifelines():
    d = waits(2, groups=1)
    fit = KaplanMeierFitter(alpha=0.1).fit(d["days"], d["issued"])
    limits = fit.confidence_interval_.loc[np.sort(d["days"])]
    found = kaplan_meier(d, **COLUMNS, transform="loglog", level=0.9).frame
    kept = found["se"] > 0
    assert found.loc[kept, "low"].to_numpy() == pytest.approx(limits.iloc[:, 0].to_numpy()[kept], rel=1e-9)
    assert found.loc[kept, "high"].to_numpy() == pytest.approx(limits.iloc[:, 1].to_numpy()[kept], rel=1e-9)


def test_a_flat_half_gives_its_middle():
    d = pd.DataFrame({"days": [1, 2, 3, 4, 6, 7, 8, 9.0], "issued": [1, 1, 1, 1, 1, 1, 1, 1]})
    assert kaplan_meier(d, **COLUMNS).median[0].value == 5
    assert kaplan_meier(d.assign(issued=[1, 0, 1, 1, 1, 1, 1, 1]), **COLUMNS).median[0].value == 6


def test_a_median_that_is_never_reached_is_infinite_and_prints_as_none():
    d = pd.DataFrame({"days": [5.0, 9, 12, 20, 30], "issued": [1, 1, 0, 0, 0]})
    r = kaplan_meier(d, **COLUMNS)
    assert r.median[0].value == np.inf
    assert r.numbers()["median"] == [None]
    assert "median_not_reached" in r.notes


def test_beyond_the_follow_up_nothing_is_known():
    d = pd.DataFrame({"days": [5.0, 9, 12], "issued": [1, 1, 0]})
    r = kaplan_meier(d, **COLUMNS, times=(0, 4, 12, 13))
    assert r.numbers()["survival"][:3] == pytest.approx([1, 1, 1 / 3])
    assert r.numbers()["survival"][3] is None
    assert r.notes == ("time_after_last_follow_up",)
    gone = kaplan_meier(d.assign(issued=1), **COLUMNS, times=(13,))
    assert gone.numbers()["survival"] == [0]
    assert gone.numbers()["se"] == [None]


def test_a_wait_of_zero_days_counts():
    d = pd.DataFrame({"days": [0.0, 0, 3, 5], "issued": [1, 0, 1, 1]})
    found = kaplan_meier(d, **COLUMNS, times=(0, 3)).numbers()
    assert found["survival"] == pytest.approx([0.75, 0.375])
    assert found["n"] == [4]


def test_the_interval_of_the_median_covers():
    rng, inside = np.random.default_rng(3), 0
    for _ in range(300):
        true, censored = rng.exponential(100, 80), rng.exponential(300, 80)
        d = pd.DataFrame({"days": np.minimum(true, censored), "issued": (true <= censored).astype(int)})
        m = kaplan_meier(d, **COLUMNS, transform="loglog").median[0]
        inside += m.low <= 100 * np.log(2) <= m.high
    assert inside / 300 >= 0.91


@pytest.mark.parametrize("groups", [2, 3])
@pytest.mark.parametrize("ties", [False, True])
def test_log_rank_equals_lifelines(groups, ties):
    d = waits(4, n=90, groups=groups, ties=ties)
    theirs = multivariate_logrank_test(d["days"], d["country"], d["issued"])
    mine = log_rank(d, **COLUMNS, group="country")
    assert (mine.chi2, mine.p, mine.df) == pytest.approx((theirs.test_statistic, theirs.p_value, groups - 1), rel=1e-9)
    assert mine.frame["observed"].sum() == pytest.approx(mine.frame["expected"].sum())


def test_stratified_adds_up_over_strata():
    d = waits(5, n=120, ties=True)
    assert log_rank(d.assign(one=1), **COLUMNS, group="country", strata="one").chi2 == pytest.approx(
        log_rank(d, **COLUMNS, group="country").chi2, rel=1e-12
    )
    parts = [log_rank(one, **COLUMNS, group="country") for _, one in d.groupby("layer")]
    gap = sum(p.frame["observed"][0] - p.frame["expected"][0] for p in parts)
    variance = sum((p.frame["observed"][0] - p.frame["expected"][0]) ** 2 / p.chi2 for p in parts)
    assert log_rank(d, **COLUMNS, group="country", strata="layer").chi2 == pytest.approx(gap**2 / variance, rel=1e-9)


def test_log_rank_keeps_its_size():
    p = []
    for seed in range(400):
        d = waits(seed, n=60)
        d["country"] = np.random.default_rng(seed + 10_000).permutation(d["country"])
        p.append(log_rank(d, **COLUMNS, group="country").p)
    assert 0.025 < np.mean(np.array(p) < 0.05) < 0.085


def test_row_order_labels_scale_and_input():
    d = waits(6, groups=3)
    kept = d.copy(deep=True)
    once = kaplan_meier(d, **COLUMNS, group="country", times=(50, 100))
    mixed = kaplan_meier(d.sample(frac=1, random_state=2), **COLUMNS, group="country", times=(50, 100))
    assert mixed.numbers() == once.numbers()
    weeks = kaplan_meier(d.assign(days=d["days"] / 7), **COLUMNS, group="country", times=(50 / 7, 100 / 7)).numbers()
    assert weeks["median"] == pytest.approx([m / 7 for m in once.numbers()["median"]])
    assert weeks["survival"] == pytest.approx(once.numbers()["survival"])
    renamed = d.assign(country=d["country"].map({"C01": "z", "C02": "y", "C03": "x"}))
    assert kaplan_meier(renamed, **COLUMNS, group="country").numbers()["n"] == once.numbers()["n"][::-1]
    test = log_rank(d, **COLUMNS, group="country").chi2
    assert log_rank(renamed, **COLUMNS, group="country").chi2 == pytest.approx(test, rel=1e-9)
    assert log_rank(d.assign(days=np.log1p(d["days"])), **COLUMNS, group="country").chi2 == pytest.approx(test)
    pd.testing.assert_frame_equal(d, kept)


def test_recipe_and_keys():
    r = kaplan_meier(remission(), duration="weeks", event="relapse", group="treatment", times=(5, 10))
    assert kaplan_meier(remission(), **r.recipe) == r
    assert list(r.numbers()) == [
        "n", "events", "median", "median_low", "median_high", "survival", "se", "low", "high",
    ]  # fmt: skip
    test = log_rank(remission(), duration="weeks", event="relapse", group="treatment")
    assert list(test.numbers()) == ["chi2", "df", "p"]
    assert log_rank(remission(), **test.recipe) == test


@pytest.mark.parametrize("metric", [kaplan_meier, log_rank])
def test_refusals(metric):
    d = waits(7)
    columns = {**COLUMNS, "group": "country"}
    with pytest.raises(NoEvents, match="60 rows, all censored") as none:
        metric(d.assign(issued=0), **columns)
    assert none.value.need == 1
    with pytest.raises(NoEvents, match="no rows"):
        metric(d.iloc[:0], **columns)
    with pytest.raises(NotFinite, match="'days', row 2"):
        metric(d.assign(days=d["days"].where(d.index != 2)), **columns)
    with pytest.raises(BadTable, match="0 or more"):
        metric(d.assign(days=d["days"] - 50), **columns)
    with pytest.raises(BadTable, match=r"0 \(censored\) or 1"):
        metric(d.assign(issued=2), **columns)
    with pytest.raises(BadTable, match="'country', row 3: missing"):
        metric(d.assign(country=d["country"].where(d.index != 3)), **columns)
    with pytest.raises(BadTable, match="not in the table"):
        metric(d, **{**columns, "duration": "weeks"})


def test_parameters_that_cannot_be_used():
    d = waits(8)
    with pytest.raises(BadParameter, match="'sqrt'"):
        kaplan_meier(d, **COLUMNS, transform="sqrt")
    with pytest.raises(BadParameter, match="a time of 0 or more"):
        kaplan_meier(d, **COLUMNS, times=(-1,))
    with pytest.raises(ConstantSeries, match="two or more groups"):
        log_rank(d.assign(country="C01"), **COLUMNS, group="country")
