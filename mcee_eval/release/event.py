"""A date or a window as a picture marks it and as a metric takes it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Event:
    """A dated mark on the time axis, or with ``until`` a shaded window; ``label`` is a text key."""

    at: str
    label: str
    until: str = ""

    @property
    def dates(self) -> tuple[str, str]:
        """First and last day of a window, for a metric that gives it its own term."""
        return self.at, self.until or self.at


def starts(frame: pd.DataFrame, *, label: str, column: str = "programme_start") -> list[Event]:
    """The start as an event where all rows share one; several countries that start at different dates have none."""
    found = sorted({str(s) for s in frame[column].dropna()}) if column in frame else []
    return [Event(found[0], label)] if len(found) == 1 else []
