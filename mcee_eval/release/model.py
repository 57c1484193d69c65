"""Estimates and curves that may leave: what a model says, never what one person did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.protected import Protected, _sealed
from mcee_eval.release.rule import DENOMINATOR, DURATIONS, SMALL, round_half_up, whole_percent
from mcee_eval.results import Estimate


def estimate_cell(estimate: Estimate | None, *, least: int = DURATIONS) -> Cell:
    """An estimate with its interval; marked when it rests on fewer than ``least`` observations or does not exist."""
    if estimate is None or estimate.value is None:
        return marked("not_estimable")
    if estimate.n < least:
        return marked("small_base")
    return Cell(float(estimate.value), estimate.low, estimate.high, estimate.n)


def rate_cell(share: Estimate | None) -> Cell:
    """A share of persons: to whole per cent, interval too, none under the rule's denominator; the base is rounded."""
    cell = estimate_cell(share, least=DENOMINATOR)
    if cell.mark:
        return cell
    low, high = (None if b is None else whole_percent(b) for b in (cell.low, cell.high))
    return _rounded_base(Cell(whole_percent(cell.value or 0.0), low, high, cell.n))


def proportion_cell(share: Estimate | None) -> Cell:
    """A share of few persons: as a rate, and suppressed where five or fewer stand behind it or behind the rest.

    A whole per cent of some twenty persons is one person's answer: 8 % of 26 is two persons, whatever the base shown.
    """
    cell = rate_cell(share)
    if cell.mark or share is None:
        return cell
    behind = round(share.value * share.n)
    return marked("suppressed") if min(behind, share.n - behind) <= SMALL else cell


def public_estimate(estimate: Estimate | None) -> Cell:
    """A model's estimate from persons: none under the rule's base, and the base itself is a count under the rule."""
    return _rounded_base(estimate_cell(estimate))


def _rounded_base(cell: Cell) -> Cell:
    """An exact base beside a rounded rate gives the hidden numerator back."""
    return cell if cell.n is None else replace(cell, n=round_half_up(cell.n))


def model_table(
    frame: pd.DataFrame,
    *,
    dims: Sequence[str],
    value: Sequence[str],
    units: Mapping[str, str],
    provenance: str,
    at_risk: str | None = None,
) -> Protected:
    """A fitted series or curve. Rows with fewer than 10 at risk (column ``at_risk``) are marked, not drawn."""
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
                cells[c].append(Cell(float(row[c]), bounds[0], bounds[1]))
    return _sealed(frame[list(dims)].reset_index(drop=True), cells, units, "model", provenance)
