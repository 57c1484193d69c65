"""An effect against comparison countries as it may be told: the estimate, its path, and what could undo it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from mcee_eval.metrics.attribution import Attribution
from mcee_eval.metrics.cohort_panel import first_day, quarter_name
from mcee_eval.metrics.effect_evidence import Evidence
from mcee_eval.metrics.pooled_effect import PooledEffect
from mcee_eval.metrics.programme_effect import expected_series, simultaneous
from mcee_eval.metrics.unit_effect import CountryEffect
from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.event import Event
from mcee_eval.release.measured import Measured, tells
from mcee_eval.release.rule import whole_percent
from mcee_eval.release.told import Refusal, Told
from mcee_eval.results import Estimate

QUANTILES = {
    "set_largest": 1.0, "set_975": 0.975, "set_75": 0.75, "set_50": 0.5, "set_25": 0.25, "set_025": 0.025,
    "set_least": 0.0,
}  # fmt: skip


@tells("ProgrammeEffect")
class ToldEffect(Measured):
    """``effect.said()``, ``effect.path()``, ``effect.by_unit()`` …; ``effect.evidence`` for the line that judges it."""

    @classmethod
    def refuses(cls, result: Any) -> str:
        """Why there is no estimate."""
        return str(result.why)

    @property
    def evidence(self) -> Evidence:
        """What the rule on attribution is asked, a few numbers."""
        found: Evidence = self._result.evidence
        return found

    @property
    def main(self) -> Any:
        """The estimate of the page (released through the tables only)."""
        raise AttributeError("main")

    @property
    def _main(self) -> CountryEffect | PooledEffect:
        found: CountryEffect | PooledEffect = self._result.main
        return found

    @property
    def _effects(self) -> tuple[CountryEffect, ...]:
        return self._main.effects if isinstance(self._main, PooledEffect) else (self._main,)

    @property
    def _span(self) -> str:
        numbers = self._result.panel.numbers
        return f"{quarter_name(numbers[0])} – {quarter_name(numbers[-1])}"

    def _points(self, estimate: Estimate | None) -> Cell:
        return marked("not_estimable") if estimate is None else self.door.points(estimate)

    def _p(self, p: float | None, n: int | None = None) -> Cell:
        if p is None:
            return marked("not_estimable")
        return self.door.estimate(Estimate(p, unit="p", n=self._main.effect.n if n is None else n))

    def _table(self, cells: Mapping[str, Sequence[Cell]], **codes: Sequence[Any]) -> Told:
        return replace(self.coded(cells, "share", **codes), period=self._span)

    def _named(self, code: str) -> str:
        """A comparison country by its code where it may be named."""
        free = self._about.released.get("country")
        named = self.door.exact or free is None or code in free
        return code if named else "unit_compared"

    def said(self) -> dict[str, Any]:
        """The slots of the sentences for one country, or for all (``many``)."""
        main, panel = self._main, self._result.panel
        told: dict[str, Any] = {
            "before": self.door.rate(Estimate(main.before, unit="share", n=main.effect.n)),
            "effect": self._points(main.effect), "donors": Cell(float(len(panel.donors))),
        }  # fmt: skip
        if isinstance(main, PooledEffect):
            told |= {"many": Cell(float(len(main.effects))), "drawn": self._p(main.p)}
        else:
            told |= {"own": self._p(main.p), "p": self._p(self.evidence.p), "floor": self._p(self.evidence.p_floor)}
        return told | ({"out": Cell(float(len(panel.left_out)))} if panel.left_out else {})

    def path(self) -> Told:
        """quarter, part; observed, and expected without the programme (of several countries: the mean of theirs)."""
        names, panel = [e.country for e in self._effects], self._result.panel
        mine = panel.frame[panel.frame["country"].isin(names)]
        by = mine.groupby("number", as_index=False)[["issued", "n"]].sum()
        by = by.assign(share=mine.groupby("number")["share"].mean().to_numpy(), quarter=by["number"].map(quarter_name))
        counts = self.door.counts(by, dims=["quarter"], value=["issued", "n"], unit="persons")
        observed = []
        for top, base, share in zip(counts.cells["issued"], counts.cells["n"], by["share"], strict=True):
            ratio = self.door.ratio(top, base, part=True)
            if ratio.value is not None:  # several countries: the mean of their shares, where the base may be shown
                ratio = Cell(whole_percent(float(share) if len(names) > 1 else ratio.value))
            observed.append(ratio)
        series = expected_series(self._effects)
        expected = [Cell(whole_percent(float(v))) for v in series["without"]]
        parts = [f"series_{p}" for p in series["part"]]
        return self._table({"observed": observed, "expected": expected}, quarter=by["quarter"], part=parts)

    def events(self) -> list[Event]:
        """The matching window as a band; starts and the country's own events as lines."""
        numbers, window = self._result.panel.numbers, self._effects[0].result.panel.window
        matched = [numbers[i] for i in range(window.start, window.stop)]
        marks = [Event(first_day(matched[0]), "f4.event.matching", first_day(matched[-1] + 1))]
        starts = sorted({first_day(e.start) for e in self._effects})
        if len(starts) == 1:
            marks.append(Event(starts[0], "f4.event.start"))
        else:
            marks += [Event(starts[0], "f4.event.first_start"), Event(starts[-1], "f4.event.last_start")]
        for effect in self._effects if len(self._effects) == 1 else ():
            for day, kind in zip(effect.events["date"], effect.events["kind"], strict=True):
                marks.append(Event(str(day.date()), f"f4.event.{kind}"))
        return marks

    def estimators(self) -> Told:
        """The effect by the estimator that decides, and by those beside it."""
        main, pooled = self._main, self._result.pooled
        rows: dict[str, Estimate | None] = {"est_sdid": main.effect}
        if pooled is not None:
            for name, other in pooled.others.items():
                rows[f"est_{name}"] = None if isinstance(other, str) else other.effect
            simple = None if pooled.group_time is None else pooled.group_time.simple
            rows["est_group_time"] = None if simple is None else main.in_shares(simple)
        elif isinstance(main, CountryEffect):
            rows["est_volume"] = None if main.by_volume is None else main.in_shares(main.by_volume.att)
            for name, result in main.others.items():
                rows[f"est_{name}"] = main.in_shares(result.att) if isinstance(result, Attribution) else None
        return self._table({"effect": [self._points(e) for e in rows.values()]}, estimator=list(rows))

    def by_unit(self) -> Told | Refusal:
        """Every funded country's effect, with intervals that hold all at once; all named, or none."""
        wide = simultaneous(self._result)
        free = self._about.released.get("country")
        if not self.door.exact and free is not None and not set(wide) <= free:
            return Refusal("not_released")
        effects = [self._points(e) for e in wide.values()]
        ps = [self._p(self._result.adjusted[k], e.n) for k, e in wide.items()]
        return self._table({"effect": effects}, country=list(wide)).with_cells({"p": ps}, "p")

    def windows(self) -> Told:
        """The effect in other windows."""
        told = self._result.windows
        return self._table({"effect": [self._points(w.effect) for w in told]}, window=[f"win_{w.code}" for w in told])

    def weights(self, of: str) -> Told:
        """The weights of the comparison countries (``of="unit"``), or of the quarters before the start."""
        found = [e.result.unit_weights if of == "unit" else e.result.time_weights for e in self._effects]
        every = pd.DataFrame(found).mean()
        if of == "unit":
            every = every.sort_values(ascending=False, kind="stable")
        cells = {"weight": [Cell(whole_percent(float(w))) for w in every]}
        codes = [self._named(str(c)) if of == "unit" else quarter_name(int(c)) for c in every.index]
        return self._table(cells, **{"unit" if of == "unit" else "quarter": codes})

    def placebos(self) -> Told:
        """The estimate among what the same method finds where nothing happened, from the largest down."""
        main, here = self._main, ("unit_estimate", self._main.effect.value)
        if isinstance(main, PooledEffect):
            rows = [(code, main.share(float(np.quantile(main.placebos, q)))) for code, q in QUANTILES.items()]
        else:
            each = main.result.placebos
            pairs = zip(each["unit"], each["att"], strict=True)
            rows = [(self._named(str(u)), main.share(float(a))) for u, a in pairs]
        rows = sorted([*rows, here], key=lambda r: -r[1])
        return self._table({"effect": [Cell(whole_percent(v)) for _, v in rows]}, unit=[k for k, _ in rows])

    def checks(self) -> Told:
        """The effect at dates at which nothing had begun, without each country, without the time of other events."""
        main, n = self._main, self._main.effect.n
        rows: list[tuple[str, str, Estimate]] = [
            ("chk_main", quarter_name(min(e.start for e in self._effects)), main.effect)
        ]
        if self._result.pooled is not None:
            dated = [(int(p.effects[0].result.recipe["start"]), p.effect) for p in self._result.pooled.in_time]
        else:
            assert isinstance(main, CountryEffect)
            dated = [(d, main.in_shares(r.att)) for d, r in main.in_time.items()]
        rows += [("chk_in_time", quarter_name(d), effect) for d, effect in dated]
        if (spread := self.evidence.leave_one_out) is not None:
            ends = main.share(spread[0]), main.share(spread[1])
            rows.append(("chk_left_out", "–", Estimate(main.effect.value, *ends, unit="share", n=n)))
        if (without := self.evidence.without_events) is not None:
            rows.append(("chk_without_events", "–", Estimate(without[0], without[2], None, unit="share", n=n)))
        cells = {"effect": [self._points(e) for _, _, e in rows]}
        return self._table(cells, check=[c for c, _, _ in rows], quarter=[q for _, q, _ in rows])

    def breakdown(self) -> Told | Refusal:
        """The interval of the effect under ever larger departures from parallel trends."""
        pooled, main = self._result.pooled, self._main
        result = pooled.breakdown if pooled else getattr(main, "breakdown", None)
        if result is None:
            return Refusal("too_few")
        bounds = zip(result.frame["low"].to_numpy(float), result.frame["high"].to_numpy(float), strict=True)
        effects = [main.in_shares(Estimate(result.effect.value, float(a), float(b))) for a, b in bounds]
        texts = [f"{m:.2f}" for m in result.frame["m_bar"]]
        pairs = [(f"×\u00a0{m}", f"×\u00a0{m.replace('.', ',')}") for m in texts]
        return self._table({"effect": [self._points(e) for e in effects]}, multiple=pairs)

    def visible(self) -> Told | Refusal:
        """The smallest visible improvement by quarters since the start."""
        curve = self._result.curve
        if curve.empty:
            return Refusal("empty")
        cells = [
            self._points(None if pd.isna(v) else Estimate(float(v), unit="share", n=int(n)))
            for v, n in zip(curve["smallest"], curve["n"], strict=True)
        ]
        return self._table({"smallest": cells}, quarters=[str(q) for q in curve["quarters"]])

    def quoted(self, code: str, passed: bool | None, values: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """What a reason of the rule quotes, released; its code where the number is absent."""
        told, main, n = self.evidence, self._main, self._main.effect.n
        if code == "estimate":
            return code, {"effect": self._points(main.effect), "p": self._p(told.p)}
        if code == "negligible":
            delta = None if values["delta"] is None else Estimate(values["delta"], unit="share", n=n)
            power = None if told.power is None else Estimate(told.power, unit="share", n=n)
            return code, {"delta": self._points(delta), "power": self._points(power)}
        if code == "pre_fit":
            ratio = marked("not_estimable") if told.pre_fit is None else Cell(round(told.pre_fit, 1))
            return code, {"ratio": ratio, "limit": Cell(values["limit"])}
        if code == "in_time":
            if values["p"] is None:
                return "in_time_none", {}
            return code, {"p": self._p(values["p"]), "dates": Cell(float(values["dates"]))}
        if code == "events":
            return code, {"events": marked("missing") if told.events is None else Cell(float(told.events))}
        if code == "leave_one_out":
            ends = told.leave_one_out or (None, None)
            shares = [None if v is None else Estimate(main.share(v), unit="share", n=n) for v in ends]
            return code, {"low": self._points(shares[0]), "high": self._points(shares[1])}
        if code == "break_date" and passed is None:
            return "break_undated", {}
        if code == "breakdown":
            m = told.breakdown
            if m is None or np.isinf(m):
                return ("breakdown_none" if m is None else "breakdown_any"), {}
            return code, {"m": Cell(round(m, 2))}
        return code, {k: Cell(float(values[k])) for k in ("donors", "need")} if code == "donors" else {}
