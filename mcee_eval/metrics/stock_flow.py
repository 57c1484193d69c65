"""How many cases joined an inventory, where nobody counted them?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mcee_eval.errors import BadTable, Problem
from mcee_eval.metrics import checks
from mcee_eval.metrics.checks import Floats
from mcee_eval.results import Result

ROUNDING = 1e-9  # of the stock: sums of decimals


@dataclass(frozen=True, kw_only=True)
class StockFlow(Result):
    """Bounds on the additions of each period. They are bounds, not estimates: nothing inside them is likelier.

    added_low, added_high : by period, in the caller's order; an upper end of None is no upper end
    frame : period (from 1), stock, removed, closed, added (each as given), added_low, added_high
    """

    KEYS = "added_low added_high"
    MAIN = "added_low added_high"
    PLOT = "lines period added_low added_high"

    added_low: tuple[float, ...]
    added_high: tuple[float | None, ...]


def stock_flow(
    frame: pd.DataFrame,
    *,
    stock: str,
    removed: str,
    closed: str | Sequence[str] | None = None,
    added: str | None = None,
) -> StockFlow:
    """Between which bounds must the cases added in each period lie?

    frame : one row a period, in order of time, without gaps
    stock : cases at the end of the period; removed : cases removed in it
    closed : cases that left otherwise: one column, or several, of which the first holds closures (zero or more), the
        others movements to other inventories (reclassification; negative where cases came in). A missing value, or no
        column at all, means that nobody knows: any number from zero up in the first column (of either sign once it
        holds a negative one), of either sign in the others; then additions have no upper bound
    added : additions where they were counted; a missing value means that they were not

    stock = previous stock + added − removed − closed, with nothing below zero. The stock before the first period is
    not known: it was zero or more. Cases that came from another inventory count as additions where no column says
    otherwise.

    Refused: a stock or removal that is missing, negative or infinite, and flows that contradict the stock (additions
    below zero would be needed, or the counted ones do not fit), with the periods named.
    """
    closings = [closed] if isinstance(closed, str) else list(closed or ())
    checks.need_columns(frame, [stock, removed, *closings, *([added] if added else [])])
    stocks, removals = checks.numeric(frame, [stock, removed]).T
    counted = _nullable(frame, added) if added else np.full(len(frame), np.nan)
    _not_negative(frame, {stock: stocks, removed: removals} | ({added: counted} if added else {}))
    closed_low, closed_high = _closures(frame, closings)
    before_low = np.concatenate([[0.0], stocks[:-1]])
    before_high = np.concatenate([[np.inf], stocks[:-1]])
    least = stocks + removals + closed_low - before_high
    most = stocks + removals + closed_high - before_low
    _consistent(frame, least, most, counted, slack=ROUNDING * (1 + np.abs(stocks) + removals))
    told = ~np.isnan(counted)
    low = np.where(told, counted, np.maximum(least, 0.0))
    high = np.where(told, counted, np.maximum(most, 0.0))
    notes = [] if told[:1].all() else ["opening_stock_unknown"]
    if np.isinf(high).any():
        notes.append("no_upper_bound_where_closures_are_unknown")
    return StockFlow(
        method="stock_identity_bounds",
        notes=tuple(notes),
        recipe={"stock": stock, "removed": removed, "closed": closed, "added": added},
        frame=pd.DataFrame(
            {
                "period": np.arange(1, len(stocks) + 1),
                "stock": stocks,
                "removed": removals,
                "closed_low": closed_low,
                "closed_high": closed_high,
                "added": counted,
                "added_low": low,
                "added_high": high,
            }
        ),
        added_low=tuple(low.tolist()),
        added_high=tuple(None if np.isinf(v) else float(v) for v in high),
    )


def _nullable(frame: pd.DataFrame, name: str) -> Floats:
    """A numeric column whose missing values stay NaN; infinite ones are refused."""
    missing = frame[name].isna().to_numpy()
    values = checks.numeric(frame.assign(**{name: frame[name].where(~missing, 0)}), [name])[:, 0]
    return np.asarray(np.where(missing, np.nan, values))


def _closures(frame: pd.DataFrame, names: Sequence[str]) -> tuple[Floats, Floats]:
    """The least and the most that can have left otherwise, by period."""
    low, high = np.zeros(len(frame)), np.zeros(len(frame)) if names else np.full(len(frame), np.inf)
    for place, name in enumerate(names):
        values = _nullable(frame, name)
        either_sign = place > 0 or bool((values < 0).any())
        low = low + np.where(np.isnan(values), -np.inf if either_sign else 0.0, values)
        high = high + np.where(np.isnan(values), np.inf, values)
    return low, high


def _not_negative(frame: pd.DataFrame, columns: dict[str, Floats]) -> None:
    problems = [
        Problem(f"{name!r}, row {frame.index[i]}", f"{values[i]:g}", "0 or more", "Check the source.")
        for name, values in columns.items()
        for i in np.flatnonzero(values < 0).tolist()
    ]
    if problems:
        raise BadTable.of("stock and flows", problems)


def _consistent(frame: pd.DataFrame, least: Floats, most: Floats, counted: Floats, *, slack: Floats) -> None:
    """Refuse a stock that its own flows contradict."""
    hint = "Check the stock, or look for a reclassification that is not in the table."
    problems = []
    for i, (low, high, told) in enumerate(zip(least - slack, most + slack, counted, strict=True)):
        where = f"row {frame.index[i]}"
        if high < 0:
            problems.append(Problem(where, f"{most[i]:g} additions needed", "0 or more", hint))
        elif not np.isnan(told) and not low <= told <= high:
            bounds = f"between {max(least[i], 0):g} and {most[i]:g}" if low < high - 2 * slack[i] else f"{most[i]:g}"
            problems.append(Problem(where, f"{told:g} added", f"{bounds}, by the stock and the other flows", hint))
    if problems:
        raise BadTable.of("a stock that its own flows contradict", problems)
