"""Did a body meet as often as its calendar promised, and how long did it go without a meeting?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from mcee_eval.contracts.periods import first_day, holding, number, written
from mcee_eval.errors import Problem, TooFewPeriods
from mcee_eval.metrics import checks
from mcee_eval.metrics.before_after import RateRatio, rate_ratio
from mcee_eval.results import Result


@dataclass(frozen=True, kw_only=True)
class Cadence(Result):
    """Meetings held against a promised number a quarter.

    quarters, kept : whole quarters of the window, and those in which at least the promised number was held.
    held, due : meetings held in these quarters, and promised.
    longest_run : most quarters in a row without any meeting. longest_gap : most days without one, from one meeting to
        the next; before the first and after the last, from and to the end of the window.
    gap_open : whether the longest gap runs to an end of the window, so that it may be longer still.
    frame : one row a quarter: quarter, held, due.
    """

    KEYS = "quarters kept held due longest_run longest_gap gap_open"
    MAIN = "kept quarters held due longest_gap"
    PLOT = "lines quarter held due"

    quarters: int
    kept: int
    held: int
    due: int
    longest_run: int
    longest_gap: int
    gap_open: bool

    @property
    def share_kept(self) -> float:
        """Share of quarters in which the promise was kept."""
        return self.kept / self.quarters


def cadence(days: pd.Series, *, start: str, end: str, promised: int = 1) -> Cadence:
    """Was the promised number of meetings held in each quarter?

    days : dates of the meetings of one body, in any order. start, end : first and last month of the window
    (``2019-02``). promised : meetings a quarter.

    Only fiscal quarters that lie wholly in the window count: a quarter cut by it promises less than it seems to. Three
    meetings in one quarter do not make up for none in the next. A meeting that was held and not written down looks
    like none: the answer is about the register.
    Refused: a window without one whole quarter, a start after the end, a promise below one, missing dates.
    """
    start, end = str(start), str(end)  # pandas' months too
    first, last = number("month", start), number("month", end)
    window = [
        Problem(name, repr(text), "a month such as 2019-02")
        for name, text, found in (("start", start, first), ("end", end, last))
        if found is None
    ]
    checks.parameters("cadence", window, checks.whole("promised", promised, low=1))
    assert first is not None
    assert last is not None
    missing = int(days.isna().sum())
    begins = pd.Timestamp(first_day("month", start))
    ends = pd.Timestamp(first_day("month", written("month", last + 1)))
    quarters = _whole_quarters(begins, ends)
    checks.parameters(
        "cadence",
        [Problem("days", f"{missing} missing", "a date a meeting")] if missing else [],
        [] if quarters else [Problem("start, end", f"{start} to {end}", "at least one whole quarter, April to June …")],
    )
    inside = days[(days >= begins) & (days < ends)].sort_values()
    holds = [holding("quarter", d.date()) for d in inside]
    held = [holds.count(q) for q in quarters]
    gap, is_open = _longest_gap(inside, begins, ends)
    return Cadence(
        method="cadence",
        notes=("gap_open",) if is_open else (),
        recipe={"start": start, "end": end, "promised": promised},
        frame=pd.DataFrame({"quarter": quarters, "held": held, "due": promised}),
        quarters=len(quarters),
        kept=sum(h >= promised for h in held),
        held=sum(held),
        due=promised * len(quarters),
        longest_run=_longest_run(held),
        longest_gap=gap,
        gap_open=is_open,
    )


def _whole_quarters(begins: pd.Timestamp, ends: pd.Timestamp) -> list[str]:
    """Fiscal quarters that begin and end inside the window."""
    running = number("quarter", holding("quarter", begins.date())) or 0
    found = []
    while pd.Timestamp(first_day("quarter", written("quarter", running + 1))) <= ends:
        quarter = written("quarter", running)
        if pd.Timestamp(first_day("quarter", quarter)) >= begins:
            found.append(quarter)
        running += 1
    return found


def _longest_run(held: list[int]) -> int:
    longest = run = 0
    for count in held:
        run = 0 if count else run + 1
        longest = max(longest, run)
    return longest


def _longest_gap(inside: pd.Series, begins: pd.Timestamp, ends: pd.Timestamp) -> tuple[int, bool]:
    """Days, and whether the gap touches an end of the window."""
    marks = [begins, *inside, ends]
    gaps = [(b - a).days for a, b in pairwise(marks)]
    longest = max(gaps)
    at = gaps.index(longest)
    return longest, at in (0, len(gaps) - 1)


@dataclass(frozen=True, kw_only=True)
class CadenceBy(Result):
    """groups : code of a body → its calendar; a body without a meeting on the register is not there."""

    KEYS = "kept"
    MAIN = "kept"
    PLOT = "points body kept quarters"

    groups: Mapping[str, Cadence]

    @property
    def kept(self) -> dict[str, int]:
        """Quarters of each body in which the promise was kept."""
        return {code: c.kept for code, c in self.groups.items()}


def cadence_by(
    frame: pd.DataFrame, *, by: str, start: str, end: str, day: str = "date", promised: int = 1
) -> CadenceBy:
    """The calendar of each body that has a register. by, day : columns.

    Refused: a window without one whole quarter (``TooFewPeriods``); else as ``cadence``.
    """
    checks.need_columns(frame, [by, day])
    order = getattr(frame[by].dtype, "categories", sorted(frame[by].dropna().unique()))
    days = {str(b): frame.loc[frame[by] == b, day] for b in order}
    if not _whole_quarters(*_ends(start, end)):
        told = Problem("start, end", f"{start} to {end}", "at least one whole quarter, April to June …")
        raise TooFewPeriods("the window holds no whole quarter", problems=[told], need=1)
    found = {b: cadence(d, start=start, end=end, promised=promised) for b, d in days.items() if len(d)}
    table = pd.DataFrame([{"body": b, "kept": c.kept, "quarters": c.quarters} for b, c in found.items()])
    return CadenceBy(method="cadence", recipe={"by": by, "promised": promised}, frame=table, groups=found)


def _ends(start: str, end: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First day of a window of months, and the day after its last."""
    following = written("month", (number("month", str(end)) or 0) + 1)
    return pd.Timestamp(first_day("month", str(start))), pd.Timestamp(first_day("month", following))


def pace_ratio(frame: pd.DataFrame, *, start: str, end: str, stop: tuple[str, str], day: str = "date") -> RateRatio:
    """How often do things happen after a stop, relative to before it? The stop itself is left out.

    start, end : first and last month of the window. stop : first and last day of the stop, inside the window.
    Refused: a stop that is not inside the window (``TooFewPeriods``), no event on either side (``NoEvents``).
    """
    checks.need_columns(frame, [day])
    first, last = _ends(start, end)
    halt, resumed = (pd.Timestamp(d) for d in stop)
    if not first < halt < resumed < last:
        told = Problem("stop", f"{stop[0]} to {stop[1]}", f"inside {start} to {end}")
        raise TooFewPeriods("nothing lies on both sides of the stop", problems=[told], need=1)
    before, after = int((frame[day] < halt).sum()), int((frame[day] > resumed).sum())
    return rate_ratio(after, (last - resumed).days, before, (halt - first).days)
