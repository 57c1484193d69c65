"""What the page of finding 3 says: bounds and never one number, no effect where it cannot be told."""

from __future__ import annotations

import re

import pytest

from mcee_eval.findings.diplomacy import DEFINITIONS
from mcee_eval.show.passage import Passage

LANGS = ("en", "fr")


def text(shown: Passage, lang: str) -> str:
    return re.sub(r"<[^>]+>", "", shown.both[lang])


def test_every_share_of_what_was_raised_is_a_pair_of_bounds(measured):
    _, shown = measured("f3", "synthetic", "ALL", "public")
    for slug in ("raised_by_lead", "raised_by_counterpart", "definitions", "by_kind", "by_level"):
        cells = shown[slug].table.cells
        pairs = list(zip(cells["at_least"], cells["at_most"], strict=True))
        assert all(low.value <= high.value for low, high in pairs)
        assert any(low.value < high.value for low, high in pairs), slug
    assert len(shown["definitions"].table) == len(DEFINITIONS)


def test_engagements_add_up_over_every_split(measured):
    study, shown = measured("f3", "synthetic", "ALL", "public")
    total = len(study.measures.data.engagements)
    for slug in ("raised_by_lead", "raised_by_counterpart", "by_kind", "by_level"):
        assert sum(c.value for c in shown[slug].table.cells["n"]) == total, slug
    years = shown["by_year"].table
    assert sum(c.value for cells in years.cells.values() for c in cells) == total


@pytest.mark.parametrize("lang", LANGS)
def test_too_few_engagements_print_no_effect(measured, lang):
    study, shown = measured("f3", "synthetic", "ALL", "public")
    said = text(shown["sequence_said"], lang)
    needed = study.measures.needed
    assert re.search(rf"\b{needed}\b", said)
    verdict = study._show.printable(study._judged()[2], study._context())
    assert "ratio" not in {name for r in verdict.reasons for name in r.values}


@pytest.mark.parametrize("lang", LANGS)
def test_a_country_without_a_project_says_so(measured, lang):
    _, shown = measured("f3", "synthetic", "R06", "public")
    assert {"en": "no project", "fr": "aucun projet"}[lang] in text(shown["definitions"], lang)
    assert isinstance(shown["occasions"], Passage)


def test_a_country_page_names_no_interviewee_and_no_other_country(measured):
    _, shown = measured("f3", "synthetic", "R01", "public")
    whole = " ".join(m.both["en"] if isinstance(m, Passage) else m.html("en") for m in shown.values())
    assert set(re.findall(r"\b[RPC]\d\d\b", re.sub(r'(?:id|href|src)="[^"]*"', "", whole))) == {"R01"}
    assert "stands on the page for all countries" in text(shown["said"], "en")


def test_the_page_of_all_countries_names_none(measured):
    _, shown = measured("f3", "synthetic", "ALL", "public")
    whole = " ".join(m.both["en"] if isinstance(m, Passage) else m.html("en") for m in shown.values())
    assert not re.findall(r"\b[RPC]\d\d\b", re.sub(r'(?:id|href|src)="[^"]*"', "", whole))
