"""The validations of one country's own series, as they are printed: coverage, stock-flow bounds, issuance."""

from __future__ import annotations

import pandas as pd

from benchmarks.validity.coverage import FLOORS
from benchmarks.validity.section import MISSING, Section, met, refused, with_error


def coverage_section(found: pd.DataFrame) -> Section:
    """One row for each n and ρ: coverage and its error, level and slope, three estimators."""
    names = {"ar1_reml": "AR(1) REML", "classical": "OLS", "newey_west": "Newey-West"}
    rows = []
    for (n, rho), cell in found.groupby(["n", "rho"]):
        row = {"n": str(n), "ρ": f"{rho:g}"}
        for term in ("level", "slope"):
            for code, name in names.items():
                one = cell[(cell["estimator"] == code) & (cell["term"] == term)]
                told = [with_error(v, e) for v, e in zip(one["coverage"], one["mc_error"], strict=True)]
                row[f"{term}, {name}"] = told[0] if told else MISSING
        row["met"] = met(cell["ok"])
        rows.append(row)
    failed = [
        f"n = {r.n}, ρ = {r.rho:g}, {r.term}: {r.coverage:.4f}, asked {r.floor:g}" for r in refused(found).itertuples()
    ]
    return Section(
        "Coverage of the segmented default",
        "Series without any change at the event (in mid-series) and stationary AR(1) errors; how often do the 95% "
        "intervals for the change in level and in slope hold zero? Asked of the default (AR(1) by REML, Satterthwaite "
        f"degrees of freedom): level at least {FLOORS['level']:g}, slope at least {FLOORS['slope']:g}. OLS and "
        "Newey-West (one lag, n/(n − k)) stand beside it for comparison. From 8 to 11 periods a side the metric "
        "estimates no slope (n = 16); below 8 it refuses, and n = 12 is the row that shows the estimators there: "
        "nothing is asked of it. "
        f"{found['replications'].iloc[0]:,} replications a cell.",
        {"": pd.DataFrame(rows)},
        tuple(failed),
    )


def bounds_section(found: pd.DataFrame) -> Section:
    """One row for each state of the records."""
    labels = {
        "all_known": "everything recorded",
        "closures_in_part": "closures missing in 40% of quarters",
        "both_in_part": "closures missing in 40%, reclassification in 30%",
    }
    table = pd.DataFrame(
        {
            "records": found["records"].map(labels),
            "quarters tested": [f"{p:,}" for p in found["periods"]],
            "truth inside": [f"{x:.4f}" for x in found["inside"]],
            "both ends equal": [f"{x:.3f}" for x in found["exact"]],
            "no upper end": [f"{x:.3f}" for x in found["unbounded"]],
            "met": ["yes" if ok else "no" for ok in found["ok"]],
        }
    )
    bad = found[~found["ok"].astype(bool)]
    return Section(
        "Stock-flow bounds hold the truth",
        "Inventories of 24 quarters follow their own identity; the additions are hidden, closures and reclassification "
        "are known everywhere or in part. The true additions must lie inside the bounds in every quarter: a bound is "
        "not an estimate, so that the share is 1 exactly, without Monte-Carlo error.",
        {"": table},
        tuple(f"{r.records}: {r.inside:.6f}" for r in bad.itertuples()),
    )


def issuance_section(found: pd.DataFrame) -> Section:
    """One row for each trend and measure."""
    labels = {
        "cohort_90": "cohort curve, 90 days",
        "cohort_180": "cohort curve, 180 days",
        "cohort_365": "cohort curve, 365 days",
        "issued_so_far": "issued so far, of the last two years' requests",
        "same_year_ratio": "received / requested, same year",
    }
    table = pd.DataFrame(
        {
            "requests a year": [f"{c:+.0%}" if abs(c) > 1e-9 else "steady" for c in found["yearly_change"]],
            "measure": found["measure"].map(labels),
            "truth": [f"{x:.4f}" for x in found["truth"]],
            "mean": [f"{x:.4f}" for x in found["mean"]],
            "bias (MC error)": [f"{b:+.4f} ({e:.4f})" for b, e in zip(found["bias"], found["mc_error"], strict=True)],
            "met": [met(found["ok"].iloc[[i]]) for i in range(len(found))],
        }
    )
    return Section(
        "Issuance under censoring",
        "Requests of four years, steady, growing or falling by 30% a year; observation stops at the end. The cohort "
        "curve (Aalen-Johansen; refusals and withdrawals compete) must be within three Monte-Carlo errors of the "
        "truth. The yearly ratio is held against the share ever issued: it moves with the number of requests. Nothing "
        f"is asked of the last two measures. {found['replications'].iloc[0]:,} replications.",
        {"": table},
        tuple(
            f"{r.measure}, {r.yearly_change:+.0%}: bias {r.bias:.4f} ({r.mc_error:.4f})"
            for r in refused(found).itertuples()
        ),
    )
