"""Lines of evidence: what one released number, or what was said, lets one say of a proposition.

Here, and nowhere else, a number is compared with a threshold. A line names its bar; the number behind the name stands
in ``data/settings.toml`` with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mcee_eval.judge.verdict import Reason, Word
from mcee_eval.release.cell import Cell
from mcee_eval.release.told import Fact, Refusal

Bars = Callable[[str], float]  # name of a bar → its value
Number = Fact | Cell | Refusal
#: code of a refusal, or mark of a cell → why a line that rests on it is silent; any other: too few
SILENCES = {
    "not_here": Word.NOT_HERE, "not_funded": Word.NOT_HERE, "no_documents": Word.NOT_GIVEN,
    "not_given": Word.NOT_GIVEN, "not_asked": Word.NOT_GIVEN, "redacted": Word.NOT_GIVEN,
    "suppressed": Word.INCOMPLETE, "missing": Word.INCOMPLETE, "hidden": Word.INCOMPLETE,
    "empty": Word.NOT_GIVEN,
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """code : names its text. tell : bars → True (for), False (against), None (silent: ``open`` says why), or a word.

    values : what it quotes. number : the slot among them that counts. bars : slots of its text that quote a bar.
    counted : bars → what it quotes that rests on a bar (how many lie above it). settle : what would decide it, where
    that depends on the line. when_open : its code where it is silent, if that is another. of : the code under which
    its family is declared, if that is another. last : last period of its figures.
    """

    code: str
    tell: Callable[[Bars], bool | Word | None]
    values: Mapping[str, Any] = field(default_factory=dict)
    bars: Mapping[str, str] = field(default_factory=dict)
    settle: str = ""
    counted: Callable[[Bars], Mapping[str, Any]] = lambda bars: {}
    when_open: str = ""
    open: Word = Word.TOO_FEW
    number: str = ""
    last: str = ""
    of: str = ""

    def reason(self, bars: Bars) -> Reason | None:
        """The line as it was judged; None: nothing to say here."""
        quoted: dict[str, Any] = {slot: Cell(bars(name)) for slot, name in self.bars.items()}
        quoted |= self.counted(bars)
        told = self.tell(bars)
        says = told if isinstance(told, Word) else {True: Word.FOR, False: Word.AGAINST, None: self.open}[told]
        code = self.when_open if self.when_open and not says.speaks else self.code
        return Reason(code, says, {**self.values, **quoted}, self.number)


@dataclass(frozen=True)
class Ruled:
    """A line of several criteria that are weighed by a written rule of their own.

    decide : bars → what it says, its criteria (each with what it says), what would settle a silent one.
    """

    code: str
    decide: Callable[[Bars], tuple[Word, tuple[Reason, ...], tuple[str, ...]]]


def why_silent(number: Number) -> Word:
    """Why does a line say nothing that rests on this? By its code or mark; bounds that gaps leave: incomplete."""
    if isinstance(number, Refusal):
        return SILENCES.get(number.code, Word.TOO_FEW)
    cell = number.cell if isinstance(number, Fact) else number
    if cell.mark:
        return SILENCES.get(cell.mark, Word.TOO_FEW)
    return Word.INCOMPLETE if isinstance(number, Fact) and number.bounded else Word.TOO_FEW


def bounds(number: Number) -> tuple[float | None, float | None]:
    """What the true number may be: its interval or bounds, else the number itself; nothing of what was refused."""
    if isinstance(number, Refusal):
        return (None, None)
    cell = number.cell if isinstance(number, Fact) else number
    if cell.mark:
        return (None, None)
    return (cell.value if cell.low is None else cell.low, cell.value if cell.high is None else cell.high)


def fills(number: Number | None, **beside: Any) -> dict[str, Any]:
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


def resting(
    code: str, number: Number, tell: Callable[[Bars], bool | Word | None], bars: Mapping[str, str] | None = None,
    *, open: Word | None = None, **beside: Any,
) -> Line:  # fmt: skip
    """A line that rests on one number."""
    slot = number.name if isinstance(number, Fact) else "value" if isinstance(number, Cell) else ""
    return Line(
        code, tell, fills(number, **beside), bars or {}, open=open or why_silent(number), number=slot,
        last=number.last if isinstance(number, Fact) else "",
    )  # fmt: skip


def settled(
    lines: Sequence[Line | Ruled], reasons: Sequence[Reason], written: Mapping[str, Sequence[str]], proposition: str
) -> tuple[str, ...]:
    """What would decide the silent lines: their own word, that of their code, else that of the proposition.

    Where a code has its own, the order is that of the notebook's TOML.
    """
    open_ones = [(x, r.code) for x, r in zip(lines, reasons, strict=True) if not r.says.speaks]
    own = [x.settle for x, _ in open_ones if isinstance(x, Line) and x.settle]
    coded = {c for _, code in open_ones for c in written.get(code, ())}
    rest = any(code not in written for _, code in open_ones) or not open_ones
    found = {*coded, *(written.get(proposition, ()) if rest and not own else ())}
    order = [c for codes in written.values() for c in codes]
    return tuple(dict.fromkeys([*own, *sorted(found, key=order.index)]))
