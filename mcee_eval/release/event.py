"""A date or a window as a picture marks it and as a metric takes it."""

from __future__ import annotations

from dataclasses import dataclass


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
