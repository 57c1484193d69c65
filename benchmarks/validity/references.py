"""Published and reference values of attribution: do our methods give them?

The cases stand in a folder of reference files (``expected.json`` and the data sets it names) that is present where the
project is developed. A small set, transcribed from the publications, is held against the methods everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.validity.california import packs
from mcee_eval.metrics.attribution import attribution
from mcee_eval.metrics.group_time import group_time_effects
from mcee_eval.metrics.segmented import segmented

Values = Mapping[str, Any]
METHODS = ("synthetic DiD", "Callaway", "comparative ITS")  # how the methods of attribution begin or are named
TRANSCRIBED = "california_transcribed"


def three_ways(data: pd.DataFrame, *, unit: str, outcome: str, treated: str, start: int) -> Values:
    """SDID, SC and DiD of one panel, under the names of the reference cases."""
    call: dict[str, Any] = {"unit": unit, "time": "year", "outcome": outcome, "treated": treated, "start": start}
    sdid, sc, did = (attribution(data, **call, estimator=e) for e in ("sdid", "sc", "did"))
    flat: dict[str, Any] = {"N0": sdid.donors, "T0": len(sdid.time_weights), "sdid_zeta_omega": sdid.zeta}
    for name, r in (("sdid", sdid), ("sc", sc), ("did", did)):
        n = r.numbers()
        flat |= {f"{name}_att": n["att"], f"{name}_placebo_sd_all_donors": n["placebo_sd"]}
        flat |= {f"{name}_placebo_p": n["placebo_p"], f"{name}_att_exact_qp": n["att"]}
        flat |= {f"{name}_placebo_sd_exact_qp": n["placebo_sd"]}
    return flat | {
        "sdid_top5_units_weights": sdid.numbers()["unit_weights"],
        "sdid_time_weights": sdid.numbers()["time_weights"],
        "sc_weights_exact_qp": sc.numbers()["unit_weights"],
        "sc_pre_rmspe_exact_qp": sc.numbers()["pre_rmspe"],
        "sc_rmspe_ratio_exact_qp": sc.rmspe_ratio,
        "sc_rmspe_ratio_rank_p_exact_qp": sc.rmspe_ratio_p,
    }


def group_times(data: pd.DataFrame, control: str) -> Values:
    """Group-time effects and their averages, under the names of the reference cases."""
    n: dict[str, Any] = group_time_effects(
        data, unit="county", time="year", outcome="lemp", first_treated="first_treat", control=control
    ).numbers()
    pairs = {"simple": "simple", "group_overall": "group_overall", "dynamic_overall": "dynamic",
             "calendar_overall": "calendar_overall"}  # fmt: skip
    return {
        **{f"gt_{k}": n[k] for k in ("group", "time", "att", "se")},
        **{theirs: [n[mine]["value"], n[mine]["se"]] for theirs, mine in pairs.items()},
        **{k: n[k] for k in n if k.split("_")[-1] in ("att", "se", "e") and "_" in k},
    }


def difference_series(data: pd.DataFrame) -> Values:
    """Comparative interrupted time series: California less the mean of the other states, as segmented regression."""
    wide = data.pivot_table(index="year", columns="state", values="packs")
    gap = wide["California"] - wide.drop(columns="California").mean(axis=1)
    frame = pd.DataFrame({"year": wide.index.to_numpy(), "gap": gap.to_numpy()})
    call: dict[str, Any] = {"outcome": "gap", "time": "year", "event": 1989}
    robust: dict[str, Any] = segmented(frame, **call, errors="newey_west", lags=1).numbers()
    plain: dict[str, Any] = segmented(frame, **call, errors="classical").numbers()
    return {
        "coef": robust["coef"],
        "se_hac": robust["se"],
        "se_ols": plain["se"],
        "pooled_level_difference": robust["level"]["value"],
        "pooled_slope_difference": robust["slope"]["value"],
    }


CASES: Mapping[str, Callable[[pd.DataFrame], Values]] = {
    "prop99_sdid_sc_did": lambda d: three_ways(d, unit="state", outcome="packs", treated="California", start=1989),
    "germany_sdid_sc_did": lambda d: three_ways(d, unit="country", outcome="gdp", treated="West Germany", start=1990),
    "california_cits_difference_series": difference_series,
    "mpdta_cs_never": lambda d: group_times(d, "never"),
    "mpdta_cs_notyet": lambda d: group_times(d, "notyet"),
}
# Abadie, Diamond and Hainmueller (2010), all outcomes before 1989 as predictors, solved exactly: a state without
# weight can be left out, so that seven series, rounded to a tenth of a pack, give the figures of all 39
CALIFORNIA: Mapping[str, tuple[float, float]] = {"sc_att": (-19.51363, 0.02), "sc_pre_rmspe": (1.6564, 0.01)}


def transcribed() -> pd.DataFrame:
    """The small set that is always there: synthetic California. Columns as ``references``."""
    found = attribution(packs(), unit="state", time="year", outcome="packs", treated="California", start=1989,
                        estimator="sc")  # fmt: skip
    ours = {"sc_att": found.att.value, "sc_pre_rmspe": found.pre_rmspe}
    rows = [
        _row(TRANSCRIBED, key, ours[key], {"value": value, "rtol": 0.0, "atol": atol})
        for key, (value, atol) in CALIFORNIA.items()
    ]
    return pd.DataFrame(rows)


def references(folder: Path) -> pd.DataFrame:
    """Every reference value of attribution that must be met, ours beside it.

    folder : holds ``expected.json`` and the data sets that it names.

    Returns one row a value or list of values: case, key, values (how many), expected and ours (the only or the first),
    difference (the largest), relative (the largest, over the expected), rtol, atol, ok. Refuses nothing: a case of
    these methods for which there is no code here is a row that is not met.
    """
    told = json.loads((folder / "expected.json").read_text("utf-8"))
    rows = []
    for case in told["cases"] if isinstance(told, dict) else told:
        if case["role"] != "must" or not any(m in case["method"] for m in METHODS):
            continue
        make = CASES.get(case["name"])
        ours = make(pd.read_csv(folder / case["data"])) if make else {}
        rows += [_row(case["name"], key, ours.get(key), wanted) for key, wanted in case["expected"].items()]
    return pd.DataFrame(rows)


def _row(case: str, key: str, ours: Any, wanted: Mapping[str, Any]) -> dict[str, Any]:
    value = wanted["value"]
    if isinstance(value, dict):
        ours = None if ours is None else [ours[k] for k in value]
        value = list(value.values())
    expected = np.atleast_1d(np.asarray(value, dtype=float))
    mine = np.full(expected.shape, np.nan) if ours is None else np.atleast_1d(np.asarray(ours, dtype=float))
    apart = np.abs(mine - expected)
    scale = np.where(expected == 0, 1.0, np.abs(expected))
    return {
        "case": case,
        "key": key,
        "values": len(expected),
        "expected": float(expected[0]),
        "ours": float(mine[0]),
        "difference": float(apart.max()),
        "relative": float((apart / scale).max()),
        "rtol": float(wanted["rtol"]),
        "atol": float(wanted["atol"]),
        "ok": bool(np.allclose(mine, expected, rtol=wanted["rtol"], atol=wanted["atol"])),
    }
