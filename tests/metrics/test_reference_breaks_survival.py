"""Every reference case of the breaks and of the time-to-event metrics; a small transcribed set always runs."""

import numpy as np
import pandas as pd
import pytest
from published_series import nile, real_interest, remission

from mcee_eval.metrics.break_test import break_test
from mcee_eval.metrics.cox import cox
from mcee_eval.metrics.cumulative_incidence import cumulative_incidence
from mcee_eval.metrics.restricted_mean import restricted_mean
from mcee_eval.metrics.survival import kaplan_meier, log_rank
from mcee_eval.metrics.trend_breaks import trend_breaks

OURS = ("Bai", "sup-F", "Generalised fluctuation", "Kaplan", "restricted mean", "stratified log", "Cox", "competing")


def seatbelts(data):
    y = np.log10(data["drivers"])
    return pd.DataFrame({"y": y, "ylag1": y.shift(1), "ylag12": y.shift(12)}).dropna()


def error_correction(data):
    design = np.column_stack([np.ones(len(data)), data["income"]])
    residual = data["expenditure"] - design @ np.linalg.lstsq(design, data["expenditure"], rcond=None)[0]
    return pd.DataFrame(
        {
            "diff_expenditure": data["expenditure"].diff(),
            "coint_res": residual.shift(1),
            "diff_income": data["income"].diff(),
        }
    ).dropna()


def breaks(frame, outcome, regressors=(), *, h, most, used=None):
    n = trend_breaks(
        frame, outcome=outcome, regressors=regressors, min_segment=h, max_breaks=most, breaks=used
    ).numbers()
    return {
        "rss_by_m": n["rss"], "bic_by_m": n["bic"], "m_selected": n["selected"], "m_used": n["used"],
        "breakpoints_obs": n["last_of_old"], "ci95_lower_obs": n["low"], "ci95_upper_obs": n["high"],
        "segment_coefs": n["coef"],
    }  # fmt: skip


def sup_f(frame, outcome, regressors=(), *, trim):
    n = break_test(frame, outcome=outcome, regressors=regressors, trim=trim).numbers()
    names = {"supF": "sup_f", "supF_p": "sup_f_p", "aveF": "ave_f", "aveF_p": "ave_f_p", "expF": "exp_f",
             "expF_p": "exp_f_p", "argmax_obs": "argmax"}  # fmt: skip
    return {theirs: n[mine] for theirs, mine in names.items()}


def cusum(frame, outcome, regressors=()):
    n = break_test(frame, outcome=outcome, regressors=regressors).numbers()
    return {"ols_cusum_stat": n["cusum"], "ols_cusum_p": n["cusum_p"]}


def curves(frame, duration, event, group, times):
    columns = {"duration": duration, "event": event, "group": group}
    log, loglog = (kaplan_meier(frame, **columns, times=times, transform=t).numbers() for t in ("log", "loglog"))
    test = log_rank(frame, **columns).numbers()
    return {
        "n": log["n"], "events": log["events"], "median": log["median"], "surv_at_times": log["survival"],
        "surv_se_at_times": log["se"], "logrank_chi2": test["chi2"], "logrank_p": test["p"],
        **{f"median_ci95_{k}_{e}": v[f"median_{s}"] for k, v in (("log", log), ("loglog", loglog))
           for e, s in (("lower", "low"), ("upper", "high"))},
        **{f"surv_ci_{k}_{e}": v[s] for k, v in (("log", log), ("loglog", loglog))
           for e, s in (("lower", "low"), ("upper", "high"))},
    }  # fmt: skip


def means(frame, duration, event, group, tau):
    n = restricted_mean(frame, duration=duration, event=event, group=group, tau=tau).numbers()
    (first, second), d, r = n["arms"], n["difference"], n["ratio"]
    return {
        "rmst_arm0": first["value"], "rmst_arm0_se": first["se"], "rmst_arm1": second["value"],
        "rmst_arm1_se": second["se"], "difference": [d["value"], *d["ci"]], "difference_p": d["p"],
        "ratio": [r["value"], *r["ci"]],
    }  # fmt: skip


def heart(frame):
    return cox(
        frame, start="start", stop="stop", event="event", covariates=["age", "surgery", "transplant"], unit="id"
    ).numbers()


def competing(frame):
    n = cumulative_incidence(frame, duration="etime", cause="cause", group="sex", times=(60, 120, 240)).numbers()
    flat = {f"{what}_{g}_{c}": n[what][g][c] for what in ("cif", "var") for g in "FM" for c in "12"}
    return flat | {"gray_stat": n["gray_stat"], "gray_p": n["gray_p"]}


def nile_hac(frame):
    n = trend_breaks(frame, outcome="flow", breaks=1, errors="newey_west", lags=3).numbers()
    return {"breakpoint_obs": n["last_of_old"], "ci95_lower_obs": n["low"], "ci95_upper_obs": n["high"]}


def dead(frame):
    return frame.assign(dead=(frame["status"] == 2).astype(int))


def stratified(frame):
    kept = dead(frame).dropna(subset="ph_ecog")
    return log_rank(kept, duration="time", event="dead", group="sex", strata="ph_ecog").numbers()


LAGS = ["ylag1", "ylag12"]
CASES = {
    "nile_breaks": lambda d: breaks(d, "flow", h=0.15, most=5),
    "nile_supF": lambda d: sup_f(d, "flow", trim=0.15),
    "nile_efp": lambda d: cusum(d, "flow"),
    "nile_breaks_HAC_ci": nile_hac,
    "seatbelts_breaks": lambda d: breaks(seatbelts(d), "y", LAGS, h=0.1, most=8, used=2),
    "seatbelts_supF": lambda d: sup_f(seatbelts(d), "y", LAGS, trim=0.1),
    "seatbelts_efp": lambda d: cusum(seatbelts(d), "y", LAGS),
    "us_expenditure_supF": lambda d: sup_f(
        error_correction(d), "diff_expenditure", ["coint_res", "diff_income"], trim=0.1
    ),
    "phillips_dp_breaks": lambda d: breaks(d, "dp", ["dp1"], h=8, most=3, used=2),
    "phillips_dw_breaks": lambda d: breaks(d, "dw", ["dp1", "u", "u1"], h=5, most=6),
    "lung_km_logrank": lambda d: curves(dead(d), "time", "dead", "sex", (90, 180, 365)),
    "lung_rmst": lambda d: means(dead(d), "time", "dead", "sex", 500),
    "gehan_km_logrank": lambda d: curves(d, "time", "cens", "treat", (5, 10, 20)),
    "gehan_rmst": lambda d: means(d, "time", "cens", "treat", 22),
    "lung_stratified_logrank": stratified,
    "heart_time_varying_cox": heart,
    "mgus2_cuminc": competing,
}


@pytest.mark.parametrize("name", CASES)
def test_matches_the_reference(name, reference, shared):
    case = reference[name]
    found = CASES[name](pd.read_csv(shared / "benchmarks" / case["data"]))
    for key, expected in case["expected"].items():
        wanted = np.array(expected["value"], dtype=float)  # infinite is written as null
        mine = np.squeeze(np.array(found[key], dtype=float))
        np.testing.assert_allclose(mine, wanted, rtol=expected["rtol"], atol=expected["atol"], err_msg=f"{name}.{key}")


def test_no_reference_case_is_forgotten(reference):
    """Segmented regression with Newey-West errors belongs elsewhere."""
    ours = {name for name, case in reference.items() if case["role"] == "must" and case["method"].startswith(OURS)}
    assert ours == set(CASES)


def test_nile_transcribed():
    """strucchange's own example: the Aswan dam."""
    r = trend_breaks(nile(), outcome="flow", label="year")
    (found,) = r.breaks
    assert (found.last_of_old, found.date.low, found.date.high) == (28, 25, 32)
    assert (found.last_label, found.first_label) == ("1898", "1899")
    assert r.rss[:2] == pytest.approx((2835156.75, 1597457.19444444), rel=1e-12)
    assert r.bic[:3] == pytest.approx((1318.24180687618, 1270.08373573957, 1276.46670075535), rel=1e-12)
    t = break_test(nile(), outcome="flow")
    assert (t.sup_f, t.cusum) == pytest.approx((75.9297694274854, 2.95176610266337), rel=1e-12)
    assert t.argmax == 28


@pytest.mark.parametrize(
    ("errors", "prewhiten", "low", "high"),
    [
        ("iid", False, [8, 36, 77], [43, 49, 81]),
        ("quadratic_spectral", True, [18, 33, 77], [35, 48, 81]),
        ("quadratic_spectral", False, [15, 34, 77], [38, 48, 81]),
        ("newey_west", False, [15, 35, 77], [38, 48, 81]),
        ("newey_west", True, [18, 34, 77], [34, 48, 81]),
    ],
)
def test_real_interest_transcribed(errors, prewhiten, low, high):
    """The series of Bai and Perron (2003); limits from strucchange 1.5-3 with kernHAC and NeweyWest."""
    r = trend_breaks(
        real_interest(), outcome="rate", label="quarter", min_segment=15, breaks=3, errors=errors, prewhiten=prewhiten
    )
    n = r.numbers()
    assert (n["last_of_old"], n["low"], n["high"]) == ([24, 47, 79], low, high)
    assert n["coef"] == pytest.approx([1.82361666667, 0.86608478261, -1.7961384375, 5.64288958333], rel=1e-9)
    if errors == "quadratic_spectral" and prewhiten:
        assert n["se"] == pytest.approx(
            [0.185757672968457, 0.14998494094872, 0.502674894671045, 0.58874602403169], rel=1e-8
        )
    assert [b.first_label for b in r.breaks] == ["1967Q1", "1972Q4", "1980Q4"]


def test_remission_transcribed():
    """R survival: survfit, survdiff; survRM2."""
    columns = {"duration": "weeks", "event": "relapse", "group": "treatment"}
    km = kaplan_meier(remission(), **columns).numbers()
    assert (km["median"], km["median_low"], km["median_high"]) == ([23, 8], [16, 4], [None, 12])
    assert log_rank(remission(), **columns).chi2 == pytest.approx(16.7929409892165, rel=1e-12)
    mean = restricted_mean(remission(), **columns, tau=22)
    assert mean.difference.value == pytest.approx(-8.75238095238095, rel=1e-12)
    assert mean.difference.se == pytest.approx((8.75238095238095 - 4.84922759182332) / 1.959963984540054, rel=1e-9)
