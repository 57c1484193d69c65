"""Planted programmes and the effect measured in them, each once, straight from the simulation."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import Any

import pandas as pd

from mcee_eval.frames.requests import country_events, requests_compared
from mcee_eval.metrics.effect_evidence import Choices
from mcee_eval.metrics.programme_effect import ProgrammeEffect, programme_effect
from mcee_eval.synthetic.programme import Programme, simulate

SEED, AS_OF, HORIZON = 11, "2025-03-31", 180
CHOICES: dict[str, Any] = {
    "alpha": 0.05, "power": 0.8, "negligible": 0.1, "pre_fit": 2.0, "lag": 2, "horizon": HORIZON,
    "stop": ("2020-03-17", "2020-11-30"), "scope": ("2019-02", "2023-12"),
}  # fmt: skip
C = Choices(**CHOICES)


@cache
def programme(scenario: str, seed: int = SEED) -> Programme:
    return simulate(scenario, seed=seed)


@cache
def gathered(scenario: str, country: str = "ALL", seed: int = SEED) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The requests compared and the events of a simulated programme."""
    tables = programme(scenario, seed).tables
    data: Any = SimpleNamespace(provenance="synthetic", table=lambda name: SimpleNamespace(frame=tables[name]))
    return requests_compared(data, country), country_events(data, country)


def effect_of(requests: pd.DataFrame, events: pd.DataFrame, country: str) -> ProgrammeEffect:
    return programme_effect(requests, events, country=country, as_of=AS_OF, seed=5, **CHOICES)


@cache
def measured(scenario: str, country: str = "ALL", seed: int = SEED) -> ProgrammeEffect:
    return effect_of(*gathered(scenario, country, seed), country)
