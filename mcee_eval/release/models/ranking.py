"""Who comes first under indicators, and how much of an amount went where: by country type, so redacted as that is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product
from typing import Any

import pandas as pd

from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.measured import Measured, tells
from mcee_eval.release.names import by_type
from mcee_eval.release.told import Fact, Refusal, Told
from mcee_eval.results import Estimate

PLACES = ("rank", "best", "worst", "dominated_by")


class Typed(Measured):
    """A result whose call names a column of country types: nothing of it is told where they are redacted."""

    @property
    def redacted(self) -> bool:
        """Whether this reader gets no figure by country type."""
        return by_type(self._about, [v for v in self._settings.values() if isinstance(v, str)], self._audience)

    def cell(self, estimate: Estimate | None) -> Cell:
        """An estimate of things, or the mark for what the report redacts."""
        if self.redacted:
            return marked("redacted")
        return marked("not_estimable") if estimate is None else Cell(
            float(estimate.value), estimate.low, estimate.high, estimate.n
        )  # fmt: skip


@tells("PartOf")
class ToldPart(Typed):
    """``part.share``: with what is unsure as its bounds."""


@tells("Ranking")
class ToldRanking(Typed):
    """``choice.follows(least)``, ``choice.cost()``, ``choice.readings(…)``; shown as it is: a row a candidate."""

    def follows(self, least: Fact, *, name: str = "share") -> Fact:
        """At what share of all weights are at least so many (a share) of the chosen among the first?"""
        count = math.ceil((least.cell.value or 0.0) * self._result.k - 1e-9)
        return self.fact(name, self.cell(self._result.follows[count]), {}, "share")

    def shown(self) -> Any:
        """country, chosen, picked; share of all weights at which it is among the first, rank and how far it moves."""
        if self.redacted:
            return Refusal("not_released", "country_type")
        frame = self._result.frame
        told = frame[(frame["share_high"] > 0) | frame["chosen"]]
        told = told.sort_values(["share", "rank", "unit"], ascending=[False, True, True], ignore_index=True)
        shares = zip(told["share"], told["share_low"], told["share_high"], strict=True)
        cells = {
            "share": [Cell(float(v), float(low), float(high)) for v, low, high in shares],
            **{k: [Cell(float(v)) for v in told[k]] for k in PLACES},
        }
        picked = ["yes" if u in set(self._result.picked) else "no" for u in told["unit"]]
        dims = {"country": told["unit"], "chosen": ["yes" if c else "no" for c in told["chosen"]], "picked": picked}
        units = {"share": "share", **dict.fromkeys(PLACES, "items")}
        return self._told(pd.DataFrame(dims), cells, units)

    def readings(self, *, least: Fact, divisions: int, **settings: Sequence[str]) -> Told | Refusal:
        """One row a combination of other settings that can be ranked; the first is this one.

        definition : the one setting that differs ("plain": none, "several"); picked; overlap (share of the chosen that
        come first), follows (at least so many of them, over all weights), regret.
        """
        if self.redacted:
            return Refusal("not_released", "country_type")
        rows: list[tuple[str, ToldRanking]] = []
        for values in product(*settings.values()):
            mine = dict(zip(settings, values, strict=True))
            changed = [str(v) for (k, v), base in zip(mine.items(), settings.values(), strict=True) if v != base[0]]
            one = self if not changed else self.again(**mine, divisions=divisions)
            if one:
                rows.append((changed[0] if len(changed) == 1 else "several" if changed else "plain", one))
        cells = {
            "overlap": [Cell(float(r._result.overlap)) for _, r in rows],
            "follows": [r.follows(least).cell for _, r in rows],
            "regret": [Cell(float(r._result.regret.value)) for _, r in rows],
        }
        dims = {"definition": [d for d, _ in rows], "picked": [", ".join(sorted(r._result.picked)) for _, r in rows]}
        return self._told(pd.DataFrame(dims), cells, dict.fromkeys(cells, "share"))

    def left_out(self) -> dict[str, Any]:
        """How many candidates lack an indicator, where some do."""
        n = len(self._frames[0]) - len(self._result.frame)
        return {"n": Cell(float(n))} if n else {}

    def cost(self) -> dict[str, Cell] | Refusal:
        """Dollars in chosen countries that are not among the first (equal, low, high), and what the choice loses."""
        found = self._result.outside
        if self.redacted or found is None:
            return Refusal("not_released" if self.redacted else "not_estimable")
        dollars = {
            k: Cell(float(round(v))) for k, v in (("equal", found.value), ("low", found.low), ("high", found.high))
        }
        regret = self._result.regret
        return {**dollars, "regret": Cell(float(regret.value)), "worst": Cell(float(regret.high or 0.0))}

    def _told(self, dims: pd.DataFrame, cells: Any, units: Any) -> Told:
        table = self.door.table(dims, cells, units, "model")
        return Told(table, self.door, self._about.sources, self._about.period, recipe=self.recipe)
