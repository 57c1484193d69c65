"""What holds for every notebook whose analysis stands in its cells: parameters act, texts are used."""

from __future__ import annotations

import json
from functools import cache

import pytest

from mcee_eval import rehearsal
from mcee_eval.errors import MceeError
from mcee_eval.notebooks import declaration, declarations, stem
from mcee_eval.places import shipped
from mcee_eval.words.catalogue import slots

PORTED = [f for f, told in declarations().items() if "module" not in told["notebook"]]
OTHER = {"start": "2021-04", "end": "2022-03"}


def rehearsed(finding: str, **parameters) -> dict:
    return rehearsal.rehearsed(finding, **parameters).record().record


@cache
def usual(finding: str) -> dict:
    return rehearsed(finding)


def told(record: dict) -> dict:
    """What a record says, without the parameters themselves."""
    return {k: record[k] for k in ("verdicts", "numbers", "exhibits")}


def changed(declared: dict, usual_value: object) -> object:
    """Another value that a declaration allows."""
    if "among" in declared:
        return next(v for v in declared["among"] if v != usual_value)
    if "range" in declared:
        low, high = declared["range"]
        return low if usual_value != low else high
    return {"codes": "C01 C02 C03", "text": "2020-10", "day": "2026-12-31"}[declared["type"]]


def own(finding: str) -> list[tuple[str, str, object]]:
    return [(finding, name, told) for name, told in declarations()[finding].get("parameter", {}).items()]


@pytest.mark.parametrize(("finding", "name"), [(f, n) for f in PORTED for n in OTHER])
def test_the_window_acts_or_is_refused(finding, name):
    assert acts(finding, name, OTHER[name])


@pytest.mark.parametrize(
    ("finding", "name", "declared"), [case for f in PORTED for case in own(f)], ids=lambda v: str(v)[:24]
)
def test_each_own_parameter_acts_or_is_refused(finding, name, declared):
    assert acts(finding, name, changed(declared, default(finding, name)))


def acts(finding: str, name: str, value: object) -> bool:
    """Does another value change the record, or is it refused by name?"""
    try:
        record = rehearsed(finding, **{name: value})
    except MceeError as refused:
        return name in str(refused)
    return told(record) != told(usual(finding))


def default(finding: str, name: str) -> object:
    cells = json.loads(shipped("notebooks", f"{stem(finding)}.ipynb").read_text("utf-8"))["cells"]
    room: dict = {}
    exec("".join(next(c for c in cells if "parameters" in c["metadata"].get("tags", ()))["source"]), room)
    return room[name]


@pytest.mark.parametrize("finding", PORTED)
def test_the_language_changes_no_byte_of_the_record(finding):
    assert rehearsed(finding, lang="fr") == usual(finding)


@pytest.mark.parametrize("finding", PORTED)
def test_every_declared_text_and_exhibit_is_used(finding):
    """A slug that no cell shows is a text nobody reads."""
    source = shipped("notebooks", f"{stem(finding)}.ipynb").read_text("utf-8")
    code = "".join("".join(c["source"]) for c in json.loads(source)["cells"] if c["cell_type"] == "code")
    texts = declaration(finding).get(finding, {})
    exhibits = [k for k, v in texts.items() if isinstance(v, dict) and "title" in v]
    assert [k for k in exhibits if f'"{k}"' not in code] == []


@pytest.mark.parametrize("finding", PORTED)
def test_each_slot_of_a_line_is_filled(finding):
    texts = declaration(finding).get("reason", {}).get(finding, {})
    empty = [
        (verdict["proposition"], line["code"], slot.name)
        for verdict in usual(finding)["verdicts"]
        for line in verdict["reasons"]
        for slot in slots(texts.get(line["code"], {}).get("en", ""))
        if line["values"].get(slot.name, {"m": "missing"}) == {"m": "missing"}
    ]
    assert empty == []
