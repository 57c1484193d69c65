"""A panel of one treated unit and its donors, read from a tidy frame and checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd

from mcee_eval.errors import (
    BadParameter,
    BadTable,
    ConstantSeries,
    Problem,
    TooFewDonors,
    TooFewPeriods,
    UnbalancedPanel,
)
from mcee_eval.metrics import checks
from mcee_eval.metrics.checks import SHOWN, Floats
from mcee_eval.metrics.period_labels import HINT, moment, starts, with_gaps

MIN_DONORS = 2
MIN_BEFORE = 8  # periods in the matching window
MIN_FOR_LINE = 12  # where a slope is carried beyond it


def fewest_before(estimator: str) -> int:
    """The shortest matching window that an estimator accepts."""
    return MIN_FOR_LINE if estimator == "cits" else MIN_BEFORE


@dataclass(frozen=True, slots=True)
class Grid:
    """A balanced panel: ``values`` (units, periods); units by name, ``times`` in order, ``labels`` as they were.

    order : what ``times`` are compared by (numbers, or first days).
    """

    units: tuple[str, ...]
    labels: tuple[Any, ...]
    order: pd.Series
    values: Floats

    @property
    def times(self) -> tuple[str, ...]:
        """The periods' names."""
        return tuple(name(v) for v in self.labels)

    def since(self, first: Any) -> Grid:
        """The panel from a period on."""
        at = position(self.order, first, "since")
        order = self.order.iloc[at:].reset_index(drop=True)
        return replace(self, labels=self.labels[at:], order=order, values=self.values[:, at:])


@dataclass(frozen=True, slots=True)
class DonorPanel:
    """One treated series (T,) and the donors (N, T), split at the start.

    window : the periods that weights may use. after : from the start on.
    """

    treated_name: str
    donor_names: tuple[str, ...]
    times: tuple[str, ...]
    labels: tuple[Any, ...]
    order: pd.Series
    treated: Floats
    donors: Floats
    window: slice
    after: slice

    def before(self, start: Any) -> DonorPanel:
        """The same panel without the treated periods, as if the start had been earlier."""
        first = self.after.start
        at = position(self.order.iloc[:first], start, "start")
        return replace(
            self,
            times=self.times[:first],
            labels=self.labels[:first],
            order=self.order.iloc[:first],
            treated=self.treated[:first],
            donors=self.donors[:, :first],
            window=slice(self.window.start, max(min(at, self.window.stop), self.window.start)),
            after=slice(at, first),
        )


def read_grid(frame: pd.DataFrame, *, unit: str, time: str, outcome: str) -> Grid:
    """A tidy frame (one row for each unit and period) as a matrix.

    Refuses absent columns, missing names, repeated rows, text for numbers and periods without an order (BadTable),
    missing and infinite outcomes (NotFinite), and absent rows (UnbalancedPanel), each naming unit and period.
    """
    checks.need_columns(frame, [unit, time, outcome], table="panel")
    problems = [
        Problem(f"column {c!r}, row {i}", "missing", "a name in every row", "Complete the row, or leave it out.")
        for c in (unit, time)
        for i in frame.index[frame[c].isna()][:SHOWN]
    ]
    if not pd.api.types.is_numeric_dtype(frame[outcome]) or pd.api.types.is_bool_dtype(frame[outcome]):
        hint = "Make a numeric column of it first."
        problems.append(Problem(f"column {outcome!r}", f"dtype {frame[outcome].dtype}", "numbers", hint))
    repeated = frame[frame.duplicated([unit, time])]
    problems += [
        Problem(f"{u}, {name(t)}", "more than one row", "one row for each unit and period", "Sum or choose.")
        for u, t in islice(zip(repeated[unit], repeated[time], strict=True), SHOWN)
    ]
    order = None if len(frame) == 0 else starts(frame[time])
    if order is None and not problems:
        problems.append(Problem(f"column {time!r}", "no order can be told", "periods", HINT))
    if problems or order is None:
        raise BadTable.of("panel", problems)
    checks.distinct_names(frame[unit], name, table="panel")
    cells = [f"{u}, {name(t)}" for u, t in zip(frame[unit], frame[time], strict=True)]
    (values,) = checks.finite({outcome: frame[outcome].to_numpy(float, na_value=np.nan)}, rows=cells)
    units, row = np.unique(frame[unit].map(name).to_numpy(str), return_inverse=True)
    _, first, column = np.unique(order.to_numpy(), return_index=True, return_inverse=True)
    labels = tuple(frame[time].iloc[first])
    matrix = np.full((len(units), len(labels)), np.nan)
    matrix[row, column] = values
    absent = np.argwhere(np.isnan(matrix))
    if len(absent):
        hint = "Add the row, or leave out the unit or the period for all."
        shown = [Problem(f"{units[i]}, {name(labels[j])}", "no row", "one", hint) for i, j in absent[:SHOWN]]
        raise UnbalancedPanel(f"panel: {len(absent)} cell(s) missing of {matrix.size}", problems=shown)
    return Grid(tuple(map(str, units)), labels, order.iloc[first].reset_index(drop=True), matrix)


def split(
    grid: Grid, *, treated: str, start: Any, weights_from: Any = None, min_before: int = MIN_BEFORE
) -> tuple[DonorPanel, list[str]]:
    """The panel of one treated unit with its matching window, and notes.

    Refuses an unknown unit and a start that is no period (BadParameter), a matching window shorter than
    ``min_before`` and no period from the start on (TooFewPeriods), fewer than 2 donors (TooFewDonors), a treated
    series or a set of donors that never changes (ConstantSeries).
    """
    if treated not in grid.units:
        near = get_close_matches(treated, grid.units, n=1)
        hint = f"Did you mean {near[0]!r}?" if near else f"The panel has: {', '.join(grid.units[:SHOWN])}."
        problem = Problem("treated", repr(treated), "a unit of the panel", hint)
        raise BadParameter("attribution: the treated unit is not in the panel", problems=[problem])
    at = position(grid.order, start, "start")
    window = _window(grid.order, weights_from, at)
    if len(grid.order) == at:
        problem = Problem("from the start on", "0 periods", "1 or more", "Bring the series up to date.")
        raise TooFewPeriods("too few periods", problems=[problem], need=1)
    checks.at_least(min_before, {"matching window before the start": max(window.stop - window.start, 0)})
    row = grid.units.index(treated)
    panel = DonorPanel(
        treated, (*grid.units[:row], *grid.units[row + 1 :]), grid.times, grid.labels, grid.order,
        grid.values[row], np.delete(grid.values, row, axis=0), window, slice(at, len(grid.order)),
    )  # fmt: skip
    if len(panel.donors) < MIN_DONORS:
        hint = "Without comparison units, use segmented, and say that nothing was compared."
        problem = Problem("donors", f"{len(panel.donors)}", f"{MIN_DONORS} or more", hint)
        raise TooFewDonors("too few donors", problems=[problem], need=MIN_DONORS)
    checks.varies(panel.treated, f"series of {treated!r}")
    still = np.ptp(panel.donors, axis=1) <= 1e-12 * np.abs(panel.donors).max(axis=1)
    if still.all():
        problem = Problem("donors", "no series changes", "series that change", "A constant compares with nothing.")
        raise ConstantSeries("the donors are constant", problems=[problem])
    notes = ["constant_donor"] if still.any() else []
    notes += ["periods_kept_out_of_matching"] if window.stop < at else []
    return panel, [*notes, *(["periods_absent_from_all"] if with_gaps(grid.order) else [])]


def position(order: pd.Series, value: Any, where: str) -> int:
    """The first period at or after ``value``. Refuses what cannot be compared with the periods (BadParameter)."""
    numbers = pd.api.types.is_numeric_dtype(order)
    try:
        if numbers and (isinstance(value, bool) or not isinstance(value, (int, float, np.number))):
            raise TypeError
        wanted = moment(value, order)
        if wanted != wanted:
            raise ValueError
    except (TypeError, ValueError):
        expected = "a number, as the periods are" if numbers else "a period or date, as the periods are"
        raise BadParameter(
            "attribution: a period cannot be read", problems=[Problem(where, repr(value), expected)]
        ) from None
    return int(np.searchsorted(order.to_numpy(), wanted, side="left"))


def _window(order: pd.Series, weights_from: Any, at: int) -> slice:
    """The matching window: all before the start, from a period on, or between two (both included)."""
    if weights_from is None:
        return slice(0, at)
    if not isinstance(weights_from, Sequence) or isinstance(weights_from, str):
        return slice(min(position(order, weights_from, "weights_from"), at), at)
    if len(weights_from) != 2:
        problem = Problem("weights_from", repr(weights_from), "a period, or a pair (first, last)")
        raise BadParameter("attribution: the matching window cannot be read", problems=[problem])
    first, last = (position(order, v, "weights_from") for v in weights_from)
    reached = last < len(order) and order.iloc[last] == moment(weights_from[1], order)
    return slice(min(first, at), min(last + int(reached), at))


def name(label: Any) -> str:
    """A period's or unit's name: whole numbers without decimals, dates without hours."""
    if isinstance(label, (float, np.floating)) and float(label).is_integer():
        return str(int(label))
    if isinstance(label, pd.Timestamp):
        return label.date().isoformat()
    return str(label)
