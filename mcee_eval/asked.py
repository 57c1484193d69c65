"""What a notebook asks for by name: windows, declared lists, bars, seeds, the months and the place of its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from mcee_eval.contracts.near import did_you_mean
from mcee_eval.contracts.periods import holding
from mcee_eval.datasets import Dataset
from mcee_eval.errors import BadParameter, Problem
from mcee_eval.frames.projects import known_until
from mcee_eval.judge.verdict import Posed
from mcee_eval.notebooks import declaration
from mcee_eval.release.cell import Cell
from mcee_eval.release.counts import by_hand
from mcee_eval.release.told import Fact, Told
from mcee_eval.settings import Settings
from mcee_eval.show.plots import Event
from mcee_eval.synthetic.seeds import seed_for
from mcee_eval.words.say import Words

SEED = 20250531


@dataclass
class Asked:
    """The parameters of a study, and all that is looked up for them."""

    finding: str
    country: str
    lang: str
    audience: str
    dataset: str
    start: str
    end: str
    data: Dataset
    settings: Settings
    words: Mapping[str, Words]

    def window(self, name: str) -> Event:
        """A window of the notebook's TOML (``[declared.windows]``), of the settings (``covid``), or ``as_of``."""
        if name == "as_of":
            return Event(self.as_of, "event.as_of")
        own = declaration(self.finding).get("declared", {}).get("windows", {})
        if name in own:
            return Event(own[name]["start"], own[name]["label"], own[name].get("end", ""))
        declared = self.settings.window(name)
        return Event(declared.start, declared.label, declared.end)

    def declared(self, name: str) -> Any:
        """A list or a table that the notebook's TOML declares under ``[declared]``: themes, windows, row conditions."""
        known = declaration(self.finding).get("declared", {})
        if name not in known:
            raise self._unknown("declaration", name, list(known))
        return known[name]

    def printed(self, name: str) -> Told:
        """Figures that the report prints, as the notebook's TOML declares them: a row each, texts as codes."""
        told = by_hand(pd.DataFrame(self.declared(name)), "published", self.audience)
        return replace(told, sources=(("report", "2025-05"),))

    def seed(self, purpose: str) -> int:
        """A seed by name (finding, country, purpose), never by order."""
        return seed_for(SEED, self.finding, self.country, purpose)

    def bar(self, name: str) -> Fact:
        """A bar of ``data/settings.toml`` as a number that may be shown: a reference line."""
        return Fact(name, Cell(self._bar(name)))

    @property
    def period(self) -> str:
        """First and last month of the evaluation, or of what ``start`` and ``end`` ask for."""
        return f"{self.settings.start} – {self.settings.end}"

    @property
    def as_of(self) -> str:
        """The last day of which the data know: that of the extraction, else the last start of a project."""
        return known_until(self.data)

    @property
    def base_year(self) -> int:
        """The year in which the envelope was established."""
        return self.settings.base_year

    @property
    def place(self) -> str:
        """What the figures speak of: a country, ALL, or what the TOML calls all (``place = "TARGETED"``)."""
        told = declaration(self.finding).get("notebook", {}).get("place", "ALL")
        return str(told) if self.country == "ALL" else self.country

    @property
    def scope(self) -> tuple[str, str]:
        """First and last month of the evaluation."""
        return self.settings.start, self.settings.end

    @property
    def first_fiscal_year(self) -> str:
        """The fiscal year in which the scope of the evaluation begins."""
        return holding("fiscal_year", date.fromisoformat(f"{self.settings.start}-01"))

    def last_year(self, yearly: pd.DataFrame) -> int:
        """The last year that is both whole in these figures and inside the evaluation."""
        return (
            min(self.settings.last_year, int(yearly["year"].astype(int).max()))
            if len(yearly)
            else self.settings.last_year
        )

    # -- inside ---------------------------------------------------------------------------------------------------
    def _texts(self) -> Mapping[str, Any]:
        told: Mapping[str, Any] = declaration(self.finding).get(self.finding, {})
        return told

    def _declared(self, slug: str) -> Mapping[str, Any]:
        told = self._texts().get(slug, {})
        return told if isinstance(told, Mapping) else {}

    def _here(self, pages: str) -> bool:
        """Does a thing exist on this page? ``pages``: levels and data sets ("programme synthetic"), or all."""
        level, asked = "programme" if self.country == "ALL" else "country", set(pages.split())
        levels, data = asked & {"programme", "country"}, asked - {"programme", "country"}
        return (not levels or level in levels) and (not data or self.data.provenance in data)

    def _posed(self, proposition: str) -> Posed:
        """How the notebook's TOML declares that a proposition is asked (``[<finding>.posed.<proposition>]``)."""
        told = self._texts().get("posed", {}).get(proposition, {})
        lines = {code: family for family, codes in told.get("lines", {}).items() for code in codes}
        return Posed(lines, told.get("primary", ""), bool(told.get("quantity", False)))

    def _bar(self, name: str) -> float:
        known = [f"{self.finding}.{name}", name]
        found = next((self.settings.thresholds[k].value for k in known if k in self.settings.thresholds), None)
        if found is None:
            raise self._unknown(
                "bar", name, [k.split(".")[1] for k in self.settings.thresholds if k.startswith(f"{self.finding}.")]
            )
        return found

    def _unknown(self, what: str, name: str, known: Sequence[str]) -> BadParameter:
        hint = did_you_mean(name, list(known)) if known else ""
        where = f"notebooks/{self.settings.finding(self.finding).notebook}.toml"
        return BadParameter(
            f"no {what} {name!r}", problems=[Problem(what, repr(name), f"one that {where} declares", hint)]
        )
