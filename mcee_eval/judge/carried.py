"""Lines that carry what was concluded elsewhere, and lines that are no comparison with a bar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from mcee_eval.judge.lines import Line, fills
from mcee_eval.judge.verdict import State, Verdict, Word
from mcee_eval.release.cell import Cell

#: state of another proposition → what a line that follows it says
FOLLOWS = {
    "supported": Word.FOR, "contradicted": Word.AGAINST, "mixed": Word.MIXED, "inconclusive": Word.TOO_FEW,
    "not_examined": Word.NOT_GIVEN, "no_record": Word.NOT_GIVEN,
}  # fmt: skip


def state_of(verdict: Any) -> str:
    """The state of what ``judge`` gave, or of one that ``states`` holds; ``no_record`` where there is none."""
    found = verdict if isinstance(verdict, str) else getattr(verdict, "state", None)
    return str(found or "no_record").removeprefix("state_")


def follows(code: str, verdict: Any, *, mirror: bool = False, settle: str = "", **values: Any) -> Line:
    """A line that carries another proposition's word. mirror : this one says the contrary of that one.

    verdict : what ``judge`` gave, or a state of ``states``.
    """
    state = state_of(verdict)
    word = FOLLOWS[state].mirror if mirror else FOLLOWS[state]
    return Line(code, lambda bars: word, {"state": f"state_{state}", **fills(None, **values)}, settle=settle)


def tried(code: str, undone: Any, outcome: Any, *, otherwise: str, mirror: bool = False, settle: str = "") -> Line:
    """Does an approach work? What was not done was not tried, whatever the estimate; else what is said of the outcome.

    undone : the verdict on a proposition that says that it was *not* done: only where that is contradicted was it
    tried. outcome : the verdict on the outcome; ``mirror`` as in ``follows``. otherwise : the line's code if untried.
    """
    line = follows(code, outcome, mirror=mirror, settle=settle)
    if state_of(undone) == State.CONTRADICTED:
        return line
    told = {"state": f"state_{state_of(undone)}"}
    return Line(otherwise, lambda bars: Word.NOT_TRIED, told, settle=settle, of=code)


def unanswered(code: str, *verdicts: Any, **values: Any) -> Line:
    """Can nothing be concluded on these? For where none is supported or contradicted, against where one is."""
    states = [state_of(v) for v in verdicts]
    told = any(s in (State.SUPPORTED, State.CONTRADICTED) for s in states)
    word = Word.NOT_GIVEN if set(states) == {"no_record"} else Word.AGAINST if told else Word.FOR
    return Line(code, lambda bars: word, {"state": f"state_{states[0]}", **fills(None, **values)})


def holds(code: str, answer: bool | None, **values: Any) -> Line:
    """A line whose answer is no comparison with a bar: a register that lists what it should."""
    return Line(code, lambda bars: answer, fills(None, **values), open=Word.NOT_GIVEN)


def silent(code: str, *, why: Word | str = Word.NOT_GIVEN, absent: str = "", told: Any = None, **values: Any) -> Line:
    """A line that cannot tell, and says why in its text.

    why : the reason of its silence. told : a released row that it quotes. absent : its code where that is not there.
    """
    row = told.row() if told is not None else {}
    word = Word(why)
    return Line(absent if absent and not row else code, lambda bars: word, {**row, **fills(None, **values)})


def each(code: str, frame: pd.DataFrame, column: str, *, needed: bool = False, settle: str = "") -> Line:
    """Does a column of yes and no hold for every row? Quotes ``n`` and ``of``; not given where there is no row.

    needed : where it does not hold for every row, the line is incomplete, not against.
    """
    held = [bool(v) for v in frame[column]]
    told = {"n": Cell(float(sum(held))), "of": Cell(float(len(held)))}
    word = Word.NOT_GIVEN if not held else Word.FOR if all(held) else Word.INCOMPLETE if needed else Word.AGAINST
    return Line(code, lambda bars: word, told, settle=settle, number="n")


def shortfalls(verdicts: Sequence[Verdict]) -> dict[str, Cell | str | None]:
    """How many shortfalls are borne out, are not, are open, and which wording that bears, the others None.

    wording_none : nothing falls short. wording_certain : some does, some does not. wording_whole : everything does.
    wording_open : what cannot be told decides between them.
    """
    states = [v.state for v in verdicts]
    short = states.count(State.SUPPORTED)
    unknown = states.count(State.INCONCLUSIVE) + states.count(State.NOT_EXAMINED)
    holds = len(states) - short - unknown
    told = {"n": len(states), "short": short, "unknown": unknown, "holds": holds}
    whole, none = short == len(states), holds == len(states)
    fits = "certain" if short and holds else "whole" if whole else "none" if none else "open"
    wordings = {f"wording_{w}": "yes" if w == fits else None for w in ("certain", "whole", "open", "none")}
    return {**{k: Cell(float(v)) for k, v in told.items()}, **wordings}
