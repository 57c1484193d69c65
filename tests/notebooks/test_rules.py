"""What a notebook of a finding may hold: a story in twins, thin code, parameters, no output but the pinned one."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "publish"))
from test_typography import faults

from mcee_eval.places import shipped
from mcee_eval.settings import settings

PATHS = sorted(shipped("notebooks").glob("*.ipynb"))
MOST = {"04_removals_cooperation": 190, "08_conclusions": 150}
PARAMETERS = ["country", "lang", "audience", "dataset", "start", "end"]
PINNED = "nbval-check-output"


@pytest.fixture(params=PATHS, ids=lambda p: p.stem)
def path(request):
    return request.param


@pytest.fixture
def cells(path):
    node = nbformat.read(path, as_version=4)
    nbformat.validate(node)
    return node.cells


def by_name(path) -> bool:
    """Does the notebook still show its exhibits by name?"""
    return "module" in tomllib.loads(path.with_suffix(".toml").read_text("utf-8"))["notebook"]


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


def test_a_cell_holds_no_program(cells):
    banned = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.For, ast.While, ast.Try, ast.With, ast.If)
    for cell in code(cells):
        assert not [n for n in ast.walk(ast.parse(cell.source)) if isinstance(n, banned)], cell.source


def test_the_analysis_is_as_long_as_a_reader_can_follow(path, cells):
    if by_name(path):
        return
    lines = sum(bool(line.strip()) for c in code(cells) for line in c.source.split("\n"))
    assert 30 <= lines <= MOST.get(path.stem, 125)
    assert max(len(line) for c in code(cells) for line in c.source.split("\n")) <= 120


def test_no_path_and_no_reader_text_in_code(cells):
    """Names, codes, columns and pandas queries; sentences stand in the TOML."""
    for cell in code(cells):
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not re.search(r"[A-Z][a-z]+ [a-z]+ [a-z]+|[àâçéèêëîïôûù]|[/\\\\]", node.value), node.value


def test_parameters_come_first_and_are_handed_on(path, cells):
    first, second = code(cells)[:2]
    assert "parameters" in tags(first)
    names = [n.id for s in ast.parse(first.source).body for n in ast.walk(s.targets[0]) if isinstance(n, ast.Name)]
    assert names[: len(PARAMETERS)] == PARAMETERS
    own = names[len(PARAMETERS) :]
    call = next(
        n for n in ast.walk(ast.parse(second.source)) if isinstance(n, ast.Call) and ast.unparse(n.func) == "mcee.study"
    )
    assert {k.arg: k.value.id for k in call.keywords} == {n: n for n in PARAMETERS}
    declared = tomllib.loads(path.with_suffix(".toml").read_text("utf-8"))
    assert list(declared.get("parameter", {})) == own


def test_it_opens_with_synthetic_data_for_all_in_public(cells):
    given: dict = {}
    exec(code(cells)[0].source, given)
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
    asked = {"study.show", "study.say", "study.judge", "study.exhibit", "study.verdict"}
    shown = [
        (ast.unparse(n.func), ast.unparse(n.args[0])) for c in code(cells) for n in ast.walk(ast.parse(c.source))
        if isinstance(n, ast.Call) and ast.unparse(n.func) in asked
    ]  # fmt: skip
    assert len(shown) == len(set(shown)) >= 8


def test_nothing_of_a_machine_is_kept(path):
    text = path.read_text(encoding="utf-8")
    node = nbformat.read(path, as_version=4)
    assert not re.search(r"/home/|/Users/|/work/|/tmp/|[A-Z]:\\\\|papermill", text)
    assert set(node.metadata) <= {"kernelspec", "language_info"}
    assert text.endswith("}\n")
    assert "\r" not in text
