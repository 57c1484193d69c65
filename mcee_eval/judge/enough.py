"""Lines that stand before others: is there enough to judge by, and is it time?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from mcee_eval.judge.lines import Bars, Line, fills, why_silent
from mcee_eval.judge.verdict import Reason, Word
from mcee_eval.release.cell import Cell
from mcee_eval.release.fact import Fact, Refusal
from mcee_eval.release.told import Told


@dataclass(frozen=True)
class Before(Line):
    """A line in whose place another is judged where ``lacks(bars)`` is nothing; else the line itself, cannot tell."""

    lacks: Any = None
    then: Line | None = None

    def reason(self, bars: Bars) -> Reason | None:
        """The line as it was judged; None where there is nothing to say."""
        lacking = self.lacks(bars)
        if lacking is None:
            return self.then.reason(bars) if self.then else None
        code, values = lacking
        return Reason(code, self.open, {**self.values, **values}, self.number if code == self.code else "")


def _value(number: Fact | Cell | Refusal) -> float | None:
    cell = number.cell if isinstance(number, Fact) else number
    return cell.value if isinstance(cell, Cell) else None


def enough(
    code: str, number: Fact | Cell | Refusal, *, bar: str, then: Line, given: Any = True, absent: str = "not_given",
    told: Told | None = None, **beside: Any,
) -> Line:  # fmt: skip
    """Are there at least ``bar`` to judge by (and what is judged was ``given``)? Then ``then`` is judged.

    told : a released row that its text quotes. absent : code of the line where the number itself was refused.
    """
    values = {**(told.row() if told else {}), **fills(number, **beside)}

    def lacks(bars: Bars) -> tuple[str, dict[str, Any]] | None:
        found = _value(number)
        if found is None:
            return absent, {}
        few = found < bars(bar) or not given
        return (code, {"n": Cell(found, found, found), "need": Cell(bars(bar), bars(bar), bars(bar))}) if few else None

    silent = why_silent(number) if isinstance(number, Refusal) else Word.TOO_FEW
    return Before(code, lambda bars: None, values, lacks=lacks, then=then, open=silent)


def covered(code: str, part: Fact | Cell | Refusal, whole: Fact | Cell | Refusal, *, bar: str) -> Line:
    """A line that is said only where too small a part is known: the rest may differ."""

    def lacks(bars: Bars) -> tuple[str, dict[str, Any]] | None:
        known, every = _value(part), _value(whole)
        if known is None or every is None or known >= bars(bar) * every:
            return None
        return code, {"n": Cell(known, known, known), "whole": Cell(every, every, every), "bar": Cell(bars(bar))}

    return Before(code, lambda bars: None, lacks=lacks, open=Word.INCOMPLETE)


def too_early(
    code: str, number: Fact | Refusal, of: Fact | Refusal, days: Sequence[str], *, bar: str, months: int, undated: str,
    absent: str = "not_given",
) -> Line:  # fmt: skip
    """Is it too early to judge? For where less than ``bar`` of what was to come has come due, against where more has.

    days : the days known, in order. months : what is waited after the day on which enough are due: the text says from
    when it can be told. undated : code of the line where too few have a day; ``due_enough`` where enough has come.
    """
    come, every = _value(number), _value(of)
    if come is None or not every:
        return Line(absent, lambda bars: None, open=why_silent(number), of=code)
    counts = {"due": Cell(come, come, come), "n": Cell(every, every, every)}

    def day(bars: Bars) -> dict[str, Any]:
        at = math.ceil(bars(bar) * every) - 1
        told = str((pd.Timestamp(days[at]) + pd.DateOffset(months=months)).date()) if 0 <= at < len(days) else ""
        return {"from": told}

    return Due(code, lambda bars: come < bars(bar) * every, counts, {"bar": bar}, counted=day, number="due",
               undated=undated)  # fmt: skip


@dataclass(frozen=True)
class Due(Line):
    """A line of what has come due, with the code of its text where no day is known, or enough has come."""

    undated: str = ""

    def reason(self, bars: Bars) -> Reason | None:
        """The line as it was judged."""
        found = super().reason(bars)
        if found is None or (found.says is Word.FOR and found.values["from"]):
            return found
        code = self.undated if found.says is Word.FOR else "due_enough"
        return replace(found, code=code, values={k: v for k, v in found.values.items() if k != "from"})
