"""Hidden and rounded cells as intervals: a suppressed value is never a number and never zero."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from mcee_eval.loaders.cells import clean

# The four columns by which every published frame says what a cell is.
COLUMNS = ("value", "low", "high", "suppressed")
_WHOLE = re.compile(r"[0-9]+|[0-9]{1,3}(,[0-9]{3})+|[0-9]{1,3}( [0-9]{3})+")
_DECIMAL_COMMA = re.compile(r"-?\d+,\d{1,2}|-?\d+,\d{4,}|-?\d{4,},\d+")
_FOOTNOTE = re.compile(r"\s*(?:Footnote|Note de bas de page|Note)\s*[*†‡\d]+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Interval:
    """What a published cell says: the number printed, if one is, and the values that it can stand for.

    value : as printed; None when the publisher hid it. low, high : both included.
    """

    low: int
    high: int
    value: int | None = None

    @property
    def suppressed(self) -> bool:
        """Was the number hidden?"""
        return self.value is None


def exact(value: int) -> Interval:
    """A number that is neither rounded nor hidden."""
    return Interval(value, value, value)


@dataclass(frozen=True)
class Rule:
    """How a publisher hides and rounds.

    hidden : pattern of the marks that stand for a hidden value; span : what it lies in, both included.
    rounded : numbers are printed to the nearest multiple of this; 1 = not rounded.
    coded : small values are all printed as this number (and stand for 1 to it); 0 = none.
    """

    hidden: str = ""
    span: tuple[int, int] = (0, 0)
    rounded: int = 1
    coded: int = 0
    words: str = "a whole number"

    def read(self, text: str) -> Interval:
        """The interval of one cell; a ValueError names what was expected."""
        text = without_footnote(text)
        if self.hidden and re.fullmatch(self.hidden, text):
            return Interval(*self.span)
        value = whole(text, self.words)
        if value % self.rounded:
            raise ValueError(f"{self.words} (a multiple of {self.rounded})")
        if self.coded and value == self.coded:
            return Interval(1, value, value)
        if self.coded and 0 < value < self.coded:
            raise ValueError(f"{self.words} (1 to {self.coded - 1} are printed as {self.coded})")
        if self.rounded == 1 or value == 0:
            return exact(value)
        half = self.rounded // 2
        # A printed 5 cannot be 3 or 4: those are hidden.
        return Interval(max(value - half, self.span[1] + 1), value + half, value)


EXACT = Rule()
# As met in the files: a true zero prints as 0, so "--" is 1 to 4.
IRCC = Rule(hidden="--", span=(1, 4), rounded=5, words="'--' or a whole number")
# '--3' is the mark with the number of its footnote, '---' a slip of the same mark.
IRB = Rule(hidden="--3?|---", span=(0, 19), words="'--' or a whole number")
UNHCR = Rule(coded=5)


def without_footnote(text: str) -> str:
    """``46Footnote *`` and ``"2,680"Footnote *`` are 46 and 2,680."""
    return _FOOTNOTE.sub("", clean(text)).strip('"')


def whole(text: str, words: str = "a whole number") -> int:
    """A count, with or without commas (or spaces) between thousands. A ValueError says what was expected."""
    if _WHOLE.fullmatch(text):
        return int(text.replace(",", "").replace(" ", ""))
    if _DECIMAL_COMMA.fullmatch(text):
        raise ValueError(f"{words}, without a decimal comma or a misplaced separator")
    raise ValueError(words)


def total(parts: Iterable[Interval]) -> Interval:
    """The sum: its value is known only if every part's is; its bounds are the sums of theirs."""
    parts = list(parts)
    known = [part.value for part in parts if part.value is not None]
    value = sum(known) if len(known) == len(parts) else None
    return Interval(sum(p.low for p in parts), sum(p.high for p in parts), value)


def miss(whole: Interval, parts: Sequence[Interval]) -> int:
    """By how much can the parts not make the whole? 0 when rounding and hidden cells can explain the difference."""
    made = total(parts)
    return max(0, whole.low - made.high, made.low - whole.high)


def widened(whole: Interval, parts: Sequence[Interval]) -> list[Interval]:
    """The parts, where hidden ones must be larger than their mark says for the whole to be made.

    A publisher also hides larger cells so that a small one cannot be computed; such a cell can be anything up to what
    the total leaves. Where the mark's own span explains the total, nothing changes: hidden cells are not solved for.
    """
    if whole.low <= total(parts).high or not any(part.suppressed for part in parts):
        return list(parts)
    room = whole.high - sum(part.low for part in parts)
    return [Interval(p.low, p.low + room) if p.suppressed else p for p in parts]


def columns(cells: Sequence[Interval]) -> dict[str, pd.Series]:
    """The four columns of a frame; ``value`` is missing where the cell was hidden."""
    return {
        "value": pd.Series([c.value for c in cells], dtype="Int64"),
        "low": pd.Series([c.low for c in cells], dtype="int64"),
        "high": pd.Series([c.high for c in cells], dtype="int64"),
        "suppressed": pd.Series([c.suppressed for c in cells], dtype="bool"),
    }


def sums(frame: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Sums that carry their interval.

    frame : with the columns of ``COLUMNS``; by : columns that name a group.
    One row a group, in sorted order: ``value`` is missing if any part was hidden; ``low`` and ``high`` are the sums
    of the bounds; ``suppressed`` says that a part was hidden; ``cells`` counts the parts. The input is untouched.
    """
    grouped = frame.groupby(list(by), sort=True, dropna=False)
    found = grouped[["low", "high"]].sum()
    found.insert(0, "value", grouped["value"].sum().astype("Int64"))
    found["suppressed"] = grouped["suppressed"].any()
    found["cells"] = grouped.size()
    found.loc[found["suppressed"], "value"] = pd.NA
    return found.reset_index()
