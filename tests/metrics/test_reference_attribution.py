"""Every reference case of attribution and group-time effects; a small transcribed set always runs."""

import numpy as np
import pandas as pd
import pytest

from benchmarks.validity.california import packs
from benchmarks.validity.references import CASES, METHODS
from mcee_eval.metrics.attribution import attribution
from mcee_eval.metrics.group_time import group_time_effects


@pytest.mark.parametrize("name", CASES)
def test_matches_the_reference(name, reference, shared):
    case = reference[name]
    found = CASES[name](pd.read_csv(shared / "benchmarks" / case["data"]))
    for key, expected in case["expected"].items():
        wanted, mine = expected["value"], found[key]
        if isinstance(wanted, dict):
            mine, wanted = [mine[k] for k in wanted], list(wanted.values())
        np.testing.assert_allclose(mine, wanted, rtol=expected["rtol"], atol=expected["atol"], err_msg=f"{name}.{key}")


def test_no_reference_case_is_forgotten(reference):
    ours = {n for n, c in reference.items() if c["role"] == "must" and any(m in c["method"] for m in METHODS)}
    assert ours == set(CASES)


# Card and Krueger (1994), Table 3: mean full-time equivalents a store, in stores seen in both waves
NEW_JERSEY, PENNSYLVANIA = 0.466666666666667, -2.28333333333333


def test_two_by_two_transcribed():
    """Group-time effects on stores whose mean changes are the published ones give the published difference, 2.75."""
    rng = np.random.default_rng(1)
    changes = {1: rng.normal(size=40), 0: rng.normal(size=30)}
    rows = []
    for treated, change in changes.items():
        change += (NEW_JERSEY if treated else PENNSYLVANIA) - change.mean()
        for i, c in enumerate(change):
            rows += [(f"{treated}{i}", 1, 20.0 + i, 2 * treated), (f"{treated}{i}", 2, 20.0 + i + c, 2 * treated)]
    frame = pd.DataFrame(rows, columns=["store", "wave", "fte", "first"])
    found = group_time_effects(frame, unit="store", time="wave", outcome="fte", first_treated="first")
    assert found.simple.value == pytest.approx(2.75)
    independent = np.sqrt(sum(c.var() / len(c) for c in changes.values()))
    assert found.simple.se == pytest.approx(independent)  # means of two samples


def test_synthetic_california_transcribed():
    """A donor without weight can be left out of a synthetic control: these seven series give that of all 39."""
    call = {"unit": "state", "time": "year", "outcome": "packs", "treated": "California", "start": 1989}
    found = attribution(packs(), **call, estimator="sc")
    assert found.att.value == pytest.approx(-19.51363, abs=0.02)  # figures rounded to a tenth
    assert found.pre_rmspe == pytest.approx(1.6564, abs=0.01)
    published = {"Utah": 0.39391, "Montana": 0.23184, "Nevada": 0.20492, "Connecticut": 0.10909,
                 "New Hampshire": 0.04543, "Colorado": 0.01481}  # fmt: skip
    assert found.unit_weights == pytest.approx(published, abs=0.005)
    assert "rank_test_cannot_reach_level" in found.notes
