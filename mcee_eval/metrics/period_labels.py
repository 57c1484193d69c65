"""Labels of periods as something with an order: a number, or the first day of the period.

Understood: numbers, in an object column too; dates (of a time zone: as its clocks tell them) and pandas' periods; and
text, all of one kind: ``2019-04``, ``Apr 2019`` or ``avr. 2019`` (a month), ``2019Q2`` or ``2019-Q2`` (a calendar
quarter, as pandas writes it), ``2019-20Q1`` (a fiscal quarter), ``2019-20``, ``2019``, ``2019-W05`` (an ISO week),
``2019-04-30`` (a day).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from mcee_eval.contracts.periods import first_day, number
from mcee_eval.errors import BadTable, Problem

WRITTEN = ("month", "quarter", "fiscal_year", "year", "calendar_quarter", "week", "named_month", "day")
HINT = "Use numbers, dates, or texts like 2019-04, Apr 2019, 2019Q2, 2019-W05, 2019-20Q1, 2019-20, 2019, of one kind."
_CALENDAR = re.compile(r"([0-9]{4})-?Q([1-4])")
_WEEK = re.compile(r"([0-9]{4})-?W([0-9]{2})")
_NAMED = re.compile(r"([a-z]{3,9})\.?[ -]([0-9]{4})")
_MONTHS = (
    "jan january janv janvier", "feb february fev fevr fevrier", "mar march mars", "apr april avr avril", "may mai",
    "jun june juin", "jul july juil juillet", "aug august aout", "sep sept september septembre",
    "oct october octobre", "nov november novembre", "dec december decembre",
)  # fmt: skip
_MONTH = {name: i for i, names in enumerate(_MONTHS, start=1) for name in names.split()}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _first_day(kind: str, text: str) -> date | None:
    """The first day of a period written as ``kind``; None if it is not."""
    if kind == "calendar_quarter":
        match = _CALENDAR.fullmatch(text)
        return date(int(match[1]), 3 * int(match[2]) - 2, 1) if match else None
    try:
        if kind == "week":
            match = _WEEK.fullmatch(text)
            return date.fromisocalendar(int(match[1]), int(match[2]), 1) if match else None
        if kind == "named_month":
            plain = unicodedata.normalize("NFD", text.lower()).encode("ascii", "ignore").decode()
            match = _NAMED.fullmatch(plain)
            return date(int(match[2]), _MONTH[match[1]], 1) if match and match[1] in _MONTH else None
        if kind == "day":
            return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
    return None if number(kind, text) is None else first_day(kind, text)


def starts(labels: pd.Series) -> pd.Series | None:
    """Numbers and dates as they are, periods by their first day; None when labels are names without an order."""
    if isinstance(labels.dtype, pd.DatetimeTZDtype):
        return pd.Series(labels.dt.tz_localize(None))
    if pd.api.types.is_numeric_dtype(labels) or pd.api.types.is_datetime64_any_dtype(labels):
        return labels
    if isinstance(labels.dtype, pd.PeriodDtype):
        return pd.Series(labels.dt.start_time)
    values = labels.tolist()
    if values and all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in values):
        return labels.astype(float if any(isinstance(v, float) for v in values) else "int64")
    if values and len({type(v) for v in values}) == 1 and isinstance(values[0], (pd.Period, date)):
        days = [v.start_time if isinstance(v, pd.Period) else v for v in values]
        return pd.Series(pd.to_datetime(days), index=labels.index)
    for kind in WRITTEN:
        found = [day for v in values if isinstance(v, str) and (day := _first_day(kind, v))]
        if values and len(found) == len(values):
            return pd.Series(pd.to_datetime(found), index=labels.index)
    return None


def moment(value: Any, like: pd.Series) -> Any:
    """A number, or the first day of what ``value`` names, to be compared with ``starts``."""
    if pd.api.types.is_numeric_dtype(like):
        return value
    if isinstance(value, str):
        for kind in WRITTEN:
            if (day := _first_day(kind, value)) is not None:
                return np.datetime64(day)
    if isinstance(value, pd.Period):
        value = value.start_time
    if isinstance(value, (int, float, np.number)):
        raise TypeError(f"{value!r} is a number where the periods are dates")
    at = pd.Timestamp(value)
    return np.datetime64(at if at.tz is None else at.tz_localize(None))


@dataclass(frozen=True)
class Numbering:
    """Periods in equal steps as running numbers, so that the next one is one more.

    numbers : of the labels. labels : by number, as they were given. ends : labels are the last days of their periods.
    """

    numbers: pd.Series
    labels: Mapping[float, Any]
    months: bool
    ends: bool
    step: int
    phase: int

    def at(self, value: Any) -> float:
        """The first period at or after what ``value`` names, such as a start."""
        day = self._day(value)
        held = self._number(day)
        named = self.ends and day + pd.Timedelta(days=1) == self._begins(held + 1)  # by its last day
        return held + (self._begins(held) < day and not named)

    def holding(self, value: Any) -> float:
        """The period that holds the first day of what ``value`` names, such as an end of a window."""
        return self._number(self._day(value))

    def _day(self, value: Any) -> pd.Timestamp:
        found = pd.Timestamp(moment(value, pd.Series([], dtype="datetime64[ns]")))
        if pd.isna(found):
            raise ValueError("not a time")
        return found

    def _number(self, day: pd.Timestamp) -> float:
        return float(((day.year * 12 + day.month - 1 if self.months else day.toordinal()) - self.phase) // self.step)

    def _begins(self, held: float) -> pd.Timestamp:
        running = int(held) * self.step + self.phase
        return pd.Timestamp(running // 12, running % 12 + 1, 1) if self.months else pd.Timestamp.fromordinal(running)


def numbered(labels: pd.Series, column: str, *, table: str = "frame") -> Numbering | None:
    """Labels as running numbers; None where they are numbers already.

    Months, quarters and years count from the calendar, so that a season keeps its phase; other dates in their common
    step. Refuses names without an order (BadTable), with what is understood.
    """
    days = starts(labels)
    if days is not None and pd.api.types.is_numeric_dtype(days):
        return None
    if days is None or days.isna().any():
        raise BadTable.of(table, [Problem(f"column {column!r}", "no order can be told", "numbers or periods", HINT)])
    ends = bool(days.dt.is_month_end.all())
    months = ends or bool(days.dt.is_month_start.all())
    running = days.dt.year * 12 + days.dt.month - 1 if months else days.map(pd.Timestamp.toordinal)
    step = int(np.gcd.reduce(np.diff(np.unique(running)))) or 1
    phase = (int(running.iloc[0]) + ends) % step
    numbers = ((running - phase) // step).astype(float).set_axis(labels.index)
    return Numbering(numbers, dict(zip(numbers, labels, strict=True)), months, ends, step, phase)


def with_gaps(order: pd.Series) -> bool:
    """Whether periods that stand in order (from ``starts``) leave some out between them."""
    if pd.api.types.is_numeric_dtype(order):
        steps = np.diff(np.unique(order.to_numpy(float)))
    else:
        read = numbered(order.reset_index(drop=True), "time")
        steps = np.diff(np.unique(read.numbers)) if read else np.ones(1)
    return len(steps) > 1 and bool(steps.max() > 1.5 * steps.min())


def readable(where: str, read: Callable[[Any], float], value: Any) -> list[Problem]:
    """What is wrong with a period in a parameter: nothing where it can be read."""
    try:
        read(value)
    except (TypeError, ValueError):
        return [Problem(where, repr(value), "a period or date, as the periods are", HINT)]
    return []


def span(labels: pd.Series, begin: Any, end: Any) -> tuple[int, int]:
    """First and last observation, from 1, of a stretch; 0 lies before the series, n + 1 after its last period.

    labels : from ``starts``, in order. What begins between two labels begins in the earlier period.
    """
    values = labels.to_numpy()
    over = values[-1] + (values[-1] - values[-2])  # where the last period ends, if it is as long as the one before

    def position(value: Any) -> int:
        at = moment(value, labels)
        return len(values) + 1 if at >= over else int(np.searchsorted(values, at, side="right"))

    return position(begin), position(end)
