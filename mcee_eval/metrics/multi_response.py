"""How many units chose each answer, when a unit may choose several? Shares are of units and never add up to 100."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from mcee_eval.errors import BadTable, Problem
from mcee_eval.results import Result


@dataclass(frozen=True, kw_only=True)
class MultiResponse(Result):
    """Answers of units that may each give several.

    units : how many units were asked. mentions : answers in all. mean : answers a unit (0 without units).
    without : the units that gave no answer, in their order.
    frame : category, units (that chose it), share (of all units; the shares are not normalised).
    """

    KEYS = "units mentions mean without category=frame.category count=frame.units share=frame.share"
    MAIN = "units mentions mean"
    PLOT = "points category units"

    units: int
    mentions: int
    mean: float
    without: tuple[str, ...]


def multi_response(
    frame: pd.DataFrame, *, unit: str, category: str, units: Sequence[str], categories: Sequence[str]
) -> MultiResponse:
    """Which answers did the units choose, several allowed?

    frame : one row a unit and category chosen. units : every unit that could choose, also those without a row.
    categories : every answer that could be chosen, in the order to be shown; one that nobody chose counts 0.
    Refuses a unit or category that is not declared, and a pair told twice: either would change a share unseen.
    """
    problems = [
        Problem(f"{column} {value!r}", "not declared", f"one of the {len(known)} declared")
        for column, known in ((unit, units), (category, categories))
        for value in sorted(set(frame[column].astype(str)) - set(known))
    ]
    twice = frame[frame.duplicated([unit, category])]
    problems += [
        Problem(f"{r[unit]}, {r[category]}", "told twice", "one row a unit and category") for _, r in twice.iterrows()
    ]
    if problems:
        raise BadTable.of("multi-response", problems)
    chosen = frame.groupby(category)[unit].nunique()
    counts = [int(chosen.get(c, 0)) for c in categories]
    n = len(units)
    told = pd.DataFrame({"category": list(categories), "units": counts, "share": [k / n if n else 0.0 for k in counts]})
    silent = set(units) - set(frame[unit].astype(str))
    return MultiResponse(
        method="multi_response", recipe={"unit": unit, "category": category}, frame=told,
        units=n, mentions=len(frame), mean=len(frame) / n if n else 0.0,
        without=tuple(u for u in units if u in silent),
    )  # fmt: skip
