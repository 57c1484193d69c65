"""``-p start=…`` goes to the notebooks whose frames have periods; where none is asked for, it is refused."""

from __future__ import annotations

import json

import pytest

from mcee_eval.batch.chosen import choose
from mcee_eval.batch.plan import Run
from mcee_eval.errors import BadParameter


@pytest.fixture
def house(tmp_path):
    cell = {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": ['country = "ALL"']}
    for finding, text in (("f1", "[notebook]\n"), ("f8", "[notebook]\nwindow = false\n")):
        (tmp_path / f"{finding}.ipynb").write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
        (tmp_path / f"{finding}.toml").write_text(text, encoding="utf-8")
    return tmp_path


def chosen(house, *findings: str):
    runs = [Run(f, "synthetic", "ALL", "public") for f in findings]
    found = choose(["start=2021-04"], runs, lambda f: house / f"{f}.ipynb", lambda f: house / f"{f}.toml")
    return {r.finding: dict(r.chosen) for r in found}


def test_a_window_is_given_to_those_that_have_periods(house):
    assert chosen(house, "f1", "f8") == {"f1": {"start": "2021-04"}, "f8": {}}


def test_it_is_refused_where_no_notebook_asked_for_has_any(house):
    with pytest.raises(BadParameter, match="start"):
        chosen(house, "f8")
