"""Lines of evidence: what one released number, or what was said, lets one say of a proposition.

Here, and nowhere else, a number is compared with a threshold. A line names its bar; the number behind the name stands
in ``data/settings.toml`` with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from mcee_eval.judge.verdict import Reason, State, Verdict, decide
from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.told import Fact, Refusal, Told

Bars = Callable[[str], float]  # name of a bar → its value
#: condition: unless it is met, nothing was put to the test and all is open. decisive: where it is not met, the
#: proposition falls whatever the others say. optional: no line at all where it cannot tell
ROLES = ("condition", "decisive", "optional")


@dataclass(frozen=True)
class Line:
    """code : names its text. tell : bars → True (for), False (against), None (cannot tell). values : what it quotes.

    bars : slots of its text that quote a bar. settle : what would decide it, where that depends on the line.
    counted : bars → what it quotes that rests on a bar (how many lie above it).
    role : "" or one of ``ROLES``, which say more of how the line enters the verdict. when_open : its code where it
    cannot tell, if that is another.
    """

    code: str
    tell: Callable[[Bars], bool | None]
    values: Mapping[str, Any] = field(default_factory=dict)
    bars: Mapping[str, str] = field(default_factory=dict)
    settle: str = ""
    counted: Callable[[Bars], Mapping[str, Any]] = lambda bars: {}
    role: str = ""
    when_open: str = ""

    def open_unless_met(self) -> Line:
        """A condition is met or open, never a reason against."""
        tell = self.tell
        return replace(self, tell=lambda bars: tell(bars) or None) if self.role == "condition" else self

    def reason(self, bars: Bars) -> Reason | None:
        """The line as it was judged; None: nothing to say here."""
        quoted: dict[str, Any] = {slot: Cell(bars(name)) for slot, name in self.bars.items()}
        quoted |= self.counted(bars)
        told = self.tell(bars)
        code = self.when_open if self.when_open and told is None else self.code
        return Reason(code, told, {**self.values, **quoted})


def conclude(lines: Sequence[Line], bars: Bars) -> tuple[list[tuple[Line, Reason]], State]:
    """The lines that count, as they were judged, and the state that follows: ``decide``, and the roles of the lines."""
    judged: list[tuple[Line, Reason]] = []
    for line in lines:
        found = line.reason(bars)
        silent_ = found is None or (line.role == "optional" and found.passed is None)
        if found is not None and not silent_ and found not in [r for _, r in judged]:  # one reason is told once
            judged.append((line, found))
    state = decide([r for _, r in judged])
    against = any(line.role == "decisive" and r.passed is False for line, r in judged)
    return judged, State.NOT_SUPPORTED if state is State.MIXED and against else state


Decided = tuple[State, tuple[Reason, ...], tuple[str, ...]]  # state, reasons, what would settle an open one


@dataclass(frozen=True)
class Ruled:
    """Lines that are weighed by a written rule of their own and not one by one."""

    decide: Callable[[Bars], Decided]


def bounds(number: Fact | Cell) -> tuple[float | None, float | None]:
    """What the true number may be: its interval or bounds, else the number itself."""
    cell = number.cell if isinstance(number, Fact) else number
    if cell.mark:
        return (None, None)
    return (cell.value if cell.low is None else cell.low, cell.value if cell.high is None else cell.high)


def above(
    code: str,
    number: Fact | Cell | Refusal,
    *,
    bar: str,
    at_least: bool = False,
    margin: str = "",
    absent: str = "",
    **beside: Any,
) -> Line:
    """Does a number lie above a bar (``at_least``: reach it), whole interval and all? Within it: cannot tell.

    margin : a second bar: what lies between the two is neither for nor against. absent : code of the line where there
    is no number at all.
    """

    def tell(bars: Bars) -> bool | None:
        if isinstance(number, Refusal):
            return None
        low, high = bounds(number)
        if low is None or high is None:
            return None
        at = bars(bar)
        if margin:
            return True if low > at else False if high < bars(margin) else None
        if low > at or (at_least and low == at):
            return True
        return False if high < at or (not at_least and high == at) else None

    return Line(code if number or not absent else absent, tell, fills(number, **beside), {"bar": bar})


def below(
    code: str, number: Fact | Cell | Refusal, *, bar: str, at_most: bool = False, absent: str = "", **beside: Any
) -> Line:
    """The mirror of ``above``: does a number lie below a bar (``at_most``: not exceed it)?"""
    over = above(code, number, bar=bar, at_least=not at_most, absent=absent, **beside)

    def tell(bars: Bars) -> bool | None:
        told = over.tell(bars)
        return None if told is None else not told

    return Line(over.code, tell, over.values, over.bars)


def changed(code: str, number: Fact | Refusal, *, margin: str, null: float = 0.0, of: str = "", **beside: Any) -> Line:
    """Did it rise? For where the interval lies above ``null``; against where it lies below null + margin.

    of : the name of what stands beside the number and of which the margin is a share (the level before).
    """

    def tell(bars: Bars) -> bool | None:
        low, high = (None, None) if isinstance(number, Refusal) else bounds(number)
        if low is None or high is None:
            return None
        scale = number.beside[of] if of and isinstance(number, Fact) else 1.0
        size = scale.value if isinstance(scale, Cell) else float(scale)
        if size is None:
            return None
        return True if low > null else False if high < null + bars(margin) * size else None

    return Line(code, tell, fills(number, **beside), {"margin": margin})


def within_bounds(
    code: str, low: Fact | Cell | Refusal, high: Fact | Cell | Refusal, *, bar: str, **beside: Any
) -> Line:
    """Does a share that records only bound reach a bar? For where its low end does, against where its high misses."""
    ends = [x.cell if isinstance(x, Fact) else x for x in (low, high)]

    def tell(bars: Bars) -> bool | None:
        if any(not isinstance(x, Cell) or x.value is None for x in ends):
            return None
        least, most = (x.value for x in ends if isinstance(x, Cell))
        return True if least >= bars(bar) else False if most < bars(bar) else None  # type: ignore[operator]

    told = {k: marked("missing") if isinstance(x, Refusal) else x for k, x in (("low", low), ("high", high))}
    return Line(code, tell, fills(None, **told, **beside), {"bar": bar})


def near(code: str, number: Fact | Refusal, *, bar: str, slack: str, **beside: Any) -> Line:
    """Is a total a bar, within a slack? Against where it surely is not; cannot tell where a part is unknown."""

    def tell(bars: Bars) -> bool | None:
        if not isinstance(number, Fact) or number.cell.value is None:
            return None
        low = number.cell.value if number.cell.low is None else number.cell.low
        if low > bars(bar) + bars(slack):
            return False  # beyond it, whatever is still unknown
        return None if number.cell.high is None else number.cell.high >= bars(bar) - bars(slack)

    return Line(code, tell, fills(number, **beside), {"bar": bar})


def equal(code: str, number: Fact | Cell | Refusal, *, bar: str, **beside: Any) -> Line:
    """Is a number the one that is stated?"""

    def tell(bars: Bars) -> bool | None:
        low, high = (None, None) if isinstance(number, Refusal) else bounds(number)
        return None if low is None or low != high else low == bars(bar)

    return Line(code, tell, fills(number, **beside), {"bar": bar})


def every(code: str, these: Cell | Refusal, of: Fact | Refusal, *, slots: tuple[str, str]) -> Line:
    """Are they all? slots : what the text calls the two numbers."""
    part, whole = (x.cell if isinstance(x, Fact) else x for x in (these, of))
    if not isinstance(part, Cell) or not isinstance(whole, Cell) or part.value is None or not whole.value:
        return Line(code, lambda bars: None)
    answer = part.value == whole.value
    return Line(code, lambda bars: answer, dict(zip(slots, (part, whole), strict=True)))


def none_above(code: str, told: Told, column: str, *, bar: str, rows: str = "rows") -> Line:
    """Does no row lie above a bar? Cannot tell where a row is unknown and none is known to be above it.

    rows : what the text calls their number; those above the bar are ``over``.
    """
    cells = told.cells(column) if len(told) else ()

    def over(bars: Bars) -> int:
        return sum(c.value is not None and c.value > bars(bar) for c in cells)

    def tell(bars: Bars) -> bool | None:
        beyond = over(bars)
        return None if not cells or (not beyond and any(c.mark for c in cells)) else not beyond

    def values(bars: Bars) -> dict[str, Any]:
        return {"over": Cell(float(over(bars))), rows: Cell(float(len(cells)))}

    return Line(code, tell, {}, {}, counted=values)


def stands(code: str, number: Fact | Cell | Refusal, *, sure: str, **beside: Any) -> Line:
    """Does a share of all cases reach a bar, or fall to what is left of one beyond it? Between the two: cannot tell."""

    def tell(bars: Bars) -> bool | None:
        low, high = (None, None) if isinstance(number, Refusal) else bounds(number)
        if low is None or high is None:
            return None
        return True if low >= bars(sure) else False if high <= 1 - bars(sure) else None

    quoted = {"share": marked("missing")} if isinstance(number, Refusal) else {}
    return Line(code, tell, {**quoted, **fills(number, **beside)})


def every_above(code: str, told: Told | Refusal, column: str, *, bar: str, slots: tuple[str, str]) -> Line:
    """Does every row reach a bar? Against where none does. slots : what the text calls those that do, and all."""
    cells = told.cells(column) if isinstance(told, Told) and len(told) else ()

    def reached(bars: Bars) -> int:
        return sum(c.value is not None and c.value >= bars(bar) - 1e-9 for c in cells)

    def tell(bars: Bars) -> bool | None:
        n = reached(bars)
        return None if not cells else True if n == len(cells) else None if n else False

    def values(bars: Bars) -> dict[str, Any]:
        told = [Cell(float(n)) if cells else marked("missing") for n in (reached(bars), len(cells))]
        return dict(zip(slots, told, strict=True))

    return Line(code, tell, {}, {}, counted=values)


def each_below(
    told: Told | Refusal, column: str, *, bar: str, prefix: str, name: str, rows: Sequence[str]
) -> list[Line]:
    """A line a row: does it lie below a bar? Its code is ``prefix`` and the code of the row; ``name`` quotes it."""
    cells = [told[column, r] if isinstance(told, Told) and len(told) else marked("missing") for r in rows]
    return [below(f"{prefix}{r}", Fact(name, c), bar=bar) for r, c in zip(rows, cells, strict=True)]


def holds(code: str, answer: bool | None, **values: Any) -> Line:
    """A line whose answer is no comparison with a bar: a register that lists what it should."""
    return Line(code, lambda bars: answer, fills(None, **values))


def silent(code: str, *, absent: str = "", told: Any = None, **values: Any) -> Line:
    """A line that cannot tell, and says why in its text.

    told : a released row that it quotes. absent : its code where that row is not there.
    """
    row = told.row() if told is not None else {}
    return Line(absent if absent and not row else code, lambda bars: None, {**row, **fills(None, **values)})


def follows(code: str, verdict: Any, *, role: str = "", settle: str = "", **values: Any) -> Line:
    """A line that carries another proposition's word: for where it is supported, against where it is not.

    verdict : what ``judge`` gave, or a state of ``states``. role : a condition that is not supported leaves it open.
    """
    state = str(getattr(verdict, "state", verdict))
    answer = {"supported": True, "not_supported": False}.get(state.removeprefix("state_"))
    told = {"state": state, **fills(None, **values)}
    return Line(code, lambda bars: answer, told, settle=settle, role=role).open_unless_met()


def each(code: str, frame: pd.DataFrame, column: str, *, role: str = "", settle: str = "") -> Line:
    """Does a column of yes and no hold for every row? Quotes ``n`` and ``of``; cannot tell where there is no row."""
    held = [bool(v) for v in frame[column]]
    told = {"n": Cell(float(sum(held))), "of": Cell(float(len(held)))}
    return Line(code, lambda bars: all(held) if held else None, told, settle=settle, role=role).open_unless_met()


def fills(number: Fact | Cell | Refusal | None, **beside: Any) -> dict[str, Any]:
    """What a line's text may quote: the number under its name, what stands beside it, and what the cell adds."""
    told: dict[str, Any] = dict(number.fills()) if isinstance(number, Fact) else {}
    if isinstance(number, Cell):
        told["value"] = number
    for name, value in beside.items():
        if isinstance(value, Refusal):
            continue
        told |= {
            **(value.fills() if isinstance(value, Fact) else {}),
            name: value.cell if isinstance(value, Fact) else value,
        }
    return told


def rises(code: str, ratio: Fact | Refusal, *, least: str, **beside: Any) -> Line:
    """Is a ratio above one, whole interval and all? Against where it surely stays below the least that matters."""

    def tell(bars: Bars) -> bool | None:
        low, high = (None, None) if isinstance(ratio, Refusal) else bounds(ratio)
        if low is None or high is None:
            return None
        return True if low > 1 else False if high < bars(least) else None

    return Line(code, tell, fills(ratio, **beside))


def answers(numbers: Sequence[Fact] | Refusal, *, bar: Fact) -> dict[str, Cell]:
    """Of several readings of one question, how many reach a bar (met), do not (failed), cannot tell (open)?"""
    told = [above("", n, bar="", at_least=True).tell(lambda name: bar.cell.value or 0.0) for n in numbers]
    counts = {"n": len(told), "met": told.count(True), "failed": told.count(False), "open": told.count(None)}
    return {**{k: Cell(float(v)) for k, v in counts.items()}, "bar": bar.cell}


def shortfalls(verdicts: Sequence[Verdict]) -> dict[str, Cell | str | None]:
    """How many propositions hold, fall short, are open, and which wording that bears, the others None.

    wording_none : nothing falls short. wording_certain : some does, some does not. wording_whole : everything does.
    wording_open : what cannot be told decides between them.
    """
    states = [v.state for v in verdicts]
    short, unknown = states.count(State.NOT_SUPPORTED), states.count(State.CANNOT_CONCLUDE)
    holds = len(states) - short - unknown
    told = {"n": len(states), "short": short, "unknown": unknown, "holds": holds}
    whole, none = short == len(states), holds == len(states)
    fits = "certain" if short and holds else "whole" if whole else "none" if none else "open"
    wordings = {f"wording_{w}": "yes" if w == fits else None for w in ("certain", "whole", "open", "none")}
    return {**{k: Cell(float(v)) for k, v in told.items()}, **wordings}


def settled(
    lines: Sequence[Line], reasons: Sequence[Reason], written: Mapping[str, Sequence[str]], proposition: str
) -> tuple[str, ...]:
    """What would decide the open lines: their own word, that of their code, else that of the proposition.

    Where a code has its own, the order is that of the notebook's TOML.
    """
    open_ones = [(x, r.code) for x, r in zip(lines, reasons, strict=True) if r.passed is None]
    own = [x.settle for x, _ in open_ones if x.settle]
    coded = {c for _, code in open_ones for c in written.get(code, ())}
    rest = any(code not in written for _, code in open_ones) or not open_ones
    found = {*coded, *(written.get(proposition, ()) if rest and not own else ())}
    order = [c for codes in written.values() for c in codes]
    return tuple(dict.fromkeys([*own, *sorted(found, key=order.index)]))
