from dataclasses import replace

import pandas as pd
import pytest

from benchmarks.validity import scenarios
from benchmarks.validity.scenarios import ALLOWED, scenario_verdicts
from mcee_eval.judge.verdict import State
from mcee_eval.synthetic.scenarios import SCENARIOS

SMALL = {"scenarios": ("report", "gaps"), "countries": ("R02",)}


@pytest.fixture(scope="module")
def found():
    return scenario_verdicts(seed=20250531, **SMALL)


def test_every_proposition_has_a_state(found):
    assert (
        found.groupby(["scenario", "country"]).proposition.agg(list).map(lambda p: {"4a", "4b", "4c"} <= set(p)).all()
    )
    assert set(found.state) <= {s.value for s in State}
    asked = found[found.ok.notna()]
    assert set(zip(asked.scenario, asked.proposition, strict=True)) == {
        k
        for k in ALLOWED
        if k[0] in SMALL["scenarios"] and k[1] != "4d"  # which speaks of the programme
    }


def test_the_planted_truth_is_reached(found):
    told = found.set_index(["scenario", "country", "proposition"])
    assert told.state["report", "R02", "4b"] == "not_examined"  # no comparison series on documents
    assert told.state["gaps", "R02", "4b"] == "not_examined"
    assert told.ok.dropna().all()


def test_a_verdict_against_the_truth_is_told(monkeypatch):
    real = scenarios.verdicts_of

    def believes(*asked):
        return [replace(v, state=State.CONTRADICTED) if v.proposition == "4b" else v for v in real(*asked)]

    monkeypatch.setattr(scenarios, "verdicts_of", believes)
    found = scenario_verdicts(seed=20250531, scenarios=("report",), countries=("R02",))
    assert found.set_index("proposition").ok["4b"] is not pd.NA
    assert not found.set_index("proposition").ok["4b"]


def test_every_expectation_is_of_a_scenario_there_is():
    assert {scenario for scenario, _ in ALLOWED} <= set(SCENARIOS)
