"""A simulated programme as a data set in memory, for findings that need not read it from files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any

import pandas as pd

from mcee_eval.datasets import dataset
from mcee_eval.synthetic.programme import Programme, simulate


@dataclass(frozen=True)
class World:
    """Answers ``table`` and ``report`` as a data set does; ``tables`` may be changed for a planted fault."""

    tables: dict[str, pd.DataFrame]
    extracted_on: str = "2025-03-31"
    provenance: str = "synthetic"

    def table(self, name: str) -> Any:
        return SimpleNamespace(frame=self.tables[name])

    def report(self, name: str) -> Any:
        return dataset("synthetic").report(name)


@cache
def programme(scenario: str, seed: int = 11) -> Programme:
    """Simulated once a run."""
    return simulate(scenario, seed=seed)


def world(scenario: str, **changed: pd.DataFrame) -> World:
    """The tables of a scenario, those named replaced."""
    return World(programme(scenario).tables | changed)
