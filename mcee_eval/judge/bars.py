"""One released number held against a bar: above it, below it, within it, or across it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from mcee_eval.judge.lines import Bars, Line, Number, bounds, fills, resting, why_silent
from mcee_eval.judge.verdict import Word
from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.told import Fact, Refusal, Told


def above(
    code: str, number: Number, *, bar: str, at_least: bool = False, margin: str = "", absent: str = "", **beside: Any
) -> Line:
    """Does a number lie above a bar (``at_least``: reach it), whole interval and all? Across it: silent.

    margin : a second bar, for what is against: the whole interval below it. absent : code of the line where there is
    no number at all.
    """

    def tell(bars: Bars) -> bool | None:
        low, high = bounds(number)
        if low is None or high is None:
            return None
        at = bars(bar)
        if margin:
            return True if low > at else False if high < bars(margin) else None
        if low > at or (at_least and low == at):
            return True
        return False if high < at or (not at_least and high == at) else None

    made = resting(code, number, tell, {"bar": bar, **({"margin": margin} if margin else {})}, **beside)
    return replace(made, code=absent, of=code) if absent and not number else made


def below(code: str, number: Number, *, bar: str, at_most: bool = False, absent: str = "", **beside: Any) -> Line:
    """The mirror of ``above``: does a number lie below a bar (``at_most``: not exceed it)?"""
    return contrary(above(code, number, bar=bar, at_least=not at_most, absent=absent, **beside))


def contrary(line: Line) -> Line:
    """The same line of the contrary proposition: for becomes against, silence stays."""

    def tell(bars: Bars) -> bool | Word | None:
        told = line.tell(bars)
        return told.mirror if isinstance(told, Word) else None if told is None else not told

    return replace(line, tell=tell)


def little_gained(
    code: str, change: Fact | Refusal, *, margin: str, null: float = 0.0, of: str = "", **beside: Any
) -> Line:
    """Is a gain smaller than the margin that matters? For where the whole interval lies below it, against above it.

    null : the change that is none (1 for a ratio). of : the name of what stands beside the number and of which the
    margin is a share (the level before).
    """

    def tell(bars: Bars) -> bool | None:
        low, high = bounds(change)
        if low is None or high is None:
            return None
        scale = change.beside[of] if of and isinstance(change, Fact) else 1.0
        size = scale.value if isinstance(scale, Cell) else float(scale)
        if size is None:
            return None
        matters = null + bars(margin) * size
        return True if high < matters else False if low > matters else None

    return resting(code, change, tell, {"margin": margin}, **beside)


def within_bounds(code: str, low: Number, high: Number, *, bar: str, **beside: Any) -> Line:
    """Does a share that records only bound reach a bar? For where its low end does, against where its high misses."""
    ends = [x.cell if isinstance(x, Fact) else x for x in (low, high)]

    def tell(bars: Bars) -> bool | None:
        if any(not isinstance(x, Cell) or x.value is None for x in ends):
            return None
        least, most = (x.value for x in ends if isinstance(x, Cell))
        return True if least >= bars(bar) else False if most < bars(bar) else None  # type: ignore[operator]

    silent = next((why_silent(x) for x in (low, high) if not isinstance(x, Fact) or not x), Word.INCOMPLETE)
    told = {k: marked("missing") if isinstance(x, Refusal) else x for k, x in (("low", low), ("high", high))}
    last = low.last if isinstance(low, Fact) else ""
    return Line(code, tell, fills(None, **told, **beside), {"bar": bar}, open=silent, number="low", last=last)


def near(code: str, number: Fact | Refusal, *, bar: str, slack: str, **beside: Any) -> Line:
    """Is a total a bar, within a slack? Against where it surely is not; silent where a part is unknown."""

    def tell(bars: Bars) -> bool | None:
        if not isinstance(number, Fact) or number.cell.value is None:
            return None
        low = number.cell.value if number.cell.low is None else number.cell.low
        if low > bars(bar) + bars(slack):
            return False  # beyond it, whatever is still unknown
        return None if number.cell.high is None else number.cell.high >= bars(bar) - bars(slack)

    silent = Word.INCOMPLETE if number else why_silent(number)
    return resting(code, number, tell, {"bar": bar, "slack": slack}, open=silent, **beside)


def equal(code: str, number: Number, *, bar: str, **beside: Any) -> Line:
    """Is a number the one that is stated?"""

    def tell(bars: Bars) -> bool | None:
        low, high = bounds(number)
        return None if low is None or low != high else low == bars(bar)

    return resting(code, number, tell, {"bar": bar}, **beside)


def stands(code: str, number: Number, *, sure: str, **beside: Any) -> Line:
    """Under how many of all choices does a statement hold? For under a bar of them, against under what is left of one.

    In between the answer turns with the choice: mixed.
    """

    def tell(bars: Bars) -> bool | Word | None:
        low, high = bounds(number)
        if low is None or high is None:
            return None
        return True if low >= bars(sure) else False if high <= 1 - bars(sure) else Word.MIXED

    quoted = {"share": marked("missing")} if isinstance(number, Refusal) else {}
    return replace(resting(code, number, tell, {"sure": sure}), values={**quoted, **fills(number, **beside)})


def rises(code: str, ratio: Fact | Refusal, *, least: str, **beside: Any) -> Line:
    """Is a ratio above one, whole interval and all? Against where it surely stays below the least that matters."""

    def tell(bars: Bars) -> bool | None:
        low, high = bounds(ratio)
        if low is None or high is None:
            return None
        return False if high < bars(least) else True if low > 1 else None

    return resting(code, ratio, tell, {"least": least}, **beside)


# -- several rows ------------------------------------------------------------------------------------------------------
def every(code: str, these: Cell | Refusal, of: Fact | Refusal, *, slots: tuple[str, str]) -> Line:
    """Are they all? slots : what the text calls the two numbers."""
    part, whole = (x.cell if isinstance(x, Fact) else x for x in (these, of))
    if not isinstance(part, Cell) or not isinstance(whole, Cell) or part.value is None or not whole.value:
        return Line(code, lambda bars: None, open=why_silent(these if not isinstance(these, Cell) else of))
    answer = part.value == whole.value
    return Line(code, lambda bars: answer, dict(zip(slots, (part, whole), strict=True)), number=slots[0])


def every_above(code: str, told: Told | Refusal, column: str, *, bar: str, slots: tuple[str, str]) -> Line:
    """Does every row reach a bar? Against where none does, mixed where some do. slots : those that do, and all."""
    cells = told.cells(column) if isinstance(told, Told) and len(told) else ()

    def reached(bars: Bars) -> int:
        return sum(c.value is not None and c.value >= bars(bar) - 1e-9 for c in cells)

    def tell(bars: Bars) -> bool | Word | None:
        n = reached(bars)
        return None if not cells else True if n == len(cells) else Word.MIXED if n else False

    def values(bars: Bars) -> dict[str, Any]:
        told = [Cell(float(n)) if cells else marked("missing") for n in (reached(bars), len(cells))]
        return dict(zip(slots, told, strict=True))

    silent = why_silent(told) if isinstance(told, Refusal) else Word.NOT_GIVEN
    return Line(code, tell, counted=values, open=silent, number=slots[0])


def each_below(
    told: Told | Refusal, column: str, *, bar: str, prefix: str, name: str, rows: Sequence[str]
) -> list[Line]:
    """A line a row: does it lie below a bar? Its code is ``prefix`` and the code of the row; ``name`` quotes it."""
    held = told if isinstance(told, Told) and len(told) else None
    cells = [Refusal("not_given") if held is None else Fact(name, held[column, r]) for r in rows]
    return [below(f"{prefix}{r}", c, bar=bar) for r, c in zip(rows, cells, strict=True)]


def answers(numbers: Sequence[Fact] | Refusal, *, bar: Fact) -> dict[str, Cell]:
    """Of several readings of one question, how many reach a bar (met), do not (failed), cannot tell (open)?"""
    told = [above("", n, bar="", at_least=True).tell(lambda name: bar.cell.value or 0.0) for n in numbers]
    counts = {"n": len(told), "met": told.count(True), "failed": told.count(False), "open": told.count(None)}
    return {**{k: Cell(float(v)) for k, v in counts.items()}, "bar": bar.cell}
