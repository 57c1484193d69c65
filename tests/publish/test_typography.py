"""The French of every text and page, by code points: no space before ; ! ?, U+00A0 where one belongs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import site_example
from bs4 import BeautifulSoup

from mcee_eval.words.catalogue import catalogue, slots

SPACES = " \u00a0\u202f\u2009"
RULES = {
    "a space before ; ! ?": re.compile(rf"[{SPACES}][;!?](?!\w)"),
    "no U+00A0 before :": re.compile(r"(?<![\u00a0\d:/]):(?=[\s\u00a0]|$)"),
    "no U+00A0 before %": re.compile(r"(?<!\u00a0)%"),
    "no U+00A0 before $": re.compile(r"\d[ \u202f]?\$"),
    "no U+00A0 after «": re.compile(r"«(?!\u00a0)"),
    "no U+00A0 before »": re.compile(r"(?<!\u00a0)»"),
    "another space than U+00A0": re.compile("[\u202f\u2009]"),
    "straight or English quotes": re.compile("[\u201c\u201d]"),
}


def faults(text: str) -> list[str]:
    return [
        f"{name}: {m.group()!r} in {text[max(0, m.start() - 25) : m.end() + 10]!r}"
        for name, r in RULES.items()
        for m in r.finditer(text)
    ]


@pytest.mark.parametrize(
    "text",
    ["Quoi ?", "Oui ; non", "Ainsi: x", "Ainsi : x", "41 %", "41%", "5 $", "« x »", "«\u00a0x »", "1\u202f000", "“x”"],
)
def test_the_linter_sees(text: str) -> None:
    assert faults(text)


@pytest.mark.parametrize(
    "text", ["Quoi?", "Oui; non", "Ainsi\u00a0: x", "41\u00a0%", "5\u00a0$", "«\u00a0x\u00a0»", "a 12:30"]
)
def test_the_linter_passes(text: str) -> None:
    assert faults(text) == []


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_french_texts(key: str) -> None:
    for form in catalogue()[key].forms["fr"].values():
        for slot in slots(form):  # a slot's own kind is printed by formats.py, and tested there
            form = re.sub(r"\{" + slot.name + r":[^}]*\}", "0", form, count=1)
        assert faults(form) == []


def test_french_pages(tmp_path: Path, example_texts: None) -> None:
    outputs = site_example.build(tmp_path)
    for path in sorted(outputs.glob("public/site/**/*.fr.html")):
        html = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for other in html.select("style, code, pre, [lang=en], tbody th, .answer + *"):
            other.decompose()
        for text in html.find_all(string=True):
            assert faults(str(text)) == [], path.name


def test_french_narrative_of_the_notebooks(root: Path) -> None:
    told = [
        f"{path.name}: {fault}"
        for path in sorted((root / "notebooks").glob("*.ipynb"))
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if "lang-fr" in cell["metadata"].get("tags", ())
        for fault in faults("".join(cell["source"]).replace("**", ""))
    ]
    assert told == []
