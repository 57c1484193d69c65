"""Lines of evidence: what one released number, or what was said, lets one say of a proposition.

Here, and nowhere else, a number is compared with a threshold. A line names its bar; the number behind the name stands
in ``data/settings.toml`` with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mcee_eval.judge.verdict import Reason
from mcee_eval.release.cell import Cell
from mcee_eval.release.told import Fact, Refusal

Bars = Callable[[str], float]  # name of a bar → its value


@dataclass(frozen=True)
class Line:
    """code : names its text. tell : bars → True (for), False (against), None (cannot tell). values : what it quotes.

    bars : slots of its text that quote a bar. settle : what would decide it, where that depends on the line.
    """

    code: str
    tell: Callable[[Bars], bool | None]
    values: Mapping[str, Any] = field(default_factory=dict)
    bars: Mapping[str, str] = field(default_factory=dict)
    settle: str = ""

    def reason(self, bars: Bars) -> Reason:
        """The line as it was judged."""
        quoted = {slot: Cell(bars(name)) for slot, name in self.bars.items()}
        return Reason(self.code, self.tell(bars), {**self.values, **quoted})


def bounds(number: Fact | Cell) -> tuple[float | None, float | None]:
    """What the true number may be: its interval or bounds, else the number itself."""
    cell = number.cell if isinstance(number, Fact) else number
    if cell.mark:
        return (None, None)
    return (cell.value if cell.low is None else cell.low, cell.value if cell.high is None else cell.high)


def above(
    code: str, number: Fact | Cell | Refusal, *, bar: str, at_least: bool = False, absent: str = "", **beside: Any
) -> Line:
    """Does a number lie above a bar (``at_least``: reach it), whole interval and all? Within it: cannot tell.

    absent : code of the line where there is no number at all.
    """

    def tell(bars: Bars) -> bool | None:
        if isinstance(number, Refusal):
            return None
        low, high = bounds(number)
        if low is None or high is None:
            return None
        at = bars(bar)
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


def holds(code: str, answer: bool | None, **values: Any) -> Line:
    """A line whose answer is no comparison with a bar: a register that lists what it should."""
    return Line(code, lambda bars: answer, fills(None, **values))


def silent(code: str, *, absent: str = "", told: Any = None, **values: Any) -> Line:
    """A line that cannot tell, and says why in its text.

    told : a released row that it quotes. absent : its code where that row is not there.
    """
    row = told.row() if told is not None else {}
    return Line(absent if absent and not row else code, lambda bars: None, {**row, **fills(None, **values)})


def follows(code: str, verdict: Any, **values: Any) -> Line:
    """A line that carries another proposition's word: for where it is supported, against where it is not."""
    state = str(getattr(verdict, "state", verdict))
    answer = {"supported": True, "not_supported": False}.get(state)
    return Line(code, lambda bars: answer, {"state": state, **fills(None, **values)})


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
