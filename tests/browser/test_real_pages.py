"""The shipped notebooks, executed by papermill, as pages: the same looks as at the examples, numbers traced."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import papermill
import pytest
from checks import (
    drawn,
    invalid,
    opened,
    parity,
    pictures,
    remote,
    soup,
    untraced,
    violations,
    wrong_cells,
    wrong_chart,
)  # fmt: skip

sys.path.insert(0, str(Path(__file__).parents[1] / "publish"))
from french_words import english_words

from mcee_eval import record as records
from mcee_eval.publish.page import render_page

ROOT = Path(__file__).resolve().parents[2]
RUNS = [("01_continuing_need", "R01"), ("04_removals_cooperation", "ALL")]
PAGES = [(name, lang) for name, _ in RUNS for lang in ("en", "fr")]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], tuple[Path, dict[str, Any]]]:
    """(notebook, language) → its page and its record; executed once, rendered twice."""
    folder, made = tmp_path_factory.mktemp("real"), {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep))
        for name, country in RUNS:
            source = ROOT / "notebooks" / f"{name}.ipynb"
            node = papermill.execute_notebook(
                str(source), None, parameters={"country": country}, kernel_name="python3", progress_bar=False,
                cwd=str(folder), log_output=False,
            )  # fmt: skip
            outputs = [o for cell in node.cells for o in cell.get("outputs", ())]
            record = next(o.data[records.MIME] for o in outputs if records.MIME in o.get("data", {}))
            record = json.loads(records.dumps(record))
            for lang in ("en", "fr"):
                page = folder / f"{record['finding']}.{country}.{lang}.html"
                page.write_text(render_page(node, record, lang=lang), encoding="utf-8")
                made[name, lang] = page, record
    return made


@pytest.mark.parametrize("key", PAGES)
def test_accessible_and_offline(browser: Any, pages: dict, key: tuple[str, str]) -> None:
    """English in light and wide, French in dark and narrow; scripts/check_pages.py looks at all pages in both."""
    scheme, width = ("light", 1200) if key[1] == "en" else ("dark", 320)
    with opened(browser, pages[key][0], scheme=scheme, width=width) as page:
        if scheme == "light":
            assert violations(page, details_open=False) == []
        assert violations(page, details_open=True) == []
        assert page.asked == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_valid(tools: None, pages: dict) -> None:
    assert invalid([page for page, _ in pages.values()]) == []


@pytest.mark.parametrize("key", PAGES)
def test_chart_table_and_record_agree(pages: dict, key: tuple[str, str]) -> None:
    page, record = pages[key]
    tree = soup(page.read_text(encoding="utf-8"))
    charts = pictures(tree)
    assert record["exhibits"]
    assert set(charts) == {e["id"] for e in record["exhibits"] if e["kind"] == "figure"} != set()
    for exhibit in record["exhibits"]:
        assert wrong_cells(tree, exhibit) == []
        if exhibit["kind"] == "figure":
            assert wrong_chart(charts[exhibit["id"]], exhibit) == [], exhibit["id"]
            assert sum(map(len, drawn(charts[exhibit["id"]]).values())) >= 3
    assert untraced(tree, record) == []


@pytest.mark.parametrize("name", [name for name, _ in RUNS])
def test_languages_agree(pages: dict, name: str) -> None:
    english, french = (pages[name, lang][0].read_text(encoding="utf-8") for lang in ("en", "fr"))
    assert parity(english, french) == []


@pytest.mark.parametrize("name", [name for name, _ in RUNS])
def test_french_pages_are_french(pages: dict, name: str) -> None:
    assert english_words(pages[name, "fr"][0].read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("key", PAGES)
def test_light_and_without_addresses(pages: dict, key: tuple[str, str]) -> None:
    html = pages[key][0].read_text(encoding="utf-8")
    assert remote(html) == []
    assert len(html.encode()) < 1_000_000
    for alt in (i["alt"] for i in soup(html).select("img")):
        assert 10 < len(alt) <= 150
