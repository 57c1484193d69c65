"""Testimony as a line. Informants are chosen, not sampled: counts of those asked decide, no interval does."""

from __future__ import annotations

from mcee_eval.judge.lines import Bars, Line, why_silent
from mcee_eval.judge.verdict import Word
from mcee_eval.release.fact import Refusal
from mcee_eval.release.models.testimony import Said

BARS = {"majority": "testimony.majority", "contrary": "testimony.contrary", "fewest": "testimony.asked"}


def says(
    code: str, said: Said | Refusal, *, quantifier: str = "", absent: str = "not_asked_here", few: str = ""
) -> Line:
    """Do those who were asked say so? For where a majority does and few say the contrary; against the other way round.

    With too few asked it is silent, in between mixed. quantifier : the report's own, where it claims less than a
    majority ("some"): the low end of its band is then what must be reached, whatever the others say.
    absent : code of the line without testimony. few : its code where too few were asked.
    """

    def tell(bars: Bars) -> bool | Word | None:
        if isinstance(said, Refusal) or said.yes is None or said.no is None or said.n < bars(BARS["fewest"]):
            return None
        most, contrary = bars(BARS["majority"]), bars(BARS["contrary"])
        if quantifier and said.yes >= said.scale[quantifier]:
            return True
        if said.yes > most and said.no <= contrary:
            return True
        if said.no > most and said.yes <= (said.scale[quantifier] if quantifier else contrary):
            return False
        return Word.MIXED

    if isinstance(said, Refusal):
        return Line(absent, tell, open=why_silent(said), of=code)
    asked = Word.TOO_FEW if said.n else Word.NOT_GIVEN
    return Line(code, tell, said.fills(), BARS, when_open=few if said.n else absent, open=asked, number="asked")


def denies(code: str, said: Said | Refusal, *, absent: str = "not_asked_here") -> Line:
    """The mirror of ``says``: do those who were asked say the contrary?"""
    return says(code, said.denied() if isinstance(said, Said) else said, absent=absent)
