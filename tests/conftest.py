"""Shared fixtures: the folder of reference files, present only where the project is developed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's own folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of published files and reference values; tests that need it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the shared reference files are not here")
    return SHARED


@pytest.fixture(scope="session")
def public(shared: Path) -> Path:
    """Real published files."""
    return shared / "data" / "public"


@pytest.fixture(scope="session")
def reference(shared: Path) -> dict[str, dict]:
    """Reference cases by name."""
    cases = json.loads((shared / "benchmarks" / "expected.json").read_text())
    cases = cases["cases"] if isinstance(cases, dict) else cases
    return {case["name"]: case for case in cases}
