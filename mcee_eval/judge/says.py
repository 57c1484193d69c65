"""Testimony as a line: do at least so many of those asked say so?"""

from __future__ import annotations

from mcee_eval.judge.lines import Bars, Line
from mcee_eval.release.models.testimony import Said
from mcee_eval.release.told import Refusal


def says(code: str, said: Said | Refusal, *, bar: str, absent: str = "not_asked_here", few: str = "") -> Line:
    """Do at least ``bar`` of those asked agree? Cannot tell where nobody was asked or the interval holds the bar.

    few : code of the line where so few were asked that the interval holds the bar.
    """

    def tell(bars: Bars) -> bool | None:
        if isinstance(said, Refusal) or said.low is None or said.high is None:
            return None
        return True if said.low >= bars(bar) else False if said.high < bars(bar) else None

    if not isinstance(said, Said):
        return Line(absent, tell)
    return Line(code, tell, said.fills(), {"bar": bar}, when_open=few if said.low is not None else "")
