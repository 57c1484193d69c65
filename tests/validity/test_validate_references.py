import json

import pytest

from benchmarks.validity import references as module
from benchmarks.validity.california import PACKS, packs
from benchmarks.validity.references import CASES, METHODS, references, transcribed


def test_the_transcribed_set_gives_the_published_synthetic_california(monkeypatch):
    table = transcribed().set_index("key")
    assert table.ok.all()
    assert table.ours["sc_att"] == pytest.approx(-19.51363, abs=0.02)
    assert len(packs()) == 7 * 31
    monkeypatch.setitem(PACKS, "Utah", PACKS["Utah"].replace("65.5", "95.5"))
    assert not transcribed().ok.all()


def test_every_case_that_must_be_met_is_met(shared, reference):
    table = references(shared / "benchmarks")
    wanted = {n for n, c in reference.items() if c["role"] == "must" and any(m in c["method"] for m in METHODS)}
    assert set(table.case) == wanted == set(CASES)
    assert len(table) == sum(len(reference[n]["expected"]) for n in wanted)
    assert table.ok.all()
    told = table.set_index(["case", "key"])
    assert told.ours["prop99_sdid_sc_did", "sc_att_exact_qp"] == pytest.approx(-19.51363, abs=1e-4)
    assert told.ours["prop99_sdid_sc_did", "sdid_placebo_sd_exact_qp"] == pytest.approx(9.3684, abs=1e-3)


def test_a_wrong_value_and_a_case_without_code_are_told(tmp_path, monkeypatch):
    packs().to_csv(tmp_path / "small.csv", index=False)
    expected = {
        "sc_att": {"value": -19.51363, "rtol": 0, "atol": 0.02},
        "wrong": {"value": [1.0, 2.0], "rtol": 0.1, "atol": 0},
    }
    cases = [
        {"name": n, "data": "small.csv", "method": "synthetic DiD", "role": role, "expected": expected}
        for n, role in (("known", "must"), ("unknown", "must"), ("beside", "convention"))
    ]
    cases.append({"name": "other", "data": "none.csv", "method": "survival", "role": "must", "expected": expected})
    (tmp_path / "expected.json").write_text(json.dumps({"cases": cases}))
    monkeypatch.setattr(module, "CASES", {"known": lambda d: {"sc_att": -19.5136, "wrong": [1.0, 3.0]}})
    table = references(tmp_path).set_index(["case", "key"])
    assert table.ok.to_dict() == {
        ("known", "sc_att"): True, ("known", "wrong"): False, ("unknown", "sc_att"): False, ("unknown", "wrong"): False,
    }  # fmt: skip
    assert table.relative["known", "wrong"] == pytest.approx(0.5)
