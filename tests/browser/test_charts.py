"""Chart = text version = record, parsed and compared; a chart drawn from other data is found out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from checks import drawn, pictures, soup, wrong_cells, wrong_chart

sys.path.insert(0, str(Path(__file__).parents[1] / "publish"))
import page_examples as examples

from mcee_eval.publish.page import render_page
from mcee_eval.words import catalogue as catalogues
from mcee_eval.words import say


@pytest.fixture(scope="module", autouse=True)
def example_texts() -> Any:
    whole = {**catalogues.catalogue(), **examples.texts()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(say, "catalogue", lambda: whole)
        yield


def checked(shown: list, record: dict, lang: str = "en") -> list[str]:
    tree = soup(render_page(examples.notebook(shown), record, lang=lang))
    charts = pictures(tree)
    told = [t for e in record["exhibits"] for t in wrong_cells(tree, e)]
    return told + [t for e in record["exhibits"] if e["kind"] == "figure" for t in wrong_chart(charts[e["id"]], e)]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_charts_and_tables_say_what_the_record_says(lang: str) -> None:
    shown = examples.exhibits()
    assert checked(shown, examples.record(shown), lang) == []
    assert set(drawn(pictures(soup(shown[0].html(lang)))["f4-lines"])) == {"series-requests", "series-documents"}


@pytest.mark.parametrize(
    "lie",
    [
        {"requests": [40, 120, 85, 3, 160, 260], "documents": [30, 60, 75, 20, 90, 185]},
        {"requests": [40, 120, 85, 50, 160, 210], "documents": [30, 60, 75, 20, 90, 185]},
        {"requests": [30, 60, 75, 3, 90, 185], "documents": [40, 120, 85, 20, 160, 210]},
    ],
)
def test_a_chart_drawn_from_other_data_is_found_out(lie: dict) -> None:
    shown = examples.exhibits(drawn=lie)
    told = checked(shown, examples.record(shown))
    assert len(told) >= 1
    assert all("series" in t or "affine" in t for t in told)


def test_a_table_that_says_something_else_is_found_out() -> None:
    shown = examples.exhibits()
    record = examples.record(shown)
    record["exhibits"][2]["rows"][0][2] = {"v": 45, "lo": 43, "hi": 47}
    assert [t.split(":")[0] for t in checked(shown, record)] == ["f4-plain-1-requests"]
