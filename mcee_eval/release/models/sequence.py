"""What follows events, as it may be told."""

from __future__ import annotations

import pandas as pd

from mcee_eval.release.cell import Cell
from mcee_eval.release.measured import Measured, tells
from mcee_eval.release.told import Fact, Told

QUOTED = ("recorded", "used", "needed", "window", "change", "power")


@tells("EventSequence")
class ToldSequence(Measured):
    """``result.counts``: what a sentence quotes. Shown as it is: how many events are used, and why others are not."""

    @property
    def counts(self) -> dict[str, Cell]:
        """recorded, used, needed, window, change, power."""
        told = {name: getattr(self, name) for name in QUOTED}
        return {name: fact.cell for name, fact in told.items() if isinstance(fact, Fact)}

    def number(self, value: float) -> Cell:
        """Settings and counts of events: of nobody."""
        return Cell(float(value))

    def shown(self) -> Told:
        """One row a reason: row, events."""
        kept = pd.DataFrame(self._result.kept.items(), columns=["row", "events"])
        made = self.door.counts(kept, dims=["row"], value="events", unit="engagements")
        return Told(made, self.door, self._about.sources, self._about.period, recipe=self.recipe)
