"""The same conclusions from the records that a batch left in a folder, and from verdicts reached here and now."""

from __future__ import annotations

import json

import pytest

from mcee_eval import record as schema
from mcee_eval.findings.evaluability_needs import NEEDS
from mcee_eval.studies import records_for, study
from mcee_eval.words.catalogue import catalogue


@pytest.fixture(scope="module")
def here_and_now():
    """Records of all the findings that the conclusions read, reached in this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("MCEE_RECORDS", raising=False)
        return records_for(study("f8"))


def concluded(folder, records, monkeypatch) -> dict[str, str]:
    for finding, record in records.items():
        (folder / f"{finding}.ALL.json").write_text(schema.dumps(record), encoding="utf-8")
    monkeypatch.setenv("MCEE_RECORDS", str(folder))
    asking = study("f8")
    assert records_for(asking) == json.loads(json.dumps(records))
    asking.measure()
    return asking.state()


def test_both_ways_conclude_the_same(here_and_now, tmp_path, monkeypatch):
    assert list(here_and_now) == ["f0", "f1", "f2", "f3", "f4", "f5", "f6", "f7"]
    for record in here_and_now.values():
        schema.validate(record)
    asking = study("f8")
    monkeypatch.setattr("mcee_eval.studies.records_for", lambda asked: here_and_now)
    asking.measure()
    monkeypatch.undo()
    assert asking.state() == concluded(tmp_path, here_and_now, monkeypatch)
    assert asking.state()["8a"] == "cannot_conclude"


def test_every_text_a_conclusion_quotes_is_there(here_and_now):
    texts = catalogue()
    for finding, record in here_and_now.items():
        for verdict in record["verdicts"]:
            assert f"proposition.{verdict['proposition']}" in texts
            assert {f"reason.{finding}.{r['code']}" for r in verdict["reasons"]} <= set(texts)
            assert set(verdict["settle"]) <= set(NEEDS)
