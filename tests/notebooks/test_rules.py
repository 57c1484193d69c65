"""What a notebook of a finding may hold: a story in twins, thin code, parameters, no output but the pinned one."""

from __future__ import annotations

import ast
import re
import sys
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "publish"))
from test_typography import faults

from mcee_eval.places import shipped
from mcee_eval.settings import settings

PATHS = sorted(shipped("notebooks").glob("*.ipynb"))
MOST = {"04_removals_cooperation": 20, "08_conclusions": 20}
PARAMETERS = ["country", "lang", "audience", "dataset", "start", "end"]
CALLS = {"study.verdict", "study.exhibit", "study.measure", "study.state", "study.record", "mcee.study", "display"}
PINNED = "nbval-check-output"


@pytest.fixture(params=PATHS, ids=lambda p: p.stem)
def path(request):
    return request.param


@pytest.fixture
def cells(path):
    node = nbformat.read(path, as_version=4)
    nbformat.validate(node)
    return node.cells


def tags(cell) -> set[str]:
    return set(cell.metadata.get("tags", ()))


def code(cells):
    return [c for c in cells if c.cell_type == "code"]


def test_the_notebooks_are_those_of_the_settings():
    assert {f.notebook for f in settings().findings} == {p.stem for p in PATHS}


def test_every_english_cell_has_its_french_twin(cells):
    english = ["lang-en" in tags(c) for c in cells]
    french = ["lang-fr" in tags(c) for c in cells]
    assert english == [*french[1:], False]
    assert not french[0]
    assert sum(english) >= 4
    assert all(
        c.cell_type == "markdown" and len(tags(c)) == 1
        for c, e, f in zip(cells, english, french, strict=True)
        if e or f
    )
    assert sum(c.cell_type == "markdown" for c in cells) == 2 * sum(english)


def test_twins_have_the_same_shape(cells):
    for one, two in pairwise(cells):
        if "lang-en" in tags(one):
            assert one.source != two.source
            for mark in (r"^#+ ", r"\n\n", r"^[-*] ", r"\*[^*]+\*|«"):
                found = [len(re.findall(mark, c.source, re.M)) for c in (one, two)]
                assert found[0] == found[1], mark
            assert 0.6 < len(two.source) / len(one.source) < 1.8


def test_the_french_is_typeset(cells):
    for cell in cells:
        if "lang-fr" in tags(cell):
            assert faults(cell.source) == []
            assert not re.search("[\u2018\u2019]", cell.source)


def test_no_number_is_written_by_hand(cells):
    for cell in cells:
        if cell.cell_type == "markdown":
            assert not re.search(r"\d", re.sub(r"COVID-19|\b[RPC]\d\d\b", "", cell.source)), cell.source


def test_code_is_thin(path, cells):
    assert len(code(cells)) <= MOST.get(path.stem, 12)
    banned = (
        ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, ast.For, ast.While, ast.Try, ast.With, ast.If,
        ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.BinOp, ast.Compare, ast.JoinedStr,
    )  # fmt: skip
    for cell in code(cells):
        tree = ast.parse(cell.source)
        assert not [n for n in ast.walk(tree) if isinstance(n, banned)], cell.source
        called = {ast.unparse(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)}
        assert called <= CALLS, called - CALLS


def test_no_path_and_no_reader_text_in_code(cells):
    for cell in code(cells):
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert re.fullmatch(r"[A-Za-z0-9_]*", node.value), node.value
            assert not (isinstance(node, ast.Constant) and type(node.value) in (int, float)), cell.source


def test_parameters_come_first_and_are_named(cells):
    tagged = [i for i, c in enumerate(cells) if "parameters" in tags(c)]
    assert tagged == [0]
    names = [n.id for s in ast.parse(cells[0].source).body for n in ast.walk(s.targets[0]) if isinstance(n, ast.Name)]
    assert names == PARAMETERS
    study = next(c for c in code(cells) if "mcee.study(" in c.source)
    call = next(
        n for n in ast.walk(ast.parse(study.source)) if isinstance(n, ast.Call) and ast.unparse(n.func) == "mcee.study"
    )
    assert {k.arg: k.value.id for k in call.keywords} == {n: n for n in PARAMETERS}


def test_it_opens_with_synthetic_data_for_all_in_public(cells):
    given: dict = {}
    exec(cells[0].source, given)
    assert [given[n] for n in PARAMETERS] == ["ALL", "en", "public", "synthetic", "", ""]


def test_only_the_pinned_cell_keeps_its_output(cells):
    pinned = [c for c in code(cells) if PINNED in tags(c)]
    assert [c.source for c in pinned] == ["study.state()"]
    assert pinned[0].outputs
    assert pinned[0].execution_count is not None  # nbval calls a null count with outputs "unrun"
    for cell in code(cells):
        if cell is not pinned[0]:
            assert (cell.outputs, cell.execution_count) == ([], None)


def test_it_ends_with_its_record(cells):
    assert code(cells)[-1].source == "study.record()"


def test_every_proposition_and_exhibit_is_shown_once(path, cells):
    shown = [
        ast.unparse(n) for c in code(cells) for n in ast.walk(ast.parse(c.source))
        if isinstance(n, ast.Call) and ast.unparse(n.func) in {"study.exhibit", "study.verdict"}
    ]  # fmt: skip
    assert len(shown) == len(set(shown)) >= 8


def test_nothing_of_a_machine_is_kept(path):
    text = path.read_text(encoding="utf-8")
    node = nbformat.read(path, as_version=4)
    assert not re.search(r"/home/|/Users/|/work/|/tmp/|[A-Z]:\\\\|papermill", text)
    assert set(node.metadata) <= {"kernelspec", "language_info"}
    assert text.endswith("}\n")
    assert "\r" not in text
