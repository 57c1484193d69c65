"""What the IRB's tables share: hidden parts against the total of their row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mcee_eval.loaders.interval import Interval, miss, widened
from mcee_eval.loaders.reading import Reading

Row = dict[str, Interval | None]


@dataclass(frozen=True)
class Fit:
    """Compares the parts of each row with its total, and remembers what had to be put up with.

    parts, whole : names of the columns. own_miss : share of the total by which complete rows of the publisher miss it
    (at least 1). hidden_miss : by how much hidden cells may exceed their mark in all; None = by any number, if there
    are at least two (a single one would be no secret).
    """

    parts: Sequence[str]
    whole: str
    own_miss: float = 0.0
    hidden_miss: int | None = 20
    wide: list[str] = field(default_factory=list)
    off: list[str] = field(default_factory=list)

    def row(self, reading: Reading, where: str, said: str, cells: Row) -> Row:
        """The row, its hidden parts as wide as the total needs."""
        whole = cells[self.whole]
        parts = [cell for cell in (cells[name] for name in self.parts) if cell is not None]
        if whole is None or len(parts) < len(self.parts):
            return cells
        by = miss(whole, parts)
        if not by:
            return cells
        hidden = sum(part.suppressed for part in parts)
        more = whole.low > sum(part.high for part in parts)
        any_number = self.hidden_miss is None and hidden > 1
        if more and hidden and (any_number or by <= (self.hidden_miss or 0)):
            self.wide.append(said)
            return cells | dict(zip(self.parts, widened(whole, parts), strict=True))
        slack = 0 if hidden else max(1, int(self.own_miss * whole.high))
        if not reading.compare(f"{where} ({said}), {self.whole}", whole, parts, slack=slack) > slack:
            self.off.append(f"{said} by {by}")
        return cells

    def tell(self, reading: Reading) -> None:
        """One note for each kind of thing that was put up with."""
        if self.wide:
            rows = "; ".join(self.wide)
            told = f"Rows whose hidden parts must exceed what their mark says ({len(self.wide)})"
            reading.notes.append(f"{told}; these parts are as wide as the total allows: {rows}.")
        if self.off:
            reading.notes.append(f"The publisher's own sums of parts miss the total: {'; '.join(self.off)}.")
