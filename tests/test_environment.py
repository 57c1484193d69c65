"""The three descriptions of the environment say the same: pyproject, the lock, and conda's file."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import version

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = "mcee-eval"


@pytest.fixture(scope="module")
def project(root) -> dict:
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.fixture(scope="module")
def locked(root) -> dict[str, str]:
    lines = (root / "requirements.lock").read_text("utf-8").splitlines()
    return {canonicalize_name(name): exact for name, exact in (line.split("==") for line in lines)}


@pytest.fixture(scope="module")
def conda(root) -> dict:
    return yaml.safe_load((root / "environment.yml").read_text("utf-8"))


def direct(project) -> list[Requirement]:
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    return [Requirement(text) for group in groups for text in group]


def test_the_lock_holds_names_and_exact_versions_only(root):
    lines = (root / "requirements.lock").read_text("utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!+]+", line)] == []
    names = [canonicalize_name(line.split("==")[0]) for line in lines]
    assert len(set(names)) == len(names) > 50
    assert PROJECT not in names


def test_every_direct_dependency_is_locked_within_its_range(project, locked):
    told = {str(r): locked.get(canonicalize_name(r.name)) for r in direct(project)}
    assert [text for text, exact in told.items() if exact is None] == []
    assert [(text, exact) for text, exact in told.items() if not Requirement(text).specifier.contains(exact)] == []


def test_selectors_compile_on_the_oldest_python(locked):
    """From 3.0 on, soupsieve's own pattern of ``img:not([alt])`` is not read by Python 3.11.2, as in Debian 12."""
    assert int(locked["soupsieve"].split(".")[0]) < 3


def test_the_tools_that_build_the_project_are_locked(root, locked):
    build = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"]
    needed = {canonicalize_name(Requirement(text).name) for text in build} | {"editables"}  # --no-build-isolation -e
    assert needed <= set(locked)


def test_conda_gives_python_and_pip_and_pip_gives_the_lock(project, conda):
    python, pip, by_pip = conda["dependencies"]
    assert pip == "pip"
    wanted = re.fullmatch(r"python=(\d+\.\d+)", python)
    assert wanted, python
    assert Requirement(f"x{project['requires-python']}").specifier.contains(f"{wanted[1]}.0")
    assert by_pip == {"pip": ["-r requirements.lock", "-e ."]}
    assert conda["name"] == PROJECT


@pytest.mark.parametrize("file", ["requirements.lock", "environment.yml", "pyproject.toml", "Makefile", ".ci/run"])
def test_no_file_names_an_address_or_a_folder_of_some_machine(root, file):
    text = (root / file).read_text("utf-8")
    assert (
        re.findall(r"(?:https?|file|git\+\w+)://\S+|--(?:extra-)?index-url|--find-links|/(?:home|root|tmp)/", text)
        == []
    )


def test_this_environment_has_the_locked_versions_of_direct_dependencies(project, locked):
    here = {r.name: version(r.name) for r in direct(project)}
    assert {n: v for n, v in here.items() if v != locked[canonicalize_name(n)]} == {}


def test_texts_have_unix_line_ends_and_shipped_data_keep_their_bytes(root):
    rules = (root / ".gitattributes").read_text("utf-8").splitlines()
    assert rules == ["* text=auto eol=lf", "data/synthetic/** -text"]


def test_the_continuous_check_runs_what_a_newcomer_runs(root):
    script = root / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert "make test" in script.read_text("utf-8")
