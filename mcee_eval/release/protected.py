"""The only thing that a public renderer accepts.

A ``Protected`` is made by the functions of this file and by no other code; each says which rule it went through.
Complementary suppression and the audit of linked tables are not built yet: asking for them is refused, not ignored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import InitVar, dataclass
from typing import Any

import pandas as pd

from mcee_eval.errors import Problem, ReleaseRefused
from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.rule import DENOMINATOR, PERSONS, SMALL, count_cell, outward, whole_percent

_SEAL = object()
#: from the freest to the strictest; what rests on several inputs takes the strictest
PROVENANCES = ("published", "synthetic", "protected")


def strictest(provenances: Sequence[str]) -> str:
    """protected > synthetic > published."""
    return max(provenances, key=PROVENANCES.index)


@dataclass(frozen=True)
class Protected:
    """A table of released cells.

    dims : tidy columns that name a row (codes, never words).
    cells : value column → one Cell a row.
    rule : code of the rule that was applied ("persons", "things", "already_public", "model", "rate", "internal").
    """

    dims: pd.DataFrame
    cells: Mapping[str, tuple[Cell, ...]]
    units: Mapping[str, str]
    rule: str
    provenance: str
    _seal: InitVar[object] = None  # not kept: replace() cannot carry it to other cells

    def __post_init__(self, _seal: object) -> None:
        if _seal is not _SEAL:
            raise ReleaseRefused("only the release makes a Protected; call protect() or its sisters")

    def __len__(self) -> int:
        return len(self.dims)

    def cell(self, column: str, **where: Any) -> Cell:
        """The one cell where the dimensions hold these values; refuses none or several."""
        keep = pd.Series(True, index=self.dims.index)
        for name, wanted in where.items():
            keep &= self.dims[name] == wanted
        rows = [i for i, k in enumerate(keep) if k]
        if len(rows) != 1:
            raise ReleaseRefused(
                "a cell is named by its dimensions",
                problems=[Problem(f"{column}, {where}", f"{len(rows)} rows", "one row")],
            )
        return self.cells[column][rows[0]]

    def only(self, keep: Callable[[pd.DataFrame], pd.Series]) -> Protected:
        """The rows where ``keep(dims)`` holds, nothing else changed."""
        rows = [i for i, k in enumerate(keep(self.dims)) if k]
        return _sealed(
            self.dims.iloc[rows].reset_index(drop=True),
            {c: tuple(v[i] for i in rows) for c, v in self.cells.items()},
            self.units,
            self.rule,
            self.provenance,
        )

    def values(self) -> pd.DataFrame:
        """Dimensions and printed values as a frame (NaN where a mark stands): what a figure draws."""
        shown = {c: [x.value for x in cells] for c, cells in self.cells.items()}
        return pd.concat([self.dims, pd.DataFrame(shown, index=self.dims.index, dtype=float)], axis=1)


def _sealed(
    dims: pd.DataFrame, cells: Mapping[str, Sequence[Cell]], units: Mapping[str, str], rule: str, provenance: str
) -> Protected:
    return Protected(dims, {c: tuple(v) for c, v in cells.items()}, dict(units), rule, provenance, _SEAL)


def _columns(value: str | Sequence[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def protect(
    table: pd.DataFrame,
    *,
    dims: Sequence[str],
    value: str | Sequence[str],
    unit: str,
    linked: Sequence[Any] = (),
    releases: Sequence[Any] = (),
    provenance: str = "protected",
) -> Protected:
    """Which of these counts may leave, and in what form?

    table : tidy frame; ``dims`` name a row, ``value`` (a column or several) holds counts of ``unit``.
    Returns persons 0-7 as suppressed, other counts of persons to the nearest 5, things as they are.
    Refuses ``linked`` tables and earlier ``releases``: their audit is not built yet, so a table that adds up with
    another must not be released through this function alone.
    """
    if len(linked) or len(releases):
        raise ReleaseRefused(
            "linked tables and earlier releases need the audit, which this version does not have",
            need="complementary suppression and audit",
        )
    columns = _columns(value)
    cells = {c: [count_cell(None if pd.isna(v) else float(v), unit) for v in table[c]] for c in columns}
    rule = "persons" if unit in PERSONS else "things"
    return _sealed(table[list(dims)].reset_index(drop=True), cells, dict.fromkeys(columns, unit), rule, provenance)


def already_public(
    table: pd.DataFrame, *, dims: Sequence[str], value: str | Sequence[str], unit: str, source: str
) -> Protected:
    """Figures that a publisher has released. ``source`` names it; bounds come from columns ``<value>_low/_high``."""
    if not source.strip():
        raise ReleaseRefused("an exemption names its source", problems=[Problem("source", "empty", "a publisher")])
    cells: dict[str, list[Cell]] = {}
    for column in _columns(value):
        low = table.get(f"{column}_low", table.get("low") if column == "value" else None)
        high = table.get(f"{column}_high", table.get("high") if column == "value" else None)
        cells[column] = [
            _published(v, None if low is None else low.iloc[i], None if high is None else high.iloc[i])
            for i, v in enumerate(table[column])
        ]
    units = dict.fromkeys(cells, unit)
    return _sealed(table[list(dims)].reset_index(drop=True), cells, units, "already_public", "published")


def _published(value: Any, low: Any, high: Any) -> Cell:
    bounds = [None if b is None or pd.isna(b) else float(b) for b in (low, high)]
    if pd.isna(value):
        return marked("suppressed" if bounds[1] is not None else "missing", *bounds)
    return Cell(float(value), bounds[0], bounds[1])


def ratio(top: Cell, base: Cell, *, public: bool = False, part: bool = False) -> Cell:
    """top / base from released cells, its bounds carried; marked when either is, or under the rule's denominator.

    public : published already, or for an internal reader. part : the top is part of the base; such a share of persons
    is told to whole per cent, and not where the rest may be a count that is suppressed.
    """
    if top.mark or base.mark:
        return marked(top.mark or base.mark)
    assert top.value is not None  # a Cell without a mark has its value
    assert base.value is not None
    if base.value == 0 or (not public and base.value < DENOMINATOR):
        return marked("small_base")
    low = high = None
    if None not in (top.low, top.high, base.low, base.high) and base.low:
        low, high = top.low / base.high, top.high / base.low  # type: ignore[operator]
    value = top.value / base.value
    if public or not part or base.low is None or top.high is None:
        return Cell(value, low, high)
    if base.low == base.high:  # of things
        return Cell(value, low, high)
    if base.low - top.high <= SMALL:
        return marked("suppressed")
    return Cell(whole_percent(value), *outward(low or 0.0, min(high or 1.0, 1.0)))


def growth(start: Cell, end: Cell, *, public: bool = False) -> Cell:
    """end / start − 1, bounds carried from rounding or suppression."""
    r = ratio(end, start, public=public)
    if r.value is None:
        return r
    return Cell(r.value - 1, None if r.low is None else r.low - 1, None if r.high is None else r.high - 1)
