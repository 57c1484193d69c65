"""Deliveries, approvals and the load of reporting as they may be told: of things, named by the role of their rows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from mcee_eval.metrics.approval_time import TOTAL
from mcee_eval.metrics.durations import step
from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.measured import Measured, tells
from mcee_eval.release.names import CONTRIBUTORS, withheld
from mcee_eval.release.told import Fact, Refusal, Told
from mcee_eval.results import Estimate


def _known(value: float) -> float | None:
    return None if not np.isfinite(value) else float(value)


def _days(found: Estimate) -> Cell:
    """A median of days; not estimable where fewer than half are through, one-sided where its end is not reached."""
    if not np.isfinite(found.value):
        return marked("not_estimable")
    low, high = (None if b is None else _known(b) for b in (found.low, found.high))
    return Cell(found.value, low, high, found.n)


@tells("DeliveryTime")
class ToldDelivery(Measured):
    """``delivery.at(30)``: a share; ``delivery.each(0, 30)``: a row a group; ``delivery.curve(range(0, 183, 7))``."""

    @property
    def _group(self) -> str:
        return str(self._settings.get("group") or "group")

    def share(self, found: Estimate) -> Cell:
        """A share with its interval; not estimable where nothing was followed so long."""
        return marked("not_estimable") if math.isnan(found.value) else self.cell(found)

    def at(self, day: float, group: str = "all", *, name: str = "estimate") -> Fact:
        """The share within so many days, of one group; beside it how much was due."""
        place = self._result.groups.index(group)
        beside = {"due": self.number(self._result.due[place]), "days": Cell(float(day))}
        return self.fact(name, self.share(self._result.at(day, group)), beside, "share")

    def each(self, *days: float) -> Told | Refusal:
        """One row a group: due, delivered, mean (days late of the delivered); at_<k>, of_delivered_<k> by day.

        A row a partner, project or country: for a public reader by result, with shares alone, since counts would tell
        who is who; none where the release list does not name them all.
        """
        found, at = self._result, list(enumerate(self._result.days.index(float(d)) for d in days))
        cells: dict[str, list[Cell]] = {
            "due": [self.number(v) for v in found.due],
            "delivered": [self.number(v) for v in found.delivered],
            "mean": [self.number(v) for v in found.mean_of_delivered],
            **{f"at_{k}": [self.share(one[p]) for one in found.share] for k, p in at},
            **{f"of_delivered_{k}": [self.number(s[p]) for s in found.share_of_delivered] for k, p in at},
        }
        order, units = list(range(len(found.groups))), {"due": "items", "delivered": "items", "mean": "days"}
        if self._about.roles.get(self._group) in CONTRIBUTORS:
            if len(order) < 2:
                return Refusal("alone")
            role = withheld(self._about, self._frames[0], [self._group], self._audience)
            if role:
                return Refusal("not_released", role)
            if not self.door.exact:
                order = sorted(order, key=lambda i: -(cells["at_0"][i].value or -1.0))
                cells = {k: [replace(c, n=None) for c in v] for k, v in cells.items() if k.startswith("at_")}
        dims = pd.DataFrame({self._group: [str(found.groups[i]) for i in order]})
        told = {k: [v[i] for i in order] for k, v in cells.items()}
        table = self.door.table(dims, told, {k: units.get(k, "share") for k in told}, self.rule)
        return Told(table, self.door, self._about.sources, self._about.period, recipe=self.recipe)

    def curve(self, days: Sequence[float]) -> Told:
        """One row a day, one column a group: the share by then; missing beyond the last day that was followed."""
        asked = np.array(list(days), dtype=float)
        cells: dict[str, list[Cell]] = {}
        for name in self._result.groups:
            mine = self._result.frame[self._result.frame["group"] == name]
            times = mine["day"].to_numpy(float)
            share, low, high = (
                step(times, mine[k].to_numpy(float), asked, start=0.0 if k == "share" else np.nan)
                for k in ("share", "low", "high")
            )
            last = times.max() if share[-1] < 1 else np.inf
            cells[str(name)] = [
                marked("missing") if d > last else Cell(min(float(s), 1.0), _known(lo), _known(hi))
                for d, s, lo, hi in zip(asked, share, low, high, strict=True)
            ]
        return self.coded(cells, "share", day=[int(d) for d in days])


@tells("ApprovalTime")
class ToldApproval(Measured):
    """``approval.whole``: the median in all; shown as it is: a row a stage, in order, and all of them."""

    @property
    def whole(self) -> Fact:
        """Median days from the first opening to the last approval."""
        return self.fact("median", _days(self._result.of(TOTAL)), {}, "days")

    def shown(self) -> Told:
        """stage, body; n (projects that entered), closed, median."""
        found = self._result
        who = self._frames[0].drop_duplicates("stage").set_index("stage")["body"]
        cells = {
            "n": [self.number(v) for v in found.n], "closed": [self.number(v) for v in found.closed],
            "median": [_days(m) for m in found.median],
        }  # fmt: skip
        bodies = [str(who.get(s, "")) or "–" for s in found.stages]
        table = self.door.table(pd.DataFrame({"stage": list(found.stages), "body": bodies}), cells,
                                {"n": "items", "closed": "items", "median": "days"}, self.rule)  # fmt: skip
        return Told(table, self.door, self._about.sources, self._about.period, recipe=self.recipe)


@tells("ReportingLoad")
class ToldLoad(Measured):
    """``load.a_year``, ``load.reports``; ``load.each()``: a row a group; shown as it is: a row a calendar year."""

    UNITS = {"a_year": "a_year", "per_dollars": "per_100k", "project_years": "years", "years": "years"}  # noqa: RUF012

    def _rows(self, frame: pd.DataFrame, dim: str, columns: Sequence[str], period: str) -> Told:
        cells: dict[str, list[Cell]] = {
            k: [marked("missing") if pd.isna(v) else Cell(float(v)) for v in frame[k]] for k in columns
        }
        units = {k: self.UNITS.get(k, "items") for k in columns}
        table = self.door.table(frame[[dim]].astype(str), cells, units, self.rule)
        return Told(table, self.door, self._about.sources, period, recipe=self.recipe)

    def each(self) -> Told:
        """One row a group, in the order of their value: projects, reports, a_year, per_dollars."""
        columns = ("projects", "reports", "a_year", "per_dollars")
        return self._rows(self._result.groups, str(self._settings["group"]), columns, self._about.period)

    def shown(self) -> Told:
        """year; planned, ad_hoc, project_years, a_year. The last year ends with the data."""
        frame, last = self._result.frame, str(self._result.recipe["as_of"])[:7]
        span = f"{frame['year'].iloc[0]} – {last}" if len(frame) else ""
        return self._rows(frame, "year", ("planned", "ad_hoc", "project_years", "a_year"), span)

    def tell(self, name: str, value: Any) -> Any:
        """A rate per dollar has no interval of its own: the number alone."""
        told = super().tell(name, value)
        return replace(told, cell=Cell(told.cell.value)) if name == "per_dollars" and told else told
