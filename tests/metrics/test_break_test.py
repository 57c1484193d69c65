import numpy as np
import pandas as pd
import pytest
from published_series import nile

from mcee_eval.errors import BadParameter, BadTable, ConstantSeries, NotFinite, TooFewPeriods
from mcee_eval.metrics.break_test import break_test


def noise(seed, n=80, step=0.0, at=40):
    rng = np.random.default_rng(seed)
    return pd.DataFrame({"y": rng.normal(size=n) + step * (np.arange(n) >= at), "x": rng.normal(size=n)})


def test_chow_statistics_by_separate_fits():
    d = noise(1, n=60, step=1.0, at=25)
    full = np.column_stack([np.ones(60), d["x"]])

    def rss(a, b):
        y = d["y"].to_numpy()[a:b]
        return float(np.sum((y - full[a:b] @ np.linalg.lstsq(full[a:b], y, rcond=None)[0]) ** 2))

    f = np.array([(rss(0, 60) - rss(0, i) - rss(i, 60)) / ((rss(0, i) + rss(i, 60)) / 56) for i in range(9, 52)])
    found = break_test(d, outcome="y", regressors=["x"])
    assert found.frame["f"].to_numpy()[8:51] == pytest.approx(f, rel=1e-9)
    assert found.frame["f"].isna().sum() == 17
    assert found.sup_f == pytest.approx(f.max())
    assert found.ave_f == pytest.approx(f.mean())
    assert found.exp_f == pytest.approx(np.log(np.exp(f / 2).mean()))
    assert found.argmax == 9 + f.argmax()


def test_rejects_about_one_in_twenty_without_a_break():
    p = np.array(
        [[(r := break_test(noise(s), outcome="y")).sup_f_p, r.ave_f_p, r.exp_f_p, r.cusum_p] for s in range(400)]
    )
    share = (p < 0.05).mean(axis=0)
    assert (share[:3] > 0.02).all()
    assert (share < 0.09).all()


def test_finds_a_planted_break():
    r = break_test(noise(3, step=2.5), outcome="y")
    assert max(r.sup_f_p, r.ave_f_p, r.exp_f_p, r.cusum_p) < 1e-4
    assert abs(r.argmax - 40) <= 2


def test_scale_and_shift_and_input():
    d = noise(4, step=1.0)
    kept = d.copy(deep=True)
    once = break_test(d, outcome="y", regressors=["x"]).numbers()
    moved = break_test(d.assign(y=1000 * d["y"] + 7e4, x=d["x"] - 3), outcome="y", regressors=["x"]).numbers()
    assert moved == pytest.approx(once, rel=1e-7)
    pd.testing.assert_frame_equal(d, kept)


def test_time_reversed_has_the_same_statistics():
    d = noise(5, step=1.0, at=30)
    once, back = break_test(d, outcome="y"), break_test(d[::-1], outcome="y")
    assert (back.sup_f, back.exp_f, back.cusum) == pytest.approx((once.sup_f, once.exp_f, once.cusum))
    assert back.argmax == 80 - once.argmax


def test_recipe_calls_it_again():
    r = break_test(nile(), outcome="flow", trim=0.2)
    assert break_test(nile(), **r.recipe) == r


def test_an_enormous_break_has_a_tiny_p():
    rng = np.random.default_rng(6)
    d = pd.DataFrame({"y": np.repeat([0.0, 50.0], 50) + rng.normal(size=100), "x": rng.normal(size=100)})
    r = break_test(d, outcome="y", regressors=["x"])
    assert max(r.sup_f_p, r.ave_f_p, r.exp_f_p) < 1e-3
    assert "p_is_an_upper_bound" in r.notes


def test_many_regressors_have_no_p():
    rng = np.random.default_rng(7)
    d = pd.DataFrame(rng.normal(size=(200, 42))).rename(columns=lambda c: f"c{c}")
    r = break_test(d, outcome="c0", regressors=list(d.columns[1:]), trim=0.3)
    assert r.sup_f_p is None
    assert r.notes == ("no_p_for_so_many_regressors",)


def test_refusals():
    d = noise(8)
    with pytest.raises(TooFewPeriods, match="29 points; expected 30 or more") as short:
        break_test(d.head(29), outcome="y")
    assert short.value.need == 30
    with pytest.raises(NotFinite, match="'y', row 3"):
        break_test(d.assign(y=d["y"].where(d.index != 3)), outcome="y")
    with pytest.raises(NotFinite, match="inf"):
        break_test(d.assign(x=np.where(d.index == 5, np.inf, 1.0)), outcome="y", regressors=["x"])
    with pytest.raises(ConstantSeries, match="all 2"):
        break_test(d.assign(y=2.0), outcome="y")
    with pytest.raises(ConstantSeries, match="without error"):
        break_test(d.assign(y=3 * d["x"] + 1), outcome="y", regressors=["x"])
    with pytest.raises(BadTable, match="Did you mean 'y'"):
        break_test(d, outcome="yy")
    with pytest.raises(BadParameter, match=r"between 0 and 0\.5"):
        break_test(d, outcome="y", trim=0.5)
    many = pd.DataFrame(np.random.default_rng(9).normal(size=(30, 17))).rename(columns=lambda c: f"c{c}")
    with pytest.raises(BadParameter, match="17 coefficients over 30 periods"):
        break_test(many, outcome="c0", regressors=list(many.columns[1:]))


def test_a_step_without_any_error_has_no_p():
    found = break_test(pd.DataFrame({"y": [0.0] * 20 + [1.0] * 20}), outcome="y")
    assert (found.argmax, found.sup_f_p, found.ave_f_p, found.exp_f_p) == (20, None, None, None)
    assert found.notes == ("exact_fit",)
