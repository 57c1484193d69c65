"""A record: its schema, its canonical bytes, and what JSON has not."""

from __future__ import annotations

import copy
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcee_eval import record as r
from mcee_eval.errors import BadTable

GOOD = {
    "schema": "mcee-record-3", "finding": "f4", "country": "ALL", "dataset": "synthetic", "audience": "public",
    "provenance": "synthetic", "parameters": {"start": "", "end": ""}, "names": {"ALL": ["All", "Tous"]},
    "verdicts": [
        {
            "proposition": "4a", "state": "inconclusive", "headline": True, "settle": ["more"],
            "lines": {"requests": "too_few"}, "strength": "", "silence": "too_few", "last": "2025-03-31",
            "reasons": [
                {
                    "code": "issuance", "says": "too_few", "family": "requests", "number": "difference",
                    "condition": False, "values": {"difference": {"v": 0.1, "lo": -0.1}},
                }
            ],
        }
    ],
    "numbers": {"f4-x": {"value": 0.1, "unit": "share"}},
    "exhibits": [
        {
            "id": "f4-raised", "kind": "table", "title": {"en": "a", "fr": "b"}, "provenance": "synthetic",
            "rule": "things", "period": "2019", "sources": [{"name": "synthetic", "vintage": "", "address": ""}],
            "columns": [{"key": "k", "label": {"en": "a", "fr": "b"}, "kind": "code", "places": 0}],
            "rows": [["yes", {"v": 3}, {"lo": 0, "hi": 5, "m": "suppressed"}]],
        }
    ],
    "inputs": [
        {
            "kind": "table", "source": "s", "vintage": "v", "provenance": "synthetic", "rows": 3, "suppressed": 0,
            "sha256": "", "corrections": [], "notes": [],
        }
    ],
    "versions": {"numpy": "2"},
}  # fmt: skip


def changed(*path, to):
    record = copy.deepcopy(GOOD)
    node = record
    for key in path[:-1]:
        node = node[key]
    if to is KeyError:
        del node[path[-1]]
    else:
        node[path[-1]] = to
    return record


def test_a_good_record_passes_and_the_schema_is_one():
    r.validate(GOOD)
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(r.schema())
    assert r.schema()["properties"]["schema"]["const"] == r.SCHEMA


@pytest.mark.parametrize("key", sorted(GOOD))
def test_every_key_is_needed(key):
    with pytest.raises(BadTable, match=key):
        r.validate(changed(key, to=KeyError))


@pytest.mark.parametrize(
    ("path", "to", "where"),
    [
        (("schema",), "mcee-record-0", "schema"),
        (("finding",), "fX", "finding"),
        (("country",), "../x", "country"),
        (("audience",), "everyone", "audience"),
        (("provenance",), "invented", "provenance"),
        (("verdicts", 0, "state"), "yes", "verdicts/0/state"),
        (("verdicts", 0, "reasons"), [], "verdicts/0/reasons"),
        (("verdicts", 0, "reasons", 0, "says"), "true", "verdicts/0/reasons/0/says"),
        (("exhibits", 0, "id"), "Raised!", "exhibits/0/id"),
        (("exhibits", 0, "title"), {"en": "a"}, "exhibits/0/title"),
        (("exhibits", 0, "rows", 0, 1), {"v": 3, "m": "hidden"}, "exhibits/0/rows/0/1"),
        (("exhibits", 0, "rows", 0, 1), {"value": 3}, "exhibits/0/rows/0/1"),
        (("exhibits", 0, "rows", 0, 1), 3, "exhibits/0/rows/0/1"),
        (("numbers", "f4-x"), {"value": 1}, "numbers/f4-x"),
        (("numbers", "f4-x", "n"), 1.5, "numbers/f4-x/n"),
        (("more",), 1, "record"),
    ],
)
def test_what_breaks_the_schema_is_refused_where_it_stands(path, to, where):
    with pytest.raises(BadTable) as caught:
        r.validate(changed(*path, to=to))
    assert where in {p.where for p in caught.value.problems}


def test_every_problem_is_told():
    bad = changed("finding", to="fX") | {"audience": "everyone", "country": "x"}
    with pytest.raises(BadTable, match="3 problems") as caught:
        r.validate(bad)
    assert {p.where for p in caught.value.problems} == {"finding", "audience", "country"}


def test_the_same_record_gives_the_same_bytes():
    backwards = dict(reversed(list(GOOD.items())))
    assert r.dumps(GOOD).encode() == r.dumps(backwards).encode()
    assert r.dumps(GOOD).endswith("}\n")
    assert "\r" not in r.dumps(GOOD)
    assert json.loads(r.dumps(GOOD)) == GOOD
    assert "é" in r.dumps({"a": "é"})


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("wrap", [lambda v: v, lambda v: [1, [v]], lambda v: {"a": {"b": v}}, lambda v: (v,)])
def test_what_json_has_not_is_refused(value, wrap):
    with pytest.raises(BadTable, match="finite"):
        r.dumps({"x": wrap(value)})


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (1 / 3, 0.3333333333),
        (1.68509840674789, 1.685098407),
        (5.0, 5),
        (-0.0, 0),
        (1e-20, 1e-20),
        (1e16, 1e16),
        (True, True),
    ],
)
def test_numbers_keep_ten_digits(value, kept):
    got = r.rounded({"x": value})["x"]
    assert (got, type(got)) == (kept, type(kept))


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e200, max_value=1e200))
def test_rounding_twice_changes_nothing(value):
    once = r.rounded(value)
    assert r.rounded(once) == once
    assert once == pytest.approx(value, rel=1e-9)
    assert json.loads(json.dumps(once)) == once


def test_the_record_given_is_left_alone():
    before = copy.deepcopy(GOOD)
    r.dumps(GOOD)
    assert before == GOOD
