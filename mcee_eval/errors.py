"""What we raise on purpose: one base class, an exit code each, all problems at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where it is, what was found, what was expected, what to do."""

    where: str
    found: str
    expected: str
    try_this: str = ""

    def __str__(self) -> str:
        told = f"{self.where}: {self.found}; expected {self.expected}."
        return f"{told} {self.try_this}".rstrip()


class MceeError(Exception):
    """Base of every refusal. ``code`` is stable, ``problems`` lists all of them, ``need`` says what would help."""

    code: ClassVar[str] = "E00"
    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, problems: Sequence[Problem] = (), need: object = None) -> None:
        self.problems = tuple(problems)
        self.need = need
        self.message = message
        super().__init__("\n".join([message, *(f"  - {p}" for p in self.problems)]))

    def _render_traceback_(self) -> list[str]:
        """In a notebook cell a user's mistake shows its message and no traceback (IPython's own hook)."""
        return [str(self)]


class BadSettings(MceeError):
    """data/settings.toml, a data set's declaration or a correction cannot be used."""

    code, exit_code = "E10", 10


class BadTable(MceeError):
    """A table or file breaks its contract. Every problem is listed."""

    code, exit_code = "E11", 11

    @classmethod
    def of(cls, table: str, problems: Sequence[Problem]) -> BadTable:
        """The usual form: the table's name, the count, then a line per problem."""
        many = "problem" if len(problems) == 1 else "problems"
        return cls(f"{table}: {len(problems)} {many}", problems=problems)


class BadParameter(MceeError):
    """A parameter has an unknown name, the wrong type or an unknown value."""

    code, exit_code = "E12", 12


class Refused(MceeError):
    """A metric that will not give a number that the data cannot bear."""

    code, exit_code = "E13", 11


class TooFewPeriods(Refused):
    """Fewer periods (or pairs, or observations) than the method needs; ``need`` is the number."""

    code = "E131"


class TooFewDonors(Refused):
    """Fewer comparison units than the test needs; ``need`` is the number."""

    code = "E132"


class NoEvents(Refused):
    """Every observation is censored: no time to an event can be estimated."""

    code = "E133"


class UnbalancedPanel(Refused):
    """A unit lacks a period where the method needs them all; the problems name the missing cells."""

    code = "E134"


class NotFinite(Refused):
    """A missing or infinite value where a number is needed; the problems name the rows."""

    code = "E135"


class ConstantSeries(Refused):
    """A series that never changes: its variance is zero and nothing can be tested."""

    code = "E136"


class ZeroExposure(Refused):
    """An exposure of zero or less: a rate has no denominator."""

    code = "E137"


class NotEstimable(Refused):
    """The fit did not converge, or the data do not identify what is asked for."""

    code = "E138"


class NotHeld(NotEstimable, BadParameter):
    """What is asked for is not in these data, such as a wait as long as the horizon."""

    code, exit_code = "E138", 11


class Separated(NotEstimable, BadTable):
    """A covariate separates those with the event from those without: its estimate would be infinite."""

    code, exit_code = "E138", 11


class SomeRunsFailed(MceeError):
    """The batch went to its end, and some runs did not."""

    code, exit_code = "E20", 20


class LockHeld(MceeError):
    """Another batch writes to the same outputs."""

    code, exit_code = "E21", 21


class NotWritable(MceeError):
    """The disk is full, or a folder may not be written."""

    code, exit_code = "E22", 22


class ReleaseRefused(MceeError):
    """Something asked to leave that may not: a raw frame, a number below the rule's denominator, a failed audit."""

    code, exit_code = "E30", 30
