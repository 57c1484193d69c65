"""Times to an event as they may be told: curves, ratios, mean waits, stages, tests side by side."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from mcee_eval.errors import BadParameter, Refused
from mcee_eval.metrics.before_after import rate_ratio
from mcee_eval.metrics.cohorts import smallest_ratio
from mcee_eval.metrics.power import minimum_effect
from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.measured import Measured, tells
from mcee_eval.release.rule import count_cell, significant
from mcee_eval.release.told import Fact, Refusal, Told
from mcee_eval.results import Estimate

Z = 1.959964


def to_the_day(estimate: Estimate | None) -> Estimate | None:
    """A duration to the day; a limit that is never reached is no limit."""
    if estimate is None or not math.isfinite(estimate.value):
        return None
    low, high = (None if b is None or not math.isfinite(b) else float(round(b)) for b in (estimate.low, estimate.high))
    return replace(estimate, value=float(round(estimate.value)), low=low, high=high)


@tells("CumulativeIncidence")
class ToldIncidence(Measured):
    """``curves.wide(cause=1)``: a row a time, a column a group; ``curves.difference("after", "before", …)``."""

    def _groups(self, order: Sequence[str]) -> list[Any]:
        return [g for g in (order or self._result.groups) if g in self._result.groups]

    def wide(self, *, cause: int, order: Sequence[str] = (), over: str = "day") -> Told:
        """Incidence of a cause by time, one column a group."""
        groups = self._groups(order)
        cells = {g: [self.door.rate(e) for e in self._result.incidence[g][cause]] for g in groups}
        return self.coded(cells, "share", **{over: [f"{t:g}" for t in self._result.times]})

    def at(self, *, cause: int, order: Sequence[str] = (), prefix: str = "") -> Told:
        """One row a group: n, and the incidence at each time (``at_180``)."""
        groups = self._groups(order)
        cells = {
            f"at_{t:g}": [self.door.rate(self._result.incidence[g][cause][i]) for g in groups]
            for i, t in enumerate(self._result.times)
        }
        told = self.coded(cells, "share", period=[f"{prefix}{g}" for g in groups])
        n = [self.number(self._result.n[self._result.groups.index(g)]) for g in groups]
        return told.with_cells({"n": n}, "persons")

    def difference(self, first: str, second: str, *, cause: int, at: float) -> Fact | Refusal:
        """Incidence at a time, of one group less another, with a normal interval; the second stands beside it."""
        groups, times = self._result.groups, list(self._result.times)
        if at not in times or not {first, second} <= set(groups):
            return Refusal("no_sides")
        a, b = (self._result.incidence[g][cause][times.index(at)] for g in (first, second))
        if a.se is None or b.se is None:
            return Refusal("no_interval")
        se, value = float(np.hypot(a.se, b.se)), a.value - b.value
        found = Estimate(value, value - Z * se, value + Z * se, se, "share", a.n + b.n)
        return self.fact("difference", self.door.points(found), {second: self.door.rate(b)}, "share")

    def test(self) -> tuple[Cell, Cell]:
        """Gray's test between the groups, of the first cause."""
        return marked("missing"), p_cell(self, self._result.gray_p[0])


@tells("RateRatio")
class ToldRateRatio(Measured):
    """``ratio.ratio``: from released counts, and one released number, the dispersion."""

    @property
    def ratio(self) -> Fact:
        """The first rate over the second with its exact interval."""
        if self.door.exact or not self.persons:
            return self.fact("ratio", self.door.estimate(self._result.ratio))
        how = self._result.recipe
        told = [count_cell(float(how[k]), "persons") for k in ("x1", "e1", "x2", "e2")]
        if any(c.mark for c in told):
            return self.fact("ratio", marked("suppressed"))
        scale = how.get("dispersion")
        x1, e1, x2, e2 = (c.value or 0.0 for c in told)
        again = rate_ratio(int(x1), e1, int(x2), e2, dispersion=None if scale is None else significant(scale))
        return self.fact("ratio", self.door.estimate(again.ratio))

    def smallest(self, people: pd.DataFrame, **how: Any) -> Fact | Refusal:
        """The ratio nearest to one that these people would have shown (``metrics.cohorts.smallest_ratio``)."""
        thinned = float(self._result.recipe.get("dispersion") or 1.0)
        try:
            seen = smallest_ratio(pd.DataFrame(people), thinned=thinned, **how)
        except Refused as refused:
            return Refusal(refused.code)
        return self.fact("ratio", self.door.estimate(seen))


@tells("RestrictedMean")
class ToldRestrictedMean(Measured):
    """``wait.sides()``: the mean of each side to the day, and the difference where both may be told."""

    def sides(self) -> dict[str, Cell]:
        """before, after, difference."""
        before, after = (self.door.estimate(to_the_day(arm)) for arm in self._result.arms)
        difference = self.door.estimate(to_the_day(self._result.difference))
        hidden = next((side for side in (before, after) if side.mark), difference)
        return {"before": before, "after": after, "difference": hidden}


@tells("Survival")
class ToldSurvival(Measured):
    """``waits.medians()``: the median of each group in days, with its interval."""

    def medians(self) -> dict[str, Cell]:
        """Group → median; not estimable where fewer than half ever come."""
        told, found = self._result.numbers(), {}
        for i, group in enumerate(self._result.groups):
            value, low, high = (told[k][i] for k in ("median", "median_low", "median_high"))
            known = None if value is None else Estimate(value, low, high, unit="days", n=int(told["n"][i]))
            found[str(group)] = self.door.estimate(known)
        return found


@tells("Cox", "Test", "BreakTest")
class ToldTest(Measured):
    """A test beside others: a ratio where it has one, and its p."""

    def test(self) -> tuple[Cell, Cell]:
        """(ratio, p): the hazard ratio of the first covariate, or none."""
        if type(self._result).__name__ == "Cox":
            told = self._result.numbers()
            b, se = told["coef"][0], told["se"][0]
            ends = (math.exp(b - Z * se), math.exp(b + Z * se))
            ratio = Estimate(math.exp(b), *ends, unit="hazard_ratio", n=len(self._frames[0]))
            return self.door.estimate(ratio), p_cell(self, math.erfc(abs(b / se) / math.sqrt(2)))
        return marked("missing"), p_cell(
            self, self._result.sup_f_p if hasattr(self._result, "sup_f_p") else self._result.p
        )


def p_cell(measured: Measured, p: float | None) -> Cell:
    """A p-value through the door for models; of as many persons as stand behind it."""
    if p is None:
        return marked("not_estimable")
    frame, unit = pd.DataFrame(measured._frames[0]), measured._settings.get("unit", "")
    n = int(frame["asked"].sum()) if "asked" in frame else frame[unit].nunique() if unit in frame else len(frame)
    return measured.door.estimate(Estimate(p, unit="p", n=n))


def together(**results: Any) -> Told | Refusal:
    """Tests of one question under each other: test, ratio, p. A refused one keeps its row, marked."""
    made = [r for r in results.values() if isinstance(r, Measured)]
    if not made:
        return next((r for r in results.values() if isinstance(r, Refusal)), Refusal("empty"))
    blank = (marked("missing"), marked("not_estimable"))
    pairs = [r.test() if hasattr(type(r), "test") else blank for r in results.values()]
    cells = {"ratio": [a for a, _ in pairs], "p": [b for _, b in pairs]}
    told = made[0].coded(cells, "ratio", test=list(results))
    return replace(told, recipe={})


@tells("Stages")
class ToldStages(Measured):
    """``delay`` shown as it is: a row a leg; ``delay.said()``: what sentences quote."""

    def shown(self) -> Told:
        """leg; n and reached through the rule for persons, median days."""
        frame = self._result.frame
        counts = {k: [self.number(int(v)) for v in frame[k]] for k in ("n", "reached")}
        medians = [
            self.door.estimate(to_the_day(None if math.isnan(m) else Estimate(float(m), unit="days", n=int(n))))
            for m, n in zip(frame["median"], frame["reached"], strict=True)
        ]
        legs = [f"leg_{name}" for name in frame["leg"]]
        return self.coded(counts, "persons", leg=legs).with_cells({"median": medians}, "days")

    def said(self) -> dict[str, Any]:
        """reply (absent where fewer than half ever have one), unrecorded (absent for none), added, expired."""
        found = self._result
        reply = {"reply": self.door.estimate(to_the_day(found.to_reply))} if math.isfinite(found.to_reply.value) else {}
        none = {"unrecorded": self.number(int(found.unrecorded))} if found.unrecorded else {}
        added, expired = self.door.estimate(to_the_day(found.added_by_interview)), self.door.rate(found.share_expired)
        return {**reply, **none, "added": added, "expired": expired}


@tells("StockFlow")
class ToldStockFlow(Measured):
    """``flows`` shown as it is: what was added, as recorded and as the stock identity bounds it."""

    @classmethod
    def refuses(cls, result: Any) -> str:
        """One period has no earlier stock to be bounded by."""
        return "E131" if len(result.added_low) < 2 else ""

    def shown(self, last: int = 12) -> Told:
        """quarter; added, low, high of the last periods, each under the rule for persons."""
        low, high = (np.array([np.nan if v is None else v for v in x], float)
                     for x in (self._result.added_low, self._result.added_high))  # fmt: skip
        made = pd.DataFrame(self._frames[0]).assign(low=np.round(low), high=np.round(high)).iloc[1:].tail(last)
        key = self._about.key[0]
        counts = self.door.counts(made, dims=[key], value=["added", "low", "high"], unit="persons")
        return Told(counts, self.door, self._about.sources, f"{made[key].iloc[0]} – {made[key].iloc[-1]}")


@tells("IssuanceByPeriod")
class ToldIssuance(Measured):
    """``cohort.within(365)``: the share issued in time, by the period in which they asked."""

    def within(self, days: int, *, name: str, over: str) -> Told:
        """One row a period; not estimable where nobody has been followed so long."""
        at = self._result.horizons.index(days)
        known = [one[at] for one in self._result.issuance]
        cells = {name: [self.door.rate(e if e.value == e.value else None) for e in known]}
        told = self.coded(cells, "share", **{over: list(self._result.periods)})
        return replace(told, period=f"{self._result.periods[0]} – {self._result.periods[-1]}")


@tells("Segmented")
class ToldSegmented(Measured):
    """``fit.path()``: fitted, and as if nothing had changed; ``fit.said()``: the step and the change of slope."""

    @classmethod
    def refuses(cls, result: Any) -> str:
        """Fewer than ten degrees of freedom beyond the terms: the fit is not told."""
        return "E131" if result.n - len(result.names) < 10 else ""

    def path(self) -> Told:
        """quarter; fitted and without with their intervals: none within the windows, one line before the event."""
        found, label = self._result, str(self._result.recipe["time"])
        curves = found.frame.assign(**{label: pd.DataFrame(self._frames[0])[label].to_numpy()[found.design.rows]})
        lines = [c for c in curves.columns if c.startswith(("fitted", "without"))]
        names = list(curves[label])
        inside = np.zeros(len(curves), dtype=bool)
        for _, first, last in found.recipe["windows"]:
            inside |= np.array([first <= q <= last for q in names])
        curves.loc[inside, lines] = np.nan
        before = np.array([q < found.recipe["event"] for q in names])  # there both are the same line: one is enough
        curves.loc[before, [c for c in lines if c.startswith("without")]] = np.nan
        curves[lines] = curves[lines].clip(0, 1).round(2)
        return self.table(curves[[label, *lines]], dims=[label], fitted="share", without="share")

    @property
    def _persons(self) -> int:
        return int(pd.DataFrame(self._frames[0])["asked"].sum())

    def smallest(self, **how: Any) -> Fact | Refusal:
        """The change of level that this series would have shown; its simulation's error is no interval for a page."""
        try:
            seen = minimum_effect(self._result, **how)
        except (Refused, BadParameter) as refused:
            return Refusal(refused.code)
        return self.fact("level", self.door.points(Estimate(seen.value, unit="share", n=self._persons)))

    @property
    def leaves_range(self) -> bool:
        """Does the earlier course, drawn on outside the windows, fall below 0 or rise above 1?"""
        found, label = self._result, str(self._result.recipe["time"])
        names = pd.DataFrame(self._frames[0])[label].to_numpy()[found.design.rows]
        windows = found.recipe["windows"]
        after = np.array([q >= found.recipe["event"] and not any(a <= q <= b for _, a, b in windows) for q in names])
        without = found.frame["without"][after]
        return bool(((without < 0) | (without > 1)).any())

    def said(self, *, periods_a_year: int = 4, **keys: str) -> dict[str, Any]:
        """level; slope by year. keys : sentence → "slope", "no_slope", "range" (present only where it holds)."""
        level = replace(self._result.level.estimate, n=self._persons)
        told: dict[str, Any] = {"level": self.door.points(level)}
        slope = self._result.slope
        if slope is not None:
            e, k = slope.estimate, periods_a_year
            low, high = (None if b is None else k * b for b in (e.low, e.high))
            told["slope"] = self.door.points(Estimate(k * e.value, low, high, unit="share", n=self._persons))
        holds: Mapping[str, bool] = {"no_slope": slope is None, "range": self.leaves_range}
        return told | {key: {"holds": "yes"} for key, what in keys.items() if holds.get(what)}
