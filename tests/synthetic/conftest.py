"""One programme of each scenario for all tests here; made once, never changed."""

from __future__ import annotations

import pytest

from mcee_eval.synthetic.programme import Programme, simulate
from mcee_eval.synthetic.scenarios import SCENARIOS

SEED = 20250331


@pytest.fixture(scope="session")
def programmes() -> dict[str, Programme]:
    return {name: simulate(name, seed=SEED) for name in SCENARIOS}


@pytest.fixture(scope="session")
def report(programmes) -> Programme:
    return programmes["report"]
