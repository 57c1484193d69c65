"""One number that may leave, or the mark that stands for it."""

from __future__ import annotations

from dataclasses import dataclass

from mcee_eval.errors import Problem, ReleaseRefused

#: why a cell prints a mark and no number
MARKS = ("", "suppressed", "small_base", "missing", "redacted", "not_estimable")


@dataclass(frozen=True, slots=True)
class Cell:
    """A released number.

    value : the number as it may be printed; None with a mark.
    low, high : bounds or interval in the same unit; for a rounded cell, what the true value may be.
    n : observations behind an estimate (None for a count).
    mark : one of MARKS; "" when the value is printed.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    mark: str = ""

    def __post_init__(self) -> None:
        if (self.value is None) != bool(self.mark) or self.mark not in MARKS:
            raise ReleaseRefused(
                "a cell has either a value or a mark",
                problems=[Problem("cell", f"value {self.value!r} with mark {self.mark!r}", f"one of {MARKS}")],
            )


def marked(mark: str, low: float | None = None, high: float | None = None) -> Cell:
    """A cell that prints a mark in place of a number; bounds are kept where they may be said."""
    return Cell(None, low, high, None, mark)
