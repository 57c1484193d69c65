"""How good the methods were, as it may be told: who answered, saturation, a plan on its day, effects of a series."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from mcee_eval.contracts import registry
from mcee_eval.phrase import Phrase
from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.measured import Measured, tells
from mcee_eval.release.models.testimony import informants, may_say
from mcee_eval.release.rule import INFORMANTS
from mcee_eval.release.told import Fact, Told
from mcee_eval.results import Estimate


@tells("ResponseRates")
class ToldRates(Measured):
    """``rates["all"]``: the rate of a group; ``rates`` shown as it is: group; asked, heard, rate."""

    def __getitem__(self, group: str) -> Fact:
        return self.fact("rate", self.door.rate(self._result.rates[group]), unit="share")

    def shown(self) -> Told:
        """A row a group, all of them last."""
        groups = list(self._result.rates)
        counts = self._result.frame.set_index("group").loc[groups]
        told = {"asked": counts["asked"], "heard": counts.get(self._result.recipe["heard"], counts["asked"] * 0)}
        cells = {k: [informants(int(v), exact=self.door.exact) for v in column] for k, column in told.items()}
        cells["rate"] = [self.door.rate(self._result.rates[g]) for g in groups]
        units = {"asked": "persons", "heard": "persons", "rate": "share"}
        made = self.door.table(pd.DataFrame({"group": groups}), cells, units, "testimony")
        return Told(made, self.door, self._about.sources, recipe=self.recipe)


@tells("Saturation")
class ToldSaturation(Measured):
    """Codes heard for the first time, by interview in their order; and as expected over every order."""

    @property
    def ratio(self) -> Fact:
        """The new-information ratio."""
        return self.fact("ratio", Cell(self._result.new_information))

    def shown(self) -> Told:
        """A row an interview: new, seen, expected."""
        frame = self._result.frame
        cells = {
            "new": [Cell(float(v)) for v in frame["new"]], "seen": [Cell(float(v)) for v in frame["seen"]],
            "expected": [Cell(round(float(v), 1)) for v in frame["expected"]],
        }  # fmt: skip
        return self.coded(cells, "items", interview=list(frame["interview"].astype(int)))


@tells("WithoutPart")
class ToldWithout(Measured):
    """A row a theme, with the words for everyone and without those left out. ``moved`` of judge says which move."""

    @property
    def change(self) -> pd.Series:
        """By how much each theme moves; missing where it may not be told."""
        frame = self._result.frame
        told: pd.Series = frame["moved"].where(self.door.exact | (frame["asked_left"] >= INFORMANTS))
        return told

    @staticmethod
    def points(share: Fact) -> Fact:
        """A share as percentage points."""
        return replace(share, cell=Cell(100 * (share.cell.value or 0)))

    def shown(self) -> Told:
        """theme, word, left; no numbers."""
        frame = self._result.frame
        words = {
            name: [self._word(w, n) for w, n in zip(frame[f"word{end}"], frame[f"asked{end}"], strict=True)]
            for name, end in (("word", ""), ("left", "_left"))
        }
        dims = pd.DataFrame({"theme": frame["theme"], **words})
        return Told(self.door.table(dims, {}, {}, "testimony"), self.door, self._about.sources, recipe=self.recipe)

    def _word(self, code: str, asked: int) -> str:
        if not asked:
            return "nobody_asked"
        return code if self.door.exact or may_say(code, asked) else "too_few"


@tells("Standing")
class ToldStanding(Measured):
    """A plan on its day: ``oldest``, ``parts``, ``actions`` as a sentence quotes them (None: nothing)."""

    @property
    def oldest(self) -> str | None:
        """The earliest day on which a state was noted."""
        return self._result.oldest or None

    @property
    def parts(self) -> str | None:
        """What no action carries by its number."""
        return ", ".join(self._result.unanswered) or None

    @property
    def actions(self) -> str | None:
        """The actions that may wait on another."""
        return ", ".join(self._result.waiting) or None

    def shown(self) -> Told:
        """id, text, owner, due, due_on, standing (a phrase); days."""
        frame = self._result.frame
        named = next(c for c in registry.CONTRACTS["actions"].columns if c.name == "status").codes
        says = []
        for r in frame.itertuples():
            ended = [] if r.standing in ("done", "obsolete") else [Phrase(f"code.standing_{r.standing}")]
            waits = [Phrase("code.may_depend", {"action": r.waits_on})] if r.waits_on else []
            says.append([named.get(str(r.status), (str(r.status),) * 2), *ended, *waits])
        ids = [a if s == "0" else f"{a}, {s}" for a, s in zip(frame["action"], frame["step"], strict=True)]
        codes = {k: list(frame[k]) for k in ("text", "owner", "due", "due_on")}
        days = {"days": [Cell(float(d)) for d in frame["days"]]}
        told = self.coded(days, "days", id=ids, **codes, stands=list(frame["standing"]), standing=says)
        return replace(told, period=self._result.as_of)


@tells("SmallestEffects")
class ToldEffects(Measured):
    """``effects.of(series)``: what one series would show; shown as it is: a row a series, a column a stretch."""

    @property
    def kind(self) -> str:
        """Whether a rise is told, or a difference of shares."""
        return "rise" if self._result.change else "difference"

    def after(self, found: Estimate | None) -> Cell:
        """A rise in per cent, or a difference of shares."""
        if found is None:
            return marked("not_estimable")
        change = self._result.change
        return self.cell(Estimate(found.value - 1, n=found.n, unit=found.unit)) if change else Cell(found.value)

    def of(self, series: str) -> dict[str, Cell]:
        """after_4, after_8 … of one series; nothing of an unknown one."""
        return {f"after_{k}": self.after(v) for k, v in self._result.effects.get(series, {}).items()}

    def shown(self) -> Told:
        """series; quarters on record, after_4, after_8 …"""
        names = list(self._result.effects)
        rows = [{"quarters": Cell(float(self._result.recorded[n])), **self.of(n)} for n in names]
        cells = {k: [r[k] for r in rows] for k in rows[0]}
        told = self.coded(cells, "share", series=names)
        return replace(told, period=f"{self._result.first} – {self._result.last}")
