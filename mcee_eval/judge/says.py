"""Testimony as a line: do at least so many of those asked say so?"""

from __future__ import annotations

from mcee_eval.judge.lines import Bars, Line
from mcee_eval.release.models.testimony import Said
from mcee_eval.release.told import Refusal


def says(
    code: str, said: Said | Refusal, *, bar: str, absent: str = "not_asked_here", elsewhere: str = "", few: str = ""
) -> Line:
    """Do at least ``bar`` of those asked agree? Cannot tell where nobody was asked or the interval holds the bar.

    absent : code of the line without testimony. elsewhere : the same on a page that has none, and what would settle it.
    few : code of the line where so few were asked that the interval holds the bar.
    """

    def tell(bars: Bars) -> bool | None:
        if isinstance(said, Refusal) or said.low is None or said.high is None:
            return None
        return True if said.low >= bars(bar) else False if said.high < bars(bar) else None

    if isinstance(said, Said):
        return Line(code, tell, said.fills(), {"bar": bar}, when_open=few if said.low is not None else "")
    other = elsewhere if said.code == "not_here" else ""
    return Line(other or absent, tell, settle=other)


def denies(code: str, said: Said | Refusal, *, bar: str, absent: str = "not_asked_here") -> Line:
    """The mirror of ``says``: do at least ``bar`` of those asked say the contrary?"""
    return says(code, said.denied() if isinstance(said, Said) else said, bar=bar, absent=absent)
