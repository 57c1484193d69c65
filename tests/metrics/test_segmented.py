import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from segmented_data import count_fit, counts, fit, series

GAUSSIAN = ("ar1_reml", "classical", "newey_west")


# what it finds


@pytest.mark.parametrize("errors", GAUSSIAN)
def test_a_planted_change_without_noise_is_found_and_no_error_is_claimed(errors):
    t = np.arange(30.0)
    frame = pd.DataFrame({"t": t, "y": 9 + 2 * t - 5 * (t >= 15) + 0.5 * (t >= 15) * (t - 15)})
    r = fit(frame, event=15, errors=errors)
    assert r.level.estimate.value == pytest.approx(-5)
    assert r.slope.estimate.value == pytest.approx(0.5)
    assert r.notes == ("exact_fit",)
    assert r.numbers()["level"]["ci"] == [None, None]
    assert r.numbers()["level"]["p"] is None


@pytest.mark.parametrize("errors", GAUSSIAN)
def test_the_estimate_is_unbiased_and_its_error_honest_on_average(errors):
    found = [fit(series(seed=s, rho=0.0), errors=errors) for s in range(120)]
    levels = np.array([r.level.estimate.value for r in found])
    slopes = np.array([r.slope.estimate.value for r in found])
    assert levels.mean() == pytest.approx(-6, abs=4 * levels.std() / np.sqrt(120))
    assert slopes.mean() == pytest.approx(0.4, abs=4 * slopes.std() / np.sqrt(120))
    assert np.mean([r.level.estimate.se for r in found]) == pytest.approx(levels.std(), rel=0.25)


def test_counts_are_unbiased_on_the_log_scale():
    found = np.array([count_fit(counts(seed=s), season=1).level.estimate.value for s in range(60)])
    assert found.mean() == pytest.approx(-0.5, abs=4 * found.std() / np.sqrt(60))


def test_classical_errors_agree_with_statsmodels():
    frame, r = series(), fit(series(), errors="classical", level=0.9)
    after = frame.t >= 24
    x = np.column_stack([np.ones(48), frame.t, after, after * (frame.t - 24)])
    peer = sm.OLS(frame.y, x).fit()
    assert r.coef == pytest.approx(list(peer.params), rel=1e-10)
    assert r.se == pytest.approx(list(peer.bse), rel=1e-10)
    assert r.level.p == pytest.approx(peer.pvalues.iloc[2], rel=1e-9)
    assert [r.level.estimate.low, r.level.estimate.high] == pytest.approx(list(peer.conf_int(0.1).iloc[2]), rel=1e-10)
    assert r.loglik == pytest.approx(peer.llf, rel=1e-12)


@pytest.mark.parametrize("family", ["poisson", "quasipoisson"])
@pytest.mark.parametrize("errors", ["classical", "newey_west"])
def test_counts_agree_with_statsmodels(family, errors):
    frame = counts()
    r = count_fit(frame, family=family, errors=errors, lags=3, small_sample=False)
    model = sm.GLM(frame.y, r.design.matrix, family=sm.families.Poisson(), offset=frame.log_people)
    if errors == "newey_west":
        peer = model.fit(tol=1e-14, cov_type="HAC", cov_kwds={"maxlags": 3, "use_correction": False})
    else:
        peer = model.fit(tol=1e-14, scale="X2" if family == "quasipoisson" else None)
    assert r.coef == pytest.approx(list(peer.params), rel=1e-5)
    assert r.se == pytest.approx(list(peer.bse), rel=1e-4)
    assert r.dispersion == pytest.approx(peer.pearson_chi2 / peer.df_resid, rel=1e-4)
    assert r.deviance == pytest.approx(peer.deviance, rel=1e-8)
    assert (r.loglik is None) == (family == "quasipoisson")


def test_dispersion_test_is_cameron_and_trivedi():
    frame = counts()
    r = count_fit(frame, family="poisson")
    mean = r.frame.fitted.to_numpy()
    excess = ((frame.y - mean) ** 2 - frame.y) / mean
    assert r.dispersion_test_z == pytest.approx(sm.OLS(excess, np.ones(60)).fit().tvalues.iloc[0], rel=1e-9)


def test_the_dispersion_test_rejects_clusters_and_keeps_its_size_for_poisson():
    rng, z = np.random.default_rng(3), {1: [], 3: []}
    for _ in range(300):
        for size in z:
            frame = pd.DataFrame({"t": np.arange(60), "y": size * rng.poisson(20 / size, 60)})
            z[size].append(fit(frame, event=30, family="poisson", errors="classical").dispersion_test_z)
    assert np.mean(np.array(z[1]) > 1.645) < 0.05 + 3 * np.sqrt(0.05 * 0.95 / 300)
    assert np.mean(np.array(z[3]) > 1.645) > 0.95


def test_quasi_p_is_by_t_and_interval_normal_as_in_r():
    e = (r := count_fit(counts())).level.estimate
    assert r.level.df == 56
    assert e.high - e.value == pytest.approx(1.959963984540054 * e.se)


def test_ratio_is_the_exponential():
    r = count_fit(counts())
    ratio = r.ratio(r.level)
    assert [ratio.value, ratio.low, ratio.high] == pytest.approx(
        list(np.exp([r.level.estimate.value, r.level.estimate.low, r.level.estimate.high]))
    )


# terms


def test_windows_are_terms_of_their_own():
    frame = series()
    calm = fit(frame, windows=[("covid", 30, 35)])
    frame.loc[30:35, "y"] += 40  # a shock that would spoil the level
    r = fit(frame, windows=[("covid", 30, 35)])
    assert r.names == ("intercept", "time", "level", "slope", "covid")
    assert r.coef[4] - calm.coef[4] == pytest.approx(40, rel=1e-6)
    assert r.level.estimate.value == pytest.approx(calm.level.estimate.value, rel=1e-6)
    assert fit(frame).level.estimate.se > 3 * r.level.estimate.se
    assert r.frame.loc[30, "without"] - r.frame.loc[29, "without"] == pytest.approx(r.coef[4] + r.coef[1])


def test_a_window_term_equals_leaving_its_periods_to_dummies_of_a_single_period():
    frame = series()
    one = fit(frame, windows=[("gone", 40, 40)])
    out = fit(frame.drop(index=40))
    assert one.level.estimate.value == pytest.approx(out.level.estimate.value, rel=1e-7)
    assert one.rho == pytest.approx(out.rho, abs=1e-7)
    assert one.level.df == pytest.approx(out.level.df, rel=1e-6)
    assert out.notes == ("periods_missing",)


def test_missing_periods_change_the_lags_not_the_order():
    # Newey-West with gaps: products of neighbours that were not observed are zero
    frame = series().drop(index=[5, 6, 30])
    r = fit(frame, errors="newey_west", lags=1, small_sample=False)
    x, e = r.design.matrix, frame.y.to_numpy() - r.design.matrix @ np.array(r.coef)
    h, t = np.linalg.pinv(x).T, frame.t.to_numpy()
    weight = np.maximum(0, 1 - np.abs(np.subtract.outer(t, t)) / 2)
    variance = np.einsum("i,j,ij,ik,jk->k", e, e, weight, h, h)
    assert r.se == pytest.approx(list(np.sqrt(variance)), rel=1e-9)


def test_season_terms_and_their_names():
    r = count_fit(counts(), season=2)
    assert r.names[4:] == ("season_sin_1", "season_cos_1", "season_sin_2", "season_cos_2")
    assert np.hypot(r.coef[4], r.coef[5]) == pytest.approx(0.2, abs=0.05)


def test_covariates_numeric_and_categorical():
    frame = series()
    frame["kind"] = np.resize(["b", "a", "c"], 48)
    frame["price"] = np.random.default_rng(0).normal(size=48)
    frame["y"] += 5 * (frame.kind == "b") + 2 * frame.price
    text = fit(frame, covariates=["kind", "price"])
    assert text.names[4:] == ("kind[b]", "kind[c]", "price")
    assert text.coef[4] == pytest.approx(5, abs=1)
    category = fit(frame.assign(kind=frame.kind.astype("category")), covariates=["kind", "price"])
    assert category.numbers() == text.numbers()


def test_ramp_at_event_moves_one_slope_into_the_level():
    zero, one = fit(series(), errors="classical"), fit(series(), errors="classical", ramp_at_event=1)
    change = zero.level.estimate.value - one.level.estimate.value
    assert change == pytest.approx(zero.slope.estimate.value)
    assert one.slope.estimate.value == pytest.approx(zero.slope.estimate.value)
    assert one.recipe["ramp_at_event"] == 1
    pd.testing.assert_series_equal(zero.frame.fitted, one.frame.fitted)


def test_years_count_from_the_first_and_numbers_from_their_own_zero():
    frame = series()
    numbered, years = fit(frame), fit(frame.assign(t=frame.t + 1970), event=1994)
    assert years.coef == pytest.approx(numbered.coef, rel=1e-9)
    from_one = fit(frame.assign(t=frame.t + 1), event=25)
    assert from_one.coef[0] == pytest.approx(numbered.coef[0] - numbered.coef[1], rel=1e-9)


def test_without_slope():
    r = fit(series(), slope=False)
    assert r.slope is None
    assert r.names == ("intercept", "time", "level")
    assert r.numbers()["slope"] is None


@pytest.mark.parametrize("side", [8, 11])
def test_a_short_side_gives_a_level_and_no_slope(side):
    r = fit(series(n=24 + side))
    assert r.slope is None
    assert r.level.estimate.low is not None
    assert r.notes[:1] == ("no_slope_below_12_a_side",)


def test_twelve_a_side_give_a_slope():
    assert fit(series(n=24), event=12).slope is not None


# the frame for plots


def test_the_frame_holds_the_curves():
    frame, r = series(), fit(series())
    curves = [a + b for a in ("fitted", "without") for b in ("", "_low", "_high")]
    assert list(r.frame.columns) == ["time", "observed", *curves]
    assert r.frame.observed.tolist() == frame.y.tolist()
    before = r.frame.time < 24
    pd.testing.assert_series_equal(r.frame.fitted[before], r.frame.without[before], check_names=False)
    at = r.frame.set_index("time").loc[24.0]
    assert at.fitted - at.without == pytest.approx(r.level.estimate.value)
    last = r.frame.iloc[-1]
    assert last.fitted - last.without == pytest.approx(r.level.estimate.value + 23 * r.slope.estimate.value)
    assert (r.frame.without_low < r.frame.without).all()
    assert (r.frame.without < r.frame.without_high).all()
    assert last.without_high - last.without_low > at.without_high - at.without_low  # farther out, wider


def test_the_frame_of_counts_is_on_their_own_scale():
    r = count_fit(counts())
    assert r.frame.fitted.sum() == pytest.approx(r.frame.observed.sum(), rel=1e-6)
    ratio = (r.frame.fitted / r.frame.without)[r.frame.time == 30].iloc[0]
    assert ratio == pytest.approx(r.ratio(r.level).value)


def test_the_counterfactual_covers_the_truth():
    truth = 50 + 0.3 * np.arange(48)
    inside = []
    for s in range(150):
        f = fit(series(seed=s, rho=0.3)).frame
        inside.append(f.without_low[40] <= truth[40] <= f.without_high[40])
    assert np.mean(inside) > 0.95 - 3 * np.sqrt(0.95 * 0.05 / 150)
