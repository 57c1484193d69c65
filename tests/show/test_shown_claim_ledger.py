"""The claim ledger on a page: complete, the same in both languages, no verdict that its figures do not bear."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))
from checks import numbers, pictures, wrong_cells, wrong_chart
from french_spaces import spaced

from mcee_eval.datasets import dataset
from mcee_eval.findings.claim_ledger import ClaimVerdict, Ledger, ledger_measures
from mcee_eval.release.door import Door
from mcee_eval.results import Estimate
from mcee_eval.settings import settings
from mcee_eval.show.claim_ledger import SHOWN, printed, recomputed
from mcee_eval.show.context import Context
from mcee_eval.show.exhibit import Exhibit
from mcee_eval.show.passage import Passage
from mcee_eval.words.formats import LANGS
from mcee_eval.words.say import Words


@dataclass
class Measures:
    ledger: Ledger


def context(found: Ledger, audience: str = "public") -> Context:
    words = {lang: Words(lang) for lang in LANGS}
    return Context("f8", Measures(found), Door("synthetic", audience, "synthetic"), words, "en", settings())


@pytest.fixture(scope="module")
def found() -> Ledger:
    return ledger_measures(dataset("synthetic"), settings())


@pytest.fixture(scope="module")
def shown(found) -> dict[str, Exhibit | Passage]:
    return {slug: make(context(found)) for slug, make in SHOWN.items()}


def page(made: Exhibit | Passage, lang: str) -> BeautifulSoup:
    return BeautifulSoup(made.html(lang) if isinstance(made, Exhibit) else made.both[lang], "html.parser")


def test_ids_are_the_ones_that_the_pages_look_for(shown):
    assert {"f8-claim-ledger", "f8-claim-counts", "f8-discrepancies", "f8-redactions"} <= {m.id for m in shown.values()}


@pytest.mark.parametrize("lang", LANGS)
def test_tables_and_charts_are_their_records(shown, lang):
    for made in shown.values():
        if isinstance(made, Exhibit):
            assert wrong_cells(page(made, lang), made.record()) == []
            if made.kind == "figure":
                assert wrong_chart(pictures(page(made, lang))[made.id], made.record()) == []


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_carries_the_word_synthetic_or_a_slot(shown, lang):
    for made in shown.values():
        text = page(made, lang).text
        assert not re.search(r"[{}]|\bnan\b|\bNone\b|<NA>|SYNTH", text), made.id
        if isinstance(made, Exhibit):
            assert made.table.provenance == "published"


def test_both_languages_hold_the_same_numbers(shown):
    for made in shown.values():
        assert numbers(page(made, "en")) == numbers(page(made, "fr"))
        assert page(made, "en").text != page(made, "fr").text


def test_the_french_has_its_no_break_spaces_and_straight_quotes(shown):
    for made in shown.values():
        for text in page(made, "fr").find_all(string=True):
            assert spaced(str(text)) == str(text), made.id
            assert not re.search(r"[ \u00a0][;!?](?!\w)|[“”\u202f]|’", str(text)), str(text)


def test_every_statement_and_every_mark_is_on_the_page(shown, found):
    rows = page(shown["claim_ledger"], "fr").select("tbody tr")
    assert [r.th.text for r in rows] == [e.claim for e in found.entries]
    assert [r.td.text for r in rows] == [e.text[1] for e in found.entries]
    assert len(page(shown["redactions"], "fr").select("tbody tr")) == 20
    assert len(page(shown["discrepancies"], "en").select("tbody tr")) == len(found.discrepancies)


def test_the_printed_percentage_beside_its_recomputation(shown):
    for lang, said in (("en", ("186%", "168.5%")), ("fr", ("186\u00a0%", "168,5\u00a0%"))):
        (row,) = (
            r for r in page(shown["claim_ledger"], lang).select("tbody tr") if "186" in r.text and "2024" in r.text
        )
        cells = [c.text for c in row.find_all("td")]
        assert cells[1] == {"en": "not reproduced", "fr": "non reproduit"}[lang]
        assert tuple(cells[2:4]) == said
        assert "D1" in cells[4]


def test_the_chart_s_counts_are_the_ledger_s(shown, found):
    cells = shown["claim_counts"].table.cells["n"]
    assert [int(c.value) for c in cells] == list(found.counts().values())
    assert sum(c.value for c in cells) == len(found.entries)


def test_what_the_sentence_says_follows_the_verdict(found):
    growth = next(e for e in found.entries if e.published == 1.86)
    mended = replace(growth, published=1.69, verdict=ClaimVerdict.REPRODUCED_ROUNDING)
    entries = tuple(mended if e is growth else e for e in found.entries)
    before, after = (SHOWN["ledger_examples"](context(f)) for f in (found, replace(found, entries=entries)))
    assert "186%" in page(before, "en").text
    assert "not reproduced" in page(before, "en").text
    assert "169%" in page(after, "en").text
    assert "not reproduced" not in page(after, "en").text


@pytest.mark.parametrize(
    ("unit", "value", "english", "french"),
    [
        ("share", 1.86, "186%", "186\u00a0%"), ("dollars", 21e6, "$21,000,000", "21\u00a0000\u00a0000\u00a0$"),
        ("fiscal_year", 2025, "2024-25", "2024-2025"), ("fiscal_year", 2100, "2099-00", "2099-2100"),
        ("year", 2019, "2019", "2019"), ("claims", 64020, "64,020", "64\u00a0020"),
    ],
)  # fmt: skip
def test_numbers_are_printed_in_their_unit(found, unit, value, english, french):
    one = replace(found.entries[0], unit=unit, published=value, relation="equals", formula="equals")
    assert [printed(one, Words(lang)) for lang in LANGS] == [english, french]


def test_bounds_are_told_where_they_can_be_seen(found):
    one = replace(found.entries[0], unit="claims", published=1.0, formula="revised", recomputed=Estimate(10, 8, 12))
    assert recomputed(one, Words("en")) == "10 (between 8 and 12)"
    exact = replace(one, recomputed=Estimate(10, 9.9, 10.1))
    assert recomputed(exact, Words("en")) == "10"
    assert recomputed(replace(one, recomputed=None), Words("fr")) == "–"


def test_an_internal_page_shows_the_same_published_figures(found, shown):
    for slug, make in SHOWN.items():
        made = make(context(found, "internal"))
        if isinstance(made, Exhibit):
            assert made.table.rule == shown[slug].table.rule == "already_public"
