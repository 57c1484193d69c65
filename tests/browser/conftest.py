"""A browser for the page tests. Where there is none they are skipped, counted and printed; with CI=true they fail."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from checks import chromium, missing

_skipped: list[str] = []


@pytest.fixture(scope="session")
def tools() -> None:
    """Chromium, axe-core and html-validate."""
    lacking = missing()
    if lacking:
        told = f"page tests need {', '.join(lacking)}: run scripts/setup_browser.sh"
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(told)
        pytest.skip(told)


@pytest.fixture(scope="session")
def browser(tools: None) -> Iterator[Any]:
    """One headless browser for all tests."""
    with chromium() as one:
        yield one


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and "tests/browser" in report.nodeid.replace("\\", "/"):
        _skipped.append(report.nodeid)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if _skipped:
        terminalreporter.write_line(f"{len(_skipped)} page tests skipped: run scripts/setup_browser.sh", yellow=True)
