"""The design of a segmented regression: intercept, time, step and ramp at the event, season, windows, covariates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.linalg import qr

from mcee_eval.errors import BadParameter, BadTable, Problem
from mcee_eval.metrics import checks
from mcee_eval.metrics.checks import Floats

Window = tuple[str, float, float]


@dataclass(frozen=True, slots=True)
class Design:
    """Observed periods in order of time.

    rows : position of each in the caller's frame
    times : (n,) in units of the time column
    slots : (n,) number of each on the grid of equal steps, from 0; a gap in them is a period not observed
    names, matrix, without : k terms, (n, k), and the same had there been no event
    """

    rows: NDArray[np.intp]
    times: Floats
    slots: NDArray[np.intp]
    names: tuple[str, ...]
    matrix: Floats
    without: Floats

    @property
    def gaps(self) -> int:
        """Periods inside the series that were not observed."""
        return int(self.slots[-1]) + 1 - len(self.slots)

    def spread(self, values: Floats) -> Floats:
        """``values`` (…, n) on the whole grid of periods, zero where nothing was observed."""
        whole = np.zeros((*values.shape[:-1], int(self.slots[-1]) + 1))
        whole[..., self.slots] = values
        return whole

    def with_gaps(self) -> Floats:
        """The matrix on the whole grid, with a column of its own for every period not observed."""
        missing = np.setdiff1d(np.arange(self.slots[-1] + 1), self.slots)
        own = np.zeros((len(self.slots) + len(missing), len(missing)))
        own[missing, np.arange(len(missing))] = 1
        return np.column_stack([self.spread(self.matrix.T).T, own])


def segments(times: Floats, event: float, *, slope: bool = True, ramp_at_event: int = 0) -> tuple[list[str], Floats]:
    """Intercept, time, step and (with ``slope``) ramp: names and columns (n, 3 or 4).

    Time counts from its own zero where the periods are numbered from 0 or 1, else (years) from the first period, so
    that the intercept is a level that the series had.
    """
    origin = 0.0 if times[0] in (0, 1) else times[0]
    after = (times >= event).astype(float)
    columns = [np.ones_like(times), times - origin, after, after * (times - event + ramp_at_event)]
    names = ["intercept", "time", "level", "slope"]
    return names[: 3 + slope], np.column_stack(columns[: 3 + slope])


def build(
    frame: pd.DataFrame,
    *,
    time: str,
    event: float,
    slope: bool,
    ramp_at_event: int,
    season: int,
    period: int,
    windows: Sequence[Window],
    covariates: Sequence[str],
) -> Design:
    """The design from a checked frame. Refuses repeated or uneven periods (BadTable) and terms that say the same."""
    given = checks.numeric(frame, [time])[:, 0]
    rows = np.argsort(given, kind="stable")
    times = given[rows]
    slots = _slots(times, time)
    names, matrix = segments(times, event, slope=slope, ramp_at_event=ramp_at_event)
    columns = [matrix]
    for wave in range(1, season + 1):
        angle = 2 * np.pi * wave * times / period
        names += [f"season_sin_{wave}", f"season_cos_{wave}"]
        columns.append(np.column_stack([np.sin(angle), np.cos(angle)]))
    for name, first, last in windows:
        names.append(name)
        columns.append(((times >= first) & (times <= last)).astype(float)[:, None])
    for name in covariates:
        more, values = _covariate(frame, name)
        names += more
        columns.append(values[rows])
    matrix = np.column_stack(columns)
    independent(names, matrix)
    without = matrix.copy()
    without[:, 2 : 3 + slope] = 0
    return Design(rows, times, slots, tuple(names), matrix, without)


def _slots(times: Floats, name: str) -> NDArray[np.intp]:
    """The number of each period on a grid of equal steps."""
    again = sorted({float(t) for t in times[1:][np.diff(times) == 0]})
    if again:
        told = ", ".join(f"{t:g}" for t in again[: checks.SHOWN])
        hint = "Aggregate first, or choose one country."
        raise BadTable.of("frame", [Problem(f"column {name!r}", f"more than one row at {told}", "one a period", hint)])
    place = (times - times[0]) / np.diff(times).min(initial=np.inf)
    slots = np.rint(place).astype(np.intp)
    if np.abs(place - slots).max() > 0.02 or slots[-1] + 1 > 2 * len(times):
        problem = Problem(
            f"column {name!r}",
            "periods at unequal distances",
            "equal steps, with less than half of the periods missing",
            "Number the periods, and keep to one series.",
        )
        raise BadTable.of("frame", [problem])
    return np.asarray(slots)


def _covariate(frame: pd.DataFrame, name: str) -> tuple[list[str], Floats]:
    """A numeric column as it is; a categorical one as a 0/1 column for each value but the first."""
    checks.need_columns(frame, [name])
    if pd.api.types.is_numeric_dtype(frame[name]):
        return [name], checks.numeric(frame, [name])
    if frame[name].isna().any():
        checks.finite({name: np.where(frame[name].isna(), np.nan, 0.0)}, rows=frame.index)
    values = frame[name].astype("category").cat.remove_unused_categories()
    others = list(values.cat.categories[1:])
    columns = [(values == v).to_numpy(float) for v in others]
    return [f"{name}[{v}]" for v in others], np.column_stack([*columns, np.empty((len(frame), 0))])


def independent(names: Sequence[str], matrix: Floats) -> None:
    """Refuse (BadParameter) terms that are a combination of the others, or zero throughout."""
    size = np.linalg.norm(matrix, axis=0)
    _, triangle, order = qr(matrix / np.where(size > 0, size, 1), mode="economic", pivoting=True)
    weak = np.abs(np.diag(triangle)) < 1e-9
    found = [names[i] for i in order[: len(weak)][weak]] + [names[i] for i in order[len(weak) :]]
    if found:
        problems = [
            Problem(f"term {n!r}", "the other terms already say it", "a term of its own", "Leave it out.")
            for n in found
        ]
        raise BadParameter("segmented: terms that cannot be told apart", problems=problems)
