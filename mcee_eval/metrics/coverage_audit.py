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


def coverage_audit(
    frame: pd.DataFrame, *, by: Sequence[str] = (), state: str = "state", asked: Sequence[str] = ()
) -> CoverageAudit:
    """Of the figures that a framework asks for, how many were reported?

    frame : one row an indicator, place and year. state : column with one of ``STATES``. by : columns to group by.
    asked : of these columns, groups for which nothing is asked are left out of the table.

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
        plain = [c for c in by if not isinstance(frame[c].dtype, pd.CategoricalDtype)]
        named = frame.assign(**{c: frame[c].astype("str").fillna("") for c in plain})
        flags = named.assign(**{s: (named[state] == s).astype(int) for s in STATES})
        for row in (
            flags.groupby(list(by), sort=True, observed=True)[list(STATES)].sum().reset_index().to_dict("records")
        ):
            n = sum(row[s] for s in EXPECTED)
            ends = (row["reported"] / n, (row["reported"] + row["partial"]) / n) if n else (None, None)
            groups.append(
                {
                    **row,
                    "expected": n,
                    "low": ends[0],
                    "high": ends[1],
                    "prevailing": _prevailing({s: int(row[s]) for s in STATES}),
                }
            )
    columns = [*by, *STATES, "expected", "low", "high", "prevailing"]
    table = pd.DataFrame(groups, columns=columns)
    if asked and len(table):
        table = table[table.groupby(list(asked), observed=True)["expected"].transform("sum") > 0].reset_index(drop=True)
    expected, reported, partial, low, high = whole
    return CoverageAudit(
        method="coverage_audit",
        recipe={"by": tuple(by), "state": state},
        frame=table,
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


@dataclass(frozen=True)
class Served:
    """What a framework could have told of one thing asked, and did: items, figures, and the items that fall short."""

    asked: str
    indicators: int
    expected: int
    reported: int
    partial: int
    short: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ServedAudit(Result):
    """rows : one for each thing asked, also where no indicator serves it."""

    KEYS = "reported"
    MAIN = "reported"
    PLOT = "points asked reported expected"

    rows: tuple[Served, ...]

    @property
    def reported(self) -> dict[str, int]:
        """Figures reported in full for each thing asked."""
        return {r.asked: r.reported for r in self.rows}


def served_audit(frame: pd.DataFrame, *, by: str, item: str, least: float) -> ServedAudit:
    """Of the figures that would serve each thing asked, how many are there, and which items fall short?

    frame : one row a figure and thing asked. by : what is asked, ``item`` : of whom a figure is. An item falls short
    where even with what is reported in part its share stays under ``least``.
    """
    checks.need_columns(frame, [by, item, "state"])
    held = coverage_audit(frame, by=[by, item]).frame.astype({by: "str"})
    codes = getattr(frame[by].dtype, "categories", sorted(frame[by].dropna().unique()))
    rows = []
    for code in codes:
        mine = held[held[by] == str(code)]
        short = mine.loc[(mine["expected"] > 0) & (mine["high"].astype(float) < least), item]
        n, full, part = (int(mine[c].sum()) for c in ("expected", "reported", "partial"))
        rows.append(Served(str(code), len(mine), n, full, part, tuple(sorted(short))))
    table = pd.DataFrame([{"asked": r.asked, "reported": r.reported, "expected": r.expected} for r in rows])
    return ServedAudit(method="coverage_audit", recipe={"by": by, "item": item}, frame=table, rows=tuple(rows))
