"""French pages are French: no English function word but where a page marks it as English."""

from __future__ import annotations

from pathlib import Path

import page_examples as examples
import pytest
import site_example
from french_words import english_words

from mcee_eval.publish.page import render_page
from mcee_eval.words.say import escape
from mcee_eval.words.told import said

pytestmark = pytest.mark.usefixtures("example_texts")


def test_the_look_itself_sees_texts_attributes_and_pictures() -> None:
    assert english_words("<p>tiré of the rapport</p>")[0].startswith("'of'")
    assert english_words('<p><img alt="chart of x" src="x.png"></p>')
    assert english_words('<p lang="en">the rapport</p><p>le rapport</p><code>the</code>') == []
    english = examples.exhibits()[0].html("en")
    assert any("Requests" in told for told in english_words(english))


def test_french_pages_of_the_example(tmp_path: Path) -> None:
    site = site_example.build(tmp_path) / "public/site"
    pages = sorted(site.rglob("*.fr.html"))
    assert len(pages) > 8
    for page in pages:
        html = page.read_text(encoding="utf-8").replace("an example", "un exemple").replace("a note", "une note")
        assert english_words(html) == [], page.name


def test_what_cannot_be_said_in_french_is_marked() -> None:
    shown = examples.exhibits()
    given = examples.record([])["inputs"][0] | {
        "source": "Collected by hand from the minutes",
        "vintage": "2024-Q4 revised release",
        "notes": ["The file does not say of which date it is.", "3 of the rows were read twice"],
    }
    page = render_page(examples.notebook(shown), examples.record(shown, inputs=[given]), lang="fr")
    assert '<span lang="en">Collected by hand from the minutes</span>' in page
    assert '<span lang="en">3 of the rows were read twice</span>' in page
    assert escape(said(given["notes"][0], "fr")) in page
    assert escape(said(given["vintage"], "fr")) in page
    assert english_words(page) == []
