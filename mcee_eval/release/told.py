"""Figures that came through the door, and what may be derived from them: the arithmetic of a notebook starts here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from mcee_eval.contracts.near import did_you_mean
from mcee_eval.errors import BadParameter, Problem
from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.door import Door
from mcee_eval.release.fact import Fact, Refusal
from mcee_eval.release.protected import Protected
from mcee_eval.release.rule import whole_percent

__all__ = ["Fact", "Refusal", "Told"]
PERIODS = ("year", "fiscal_year", "quarter", "month", "day", "as_of")


@dataclass(frozen=True)
class Told:
    """A released table, the door that it came through, its sources. Every method gives released figures again."""

    table: Protected
    door: Door
    sources: tuple[tuple[str, str], ...] = ()
    period: str = ""
    absent: str = ""
    what: str = ""
    recipe: Mapping[str, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.table)

    def __bool__(self) -> bool:
        return len(self.table) > 0

    @property
    def dims(self) -> pd.DataFrame:
        """The codes that name each row."""
        return self.table.dims

    @property
    def until(self) -> str:
        """The last period of its rows, or the end of what they span; "" where neither is known."""
        for name in (c for c in PERIODS if c in self.dims and len(self)):
            return str(max(map(str, self.dims[name])))
        return self.period.split(" – ")[-1]

    @property
    def first(self) -> str:
        """The column that names a row first."""
        return str(self.table.dims.columns[0])

    def cells(self, column: str) -> tuple[Cell, ...]:
        """The released cells of a column; refuses an unknown one with the nearest."""
        if column not in self.table.cells:
            told = did_you_mean(column, list(self.table.cells))
            raise BadParameter(f"no column {column!r}", problems=[Problem("column", column, "a released column", told)])
        return self.table.cells[column]

    def __getitem__(self, at: tuple[str, Any]) -> Cell:
        """``told["claims", 2020]``: the cell of a column where the first dimension holds a code; missing where none."""
        column, code = at
        codes = [str(c) for c in self.table.dims.iloc[:, 0]]
        return self.cells(column)[codes.index(str(code))] if str(code) in codes else marked("missing")

    def codes(self, column: str) -> list[float]:
        """The numbers that a dimension holds as codes, such as days or quarters: ticks of an axis."""
        return [float(c) for c in self.dims[column]] if len(self) else []

    def fact(self, column: str, name: str = "", **where: Any) -> Fact:
        """One number: of the only row, or of the row where the dimensions hold these codes; the codes beside it."""
        mine = self.where(**where)
        cell = mine.cells(column)[0] if len(mine) else marked("missing")
        codes: dict[str, Cell | str] = {str(c): str(mine.dims[c].iloc[0]) for c in mine.dims} if len(mine) else {}
        beside = {k: v[0] for k, v in mine.table.cells.items() if k != column} if len(mine) else {}
        return Fact(name or column, cell, {**codes, **beside}, self.table.units.get(column, ""), last=mine.until)

    # -- rows -----------------------------------------------------------------------------------------------------
    def where(self, **codes: Any) -> Told:
        """The rows where each dimension holds this code (or one of these)."""

        def keep(dims: pd.DataFrame) -> pd.Series:
            kept = pd.Series(True, index=dims.index)
            for name, wanted in codes.items():
                every = {str(w) for w in (wanted if isinstance(wanted, (list, tuple, set)) else [wanted])}
                kept &= dims[name].astype(str).isin(every)
            return kept

        return self.only(keep) if codes else self

    def only(self, keep: Callable[[pd.DataFrame], pd.Series] | str) -> Told:
        """The rows where ``keep(dims)`` holds; a text is a pandas query over the dimensions."""
        rule = (lambda dims: pd.Series(dims.index.isin(dims.query(keep).index))) if isinstance(keep, str) else keep
        return replace(self, table=self.table.only(rule)) if len(self) else self

    def count(self, by: str, *codes: str, total: str = "", **named: str) -> Told:
        """One row: how many rows hold each code of a dimension, under the code's name or another; ``total``: all."""
        held = [str(c) for c in self.dims[by]]
        n = {k: held.count(c) for k, c in (dict(zip(codes, codes, strict=True)) | named).items()}
        n |= {total: len(held)} if total else {}
        cells = {k: [Cell(float(v))] for k, v in n.items()}
        one = pd.DataFrame({"row": ["all"]})
        return replace(self, table=self.door.table(one, cells, dict.fromkeys(cells, "items"), "things"))

    def ordered(self, column: str, *, then: str) -> Told:
        """The rows by a column of numbers, the largest first, then by a dimension."""
        keys = [(-(c.value or 0.0), str(d)) for c, d in zip(self.cells(column), self.dims[then], strict=True)]
        order = sorted(range(len(self)), key=lambda i: keys[i])
        cells = {k: [v[i] for i in order] for k, v in self.table.cells.items()}
        dims = self.dims.iloc[order].reset_index(drop=True)
        return replace(self, table=self.door.table(dims, cells, self.table.units, self.table.rule))

    def unless(self, **codes: str) -> Told | Refusal:
        """Nothing where every row holds these codes: a table that would say one thing."""
        same = all((self.dims[k] == v).all() for k, v in codes.items())
        return Refusal("nothing_to_tell") if len(self) and same else self

    def given(self, *measured: Any) -> Told | Refusal:
        """The same rows where all of these were measured, else the first refusal: a picture that draws both."""
        return next((m for m in measured if isinstance(m, Refusal)), self)

    def mostly(self, column: str) -> Told | Refusal:
        """The same rows where at least half of a column may be printed; else nothing is shown of it."""
        cells = self.cells(column) if len(self) else ()
        return Refusal("hidden") if cells and 2 * sum(not c.mark for c in cells) < len(cells) else self

    def index(self, *columns: str, to: str) -> Told | Refusal:
        """Columns ``index_<name>``: each relative to the row whose first code is ``to``; a refusal without it."""
        if to not in {str(c) for c in self.dims.iloc[:, 0]} or self[columns[0], to].mark:
            return Refusal("no_base")
        made = {f"index_{k}": [self.door.ratio(c, self[k, to]) for c in self.cells(k)] for k in columns}
        return self.with_cells(made, "ratio")

    def tail(self, n: int) -> Told:
        """The last rows."""
        return self.only(lambda dims: pd.Series(range(len(dims)), index=dims.index) >= len(dims) - n)

    def row(self, at: int = -1, **where: Any) -> dict[str, Any]:
        """One row as a sentence quotes it: the last, or where the dimensions hold these codes; empty if none."""
        mine = self.where(**where)
        if not len(mine):
            return {}
        told: dict[str, Any] = {k: v[at] for k, v in mine.table.cells.items()}
        return told | {str(k): str(mine.dims[k].iloc[at]) for k in mine.dims}

    def then(self, other: Told | Refusal) -> Told:
        """The rows of another table below these; a column that one of the two lacks is missing there."""
        if isinstance(other, Refusal):
            return self
        names = list(dict.fromkeys([*self.table.cells, *other.table.cells]))
        parts = [(one, [marked("missing")] * len(one)) for one in (self, other)]
        cells = {c: [x for one, gap in parts for x in one.table.cells.get(c, gap)] for c in names}
        dims = pd.concat([self.dims, other.dims], ignore_index=True)
        made = self.door.table(dims, cells, {**other.table.units, **self.table.units}, other.table.rule)
        return replace(self, table=made, sources=tuple(dict.fromkeys([*self.sources, *other.sources])))

    @property
    def rows(self) -> Fact:
        """How many rows there are: they were released, so their number may be told."""
        return Fact("n", Cell(float(len(self))))

    def listed(self, column: str) -> str | None:
        """The codes of a dimension one after the other, for an internal reader; nothing for a public one."""
        return ", ".join(map(str, self.dims[column])) if self.door.audience == "internal" and len(self) else None

    # -- columns --------------------------------------------------------------------------------------------------
    def share(
        self, top: str = "", base: str = "", *, name: str = "share", sound: bool = False, subset: bool = True,
        **named: tuple[str, str],
    ) -> Told:  # fmt: skip
        """A column that divides one released count by another, or several: ``share(part=("claims", "total"))``.

        sound : nothing on a base too small to say anything, although the figures are public. subset : the top is part
        of its base; not so where documents received are divided by those requested.
        """
        if not len(self):
            return self
        wanted = {**({name: (top, base)} if top and base else {}), **named}
        pairs = {k: zip(self.cells(a), self.cells(b), strict=True) for k, (a, b) in wanted.items()}
        more = {k: [self.door.ratio(a, b, part=subset, sound=sound) for a, b in both] for k, both in pairs.items()}
        return self.with_cells(more, "share", "rate")

    def ratio(self, top: str, base: str, *, name: str = "ratio") -> Told:
        """A column of ratios of two released counts."""
        both = zip(self.cells(top), self.cells(base), strict=True) if len(self) else ()
        return self.with_cells({name: [self.door.ratio(a, b) for a, b in both]}, "ratio", "rate")

    def over(self, column: str, base: Fact, *, name: str) -> Told:
        """A column of shares of one number, such as the total of the column."""
        if not len(self):
            return self
        return self.with_cells({name: [self.door.ratio(c, base.cell) for c in self.cells(column)]}, "share")

    def growth(self, column: str, first: object, last: object, *, name: str = "growth") -> Fact | Refusal:
        """The change of a column between two periods, with the bounds that rounding leaves; start, end, first, last."""
        if not len(self):
            return Refusal(self.absent or "empty", self.what)
        start, end = self[column, first], self[column, last]
        beside: dict[str, Cell | str] = {"start": start, "end": end, "first": str(first), "last": str(last)}
        return Fact(name, self.door.growth(start, end), beside, "share", last=str(last))

    @property
    def ends(self) -> tuple[str, str]:
        """The first and the last code of the rows; empty without rows."""
        held = sorted(str(c) for c in self.dims.iloc[:, 0]) if len(self) else [""]
        return held[0], held[-1]

    def latest(self, column: str, *, name: str = "growth") -> Fact | Refusal:
        """The change of a column from the last period but one to the last."""
        held = [str(c) for c in self.dims.iloc[:, 0]] if len(self) else []
        periods = sorted(set(held))[-2:]
        if len(periods) < 2:
            return Refusal(self.absent or "empty", self.what)
        return self.growth(column, *periods, name=name)

    def times(self, column: str, first: object, last: object, *, name: str = "ratio") -> Fact | Refusal:
        """How many times the first the last is, with the bounds that rounding leaves; before and after beside it."""
        if not len(self):
            return Refusal(self.absent or "empty", self.what)
        before, after = self[column, first], self[column, last]
        return Fact(name, self.door.ratio(after, before), {"before": before, "after": after}, "ratio", last=str(last))

    def growth_to(self, column: str, last: object, *, name: str = "growth", least: int = 2) -> Told:
        """Every earlier row against one: a column of changes; no rows where there are fewer than ``least`` with it."""
        rows = sum(str(c) <= str(last) for c in self.dims.iloc[:, 0])
        if not len(self) or rows < least:
            return self.only(lambda dims: pd.Series(False, index=dims.index))
        before = self.only(lambda dims: dims.iloc[:, 0].astype(str) < str(last))
        grown = [self.door.growth(c, self[column, last]) for c in before.cells(column)]
        span = f"{self.dims.iloc[0, 0]!s} – {last}"
        return replace(before.with_cells({name: grown}, "share", "rate"), period=span)

    def spread(self, column: str, by: str, **codes: object) -> Told:
        """One column a code of ``by``: ``spread("claims", "year", start=2019, end=2024)``; rows that lack one go."""
        if not len(self):
            return self
        rest = [d for d in self.dims.columns if d != by]
        found: dict[tuple[Any, ...], dict[str, Cell]] = {}
        for i, row in enumerate(self.dims.to_dict("records")):
            found.setdefault(tuple(row[d] for d in rest), {})[str(row[by])] = self.cells(column)[i]
        whole = {k: v for k, v in sorted(found.items()) if all(str(c) in v for c in codes.values())}
        cells = {name: [v[str(code)] for v in whole.values()] for name, code in codes.items()}
        units = dict.fromkeys(codes, self.table.units[column])
        return replace(
            self, table=self.door.table(pd.DataFrame(list(whole), columns=rest), cells, units, self.table.rule)
        )

    def grown(self, start: str, end: str, *, name: str = "growth", sound: bool = False) -> Told:
        """A column of changes between two columns."""
        if not len(self):
            return self
        both = zip(self.cells(start), self.cells(end), strict=True)
        return self.with_cells({name: [self.door.growth(a, b, sound=sound) for a, b in both]}, "share", "rate")

    def whole(self, *columns: str) -> Told:
        """Shares to whole per cent."""
        if not len(self):
            return self
        cells = {
            k: [c if c.value is None else replace(c, value=whole_percent(c.value)) for c in self.cells(k)]
            for k in columns
        }
        return self.with_cells(cells, "share")

    def beside(
        self,
        other: Told | None = None,
        *,
        on: Sequence[str] = (),
        columns: Sequence[str] = (),
        hidden_with: str = "",
        **named: Sequence[float],
    ) -> Told:
        """Columns of another released table for the same rows (missing where it has none), or computed columns.

        named : numbers that are no counts (a rank), hidden where the released column ``hidden_with`` is.
        """
        told = self
        if other is not None and len(other):
            keys = list(on) or [c for c in self.dims.columns if c in other.dims.columns]
            places = {tuple(map(str, r)): i for i, r in enumerate(other.dims[keys].itertuples(index=False))}
            mine = [places.get(tuple(map(str, r))) for r in self.dims[keys].itertuples(index=False)]
            for k, cells in ((k, v) for k, v in other.table.cells.items() if not columns or k in columns):
                column = [marked("missing") if i is None else cells[i] for i in mine]
                told = told.with_cells({k: column}, other.table.units[k])
            told = replace(told, sources=tuple(dict.fromkeys([*self.sources, *other.sources])))
        if not named or not len(self):
            return told
        hidden = [bool(c.mark) for c in self.cells(hidden_with)] if hidden_with else [False] * len(self)
        more = {
            k: [marked("suppressed") if h else Cell(float(v)) for h, v in zip(hidden, values, strict=True)]
            for k, values in named.items()
        }
        return told.with_cells(more, "items")

    def spanning(self, first: str, last: str) -> Told:
        """The same rows, which span from the least of one dimension to the greatest of another."""
        return replace(self, period=f"{min(self.dims[first])} – {max(self.dims[last])}") if len(self) else self

    def blacked_out(self, column: str) -> Told:
        """A column that its source has redacted: a mark in every row, never a number."""
        return self.with_cells({column: [marked("redacted")] * len(self)}, "items")

    def with_cells(self, more: Mapping[str, Sequence[Cell]], unit: str, rule: str = "") -> Told:
        """More columns of released cells (they went through this door already), or others in their place."""
        if not len(self):
            return self
        rule = rule or self.table.rule
        rule = "already_public" if self.door.provenance == "published" and rule == "rate" else rule
        cells, units = {**self.table.cells, **more}, {**self.table.units, **dict.fromkeys(more, unit)}
        return replace(self, table=self.door.table(self.dims, cells, units, rule))

    def named(self, **new: str) -> Told:
        """Columns under other names: ``told.named(value="claims")``."""
        old = {was: name for name, was in new.items()}
        cells = {old.get(k, k): v for k, v in self.table.cells.items()}
        units = {old.get(k, k): v for k, v in self.table.units.items()}
        return replace(self, table=self.door.table(self.dims.rename(columns=old), cells, units, self.table.rule))

    def with_dims(self, **codes: Sequence[Any]) -> Told:
        """More columns of codes (no counts): a name in both languages, a row's class."""
        return replace(
            self, table=self.door.table(self.dims.assign(**codes), self.table.cells, self.table.units, self.table.rule)
        )

    def _repr_html_(self) -> str:
        """The released table as JupyterLab shows it; marks in place of what may not be told."""
        shown = {c: [x.mark or f"{x.value:g}" for x in cells] for c, cells in self.table.cells.items()}
        return str(self.dims.assign(**shown).to_html(index=False, escape=True))

    def to_frame(self) -> pd.DataFrame:
        """Dimensions and printed values as a plain frame; NaN where a mark stands."""
        return self.table.values()
