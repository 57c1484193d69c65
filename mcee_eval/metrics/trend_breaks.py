"""When did a series break, and how sure is the date?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mcee_eval.errors import BadTable, Problem
from mcee_eval.metrics import checks
from mcee_eval.metrics.bai_perron import best_partitions, bic
from mcee_eval.metrics.break_dates import Errors, Segment, date_interval, segment
from mcee_eval.metrics.period_labels import HINT, starts, with_gaps
from mcee_eval.results import Estimate, Result

MIN_POINTS = 30  # below it a break date is a guess


@dataclass(frozen=True, slots=True)
class Break:
    """One break. Observations are numbered from 1, in time order.

    date : the last observation of the old regime; low and high rounded outward and clipped to the series, None when
        there is no interval. beyond : an end lay outside it (the data cannot tell the break from the series' edge).
    first_of_new : the first observation of the new regime, one later; a programme's start is compared with this one.
    last_label, first_label, low_label, high_label : the names of those periods (of the interval: for
        the last of the old regime).
    """

    date: Estimate
    last_of_old: int
    first_of_new: int
    last_label: str
    first_label: str
    low_label: str | None
    high_label: str | None
    beyond: bool = False


@dataclass(frozen=True, kw_only=True)
class TrendBreaks(Result):
    """Breaks of a series, with the fit for every number of them.

    rss, bic : for m = 0, 1, ... breaks; bic is minus infinity for a perfect fit.
    selected : number of breaks with the least bic. used : number of breaks the rest refers to.
    breaks : in time order. coefficients : one list a segment, intercept first.
    frame : one row a period: label, observation, observed, fitted, segment (from 1).
    """

    KEYS = (
        "rss bic selected used last_of_old=breaks.last_of_old low=breaks.date.low.whole "
        "high=breaks.date.high.whole coef=coefficients.flat se=coefficients.flat.se"
    )
    MAIN = "used breaks"
    PLOT = "lines label observed fitted"

    rss: tuple[float, ...]
    bic: tuple[float, ...]
    selected: int
    used: int
    breaks: tuple[Break, ...]
    coefficients: tuple[tuple[Estimate, ...], ...]


def trend_breaks(
    frame: pd.DataFrame,
    *,
    outcome: str,
    regressors: Sequence[str] = (),
    label: str | None = None,
    min_segment: float = 0.15,
    max_breaks: int = 5,
    breaks: int | None = None,
    errors: Errors = "iid",
    lags: int | None = None,
    prewhiten: bool = False,
    level: float = 0.95,
) -> TrendBreaks:
    """When did the level of a series, or its relation to the regressors, change?

    frame : one row a period. With a ``label`` of numbers, dates or periods (``period_labels``) the
        rows are put in its order; otherwise they are taken in the order given, as time order.
    outcome : the series. regressors : columns beside the intercept; every coefficient may change at a break.
    label : column that names the periods.
    min_segment : fewest periods in a segment, as a share of all (rounded down) or as a number.
    max_breaks : largest number of breaks tried; fewer when the series is too short for them.
    breaks : number of breaks to use; None takes the one with the least BIC.
    errors : of the interval and the standard errors: ``iid`` within a segment, ``newey_west`` or
        ``quadratic_spectral``. lags : Bartlett lags or quadratic-spectral bandwidth; None chooses from the data.
    prewhiten : by a first-order vector autoregression of the scores.
    level : of the intervals.

    Returns the breaks with the last period of the old regime and the first of the new, and their intervals.
    Refuses fewer than 30 periods, a constant series, missing or infinite values, labels that are repeated,
    missing or without an order, more lags than a third of the shortest segment.
    Source: Bai and Perron (1998, 2003), all partitions by dynamic programming; Bai (1997), date intervals.
    """
    recipe = {
        "outcome": outcome, "regressors": tuple(regressors), "label": label, "min_segment": min_segment,
        "max_breaks": max_breaks, "breaks": breaks, "errors": errors, "lags": lags, "prewhiten": prewhiten,
        "level": level,
    }  # fmt: skip
    data, notes = time_order(frame, label)
    y, x = series(data, outcome, regressors)
    n, k = len(y), 1 + x.shape[1]
    shortest = _shortest(min_segment, n)
    most = n // shortest - 1 if shortest else 0
    checks.parameters(
        "trend_breaks",
        checks.share("level", level),
        checks.one_of("errors", errors, ("iid", "newey_west", "quadratic_spectral")),
        checks.whole("max_breaks", max_breaks, low=0),
        [] if errors == "iid" else checks.lags(lags, max(shortest, 3)),
        _segment_problems(min_segment, shortest, n, k),
        [] if breaks is None else _count_problems(breaks, most),
    )
    found = best_partitions(x, y, shortest=shortest, most=max(max_breaks, breaks or 0))
    criterion = bic(found.rss, n, k)
    selected = int(np.argmin(criterion))
    used = selected if breaks is None else breaks
    edges = [0, *found.breaks[used], n]
    fits = [segment(x[a:b], y[a:b], errors=errors, lags=lags, prewhiten=prewhiten) for a, b in pairwise(edges)]
    names = [str(i) for i in range(1, n + 1)] if label is None else [_name(v) for v in data[label]]
    dated = tuple(
        _break(old, new, at, names, level) for (old, new), at in zip(pairwise(fits), found.breaks[used], strict=True)
    )
    return TrendBreaks(
        method="bai_perron",
        notes=tuple(notes + _notes(dated, fits)),
        recipe=recipe,
        frame=_path(data, label, y, fits),
        rss=found.rss,
        bic=criterion,
        selected=selected,
        used=used,
        breaks=dated,
        coefficients=tuple(_coefficients(f) for f in fits),
    )


def time_order(frame: pd.DataFrame, label: str | None) -> tuple[pd.DataFrame, list[str]]:
    """Rows in time order, and a note when they were not. Refuses missing and repeated labels (BadTable)."""
    if label is None:
        return frame, []
    checks.need_columns(frame, [label])
    column = frame[label]
    problems = [
        Problem(f"column {label!r}, row {i}", "no label", "a label in every row", "Name the period.")
        for i in frame.index[column.isna()][: checks.SHOWN]
    ]
    problems += [
        Problem(f"column {label!r}", f"{v} more than once", "one row a period", "Choose one series, or sum its parts.")
        for v in column[column.duplicated() & column.notna()].unique()[: checks.SHOWN]
    ]
    if problems:
        raise BadTable.of("frame", problems)
    order = starts(column)
    if order is None:
        raise BadTable.of("frame", [Problem(f"column {label!r}", "no order can be told", "numbers or periods", HINT)])
    notes = ["periods_absent_from_series"] if with_gaps(order) else []
    if order.is_monotonic_increasing:
        return frame, notes
    return frame.iloc[np.argsort(order.to_numpy(), kind="stable")], ["sorted_by_label", *notes]


def series(
    frame: pd.DataFrame, outcome: str, regressors: Sequence[str]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Outcome (n,) and regressors (n, p), both checked: numbers, finite, 30 or more, none constant."""
    values = checks.numeric(frame, [outcome, *regressors])
    checks.at_least(MIN_POINTS, {f"column {outcome!r}": len(values)}, what="points")
    for position, name in enumerate([outcome, *regressors]):
        checks.varies(values[:, position], f"column {name!r}")
    return values[:, 0], values[:, 1:]


def _shortest(min_segment: float, n: int) -> int:
    if not isinstance(min_segment, (int, float, np.number)) or not math.isfinite(min_segment):
        return 0
    return math.floor(min_segment * n) if 0 < min_segment < 1 else int(min_segment)


def _segment_problems(min_segment: float, shortest: int, n: int, k: int) -> list[Problem]:
    if k < shortest <= n // 2:
        return []
    expected = f"{k + 1} to {n // 2} periods (more than the {k} coefficients, at most half of {n})"
    return [Problem("min_segment", f"{min_segment!r}, that is {shortest} periods", expected)]


def _count_problems(breaks: int, most: int) -> list[Problem]:
    whole = checks.whole("breaks", breaks, low=0)
    if whole or breaks <= most:
        return whole
    return [Problem("breaks", str(breaks), f"at most {most} with segments this long", "Ask for fewer, or shorten.")]


def _break(old: Segment, new: Segment, at: int, names: list[str], level: float) -> Break:
    interval = date_interval(old, new, last_of_old=at, level=level)
    low, high = (min(max(end, 1), len(names)) for end in interval) if interval else (None, None)
    beyond = interval is not None and interval != (low, high)
    date = Estimate(at, low, high, unit="observation", n=len(old.residuals) + len(new.residuals))

    def named(observation: int | None) -> str | None:
        return None if observation is None else names[observation - 1]

    return Break(date, at, at + 1, names[at - 1], names[at], named(low), named(high), beyond)


def _coefficients(fit: Segment) -> tuple[Estimate, ...]:
    n = len(fit.residuals)
    return tuple(
        Estimate(float(c), se=float(s) if np.isfinite(s) else None, unit="outcome", n=n)
        for c, s in zip(fit.coefficients, fit.se, strict=True)
    )


def _notes(dated: Sequence[Break], fits: Sequence[Segment]) -> list[str]:
    notes = []
    if any(b.date.low is None for b in dated):
        notes.append("date_interval_not_computable")
    if any(b.beyond for b in dated):
        notes.append("date_interval_beyond_series")
    if not all(f.full_rank for f in fits):
        notes.append("regressor_constant_in_a_segment")
    return notes


def _path(data: pd.DataFrame, label: str | None, y: NDArray[np.float64], fits: Sequence[Segment]) -> pd.DataFrame:
    observation = np.arange(1, len(y) + 1)
    return pd.DataFrame(
        {
            "label": observation if label is None else data[label].array,
            "observation": observation,
            "observed": y,
            "fitted": y - np.concatenate([f.residuals for f in fits]),
            "segment": np.repeat(np.arange(1, len(fits) + 1), [len(f.residuals) for f in fits]),
        }
    )


def _name(value: object) -> str:
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return str(value)
