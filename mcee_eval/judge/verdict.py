"""A verdict: a written proposition, its state, and the lines of evidence that led there.

A line says ``for``, ``against`` or ``mixed``, or it is silent for one of six reasons. One table leads from the lines to
the state; nothing else does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """What the data say of a proposition. Not examined is not inconclusive."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    MIXED = "mixed"
    INCONCLUSIVE = "inconclusive"
    NOT_EXAMINED = "not_examined"


class Word(StrEnum):
    """What a line says, or why it is silent."""

    FOR = "for"
    AGAINST = "against"
    MIXED = "mixed"
    NOT_HERE = "not_here"  # not asked at this level, or about another data set
    NOT_GIVEN = "not_given"  # the table is not in this data set
    INCOMPLETE = "incomplete"  # records exist, and what is missing could turn the answer
    TOO_FEW = "too_few"  # examined, not enough to tell
    TOO_EARLY = "too_early"  # not due yet
    NOT_TRIED = "not_tried"  # what it supposes did not happen

    @property
    def speaks(self) -> bool:
        """Does the line say anything?"""
        return self in (Word.FOR, Word.AGAINST, Word.MIXED)

    @property
    def mirror(self) -> Word:
        """What it says of the contrary proposition."""
        return {Word.FOR: Word.AGAINST, Word.AGAINST: Word.FOR}.get(self, self)


#: silence that was reached by looking, before silence of what could not be looked at
EXAMINED = (Word.INCOMPLETE, Word.TOO_FEW)
UNEXAMINED = (Word.TOO_EARLY, Word.NOT_TRIED, Word.NOT_GIVEN)
#: families of lines that do not measure: of an amount, change, share or cause they cannot tell
UNMEASURED = ("interviews", "focus_groups", "documents")
TESTIMONY = ("interviews", "focus_groups")
#: lines that speak the same way → strength
STRENGTHS = ("", "one_line", "limited", "strong")


@dataclass(frozen=True)
class Posed:
    """How a proposition is asked: declared before the data are read.

    lines : code of a line → its family (a code that is not there is a family of its own). primary : the family that
    decides where it speaks. quantity : an amount, change, share or cause, of which only measurement can tell.
    """

    lines: Mapping[str, str] = field(default_factory=dict)
    primary: str = ""
    quantity: bool = False


@dataclass(frozen=True)
class Reason:
    """One line as it was judged: ``code`` names its text, ``values`` fill it, ``number`` is the slot that counts.

    condition : no evidence by itself; for and against mean met and not met.
    """

    code: str
    says: Word
    values: Mapping[str, Any] = field(default_factory=dict)
    number: str = ""
    family: str = ""
    condition: bool = False


@dataclass(frozen=True)
class Verdict:
    """What is concluded on a proposition; ``settle`` are codes of what would settle a silent one.

    lines : family → what it says. strength : of ``STRENGTHS``, by the number of families that say the same. silence :
    the reason of an inconclusive or unexamined one. contrary : families that say the contrary.
    last : the last period of the figures that it rests on. since : what newer figures say, that nobody had at the
    report's date.
    """

    proposition: str
    state: State
    reasons: tuple[Reason, ...]
    settle: tuple[str, ...] = ()
    headline: bool = False
    lines: Mapping[str, Word] = field(default_factory=dict)
    strength: str = ""
    silence: str = ""
    last: str = ""
    since: Verdict | None = None

    @property
    def contrary(self) -> tuple[str, ...]:
        """The families that say the contrary of the verdict."""
        said = {State.SUPPORTED: Word.AGAINST, State.CONTRADICTED: Word.FOR}.get(self.state)
        return tuple(f for f, word in self.lines.items() if word is said)


def family_says(words: Iterable[Word]) -> Word:
    """What a family says whose criteria must all hold: all for, all against, else mixed; silent where one is silent."""
    told = [w for w in words if w is not Word.NOT_HERE]
    if not told:
        return Word.NOT_HERE
    silent = [w for w in told if not w.speaks]
    if silent:
        return next((w for w in (*EXAMINED, *UNEXAMINED) if w in silent), silent[0])
    return told[0] if len(set(told)) == 1 else Word.MIXED


def decide(lines: Mapping[str, Word], *, primary: str = "", quantity: bool = False) -> State | None:
    """From lines to verdict; None where no line belongs here.

    lines : family → what it says. A primary line that speaks decides. Where it is silent, or none is declared, the
    others must all say the same; of a quantity only families that measure are heard. Where nothing is heard, what was
    examined is inconclusive, what could not be looked at is not examined.
    """
    here = {f: w for f, w in lines.items() if w is not Word.NOT_HERE}
    if not here:
        return None
    spoken = {Word.FOR: State.SUPPORTED, Word.AGAINST: State.CONTRADICTED, Word.MIXED: State.MIXED}
    if here.get(primary) in spoken:
        return spoken[here[primary]]
    speak = {f: w for f, w in here.items() if w.speaks}
    heard = {w for f, w in speak.items() if not quantity or f not in UNMEASURED}
    if heard:
        return spoken[heard.pop()] if len(heard) == 1 else State.MIXED
    examined = bool(speak) or any(w in EXAMINED for w in here.values())
    return State.INCONCLUSIVE if examined else State.NOT_EXAMINED


def strength(state: State | None, lines: Mapping[str, Word]) -> str:
    """How many independent families say what the verdict says? "" where it says neither.

    A family that says the contrary, or testimony alone, caps it at limited.
    """
    if state not in (State.SUPPORTED, State.CONTRADICTED):
        return ""
    said = Word.FOR if state is State.SUPPORTED else Word.AGAINST
    same = [f for f, w in lines.items() if w is said]
    capped = said.mirror in lines.values() or all(f in TESTIMONY for f in same)
    return STRENGTHS[min(len(same), 2 if capped else 3)]


def silence(state: State | None, lines: Mapping[str, Word], primary: str = "") -> str:
    """Why nothing is concluded: the primary line's reason, else the first there is; "" where something is."""
    if state not in (State.INCONCLUSIVE, State.NOT_EXAMINED):
        return ""
    silent = [w for w in lines.values() if not w.speaks and w is not Word.NOT_HERE]
    own = lines.get(primary)
    if own in silent and own is not None:
        return own.value
    return next((w.value for w in (*EXAMINED, *UNEXAMINED) if w in silent), "")
