"""Reference values of the before/after methods: every entry of the shared file, and a small set that always runs.

A check passes when |found − value| ≤ atol + rtol·|value| for every number of the entry. What is no result of ours but
a diagnostic that a library gives (Durbin-Watson, HC3, power of t and proportions) is computed by that library, from
our residuals and design where there are any.
"""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy.stats import f as f_distribution
from scipy.stats import t as t_distribution
from statsmodels.stats.diagnostic import acorr_breusch_godfrey
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import TTestIndPower
from statsmodels.stats.proportion import power_proportions_2indep
from statsmodels.stats.stattools import durbin_watson

from mcee_eval.metrics.before_after import paired_change, rate_ratio
from mcee_eval.metrics.multiplicity import adjust
from mcee_eval.metrics.power import noncentral, power_poisson
from mcee_eval.metrics.segmented import segmented


def sicily(folder, **more):
    frame = pd.read_csv(folder / "sicily_smoking_ban.csv")
    frame["log_stdpop"] = np.log(frame.stdpop)
    return segmented(
        frame,
        **{
            "outcome": "aces", "time": "time", "event": 37, "offset": "log_stdpop", "slope": False,
            "family": "quasipoisson", "errors": "classical",
        } | more,
    )  # fmt: skip


def quasi(r):
    e, ratio = r.level.estimate, r.ratio(r.level)
    return {
        "coef": e.value,
        "se": e.se,
        "rate_ratio": ratio.value,
        "ci95": [ratio.low, ratio.high],
        "dispersion": r.dispersion,
    }


def sicily_harmonic(folder):
    r = sicily(folder, season=2)
    return quasi(r) | {"annual_trend_ratio": np.exp(12 * r.coef[1])}


def sicily_level_slope(folder):
    without, r = sicily(folder, season=2), sicily(folder, season=2, slope=True, ramp_at_event=1)
    test = (without.deviance - r.deviance) / r.dispersion
    found = quasi(r)
    del found["dispersion"]
    return found | {
        "slope_change_coef": r.slope.estimate.value,
        "slope_change_se": r.slope.estimate.se,
        "slope_change_p": r.slope.p,
        "F_test_m3_vs_m4": test,
        "F_p": f_distribution.sf(test, 1, r.n - len(r.coef)),
    }


def sicily_newey_west(folder):
    more = {"family": "poisson", "errors": "newey_west", "small_sample": False}
    robust, white = (sicily(folder, lags=lags, **more).level.estimate for lags in (6, 0))
    return {"coef": robust.value, "se_hac": robust.se, "se_hc0": white.se}


def seatbelts(folder, **more):
    frame = pd.read_csv(folder / "uk_seatbelts.csv")
    frame["t"] = np.arange(1, 193)
    frame["y"], frame["log_kms"], frame["log_petrol"] = (
        np.log(frame.drivers),
        np.log(frame.kms),
        np.log(frame.PetrolPrice),
    )
    frame["month"] = frame.month.astype("category")
    rows = frame[120:] if more.pop("last", False) else frame
    return segmented(rows, **({"outcome": "y", "time": "t", "event": 170, "ramp_at_event": 1} | more))


def seatbelts_hac(folder):
    terms = {"covariates": ["month", "log_kms", "log_petrol"]}
    r = seatbelts(folder, errors="newey_west", lags=12, **terms)
    residuals = (r.frame.observed - r.frame.fitted).to_numpy()
    peer = sm.OLS(r.frame.observed, r.design.matrix).fit()
    serial = acorr_breusch_godfrey(peer, nlags=12, result_object=True)
    return {
        "level": r.level.estimate.value,
        "slope_change": r.slope.estimate.value,
        "se_level_ols": seatbelts(folder, errors="classical", **terms).level.estimate.se,
        "se_level_hac": r.level.estimate.se,
        "p_level_hac": r.level.p,
        "se_slope_hac": r.slope.estimate.se,
        "se_level_hc3": peer.get_robustcov_results("HC3").bse[2],
        "durbin_watson": durbin_watson(residuals),
        "breusch_godfrey_lm12": serial.lm,
        "breusch_godfrey_p": serial.lmpval,
    }


def seatbelts_reml(folder):
    r = seatbelts(folder, last=True)
    return {
        "level": r.level.estimate.value,
        "slope_change": r.slope.estimate.value,
        "se_level": r.level.estimate.se,
        "se_slope_change": r.slope.estimate.se,
        "rho": r.rho,
        "sigma": r.sigma,
        "reml_loglik": r.loglik,
    }


def california(folder, side, **more):
    packs = pd.read_csv(folder / "california_prop99.csv").pivot_table(index="year", columns="state", values="packs")
    others = packs.drop(columns="California").mean(axis=1)
    outcome = {"treated": packs.California, "controls": others, "gap": packs.California - others}[side]
    frame = outcome.rename("packs").reset_index()
    return segmented(
        frame, **({"outcome": "packs", "time": "year", "event": 1989, "errors": "newey_west", "lags": 1} | more)
    )


def california_newey(folder):
    r = california(folder, "treated")
    z = np.array(r.coef) / np.array(r.se)
    p = [2 * t_distribution.sf(abs(v), 27) for v in z]
    assert r.level.p == pytest.approx(p[2], rel=1e-9)
    assert r.slope.p == pytest.approx(p[3], rel=1e-9)
    return {"coef": r.coef, "se": r.se, "p": p}


def california_gap(folder):
    r, plain = california(folder, "gap"), california(folder, "gap", errors="classical")
    treated, controls = california(folder, "treated"), california(folder, "controls")
    return {
        "coef": r.coef,
        "se_hac": r.se,
        "se_ols": plain.se,
        "pooled_level_difference": treated.level.estimate.value - controls.level.estimate.value,
        "pooled_slope_difference": treated.slope.estimate.value - controls.slope.estimate.value,
    }


def sleep(folder):
    frame = pd.read_csv(folder / "sleep_paired.csv")
    n = paired_change(frame.before, frame.after).numbers()
    return {
        "t": n["t"],
        "p": n["t_p"],
        "ci95": n["ci"],
        "wilcoxon_V": n["wilcoxon_v"],
        "wilcoxon_p": n["wilcoxon_p"],
        "permutation_p": n["permutation_p"],
    }


def rates(*args):
    n = rate_ratio(*args).numbers()
    return {
        "rate_ratio": n["rate_ratio"],
        "central_exact_ci95": n["central_ci"],
        "central_exact_p": n["central_p"],
        "midp_ci95": n["midp_ci"],
        "midp_p": n["midp_p"],
        "rate1_exact_ci95": n["rate1_ci"],
        "rate2_exact_ci95": n["rate2_ci"],
    }


def textbook_power():
    # R counts the tail of the right sign alone
    return {
        "power_t": TTestIndPower().power(1.0, 20, 0.025, alternative="larger"),
        "power_prop": power_proportions_2indep(0.25, 0.5, 50, alpha=0.025, alternative="larger", return_results=False),
        "mde_paired": noncentral(1 / np.sqrt(12), 11, 0.8, 0.05),
    }


BH1995 = [
    0.0001,
    0.0004,
    0.0019,
    0.0095,
    0.0201,
    0.0278,
    0.0298,
    0.0344,
    0.0459,
    0.3240,
    0.4262,
    0.5719,
    0.6528,
    0.7590,
    1,
]


def adjusted():
    """By the library, and by ours where it has the method too: they must agree."""
    names = {"BH": "fdr_bh", "BY": "fdr_by", "hochberg": "simes-hochberg"}
    found = {m: multipletests(BH1995, method=names.get(m, m))[1] for m in ("bonferroni", "holm", "hommel", *names)}
    for name, values in found.items():
        assert adjust(BH1995, method=name) == pytest.approx(values.tolist(), rel=1e-12)
    return found


CASES = {
    "sicily_its_quasipoisson": lambda folder: quasi(sicily(folder)),
    "sicily_its_harmonic": sicily_harmonic,
    "sicily_its_level_slope": sicily_level_slope,
    "sicily_its_poisson_newey_west": sicily_newey_west,
    "seatbelts_its_ols_hac": seatbelts_hac,
    "seatbelts_its_ar1_reml": seatbelts_reml,
    "california_itsa_newey": california_newey,
    "california_cits_difference_series": california_gap,
    "sleep_paired_tests": sleep,
    "rate_ratio_r_help_example": lambda _: rates(11, 800, 21, 3011),
    "rate_ratio_small": lambda _: rates(3, 20.4, 10, 18.7),
    "rate_ratio_zero": lambda _: rates(0, 12, 7, 12),
    "padjust_bh1995": lambda _: adjusted(),
    "power_basic": lambda _: textbook_power(),
    "power_exact_poisson": lambda _: {"power_40_24": power_poisson(40, 24), "power_20_12": power_poisson(20, 12)},
}


@pytest.mark.parametrize("name", CASES)
def test_reference(name, reference, shared):
    expected = reference[name]["expected"]
    found = CASES[name](shared / "benchmarks")
    assert set(found) == set(expected)
    missed = {}
    for key, entry in expected.items():
        value, ours = np.atleast_1d(np.asarray(entry["value"], float)), np.atleast_1d(np.asarray(found[key], float))
        if value.shape != ours.shape or (np.abs(ours - value) > entry["atol"] + entry["rtol"] * np.abs(value)).any():
            missed[key] = (ours, value)
    assert not missed


# what always runs: transcribed values, with their source

SLEEP = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0], [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


def test_student_sleep():
    """Student (1908), as in R's ``sleep``: t = 4.0621, p = 0.002833, interval 0.7001 to 2.4599."""
    r = paired_change(*SLEEP)
    assert (r.t, r.t_p) == pytest.approx((4.06212768338204, 0.00283289019738427), rel=1e-9)
    assert (r.mean.low, r.mean.high) == pytest.approx((0.700114236723018, 2.45988576327698), rel=1e-9)
    assert (r.wilcoxon_v, r.permutation_p) == (45, 0.00390625)
    assert r.wilcoxon_p == pytest.approx(0.00909069801592506, rel=1e-9)


def test_poisson_test_help_page():
    """R's help page of poisson.test; mid-p by exactci 1.4.5."""
    n = rates(11, 800, 6 + 8 + 7, 1083 + 1050 + 878)
    assert n["central_exact_ci95"] == pytest.approx([0.858426403391639, 4.27726594365407], rel=1e-9)
    assert n["central_exact_p"] == pytest.approx(0.112017319575399, rel=1e-9)
    assert n["midp_ci95"] == pytest.approx([0.916744509440858, 4.05845144041075], rel=1e-9)
    assert n["midp_p"] == pytest.approx(0.0800768365603875, rel=1e-9)


def test_california_in_linden_2015():
    """Linden, Stata Journal 2015;15:480-500: level −20.06, slope change −1.49, from per-capita sales 1970 to 2000."""
    packs = [
        123, 121, 123.5, 124.4, 126.7, 127.1, 128, 126.4, 126.1, 121.9, 120.2, 118.6, 115.4, 110.8, 104.8, 102.8,
        99.7, 97.5, 90.1, 82.4, 77.8, 68.7, 67.5, 63.4, 58.6, 56.4, 54.5, 53.8, 52.3, 47.2, 41.6,
    ]  # fmt: skip
    frame = pd.DataFrame({"year": range(1970, 2001), "packs": packs})
    r = segmented(frame, outcome="packs", time="year", event=1989, errors="newey_west", lags=1)
    assert round(r.level.estimate.value, 2) == -20.06
    assert round(r.slope.estimate.value, 2) == -1.49
    assert r.coef[0] == pytest.approx(132.23, abs=0.01)


def test_power_of_forty_against_twenty_four():
    """Summed over every pair of counts by an independent script in R."""
    assert power_poisson(40, 24) == pytest.approx(0.472482737275058, rel=1e-9)


def test_benjamini_hochberg_1995():
    """At 0.05 the procedure rejects the first four hypotheses, Bonferroni's three."""
    assert sum(p <= 0.05 for p in adjust(BH1995, method="bh")) == 4
    assert sum(p <= 0.05 for p in adjust(BH1995, method="bonferroni")) == 3
