"""Every validation in one document: what is claimed, the simulations with their Monte-Carlo errors, what is met."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from mcee_eval.errors import NotWritable, Problem
from mcee_eval.places import outputs, shipped
from mcee_eval.validate.coverage import FLOORS, segmented_coverage
from mcee_eval.validate.flows import issuance_under_censoring, stock_flow_bounds

SEED = 20250531
NAME = "validation.md"
FULL = {"coverage": 10_000, "bounds": 2_000, "issuance": 400}  # replications
QUICK = {"coverage": 1_000, "bounds": 100, "issuance": 100}
MISSING = "–"
WORDS = ("records", "measure", "requests a year", "met")  # columns of text


@dataclass(frozen=True)
class Section:
    """One validation: what it claims, its table as printed, and the claims that failed (row by row)."""

    title: str
    claim: str
    table: pd.DataFrame
    failed: tuple[str, ...]


def main(argv: Sequence[str] = ()) -> int:
    """``mcee-eval validate [--quick] [--seed N] [--out PATH]``. Returns 0, or 1 when a claim is not met."""
    parser = argparse.ArgumentParser(prog="mcee-eval validate", description="Simulations with known truth.")
    parser.add_argument("--quick", action="store_true", help="fewer replications, under a minute; docs/ stays as it is")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, help=f"the file to write; default docs/{NAME}, or outputs/ with --quick")
    given = parser.parse_args(list(argv))
    found = sections(given.quick, seed=given.seed)
    path = given.out or _place(quick=given.quick)
    write(markdown(found, quick=given.quick, seed=given.seed), path)
    failed = [f"{s.title}: {f}" for s in found for f in s.failed]
    print(f"{path}: {len(found)} validations, {len(failed)} claim(s) not met")
    for one in failed:
        print(f"  - {one}")
    return 1 if failed else 0


def sections(quick: bool, *, seed: int) -> list[Section]:
    """Run every validation, with fewer replications when ``quick``. The same seed gives the same tables."""
    replications = QUICK if quick else FULL
    coverage = segmented_coverage(replications=replications["coverage"], seed=seed)
    if quick:  # a floor is missed beyond three Monte-Carlo errors only: so few replications cannot tell more
        reached = coverage["coverage"] + 3 * coverage["mc_error"] >= coverage["floor"]
        coverage["ok"] = reached.astype("boolean").where(coverage["floor"].notna())
    return [
        _coverage(coverage),
        _bounds(stock_flow_bounds(replications=replications["bounds"], seed=seed)),
        _issuance(issuance_under_censoring(replications=replications["issuance"], seed=seed)),
    ]


def _coverage(found: pd.DataFrame) -> Section:
    """One row for each n and ρ: coverage and its error, level and slope, three estimators."""
    names = {"ar1_reml": "AR(1) REML", "classical": "OLS", "newey_west": "Newey-West"}
    rows = []
    for (n, rho), cell in found.groupby(["n", "rho"]):
        row = {"n": str(n), "ρ": f"{rho:g}"}
        for term in ("level", "slope"):
            for code, name in names.items():
                one = cell[(cell["estimator"] == code) & (cell["term"] == term)]
                row[f"{term}, {name}"] = _with_error(one["coverage"], one["mc_error"], places=3)
        row["met"] = _met(cell["ok"])
        rows.append(row)
    bad = found[found["ok"].eq(False).fillna(False)]
    failed = [f"n = {r.n}, ρ = {r.rho:g}, {r.term}: {r.coverage:.4f}, asked {r.floor:g}" for r in bad.itertuples()]
    return Section(
        "Coverage of the segmented default",
        "Series without any change at the event (in mid-series) and stationary AR(1) errors; how often do the 95% "
        "intervals for the change in level and in slope hold zero? Asked of the default (AR(1) by REML, Satterthwaite "
        f"degrees of freedom): level at least {FLOORS['level']:g}, slope at least {FLOORS['slope']:g}. OLS and "
        "Newey-West (one lag, n/(n − k)) stand beside it for comparison. From 8 to 11 periods a side the metric "
        "estimates no slope (n = 16); below 8 it refuses, and n = 12 is the row that shows the estimators there: "
        "nothing is asked of it. "
        f"{found['replications'].iloc[0]:,} replications a cell.",
        pd.DataFrame(rows),
        tuple(failed),
    )


def _bounds(found: pd.DataFrame) -> Section:
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
        table,
        tuple(f"{r.records}: {r.inside:.6f}" for r in bad.itertuples()),
    )


def _issuance(found: pd.DataFrame) -> Section:
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
            "met": [_met(found["ok"].iloc[[i]]) for i in range(len(found))],
        }
    )
    bad = found[found["ok"].eq(False).fillna(False)]
    return Section(
        "Issuance under censoring",
        "Requests of four years, steady, growing or falling by 30% a year; observation stops at the end. The cohort "
        "curve (Aalen-Johansen; refusals and withdrawals compete) must be within three Monte-Carlo errors of the "
        "truth. The yearly ratio is held against the share ever issued: it moves with the number of requests. Nothing "
        f"is asked of the last two measures. {found['replications'].iloc[0]:,} replications.",
        table,
        tuple(f"{r.measure}, {r.yearly_change:+.0%}: bias {r.bias:.4f} ({r.mc_error:.4f})" for r in bad.itertuples()),
    )


def _with_error(value: pd.Series, error: pd.Series, *, places: int) -> str:
    if not len(value):
        return MISSING
    return f"{float(value.iloc[0]):.{places}f} ({float(error.iloc[0]):.{places}f})"


def _met(ok: pd.Series) -> str:
    asked = ok.dropna()
    return MISSING if not len(asked) else "yes" if bool(asked.all()) else "no"


def markdown(found: Sequence[Section], *, quick: bool, seed: int) -> str:
    """The document: same sections, same bytes."""
    command = "mcee-eval validate" + (" --quick" if quick else "") + ("" if seed == SEED else f" --seed {seed}")
    out = [
        "# Validation: do the methods do what they claim?",
        "",
        f"Made by `{command}` (seed {seed}); do not edit by hand. The same command gives the same bytes.",
        "In parentheses: the Monte-Carlo standard error of the figure before it.",
        *(["Quick: a floor counts as missed only beyond three Monte-Carlo errors."] if quick else []),
        "Published reference values are held against each method by `pytest tests/metrics`.",
        "",
        "| validation | claims met |",
        "| --- | --- |",
        *[f"| {s.title} | {'yes' if not s.failed else f'no: {len(s.failed)} failed'} |" for s in found],
    ]
    for section in found:
        out += ["", f"## {section.title}", "", section.claim, "", *_rows(section.table)]
        if section.failed:
            out += ["", "Not met:", "", *[f"- {f}" for f in section.failed]]
    return "\n".join(out) + "\n"


def _rows(table: pd.DataFrame) -> list[str]:
    head = "| " + " | ".join(table.columns) + " |"
    rule = "| " + " | ".join("---" if c in WORDS else "---:" for c in table.columns) + " |"
    return [head, rule, *["| " + " | ".join(map(str, row)) + " |" for row in table.itertuples(index=False, name=None)]]


def _place(*, quick: bool) -> Path:
    """docs/ in a checkout; outputs/ for a quick run, which must not replace the full one, and where docs/ is not."""
    docs = shipped("docs")
    return outputs() / NAME if quick or not docs.is_dir() else docs / NAME


def write(text: str, path: Path) -> None:
    """Write the document. Refuses a place that cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        told = Problem(str(path), error.strerror or "an error", "a file that can be written", "Give another --out.")
        raise NotWritable("The report was not written.", problems=[told]) from error
