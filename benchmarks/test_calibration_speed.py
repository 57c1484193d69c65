"""How fast is the calibration of the verdict? Each programme is estimated, checked and judged as on a page.

Run: python -m pytest benchmarks/test_calibration_speed.py.
"""

import pytest

from benchmarks.validity.judged import attribution_state, checked_effect
from benchmarks.validity.programmes import FUNDED, programmes
from benchmarks.validity.verdicts import batched_evidence
from mcee_eval.settings import settings


@pytest.fixture(scope="module")
def many():
    """24 programmes of one span with 19 donors."""
    return next(programmes(96, faster=1.3, seed=1, donors=(19,)))


@pytest.mark.benchmark(group="24 programmes, 19 donors, 38 quarters")
def test_in_a_batch(benchmark, many):
    rules = settings()
    found = benchmark.pedantic(
        lambda: [attribution_state(e, rules) for e in batched_evidence(many, rules)], rounds=3, warmup_rounds=1
    )
    assert len(found) == len(many.rho)


@pytest.mark.benchmark(group="24 programmes, 19 donors, 38 quarters")
def test_one_by_one(benchmark, many):
    rules = settings()

    def by_the_public_path():
        rows = range(len(many.rho))
        return [attribution_state(checked_effect(many.panel(r), FUNDED, rules).evidence, rules) for r in rows]

    assert len(benchmark.pedantic(by_the_public_path, rounds=2)) == len(many.rho)
