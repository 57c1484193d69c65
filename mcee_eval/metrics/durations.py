"""Durations as the survival metrics need them: checked, in plain arrays, with the number at risk at each time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mcee_eval.errors import BadParameter, BadTable, ConstantSeries, NoEvents, Problem
from mcee_eval.metrics import checks

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
WHOLE = "all"  # the name of the one group when there is no group column


@dataclass(frozen=True, slots=True)
class Durations:
    """Observed times, what ended them, and the group of each.

    time : at least zero. cause : 0 censored, 1, 2, ... what happened (1 alone when there is one kind of event).
    group : position in ``groups``, which are in sorted order.
    """

    time: Floats
    cause: Ints
    group: Ints
    groups: tuple[Any, ...]

    def of_group(self, position: int) -> tuple[Floats, Ints]:
        """Times and causes of one group."""
        mine = self.group == position
        return self.time[mine], self.cause[mine]


@dataclass(frozen=True, slots=True)
class RiskTable:
    """The distinct observed times in order, how many were at risk just before each, and how many events it had."""

    time: Floats
    at_risk: Floats
    events: Floats


def read_durations(
    frame: pd.DataFrame, *, duration: str, cause: str, group: str | None, competing: bool = False
) -> Durations:
    """Check and unpack. Refuses missing, infinite or negative times, causes that are not codes, and no event at all.

    competing : whether causes above 1 are allowed.
    """
    values = checks.numeric(frame, [duration, cause])
    time, codes = values[:, 0], values[:, 1]
    labels, groups = grouped(frame, group)
    allowed = "0 (censored), 1, 2, ... (what happened)" if competing else "0 (censored) or 1 (the event)"
    problems = [
        Problem(f"column {duration!r}, row {frame.index[i]}", f"{time[i]:g}", "0 or more", "Check the two dates.")
        for i in np.flatnonzero(time < 0)[: checks.SHOWN]
    ]
    good = (codes >= 0) & (codes == np.floor(codes)) & (competing | (codes <= 1))
    problems += [
        Problem(f"column {cause!r}, row {frame.index[i]}", f"{codes[i]:g}", allowed, "Code what ended the wait.")
        for i in np.flatnonzero(~good)[: checks.SHOWN]
    ]
    if problems:
        raise BadTable.of("frame", problems)
    if not codes.any():
        found = f"{len(codes)} rows, all censored" if len(codes) else "no rows"
        problem = Problem(f"column {cause!r}", found, "at least one event", "Wait longer, or report the counts only.")
        raise NoEvents("no event was observed", problems=[problem], need=1)
    return Durations(time, codes.astype(np.int64), labels, groups)


def grouped(frame: pd.DataFrame, column: str | None) -> tuple[Ints, tuple[Any, ...]]:
    """Each row's position among the sorted values of a column, and those values. Refuses missing values."""
    if column is None:
        return np.zeros(len(frame), dtype=np.int64), (WHOLE,)
    checks.need_columns(frame, [column])
    missing = frame.index[frame[column].isna()]
    if len(missing):
        hint = "Name the group, or leave the row out and say so."
        problems = [Problem(f"column {column!r}, row {i}", "missing", "a group", hint) for i in missing[: checks.SHOWN]]
        raise BadTable.of("frame", problems)
    checks.distinct_names(frame[column])
    codes, names = pd.factorize(frame[column], sort=True)
    return codes.astype(np.int64), tuple(v.item() if hasattr(v, "item") else v for v in names)


def need_groups(groups: Sequence[Any], column: str, *, exactly: int | None = None) -> None:
    """Refuse a column that makes fewer groups than are compared: ConstantSeries (one), BadParameter."""
    if len(groups) < 2 or (exactly is not None and len(groups) != exactly):
        wanted = "two or more groups" if exactly is None else f"exactly {exactly} groups"
        found = f"{len(groups)}: {', '.join(map(str, groups[: checks.SHOWN]))}"
        problem = Problem(f"column {column!r}", found, wanted, "Choose the groups to compare first.")
        kind = ConstantSeries if len(groups) == 1 else BadParameter
        raise kind("the groups cannot be compared", problems=[problem])


def read_times(times: Sequence[float], metric: str) -> Floats:
    """The times asked for, in the order given. Refuses negative and missing ones (BadParameter)."""
    asked = np.asarray(list(times), dtype=float)
    wrong = [Problem("times", f"{t:g}", "a time of 0 or more") for t in asked if not (np.isfinite(t) and t >= 0)]
    checks.parameters(metric, wrong)
    return asked


def risk_table(time: Floats, event: NDArray[np.bool_]) -> RiskTable:
    """Distinct times, number at risk and number of events, censored-only times included."""
    distinct, position = np.unique(time, return_inverse=True)
    leaving, events = (
        np.asarray(np.bincount(position, weights=w, minlength=len(distinct)), dtype=np.float64)
        for w in (np.ones(len(time)), event.astype(float))
    )
    return RiskTable(distinct, np.cumsum(leaving[::-1])[::-1], events)


def step(times: Floats, values: Floats, asked: Floats, *, start: float) -> Floats:
    """A right-continuous step function at the times asked for; ``start`` before its first step."""
    return np.append(start, values)[np.searchsorted(times, asked, side="right")]
