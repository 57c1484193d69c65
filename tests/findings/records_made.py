"""Records by hand: propositions and states, as a batch would have kept them."""

from __future__ import annotations

from functools import cache
from typing import Any

from mcee_eval.datasets import dataset
from mcee_eval.findings.conclusions_data import ConclusionsData, conclusions_data

READS = ("f0", "f1", "f2", "f3", "f4", "f5", "f6", "f7")
OPEN = "cannot_conclude"
#: proposition → state; what the report's own conclusions look like
AS_REPORTED = {
    "1a": "supported", "1b": "supported", "4a": "not_supported", "4b": OPEN, "4c": "not_supported", "4d": OPEN,
}  # fmt: skip
VALUES: dict[str, dict[str, Any]] = {
    "1a": {"growth": {"v": 1.685, "lo": 1.68, "hi": 1.69}, "first": "2019", "last": "2024"},
    "1b": {"share": {"v": 0.58, "lo": 0.55, "hi": 0.61, "n": 4000}, "recorded": {"v": 6}, "expected": {"v": 8}},
    "4a": {"difference": {"v": 0.01, "lo": -0.02, "hi": 0.04, "n": 2000}},
    "4b": {"donors": {"v": 0, "lo": 0, "hi": 0}, "need": {"v": 19, "lo": 19, "hi": 19}},
    "4c": {"low": {"v": 0.02, "n": 138}, "high": {"v": 0.4, "n": 138}, "n": {"v": 138}},
}
CODES = {"1a": "since_base", "1b": "impediment", "4a": "issuance", "4b": "donors", "4c": "raised"}
SETTLE = {
    "1a": "claims_series", "1b": "impediments_by_country", "4a": "documents_by_quarter", "4b": "comparison_series",
    "4c": "engagement_records", "4d": "engagement_records",
}  # fmt: skip
HEADLINES = {"1a", "4a"}
PASSED = {"supported": True, "not_supported": False, "mixed": False, OPEN: None}


def record(finding: str, states: dict[str, str]) -> dict[str, Any]:
    """The record of one finding whose propositions have these states."""
    verdicts = []
    for proposition, state in states.items():
        reason = {
            "code": CODES.get(proposition, "made"), "passed": PASSED[state], "values": VALUES.get(proposition, {}),
        }  # fmt: skip
        settle = [SETTLE.get(proposition, "claims_series")] if state == OPEN else []
        verdicts.append(
            {
                "proposition": proposition, "state": state, "headline": proposition in HEADLINES,
                "reasons": [reason], "settle": settle,
            }
        )  # fmt: skip
    return {
        "schema": "mcee-record-2", "finding": finding, "country": "ALL", "dataset": "synthetic", "audience": "public",
        "provenance": "synthetic", "parameters": {"start": "", "end": ""}, "names": {"ALL": ["All", "Tous"]},
        "verdicts": verdicts, "numbers": {}, "exhibits": [], "inputs": [], "versions": {},
    }  # fmt: skip


def records(states: dict[str, str] | None = None, *, without: tuple[str, ...] = ()) -> dict[str, dict[str, Any]]:
    """The records of all findings; ``states`` replace those of the report, ``without`` did not complete."""
    told = AS_REPORTED | (states or {})
    return {f: record(f, {p: s for p, s in told.items() if p[0] == f[1]}) for f in READS if f not in without}


@cache
def gathered() -> ConclusionsData:
    """What the shipped data hold, with the records as reported; gathered once for all tests."""
    return conclusions_data(dataset("synthetic"), "ALL", records())
