"""Planted worlds measured for finding 4, each once: straight from the simulation, without files between."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any

from mcee_eval.findings.cooperation import Cooperation, measure
from mcee_eval.findings.cooperation_data import CooperationData, cooperation_data
from mcee_eval.settings import settings
from mcee_eval.synthetic.programme import simulate

SEED = 11


@dataclass(frozen=True)
class Tables:
    """A simulated programme where a data set is expected."""

    tables: dict[str, Any]
    extracted_on: str

    @property
    def release(self) -> tuple[str, ...]:
        return tuple(self.tables["countries"]["country"])

    def table(self, name: str) -> SimpleNamespace:
        return SimpleNamespace(frame=self.tables[name])


@cache
def programme(scenario: str, seed: int = SEED) -> Tables:
    made = simulate(scenario, seed=seed)
    return Tables(dict(made.tables), made.truth["extracted_on"])


@cache
def gathered(scenario: str, country: str = "ALL", seed: int = SEED) -> CooperationData:
    return cooperation_data(programme(scenario, seed), country)


@cache
def measured(scenario: str, country: str = "ALL", seed: int = SEED) -> Cooperation:
    return measure(gathered(scenario, country, seed), settings())
