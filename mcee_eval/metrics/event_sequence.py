"""Do more outcomes follow events than precede them, and are there enough events on record for that to be seen?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from mcee_eval.errors import Refused
from mcee_eval.metrics.around_events import DROPPED, around_events
from mcee_eval.metrics.event_placebo import event_placebo
from mcee_eval.metrics.events_needed import events_needed
from mcee_eval.results import Estimate, Result


@dataclass(frozen=True, kw_only=True)
class EventSequence(Result):
    """recorded, used : events given, and those with two whole windows of their own.

    needed : how many would be needed to see ``change`` with ``power``; None where no number would.
    kept : "used" or one of ``DROPPED`` → how many events. why : "" | "too_few_events" | "rare_documents".
    relative : the ratio after over before against that around other days; None unless there are as many as needed.
    window : days on either side.
    """

    KEYS = "recorded used needed relative relative_ci=relative.ci"
    MAIN = "used events_needed relative"
    things: ClassVar = ("recorded", "used", "needed", "window")

    recorded: int
    used: int
    needed: int | None
    window: int
    change: float
    power: float
    relative: Estimate | None
    why: str
    kept: Mapping[str, int]

    @property
    def events_needed(self) -> int | None:
        """``needed``, as a summary tells it."""
        return self.needed


def event_sequence(
    outcomes: pd.DataFrame, events: pd.DataFrame, *, window: int, ratio: float, seed: int, start: str = "",
    end: str = "", excluded: Sequence[tuple[str, str]] = (), power: float = 0.8, alpha: float = 0.05, reach: int = 365,
) -> EventSequence:  # fmt: skip
    """Are there more outcomes in the ``window`` days after the events than before, relative to other days?

    outcomes, events : country, day. start, end : first and last day on record (none: those of the outcomes).
    excluded : stretches in which outcomes were stopped. ratio : the smallest that should be seen (1.3: 30 % more).
    power, alpha : of the test that says how many events that takes. reach : placebo days lie so many days around.
    No effect is computed that could be quoted while there are fewer events than needed.
    """
    first, last = (str(d.date()) for d in (outcomes["day"].min(), outcomes["day"].max()))
    known = events[events["country"].notna()]
    stops = tuple((str(a), str(b)) for a, b in excluded)
    found = around_events(known, outcomes, window=window, start=start or first, end=end or last, excluded=stops)
    needed, why, relative = None, "rare_documents", None
    try:
        needed = events_needed(found.mean or 0.0, ratio=ratio, power=power, alpha=alpha)
        why = "" if found.used >= needed else "too_few_events"
    except Refused:
        pass  # so few outcomes that no number of events would show a change
    if not why:
        placebo = event_placebo(found, outcomes, reach=reach, seed=seed)
        relative = placebo.relative if placebo else None
    kept = {code or "used": int((found.frame["kept"] == code).sum()) for code in ("", *DROPPED)}
    return EventSequence(
        method="event_placebo", recipe=dict(found.recipe), frame=found.frame, recorded=found.recorded, used=found.used,
        needed=needed, window=window, change=ratio - 1, power=power, relative=relative, why=why, kept=kept,
    )  # fmt: skip
