"""Results on one series as they may be told: dated breaks, a projection."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mcee_eval.release.cell import Cell
from mcee_eval.release.event import Event
from mcee_eval.release.measured import Measured, tells
from mcee_eval.release.rule import BASE
from mcee_eval.release.told import Told


@tells("TrendBreaks")
class ToldBreaks(Measured):
    """``breaks.events()``: dashed lines of a picture. ``breaks`` shown as it is: a row a dated break."""

    def __len__(self) -> int:
        return len(self._result.breaks)

    def events(self, label: str = "event.break") -> list[Event]:
        """The first period of each new regime, as events of a picture."""
        return [Event(b.first_label, label) for b in self._result.breaks]

    def shown(self) -> Told:
        """Last period of the old regime, first of the new, and the ends of the interval ("" where it is open)."""
        found = self._result.breaks
        rank = {"rank": [Cell(float(i + 1)) for i in range(len(found))]}
        made = self.coded(
            rank, "items", last=[b.last_label for b in found], first=[b.first_label for b in found],
            low=[b.low_label or "" for b in found], high=[b.high_label or "" for b in found],
        )  # fmt: skip
        return replace(made, period=f"{found[0].last_label} – {found[-1].last_label}") if found else made


@tells("Projection")
class ToldProjection(Measured):
    """``ahead.after(monthly)``: the projected months below the released ones."""

    @property
    def last(self) -> Event:
        """The last month used, as an event of a picture."""
        return Event(self._result.last, "event.last_used")

    def after(self, known: Told) -> Told:
        """Released months, then the projected ones, as coarse as the counts that they go on from."""
        base = 1 if self.door.exact else BASE
        columns = [c for c in self._result.frame if c != known.first]
        ahead = self._result.frame.assign(**{k: base * np.floor(self._result.frame[k] / base + 0.5) for k in columns})
        units = dict.fromkeys(columns, next(iter(known.table.units.values())))
        return replace(known.then(self.table(ahead, dims=[known.first], **units)), recipe=self.recipe)

    def shown(self) -> Told:
        """The projected months alone."""
        columns = [c for c in self._result.frame if c != "month"]
        return self.table(self._result.frame, dims=["month"], **dict.fromkeys(columns, "items"))
