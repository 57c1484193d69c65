"""A share that the records bound and do not give, as it may be told."""

from __future__ import annotations

from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.measured import Measured, tells
from mcee_eval.release.told import Fact


@tells("ShareBounds")
class ToldShareBounds(Measured):
    """``bounds.between``: from the smallest to the largest share, with the counts behind it."""

    @property
    def between(self) -> Fact:
        """The share as an interval; beside it yes, unknown, n, and its two ends."""
        found = self._result
        counts = {k: self.number(getattr(found, k)) for k in ("yes", "unknown", "n")}
        if found.low is None or found.high is None:
            ends = {k: marked("not_estimable") for k in ("low", "high")}
            return Fact("share", marked("not_estimable"), {**counts, **ends}, "share")
        ends = {"low": Cell(found.low), "high": Cell(found.high)}
        return Fact("share", Cell(found.low, found.low, found.high), {**counts, **ends}, "share")
