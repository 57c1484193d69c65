"""The report's own numbers and quantified sentences, recomputed and compared; its discrepancies and redacted marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import pandas as pd

from mcee_eval.datasets import Dataset
from mcee_eval.findings.claim_figures import figures
from mcee_eval.metrics.recompute import bounds, recompute
from mcee_eval.results import Estimate
from mcee_eval.settings import Settings

SLACK = 1e-9  # two floats nearer than this are one number


class ClaimVerdict(StrEnum):
    """What became of a statement."""

    REPRODUCED = "reproduced"
    REPRODUCED_ROUNDING = "reproduced_rounding"
    NOT_REPRODUCED = "not_reproduced"
    REDACTED = "redacted"
    NOT_TESTABLE = "not_testable"


@dataclass(frozen=True)
class Entry:
    """One statement of the report and what became of it.

    published, tolerance : as printed, in ``unit``; None where no number is printed. recomputed : with its bounds, None
    where nothing can be computed. difference : recomputed less printed. why : code of what keeps an untested one open.
    note : why this tolerance or test (English, French). discrepancy : its code, or "". inputs : name → figures.
    """

    claim: str
    section: str
    finding: str
    kind: str
    text: tuple[str, str]
    formula: str
    relation: str
    published: float | None
    unit: str
    tolerance: float | None
    recomputed: Estimate | None
    difference: float | None
    verdict: ClaimVerdict
    why: str
    note: tuple[str, str]
    discrepancy: str
    inputs: Mapping[str, Sequence[Estimate]] = field(default_factory=dict)


@dataclass(frozen=True)
class Ledger:
    """Statements in the order of the report; discrepancies, redacted marks and releases as tables.

    releases : year, vintage, source, value, low, high of the years that the report compares.
    """

    entries: tuple[Entry, ...]
    discrepancies: pd.DataFrame
    redactions: pd.DataFrame
    releases: pd.DataFrame

    def entry(self, claim: str) -> Entry:
        """One statement by its code."""
        return next(e for e in self.entries if e.claim == claim)

    def counts(self) -> dict[str, int]:
        """Verdict → number of statements, every verdict in its order."""
        return {str(v): sum(e.verdict == v for e in self.entries) for v in ClaimVerdict}


def ledger_measures(data: Dataset, settings: Settings) -> Ledger:
    """What became of each statement of the report, and where does it contradict itself?"""
    return Ledger(ledger(data, settings), discrepancies(data), redactions(data), releases(data, settings))


def ledger(data: Dataset, settings: Settings) -> tuple[Entry, ...]:
    """Every statement with its recomputed figure and its verdict, in the order of the report."""
    claims, inputs = data.report("claims").frame, data.report("claim_inputs").frame
    named: dict[str, dict[str, list[Estimate]]] = {}
    for row in inputs.to_dict("records"):
        pick = "" if pd.isna(row["pick"]) else str(row["pick"])
        read = figures(data, row["claim"], row["source"], pick)
        named.setdefault(str(row["claim"]), {})[str(row["input"])] = read
    return tuple(_entry(row, named.get(str(row["claim"]), {})) for row in claims.to_dict("records"))


def _entry(row: Mapping[Any, Any], inputs: Mapping[str, list[Estimate]]) -> Entry:
    formula = str(row["formula"])
    found = None if formula == "none" else recompute(formula, inputs)
    published, tolerance = _number(row["published"]), _number(row["tolerance"])
    relation, untested = _text(row["relation"]), _text(row["untested"])
    return Entry(
        str(row["claim"]), str(row["section"]), _text(row["finding"]), str(row["kind"]),
        (str(row["text_en"]), str(row["text_fr"])), formula, relation, published, _text(row["unit"]), tolerance, found,
        None if found is None or published is None else found.value - published,
        verdict(str(row["kind"]), relation, published, tolerance or 0.0, found, untested=bool(untested)), untested,
        (_text(row["tolerance_why_en"]), _text(row["tolerance_why_fr"])), _text(row["discrepancy"]), inputs,
    )  # fmt: skip


def verdict(
    kind: str, relation: str, published: float | None, tolerance: float, found: Estimate | None, *, untested: bool
) -> ClaimVerdict:
    """The declared rule.

    Redacted marks are redacted; what has no recomputed figure cannot be tested. Otherwise the figure must stand to the
    printed one as ``relation`` says; where none is printed, to zero, or to one where the word is "several".
    As it is: reproduced. Only within the tolerance or the bounds of the inputs: within rounding or revision. Else: not
    reproduced. A test that is necessary and not sufficient (``untested``) can refute, and cannot confirm.
    """
    if kind == "redacted":
        return ClaimVerdict.REDACTED
    if found is None:
        return ClaimVerdict.NOT_TESTABLE
    against = published if published is not None else 1.0 if relation == "several" else 0.0
    low, high = bounds(found)
    slack = SLACK * max(1.0, abs(against))
    if relation == "equals":
        exactly = abs(found.value - against) <= slack
        nearly = low - slack <= against + tolerance and against - tolerance <= high + slack
    elif relation == "at_least":
        exactly, nearly = low >= against - slack, high >= against - tolerance - slack
    else:  # more_than, several
        exactly, nearly = low > against + slack, high > against - tolerance + slack
    if not nearly:
        return ClaimVerdict.NOT_REPRODUCED
    if untested:
        return ClaimVerdict.NOT_TESTABLE
    return ClaimVerdict.REPRODUCED if exactly else ClaimVerdict.REPRODUCED_ROUNDING


def discrepancies(data: Dataset) -> pd.DataFrame:
    """Where does the report contradict itself or its figures? A row a discrepancy, and whether it is established."""
    return data.report("discrepancies").frame


def redactions(data: Dataset) -> pd.DataFrame:
    """What may not be read, and where? The marks in order with their visible context; nothing is filled."""
    return data.report("redactions").frame


def releases(data: Dataset, settings: Settings) -> pd.DataFrame:
    """What do the releases of each year's claims say, for the years that the report compares?"""
    every = data.published("claims_by_year_vintage").frame
    years = (settings.base_year, settings.last_year - 1, settings.last_year)
    whole = every["start"].str.endswith("-01") & every["end"].str.endswith("-12")
    kept = every[whole & ~every["press"] & every["year"].astype(int).isin(years)]
    columns = ["year", "vintage", "source", "value", "low", "high"]
    return kept.sort_values(["year", "vintage", "source"])[columns].reset_index(drop=True)


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)
