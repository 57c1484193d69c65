"""One door for a run: what its figures become, given where they come from and who will read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.model import estimate_cell, model_table, points_cell, public_estimate, rate_cell
from mcee_eval.release.protected import Protected, _sealed, already_public, growth, protect, ratio
from mcee_eval.results import Estimate


@dataclass(frozen=True)
class Door:
    """provenance : of the figures. audience : public goes through the rule, internal is shown exact and says so."""

    provenance: str
    audience: str
    source: str

    @property
    def exact(self) -> bool:
        """Whether figures pass as they are: published already, or asked for by an internal reader."""
        return self.provenance == "published" or self.audience == "internal"

    def counts(self, table: pd.DataFrame, *, dims: Sequence[str], value: str | Sequence[str], unit: str) -> Protected:
        """Counts under the rule of their unit, or as published, or exact for an internal reader."""
        if self.provenance == "published":
            return already_public(table, dims=dims, value=value, unit=unit, source=self.source)
        if self.audience == "internal":
            columns = [value] if isinstance(value, str) else list(value)
            cells = {c: [marked("missing") if pd.isna(v) else Cell(float(v)) for v in table[c]] for c in columns}
            units = dict.fromkeys(columns, unit)
            return _sealed(table[list(dims)].reset_index(drop=True), cells, units, "internal", self.provenance)
        return protect(table, dims=dims, value=value, unit=unit, provenance=self.provenance)

    def growth(self, start: Cell, end: Cell, *, sound: bool = False) -> Cell:
        """A change from released counts, with the bounds that their rounding allows."""
        return growth(start, end, public=self.exact and not sound)

    def ratio(self, top: Cell, base: Cell, *, part: bool = False, sound: bool = False) -> Cell:
        """A ratio from released counts; ``part``: a share, whose top is part of its base.

        sound : nothing on a base too small to say anything, although the figures are public.
        """
        return ratio(top, base, public=self.exact and not sound, part=part and not sound)

    def rate(self, share: Estimate | None) -> Cell:
        """A share of persons from released counts: whole per cent, nothing where either side of it is suppressed."""
        return estimate_cell(share, least=1) if self.exact else rate_cell(share)

    proportion = rate

    def points(self, difference: Estimate | None) -> Cell:
        """A difference of shares of persons, to whole points."""
        return estimate_cell(difference, least=1) if self.exact else points_cell(difference)

    def estimate(self, estimate: Estimate | None) -> Cell:
        """A model's estimate."""
        return estimate_cell(estimate, least=1) if self.exact else public_estimate(estimate)

    def model(
        self,
        frame: pd.DataFrame,
        *,
        dims: Sequence[str],
        value: Sequence[str],
        units: Mapping[str, str],
        at_risk: str | None = None,
    ) -> Protected:
        """A fitted curve or series."""
        risk = None if self.exact else at_risk
        return model_table(
            frame, dims=dims, value=value, units=units, provenance=self.provenance, at_risk=risk, coarse=not self.exact
        )

    def table(
        self, dims: pd.DataFrame, cells: Mapping[str, Sequence[Cell]], units: Mapping[str, str], rule: str
    ) -> Protected:
        """A table of cells that each went through this door already."""
        return _sealed(
            dims.reset_index(drop=True), cells, units, "internal" if self._internal(rule) else rule, self.provenance
        )

    def _internal(self, rule: str) -> bool:
        return self.audience == "internal" and self.provenance != "published" and rule != "things"
