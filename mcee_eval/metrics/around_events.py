"""Do more things happen just after an event than just before it? An order in time, not a cause."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from mcee_eval.metrics import checks
from mcee_eval.metrics.before_after import RateRatio, rate_ratio
from mcee_eval.results import Result

#: why an event is not used, in the order in which they are looked at
DROPPED = ("no_outcomes", "outside_records", "in_excluded_time", "too_close")


@dataclass(frozen=True, kw_only=True)
class AroundEvents(Result):
    """Outcomes on either side of the events.

    recorded, used : events given, and those with two whole windows of their own.
    before, after : outcomes in the ``window`` days before the events and from them on.
    ratio : after over before with the exact interval; None without a used event or without any outcome.
    mean : outcomes in a window of that length, over all countries with outcomes and the whole record; None without.
    frame : one row an event: country, day, kept ("" or one of ``DROPPED``), before, after.
    """

    KEYS = "recorded used before after mean rate_ratio=ratio.ratio central_ci=[ratio.ratio.low,ratio.ratio.high]"
    MAIN = "used before after ratio.ratio mean"
    PLOT = "lines day before after"

    recorded: int
    used: int
    before: int
    after: int
    ratio: RateRatio | None
    mean: float | None


def around_events(
    events: pd.DataFrame,
    outcomes: pd.DataFrame,
    *,
    window: int,
    start: str,
    end: str,
    excluded: tuple[tuple[str, str], ...] = (),
) -> AroundEvents:
    """Are there more outcomes in the days after the events than in as many days before?

    events : country, day. outcomes : country, day (one row each). window : days on either side. start, end : first
    and last day of which the outcomes are recorded. excluded : stretches (first day, last day) in which outcomes were
    stopped for all.

    An event is used when its country has outcomes, its two windows lie in the record and outside excluded time, and
    no used event of its country stands within two windows before it: no outcome is counted on both sides. The day of
    the event belongs to the days after it. Whoever meets because documents are about to be issued gives the same
    order: it shows no cause.
    Refused: absent columns, a window below one day, an end before the start.
    """
    checks.need_columns(events, ["country", "day"], table="events")
    checks.need_columns(outcomes, ["country", "day"], table="outcomes")
    checks.parameters("around_events", checks.whole("window", window, low=1))
    first, last, side = pd.Timestamp(start), pd.Timestamp(end), pd.Timedelta(days=window)
    stops = [(pd.Timestamp(a), pd.Timestamp(b)) for a, b in excluded]
    rows: list[tuple[str, pd.Timestamp, str, int, int]] = []
    previous: dict[str, pd.Timestamp] = {}
    days = {c: g["day"] for c, g in outcomes.groupby("country")}
    for country, day in events.sort_values(["day", "country"])[["country", "day"]].itertuples(index=False):
        begins, ends = day - side, day + side  # the last day counted is the day before ``ends``
        told = days.get(country)
        if told is None:
            why = "no_outcomes"
        elif begins < first or ends > last + pd.Timedelta(days=1):
            why = "outside_records"
        elif any(begins <= b and a < ends for a, b in stops):
            why = "in_excluded_time"
        elif country in previous and day - previous[country] < 2 * side:
            why = "too_close"
        else:
            why = ""
            previous[country] = day
        before = after = 0
        if told is not None and not why:
            before = int(((told >= begins) & (told < day)).sum())
            after = int(((told >= day) & (told < ends)).sum())
        rows.append((country, day, why, before, after))
    frame = pd.DataFrame(rows, columns=["country", "day", "kept", "before", "after"])
    used = int((frame["kept"] == "").sum())
    before, after = int(frame["before"].sum()), int(frame["after"].sum())
    inside = outcomes[(outcomes["day"] >= first) & (outcomes["day"] <= last)]
    span = (last - first).days + 1
    return AroundEvents(
        method="around_events",
        recipe={"window": window, "start": start, "end": end, "excluded": excluded},
        frame=frame,
        recorded=len(frame),
        used=used,
        before=before,
        after=after,
        ratio=rate_ratio(after, used, before, used) if used and before + after else None,
        mean=len(inside) * window / (span * inside["country"].nunique()) if len(inside) else None,
    )
