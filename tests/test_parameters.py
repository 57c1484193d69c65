"""Parameters of a notebook's own: declared beside it, checked before a kernel starts and again in the kernel."""

from __future__ import annotations

import papermill
import pytest
from papermill.exceptions import PapermillExecutionError

from mcee_eval.errors import BadSettings
from mcee_eval.parameters import changed, declared_parameters, known_parameters, parameter_problems, refuse_strangers

DECLARED = """
[parameter.min_segment]
type = "number"
range = [0.05, 0.4]
because = {en = "shortest regime", fr = "plus court régime"}
[parameter.horizon_days]
type = "integer"
range = [30, 730]
because = {en = "of a document", fr = "d'un document"}
[parameter.transform]
type = "text"
among = ["sqrt", "log"]
because = {en = "counts", fr = "comptes"}
[parameter.donors]
type = "codes"
because = {en = "all that qualify", fr = "tous"}
"""
CELL = 'country = "ALL"\nlang, audience = "en", "public"\ndataset = "synthetic"\nstart = ""\nend = ""\n'
CELL += 'min_segment = 0.15\nhorizon_days = 180\ntransform = "sqrt"\ndonors = ""\n'


@pytest.fixture
def toml(tmp_path):
    path = tmp_path / "04_x.toml"
    path.write_text(DECLARED, "utf-8")
    return path


def problems(toml, **given):
    return [str(p) for p in parameter_problems(declared_parameters(toml), given)]


def test_what_is_declared_passes(toml):
    assert problems(toml, min_segment=0.2, horizon_days=90, transform="log", donors="C01 C02") == []
    assert problems(toml, min_segment=0.4, donors="") == []


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"min_segmnt": 0.2}, "min_segmnt: no parameter of this notebook; expected one of country, lang, audience, "),
        ({"min_segmnt": 0.2}, "Did you mean 'min_segment'?"),
        ({"contry": "R01"}, "Did you mean 'country'?"),
        ({"min_segment": 0.5}, "min_segment: 0.5; expected from 0.05 to 0.4."),
        ({"min_segment": "much"}, "min_segment: 'much', a str; expected a number."),
        ({"min_segment": float("nan")}, "min_segment: nan, a float; expected a number."),
        ({"horizon_days": 90.5}, "horizon_days: 90.5, a float; expected a whole number."),
        ({"horizon_days": True}, "horizon_days: True, a bool; expected a whole number."),
        ({"transform": "sqr"}, "transform: 'sqr'; expected one of sqrt, log. Did you mean 'sqrt'?"),
        ({"donors": "C01,C02"}, "donors: 'C01,C02'; expected codes with spaces between them."),
    ],
)
def test_what_is_wrong_is_told(toml, given, told):
    (problem,) = problems(toml, **given)
    assert told in problem


def test_all_faults_of_a_declaration_are_told_together(toml):
    toml.write_text(
        '[parameter.a]\ntype = "txt"\nrange = [1, 2]\n[parameter.b]\ntype = "number"\nrange = [2, 1]\nto = 3\n'
    )
    with pytest.raises(BadSettings) as caught:
        declared_parameters(toml)
    assert [p.where.removeprefix("parameter.") for p in caught.value.problems] == [
        "a.type", "a.range", "a.because", "b.range", "b.because", "b.to",
    ]  # fmt: skip


def test_a_parameter_that_only_the_cell_names_keeps_the_type_of_its_default(toml):
    known = known_parameters(CELL + "bins = 10\nshares = [1]\n", toml)
    assert set(known) == {"min_segment", "horizon_days", "transform", "donors", "bins", "shares"}
    assert known["bins"].read("12") == 12
    assert [p.expected for p in known["bins"].problems(known["bins"].read("many"))] == ["a whole number"]
    assert known["shares"].read("[1, 2]") == [1, 2]


def test_the_injected_cell_may_set_nothing_that_is_not_declared(toml):
    history = ["", CELL, '# Parameters\ncontry = "R01"\nmin_segment = 0.9\n', "study(...)"]
    namespace = {"contry": "R01", "min_segment": 0.9, "horizon_days": 180, "other": 1}
    own, told = refuse_strangers(namespace, history, toml)
    assert own == {"min_segment": 0.9, "horizon_days": 180}
    assert [p.where for p in told] == ["min_segment", "contry"]
    assert refuse_strangers({"donors": 3}, ["", "donors = 3"], toml) == ({}, [])  # a notebook of somebody's own


def test_what_is_not_as_shipped_is_kept(tmp_path, toml):
    import nbformat

    cell = nbformat.v4.new_code_cell(CELL, metadata={"tags": ["parameters"]})
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "n.ipynb")
    own = {"min_segment": 0.15, "horizon_days": 90, "bins": [1]}
    assert changed(own, tmp_path / "n.ipynb") == {"bins": "[1]", "horizon_days": 90}


@pytest.mark.parametrize(
    ("given", "told"), [({"contry": "R01"}, "Did you mean 'country'"), ({"country": "R99"}, "country: 'R99'")]
)
def test_plain_papermill_refuses_a_misspelt_name(root, tmp_path, monkeypatch, given, told):
    monkeypatch.setenv("PYTHONPATH", str(root))
    with pytest.raises(PapermillExecutionError, match=told):
        papermill.execute_notebook(
            str(root / "notebooks" / "02_capacity_building.ipynb"), str(tmp_path / "out.ipynb"), parameters=given,
            progress_bar=False, kernel_name="python3",
        )  # fmt: skip
