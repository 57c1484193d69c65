"""What tells country types apart is what the report redacts: from protected data no public reader is given it.

The report redacts which countries were funded, how many of each type, and Figure 1 (funding by country type). A count
or an amount by country type, or a row a country with its type, would fill that in. Synthetic figures pass: their
countries are fictitious, and their release list holds them all.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.door import Door
from mcee_eval.release.protected import Protected


def withheld(release: Door) -> bool:
    """Whether this reader may not see figures by country type, nor which country is of which type."""
    return release.provenance == "protected" and release.audience == "public"


def by_type(release: Door, cell: Cell) -> Cell:
    """A figure that speaks of one country type: the mark for what is redacted, where the reader may not see it."""
    return marked("redacted") if withheld(release) else cell


def counts_by_type(
    release: Door, table: pd.DataFrame, *, dims: Sequence[str], value: str | Sequence[str], unit: str
) -> Protected:
    """Counts or amounts by country type under the rule of their unit, or redacted."""
    told = release.counts(table, dims=dims, value=value, unit=unit)
    if not withheld(release):
        return told
    cells = {name: [by_type(release, c) for c in cells] for name, cells in told.cells.items()}
    return release.table(told.dims, cells, told.units, told.rule)
