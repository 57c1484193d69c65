"""The map of ARCHITECTURE.md, the layers that import-linter checks, and what is on disk are the same list."""

from __future__ import annotations

import re
import tomllib

import pytest


@pytest.fixture(scope="module")
def drawn(root) -> list[str]:
    """The layers of ARCHITECTURE.md, lowest first."""
    text = (root / "ARCHITECTURE.md").read_text("utf-8")
    table = text[text.index("| layer, lowest first |") :].split("\n\n")[0]
    return re.findall(r"^\| `(\w+)` \|", table, flags=re.MULTILINE)


@pytest.fixture(scope="module")
def contract(root) -> dict:
    told = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    (layers,) = (c for c in told["tool"]["importlinter"]["contracts"] if c["type"] == "layers")
    return layers


def test_the_map_is_what_import_linter_checks(drawn, contract):
    assert contract["containers"] == ["mcee_eval"]
    assert drawn == contract["layers"][::-1]


def test_the_map_names_every_package_and_module_on_disk(root, drawn):
    package = root / "mcee_eval"
    there = {p.parent.name for p in package.glob("*/__init__.py")} | {p.stem for p in package.glob("*.py")}
    assert len(set(drawn)) == len(drawn)
    assert set(drawn) == there - {"__init__"}


def test_no_submodule_hides_a_public_function(root):
    import mcee_eval

    package = root / "mcee_eval"
    submodules = {p.parent.name for p in package.glob("*/__init__.py")} | {p.stem for p in package.glob("*.py")}
    assert submodules & set(mcee_eval.__all__) == set()
