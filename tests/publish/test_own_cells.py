"""What an evaluator added stands on the page, marked; code is folded; of protected data the public sees what ships."""

from __future__ import annotations

import re
from base64 import b64decode
from typing import Any

import nbformat
import page_examples as examples
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from mcee_eval.publish import page as pages
from mcee_eval.publish.bare import by_hand
from mcee_eval.publish.page import left_out, render_page
from mcee_eval.show.html import settings
from mcee_eval.words.say import Words

pytestmark = pytest.mark.usefixtures("example_texts")
FRAME = pd.DataFrame({"place": ["R01", examples.HOSTILE], "n": [3, None]}, index=["a", ""])
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def output(data: dict[str, Any], kind: str = "display_data") -> Any:
    return nbformat.v4.new_output(kind, data)


def cell(ident: str, source: str, *outputs: Any, tags: tuple[str, ...] = ()) -> Any:
    return nbformat.v4.new_code_cell(source, id=ident, outputs=list(outputs), metadata={"tags": list(tags)})


@pytest.fixture(scope="module")
def shown(example_texts: None) -> list:
    return examples.exhibits()


def notebook(shown: list) -> nbformat.NotebookNode:
    """The example with a parameters cell, papermill's cell, own cells, a pinned one; exhibits tell their settings."""
    node = examples.notebook(shown)
    for one in node.cells:
        for kept in one.get("outputs", ()):
            bundle = kept.data.get(pages.BUNDLE, {})
            if bundle.get("id") == "f4-lines":
                bundle["made"] = {"en": "<p>Within <b>180</b> days</p>", "fr": "<p>Dans les <b>180</b> jours</p>"}
    shipped_show = output(
        {pages.BUNDLE: {"kind": "passage", "id": "f4-x", "html": {"en": "<p>x</p>", "fr": "<p>x</p>"}}}
    )
    node.cells = [
        cell("parameters", "donors = 'C01'", shipped_show, tags=("parameters",)),
        cell("injected", "# Parameters\ndonors = 'C02'", tags=("injected-parameters",)),
        *node.cells,
        cell("frame", "FRAME", output({"text/html": FRAME._repr_html_(), "text/plain": "as text"})),
        cell("drawn", "ax = FRAME.plot()", output({"text/plain": "<Axes: >"}), output({"image/svg+xml": SVG})),
        cell("said", "print('1 < 2')", nbformat.v4.new_output("stream", text="1 < 2\n")),
        cell("warned", "warn()", nbformat.v4.new_output("stream", name="stderr", text="deprecated")),
        cell("pinned", "study.state()", output({"text/plain": "{'4a': 'x'}"}), tags=("nbval-check-output",)),
    ]  # fmt: skip
    return node


def rendered(shown: list, lang: str = "en", **more: Any) -> BeautifulSoup:
    made = examples.record(shown, **more)
    return BeautifulSoup(render_page(notebook(shown), made, lang=lang), "html.parser")


def codes(page: BeautifulSoup) -> list[str]:
    return [found.text for found in page.select("details.code pre code")]


def test_each_cell_that_shows_something_can_be_opened_below_it(shown: list) -> None:
    page = rendered(shown)
    assert codes(page) == [
        "donors = 'C01'", "secret = 'code < 3'", "study.exhibit('told')", *(f"study.exhibit({i})" for i in range(3)),
        "FRAME", "ax = FRAME.plot()", "print('1 < 2')",
    ]  # fmt: skip
    below = page.select_one("#f4-lines").find_next("details", class_="code")
    assert below.summary.text == "How this is computed (cell 4)"
    assert "Within 180 days" in below.text
    french = rendered(shown, "fr").select_one("#f4-lines").find_next("details", class_="code")
    assert french.summary.text == "Comment ce résultat est obtenu (cellule 4)"
    assert "Dans les 180 jours" in french.text
    assert all(pre["tabindex"] == "0" for pre in page.select("pre"))


def test_what_was_added_by_hand_is_marked_and_harmless(shown: list) -> None:
    page = rendered(shown)
    notes = [found.p.text for found in page.select(".by-hand")]
    assert notes == [f"Added by hand, cell {n} SYNTHETIC" for n in (2, 7, 8, 9)]
    table = page.select(".by-hand table")[0]
    assert [th.text for th in table.thead.select("th")] == ["place", "n"]
    assert [[c.text for c in row.select("th, td")] for row in table.tbody.select("tr")] == [
        ["a", "R01", "3.0"], ["", examples.HOSTILE, "NaN"],
    ]  # fmt: skip
    assert {name for found in table.select("*") for name in found.attrs} == {"scope", "class"}
    (image,) = page.select(".by-hand img")
    assert image["alt"] == "Added by hand, cell 8"
    assert b64decode(image["src"].partition(",")[2]).decode() == SVG
    assert page.find("script") is None
    assert "as text" not in page.text
    assert "deprecated" not in page.text
    assert "{'4a'" not in page.text
    french = rendered(shown, "fr", audience="internal").select_one(".by-hand img")
    assert french["alt"] == "Ajouté à la main, cellule 8"


@pytest.mark.parametrize(
    "foreign",
    [
        "<table onclick=x><tr><td style='a' colspan=2>1<script>2</script><b>3</b></table><tr><td>no</table><p>no",
        "<style>td{}</style><table><tr><td colspan='2' rowspan='x'>13<table><tr><td>in",
        "<tr><td colspan=2>13<!-- no --></td>",
    ],
)
def test_of_foreign_html_only_the_cells_of_a_table_are_kept(foreign: str) -> None:
    told = by_hand(output({"text/html": foreign}), Words("en"), 1, "published")
    body = re.search(r"<tbody>(.*)</tbody>", told)
    assert body is not None
    assert body[1].startswith('<tr><td colspan="2">13</td></tr>')
    assert "no" not in body[1]
    assert "badge" not in told


def test_html_without_a_table_is_told_as_text() -> None:
    data = {"text/html": "<iframe src='http://x'></iframe>", "text/plain": "a < b"}
    assert '<pre tabindex="0">a &lt; b</pre>' in by_hand(output(data), Words("en"), 1, "published")


def test_of_protected_data_the_public_sees_shipped_cells_only(shown: list, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_shipped", lambda _: frozenset({"study.exhibit(0)", "donors = 'C01'", "FRAME"}))
    page = rendered(shown, provenance="protected")
    assert codes(page) == ["study.exhibit(0)"]
    assert page.select(".by-hand") == []
    made = examples.record(shown, provenance="protected")
    assert left_out(notebook(shown), made) == (2, 7, 8, 9)
    assert left_out(notebook(shown), made | {"audience": "internal"}) == ()
    inside = rendered(shown, provenance="protected", audience="internal")
    assert len(codes(inside)) == 9
    assert len(inside.select(".by-hand")) == 4


def test_the_shipped_cells_are_those_of_the_notebook() -> None:
    assert "study.record()" in pages._shipped("f4")


def test_a_notebook_may_make_several_pages(shown: list) -> None:
    node = examples.notebook(shown)
    opened = {
        "kind": "page",
        "slug": "ledger",
        "id": "f4-ledger",
        "html": {"en": "<h2>A &amp; B</h2>", "fr": "Le <i>reste</i>"},
    }
    node.cells.insert(-2, cell("page", "study.page('ledger')", output({pages.BUNDLE: opened})))
    node.cells.insert(-2, nbformat.v4.new_markdown_cell("Only here", id="here"))
    made = examples.record(shown)
    main, annex = (
        BeautifulSoup(render_page(node, made, lang="en", annex=slug), "html.parser") for slug in ("", "ledger")
    )
    assert [f["id"] for f in main.select("figure")] == ["f4-lines"]
    assert [f["id"] for f in annex.select("figure")] == ["f4-bars", "f4-plain"]
    assert "Only here" in annex.text
    assert "Only here" not in main.text
    assert annex.h1.text.startswith("A & B")
    assert annex.select_one(".answer") is None
    assert [a["href"] for a in main.select("nav[aria-labelledby=annexes] a")] == ["f4.R01.ledger.en.html"]
    assert [a["href"] for a in annex.select("nav[aria-labelledby=annexes] a")] == ["f4.R01.en.html"]
    assert annex.select_one("a[hreflang=fr]")["href"] == "f4.R01.ledger.fr.html"
    assert render_page(node, made, lang="fr", annex="ledger").count("<h1>Le reste") == 1


def test_settings_are_told_in_words() -> None:
    given = {"outcome": "claims", "min_segment": 0.15, "regressors": ("sin", "cos"), "times": range(0, 721, 30)}
    given |= {"seed": 20250331, "odd": "<b>", "windows": (), "lags": None}
    assert settings(given, Words("en")) == (
        '<p class="note">Outcome: <code>claims</code>; Shortest regime, as a share: 0.15; Explained by: '
        "<code>sin</code>, <code>cos</code>; Read at: 0, 30, 60, …, 720; Seed: 20250331; <code>odd</code>: "
        "<code>&lt;b&gt;</code>.</p>"
    )
    french = settings(given, Words("fr"))
    assert "Variable étudiée\u00a0: <code>claims</code>; Plus court régime, en part\u00a0: 0,15; " in french
    assert settings({}, Words("fr")) == ""
