"""The states that notebooks keep are those that nbval finds, in either language; another state is found out.

The notebooks run here without their exhibits; tests/test_nbval.py runs them whole.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from mcee_eval.places import shipped

STEMS = ("01_continuing_need", "04_removals_cooperation")
RUN = ((STEMS[0], "fr"), (STEMS[1], "en"))
TAG = "nbval-check-output"


def copied(stem: str, to: Path, *, lie: str = "", **parameters: str) -> None:
    """What papermill would run, without exhibits; ``lie`` is kept in place of the true state."""
    node = load_notebook_node(str(shipped("notebooks", f"{stem}.ipynb")))
    node = parameterize_notebook(node, parameters, kernel_name="python3", language="python")
    node.metadata.pop("papermill", None)
    node.cells = [c for c in node.cells if c.cell_type == "code" and "exhibit" not in c.source]
    if lie:
        (pinned,) = [c for c in node.cells if TAG in c.metadata.tags]
        true = pinned.outputs[0]["data"]["text/plain"]
        first = true.split("'")[3]
        assert first != lie
        pinned.outputs[0]["data"]["text/plain"] = true.replace(first, lie, 1)
    nbformat.write(node, to)


@pytest.fixture(scope="module")
def outcome(tmp_path_factory) -> dict[str, list[bool]]:
    """Notebook → whether each of its cells passed, from one run of pytest --nbval-lax."""
    folder = tmp_path_factory.mktemp("nbval")
    for stem, lang in RUN:
        copied(stem, folder / f"{stem}.{lang}.ipynb", lang=lang)
    copied(STEMS[0], folder / "lie.ipynb", lie="contradicted")
    copied(STEMS[0], folder / "mistake.ipynb", country="R99")
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    report = folder / "report.xml"
    command = [sys.executable, "-m", "pytest", "--nbval-lax", "--nbval-current-env", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, f"--junitxml={report}", "-c", str(folder / "pytest.ini"), str(folder)],
        capture_output=True, text=True, check=False, cwd=folder, env={**os.environ, "PYTHONWARNINGS": "default"},
    )  # fmt: skip
    assert done.returncode == 1, done.stdout[-3000:]  # the lie and the mistake are found
    told: dict[str, list[bool]] = {}
    for case in ElementTree.parse(report).iter("testcase"):
        name = (case.get("classname") or "").split(".ipynb")[0]
        told.setdefault(name, []).append(case.find("failure") is None and case.find("error") is None)
    return told


@pytest.mark.parametrize(("stem", "lang"), RUN)
def test_it_gives_the_pinned_states(outcome, stem, lang):
    passed = outcome[f"{stem}.{lang}"]
    assert len(passed) >= 6
    assert all(passed)


def test_another_state_than_the_pinned_one_is_found_out(outcome):
    assert outcome["lie"].count(False) == 1


def test_a_mistake_fails_its_cell(outcome):
    assert outcome["mistake"][:3] == [True, True, False]
