"""A proposition's lines, judged one by one, gathered into families, weighed into a verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from mcee_eval.judge.lines import Bars, Line, Ruled, settled
from mcee_eval.judge.verdict import Posed, Reason, State, Verdict, Word, decide, family_says, silence, strength

SILENT = (State.INCONCLUSIVE, State.NOT_EXAMINED)


def weighed(
    proposition: str, lines: Sequence[Line | Ruled], posed: Posed, bars: Bars, *, quote: Callable[[Reason], Reason],
    settle: Mapping[str, Sequence[str]], headline: bool = False,
) -> Verdict | None:  # fmt: skip
    """The verdict that these lines bear; None where no line belongs here.

    quote : a reason with what its text asks for. settle : code of a line, or the proposition, → what would settle it.
    """
    words: dict[str, list[Word]] = {}
    reasons: list[Reason] = []
    judged: list[Line | Ruled] = []
    would: tuple[str, ...] = ()
    for line in lines:
        if isinstance(line, Ruled):
            word, several, would = line.decide(bars)
        else:
            one = line.reason(bars)
            several, word = ((one,), one.says) if one else ((), Word.NOT_HERE)
        code = line.of if isinstance(line, Line) and line.of else line.code
        family = posed.lines.get(code, code)
        words.setdefault(family, []).append(word)
        if word is not Word.NOT_HERE:
            reasons += [quote(replace(r, family=family)) for r in several]
            judged += [line] * len(several)
    told = {f: w for f, w in ((f, family_says(s)) for f, s in words.items()) if w is not Word.NOT_HERE}
    state = decide(told, primary=posed.primary, quantity=posed.quantity)
    if state is None:
        return None
    waits = would or settled(judged, reasons, settle, proposition) if state in SILENT else ()
    last = max((x.last for x in judged if isinstance(x, Line)), default="")
    return Verdict(
        proposition, state, tuple(reasons), waits, headline, told, strength(state, told),
        silence(state, told, posed.primary), last,
    )  # fmt: skip
