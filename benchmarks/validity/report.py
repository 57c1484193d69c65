"""Every validation in one document: what is claimed, the simulations with their Monte-Carlo errors, what is met."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from benchmarks.validity import attribution_sections, series_sections
from benchmarks.validity.coverage import segmented_coverage
from benchmarks.validity.flows import issuance_under_censoring, stock_flow_bounds
from benchmarks.validity.placebo import placebo_size
from benchmarks.validity.programmes import DONORS
from benchmarks.validity.references import references, transcribed
from benchmarks.validity.scenarios import scenario_verdicts
from benchmarks.validity.section import Section, within_errors
from benchmarks.validity.selection import selection_effect
from benchmarks.validity.verdicts import coverage, error_rates, held_back, unlike_donors, verdicts
from mcee_eval.errors import NotWritable, Problem
from mcee_eval.places import outputs
from mcee_eval.settings import settings

ROOT = Path(__file__).resolve().parents[2]
SEED = 20250531
NAME = "validation.md"
FULL = {"coverage": 10_000, "bounds": 2_000, "issuance": 400, "placebo": 2_000, "selection": 2_000, "verdicts": 2_000}
QUICK = {"coverage": 1_000, "bounds": 100, "issuance": 100, "placebo": 200, "selection": 200, "verdicts": 96}
QUICK_DONORS = (19, 38)
QUICK_SCENARIOS = (("report", "effect", "gaps"), ("R02",))
TEXT = (
    "records", "measure", "requests a year", "met", "country chosen", "matched on", "programmes by", "check", "truth",
    "comparison countries", "scenario", "country", "case", "quantity", "tolerance",
)  # fmt: skip


def main(argv: Sequence[str] = ()) -> int:
    """``[--quick] [--seed N] [--references FOLDER] [--out PATH]``. 0, or 1: a claim is not met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.validity", description="Simulations with known truth.")
    parser.add_argument("--quick", action="store_true", help="fewer replications, under a minute; docs/ stays as it is")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--references", type=Path, default=beside(), help="folder of reference files (expected.json)")
    parser.add_argument("--out", type=Path, help=f"the file to write; default docs/{NAME}, or outputs/ with --quick")
    given = parser.parse_args(list(argv))
    found = sections(given.quick, seed=given.seed, reference_files=given.references)
    path = given.out or (outputs() if given.quick else ROOT / "docs") / NAME
    write(markdown(found, quick=given.quick, seed=given.seed), path)
    failed = [f"{s.title}: {f}" for s in found for f in s.failed]
    print(f"{path}: {len(found)} validations, {len(failed)} claim(s) not met")
    for one in failed:
        print(f"  - {one}")
    return 1 if failed else 0


def beside() -> Path | None:
    """The folder of reference files, where the project is developed beside one."""
    folder = ROOT.parent / "shared" / "benchmarks"
    return folder if (folder / "expected.json").is_file() else None


def sections(quick: bool, *, seed: int, reference_files: Path | None = None) -> list[Section]:
    """Run every validation, with fewer replications when ``quick``. The same seed gives the same tables."""
    return [*_of_series(quick, seed), *_of_attribution(quick, seed, reference_files)]


def _of_series(quick: bool, seed: int) -> list[Section]:
    replications = QUICK if quick else FULL
    covered = segmented_coverage(replications=replications["coverage"], seed=seed)
    if quick:
        as_bounds = covered.assign(low=covered["floor"], high=1.0)
        covered["ok"] = within_errors(as_bounds, "coverage")["ok"]
    return [
        series_sections.coverage_section(covered),
        series_sections.bounds_section(stock_flow_bounds(replications=replications["bounds"], seed=seed)),
        series_sections.issuance_section(issuance_under_censoring(replications=replications["issuance"], seed=seed)),
    ]


def _of_attribution(quick: bool, seed: int, reference_files: Path | None) -> list[Section]:
    replications = QUICK if quick else FULL
    rules = settings()
    size = placebo_size(replications=replications["placebo"], seed=seed)
    selection = selection_effect(replications=replications["selection"], seed=seed)
    total, donors = replications["verdicts"], QUICK_DONORS if quick else DONORS
    judged = verdicts(total=total, seed=seed, settings=rules, donors=donors)
    quicker = unlike_donors(total=total, seed=seed, donors=donors)
    rates = error_rates(judged)
    if quick:
        size, selection = within_errors(size), within_errors(selection)
        rates = within_errors(rates.assign(low=0.0, high=rates["most"]), "wrong", "programmes")
    which = dict(zip(("scenarios", "countries"), QUICK_SCENARIOS, strict=True)) if quick else {}
    cases = [transcribed(), *([references(reference_files)] if reference_files else [])]
    return [
        attribution_sections.placebo_section(size),
        attribution_sections.selection_section(selection),
        attribution_sections.verdict_section(rates, held_back(judged), coverage(judged), quicker),
        attribution_sections.scenario_section(scenario_verdicts(seed=seed, **which), seed=seed),
        attribution_sections.reference_section(pd.concat(cases), whole=reference_files is not None),
    ]


def markdown(found: Sequence[Section], *, quick: bool, seed: int) -> str:
    """The document: same sections, same bytes."""
    command = (
        "python -m benchmarks.validity" + (" --quick" if quick else "") + ("" if seed == SEED else f" --seed {seed}")
    )
    out = [
        "# Validation: do the methods do what they claim?",
        "",
        f"Made by `{command}` (seed {seed}); do not edit by hand. The same command gives the same bytes.",
        "In parentheses: the Monte-Carlo standard error of the figure before it.",
        *(["Quick: a bound counts as missed only beyond three Monte-Carlo errors."] if quick else []),
        "Published reference values of every method are also held against it by `pytest tests/metrics`.",
        "",
        "| validation | claims met |",
        "| --- | --- |",
        *[f"| {s.title} | {'yes' if not s.failed else f'no: {len(s.failed)} failed'} |" for s in found],
    ]
    for section in found:
        out += ["", f"## {section.title}", "", section.claim]
        for caption, table in section.tables.items():
            out += ["", *([f"**{caption}**", ""] if caption else []), *_rows(table)]
        if section.failed:
            out += ["", "Not met:", "", *[f"- {f}" for f in section.failed]]
    return "\n".join(out) + "\n"


def _rows(table: pd.DataFrame) -> list[str]:
    head = "| " + " | ".join(table.columns) + " |"
    rule = "| " + " | ".join("---" if c in TEXT or c.startswith("4") else "---:" for c in table.columns) + " |"
    return [head, rule, *["| " + " | ".join(map(str, row)) + " |" for row in table.itertuples(index=False, name=None)]]


def write(text: str, path: Path) -> None:
    """Write the document. Refuses a place that cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        told = Problem(str(path), error.strerror or "an error", "a file that can be written", "Give another --out.")
        raise NotWritable("The report was not written.", problems=[told]) from error
