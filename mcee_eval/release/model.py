"""Estimates and curves that may leave: what a model says, never what one person did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan

import pandas as pd
from scipy.stats import beta

from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.protected import Protected, _sealed
from mcee_eval.release.rule import (
    DENOMINATOR,
    DURATIONS,
    count_cell,
    justified,
    outward,
    round_half_up,
    significant,
    whole_percent,
)
from mcee_eval.results import Estimate

LEVEL, Z = 0.95, 1.96  # of the intervals that metrics give


def estimate_cell(estimate: Estimate | None, *, least: int = DURATIONS) -> Cell:
    """An estimate with its interval; marked when it rests on fewer than ``least`` observations or is not there.

    A curve has no value where nobody was followed so long.
    """
    if estimate is None or estimate.value is None or isnan(estimate.value):
        return marked("not_estimable")
    if estimate.n < least:
        return marked("small_base")
    return Cell(float(estimate.value), estimate.low, estimate.high, estimate.n)


def rate_cell(share: Estimate | None) -> Cell:
    """A share of persons and its interval, from released counts alone.

    What stands behind it, behind the rest and below it are counts of persons: one that is suppressed hides the share.
    The interval (exact binomial) is the widest over the bounds of the released counts, to whole per cent.
    """
    if share is None or share.value is None or isnan(share.value):
        return marked("not_estimable")
    behind = round(share.value * share.n)
    top, rest, base = (count_cell(float(v), "persons") for v in (behind, share.n - behind, share.n))
    if base.value is None or base.value < DENOMINATOR:
        return marked("small_base")
    if top.value is None or rest.value is None:
        return marked("suppressed")
    ends: tuple[float | None, float | None] = (None, None)
    if share.low is not None and share.high is not None:
        tail = (1 - LEVEL) / 2
        few, many = top.low or 0.0, top.high or 0.0
        low = beta.ppf(tail, few, (base.high or 0.0) - few + 1)
        high = beta.ppf(1 - tail, many + 1, max((base.low or 0.0) - many, 1))
        ends = outward(float(low), float(high))
    value = whole_percent(min(top.value / base.value, 1.0))
    return Cell(value, ends[0], ends[1], int(base.value))


def points_cell(difference: Estimate | None) -> Cell:
    """A difference of two shares of persons, to whole points; none under the rule's base."""
    cell = estimate_cell(difference, least=DENOMINATOR)
    if cell.value is None:
        return cell
    low, high = (None if b is None else whole_percent(b) for b in (cell.low, cell.high))
    return Cell(whole_percent(cell.value), low, high, None if cell.n is None else round_half_up(cell.n))


def public_estimate(estimate: Estimate | None) -> Cell:
    """A model's estimate from persons, to the digits that its uncertainty justifies; its base is a count of persons."""
    cell = estimate_cell(estimate)
    if cell.value is None or estimate is None:
        return cell
    if estimate.unit == "p":
        return Cell(max(significant(cell.value), 0.001), None, None, None)
    spread = estimate.se
    if spread is None and cell.low is not None and cell.high is not None:
        spread = (cell.high - cell.low) / (2 * Z)
    value, low, high = (None if v is None else justified(v, spread) for v in (cell.value, cell.low, cell.high))
    return Cell(value, low, high, None if cell.n is None else round_half_up(cell.n))


def model_table(
    frame: pd.DataFrame,
    *,
    dims: Sequence[str],
    value: Sequence[str],
    units: Mapping[str, str],
    provenance: str,
    at_risk: str | None = None,
    coarse: bool = False,
) -> Protected:
    """A fitted series or curve. Rows with fewer than 10 at risk (column ``at_risk``) are marked, not drawn.

    coarse : of persons for a public reader: with the digits that the interval justifies, and no more.
    """
    cells: dict[str, list[Cell]] = {c: [] for c in value}
    for _, row in frame.iterrows():
        small = at_risk is not None and row[at_risk] < DURATIONS
        for c in value:
            low, high = row.get(f"{c}_low"), row.get(f"{c}_high")
            if small:
                cells[c].append(marked("small_base"))
            elif pd.isna(row[c]):
                cells[c].append(marked("missing"))
            else:
                bounds = [None if b is None or pd.isna(b) else float(b) for b in (low, high)]
                cells[c].append(_fitted(float(row[c]), bounds[0], bounds[1], coarse=coarse))
    return _sealed(frame[list(dims)].reset_index(drop=True), cells, units, "model", provenance)


def _fitted(value: float, low: float | None, high: float | None, *, coarse: bool) -> Cell:
    if not coarse:
        return Cell(value, low, high)
    spread = None if low is None or high is None else (high - low) / (2 * Z)
    if spread is None:
        return Cell(significant(value, 3))
    assert low is not None  # as the spread is
    assert high is not None
    return Cell(justified(value, spread), justified(low, spread), justified(high, spread))
