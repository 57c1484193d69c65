"""A notebook becomes a page: language, title, code, outputs, refusals, weight, hostile text."""

from __future__ import annotations

import copy
import re
from itertools import pairwise
from pathlib import Path

import nbformat
import page_examples as examples
import pytest
from bs4 import BeautifulSoup

from mcee_eval.errors import BadParameter
from mcee_eval.publish.page import exporter, render_page

pytestmark = pytest.mark.usefixtures("example_texts")


@pytest.fixture(scope="module")
def shown(example_texts: None) -> list:
    return examples.exhibits()


def rendered(shown: list, lang: str = "en", **more: object) -> BeautifulSoup:
    made = examples.record(shown, **more)  # type: ignore[arg-type]
    return BeautifulSoup(render_page(examples.notebook(shown), made, lang=lang), "html.parser")


@pytest.mark.parametrize(
    ("lang", "kept", "dropped"),
    [("en", "Did requests rise?", "Les demandes ont"), ("fr", "Les demandes ont", "Did requests")],
)
def test_one_language_a_page(shown: list, lang: str, kept: str, dropped: str) -> None:
    page = rendered(shown, lang)
    assert page.html is not None
    assert page.html["lang"] == lang
    assert kept in page.text
    assert dropped not in page.text


def test_title_heading_and_twin(shown: list) -> None:
    page = rendered(shown, "fr")
    assert page.title is not None
    assert page.title.text == "Constat 4\u00a0: Coopération en matière de renvois – Testlande (R01) – Français"
    assert [h.text for h in page.select("h1")] == ["Constat 4\u00a0: Coopération en matière de renvois Testlande (R01)"]
    assert "Le titre du carnet" not in page.text
    twin = page.select_one("a[hreflang=en]")
    assert twin is not None
    assert twin["href"] == "f4.R01.en.html"
    links = [f"../{name}.fr.html" for name in ("index", "ledger", "how")]
    assert [a["href"] for a in page.select("nav a")] == [*links, "f4.R01.en.html"]
    levels = [int(h.name[1]) for h in page.select("h1, h2, h3, h4")]
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_the_answer_comes_first(shown: list) -> None:
    page = rendered(shown)
    answer = page.select_one("main section.answer")
    assert answer is not None
    assert "Requests are answered more often." in answer.text
    assert "Inconclusive" in answer.text
    assert answer.find_previous("figure") is None


def test_synthetic_is_said(shown: list) -> None:
    for lang, word in (("en", "SYNTHETIC"), ("fr", "SYNTHÉTIQUE")):
        page = rendered(shown, lang)
        banner = page.select_one("main > .banner")
        assert banner is not None
        assert word in banner.text
        assert all(word in figure.text for figure in page.select("figure"))


def test_every_exhibit_is_in_the_page(shown: list) -> None:
    assert [f["id"] for f in rendered(shown).select("figure")] == [s.id for s in shown]
    node = examples.notebook(shown[:2])
    with pytest.raises(BadParameter, match="f4-plain"):
        render_page(node, examples.record(shown), lang="en")


def test_an_error_or_a_missing_language_is_refused_with_both_told(shown: list) -> None:
    node = examples.notebook(shown)
    node.cells[-1].outputs.append(nbformat.v4.new_output("error", ename="E", evalue="/home/x", traceback=["/home/x"]))
    del node.cells[-1].outputs[0].data["application/vnd.mcee+json"]["html"]["fr"]
    with pytest.raises(BadParameter) as caught:
        render_page(node, examples.record(shown), lang="en")
    assert len(caught.value.problems) == 2
    assert "/home" not in str(caught.value)


def test_hostile_names_show_as_text(shown: list) -> None:
    page = rendered(shown, country="R01", names={"R01": [examples.HOSTILE, examples.HOSTILE]})
    assert page.find("script") is None
    assert page.h1 is not None
    assert examples.HOSTILE in page.h1.text
    assert page.title is not None
    assert examples.HOSTILE in page.title.text
    rows = [th.text for th in page.select("#f4-plain tbody th")]
    assert rows == ["R01", examples.HOSTILE, "../../x", "[U+202E]abc", "L" * 10_000, "=1+1"]


def test_weight_and_addresses(shown: list) -> None:
    made = examples.record(shown)
    node = examples.notebook(shown)
    whole = render_page(node, made, lang="en")
    bare = render_page(examples.notebook([]), examples.record([]), lang="en")
    assert len(bare.encode()) < 60_000
    assert len(whole.encode()) < 1_000_000
    assert "<script" not in whole
    assert not re.search(r'(?:src|href)="(?:https?:)?//', whole)
    assert "url(" not in whole.split("</style>")[0]
    assert whole == render_page(node, made, lang="en")


def test_the_notebook_and_the_record_are_left_alone(shown: list) -> None:
    node, made = examples.notebook(shown), examples.record(shown)
    kept = copy.deepcopy(node), copy.deepcopy(made)
    render_page(node, made, lang="fr")
    assert (node, made) == kept
    assert exporter() is exporter()


def test_of_protected_tables_the_public_sees_neither_size_nor_hash(shown: list) -> None:
    given = {**examples.record(shown)["inputs"][0], "provenance": "protected", "rows": 4321}
    public = rendered(shown, inputs=[given], provenance="protected")
    internal = rendered(shown, inputs=[given], provenance="protected", audience="internal")
    assert "4,321" not in public.text
    assert "abab" not in public.text
    assert "4,321" in internal.text
    assert "abab" in internal.text


def test_changed_settings_are_said_below_the_page(shown: list) -> None:
    chosen = {"start": "", "end": "", "chosen": {"min_segment": 0.2, "donors": None}}
    assert "Settings that were changed" not in rendered(shown).text
    assert "donors; min_segment = 0.2" in rendered(shown, parameters=chosen).select_one(".made dl").text


def test_no_mark_of_the_government(root: Path) -> None:
    folder = root / "mcee_eval" / "publish"
    for path in [*folder.glob("*.css"), *folder.glob("template/*")]:
        assert not re.search(r"wordmark|canada\.ca|flag|wet-boew", path.read_text(encoding="utf-8"), re.I)
