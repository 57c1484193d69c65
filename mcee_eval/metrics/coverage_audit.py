"""What could a performance framework have told, and what did it? The five states, by any grouping."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from mcee_eval.errors import BadTable, Problem
from mcee_eval.metrics import checks
from mcee_eval.metrics.share_bounds import share_bounds
from mcee_eval.results import Result

#: from the best to the worst; the last asks nothing of anybody
STATES = ("reported", "partial", "defined_no_data", "not_defined", "not_applicable")
EXPECTED = STATES[:-1]
NOTHING = ("defined_no_data", "not_defined")


@dataclass(frozen=True, kw_only=True)
class CoverageAudit(Result):
    """How many of the expected figures are there.

    expected, reported, partial : rows that ask for a figure (all but not applicable), those in full, those in part.
    low, high : share reported, what is reported in part counted as not, then as reported; None when nothing is asked.
    frame : one row a group: the grouping columns, one column a state, expected, low, high, and ``prevailing``: the
        state of most expected rows (a tie goes to the worse one; not_applicable where nothing is asked).
    """

    KEYS = "expected reported partial bounds=[low,high]"
    MAIN = "expected reported partial low high"

    expected: int
    reported: int
    partial: int
    low: float | None
    high: float | None


def coverage_audit(frame: pd.DataFrame, *, by: Sequence[str] = (), state: str = "state") -> CoverageAudit:
    """Of the figures that a framework asks for, how many were reported?

    frame : one row an indicator, place and year. state : column with one of ``STATES``. by : columns to group by.

    A row that is not applicable asks for nothing and stands in no denominator. A figure reported in part is neither
    there nor absent: it opens the bounds. A missing group value is a group of its own ("").
    Refused (BadTable): absent columns, and states that are none of the five.
    """
    checks.need_columns(frame, [state, *by], table="pmf_indicators")
    strange = sorted({str(s) for s in frame[state] if s not in STATES})
    if strange:
        told = [Problem(f"column {state!r}", repr(s), f"one of {', '.join(STATES)}") for s in strange]
        raise BadTable.of("pmf_indicators", told)
    whole = _bounds(frame, state)
    groups = []
    if by:
        named = frame.assign(**{c: frame[c].astype("str").fillna("") for c in by})
        for key, mine in named.groupby(list(by), sort=True):
            counts = {s: int((mine[state] == s).sum()) for s in STATES}
            expected = sum(counts[s] for s in EXPECTED)
            low, high = _bounds(mine, state)[-2:]
            row = dict(zip(by, key, strict=True)) | counts
            groups.append(row | {"expected": expected, "low": low, "high": high, "prevailing": _prevailing(counts)})
    columns = [*by, *STATES, "expected", "low", "high", "prevailing"]
    expected, reported, partial, low, high = whole
    return CoverageAudit(
        method="coverage_audit",
        recipe={"by": tuple(by), "state": state},
        frame=pd.DataFrame(groups, columns=columns),
        expected=expected,
        reported=reported,
        partial=partial,
        low=low,
        high=high,
    )


def _bounds(frame: pd.DataFrame, state: str) -> tuple[int, int, int, float | None, float | None]:
    asked = frame[frame[state].isin(list(EXPECTED))]
    found = share_bounds(asked, answer=state, yes=("reported",), no=NOTHING)
    return found.n, found.yes, found.unknown, found.low, found.high


def _prevailing(counts: dict[str, int]) -> str:
    """The state of most expected rows; a tie goes to the worse, so that no gap hides behind one."""
    if not any(counts[s] for s in EXPECTED):
        return "not_applicable"
    return max(EXPECTED, key=lambda s: (counts[s], EXPECTED.index(s)))
