"""On paper: no half-empty sheet, text versions open, code and navigation left out, a running header on every sheet."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from checks import opened

sys.path.insert(0, str(Path(__file__).parents[1] / "publish"))
import site_example


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site_example.build(tmp_path_factory.mktemp("printed"))


def sheets(pdf: Path) -> list[np.ndarray]:
    """Each sheet in grey, at 20 dots an inch."""
    subprocess.run(["pdftoppm", "-r", "20", "-gray", str(pdf), str(pdf.with_suffix(""))], check=True)
    found = []
    for path in sorted(pdf.parent.glob(f"{pdf.stem}-*.pgm")):
        head, size, _, pixels = path.read_bytes().split(b"\n", 3)
        assert head == b"P5"
        width, height = map(int, size.split())
        found.append(np.frombuffer(pixels, np.uint8).reshape(height, width))
    return found


def filled(sheet: np.ndarray) -> float:
    """How far down the sheet something is printed, the header and the number of the page apart."""
    height = len(sheet)
    inked = np.flatnonzero((sheet[int(0.06 * height) : int(0.94 * height)] < 200).any(axis=1))
    return float(inked.max() + 0.06 * height) / height if len(inked) else 0.0


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("paper", ["Letter", "A4"])
def test_no_sheet_is_left_half_empty(browser: Any, site: Path, tmp_path: Path, lang: str, paper: str) -> None:
    if not shutil.which("pdftoppm"):
        pytest.skip("pdftoppm (poppler-utils) is not here")
    with opened(browser, site / f"public/site/report/f4.ALL.{lang}.html") as page:
        page.pdf(path=tmp_path / "page.pdf", format=paper)
    shown = sheets(tmp_path / "page.pdf")
    assert 2 <= len(shown) <= 8
    assert all(filled(sheet) > 0.55 for sheet in shown[:-1])
    for sheet in shown:  # the running header, left and right, and the number of the page
        top, bottom = sheet[: int(0.06 * len(sheet))] < 240, sheet[int(0.94 * len(sheet)) :] < 240
        half = sheet.shape[1] // 2
        assert top[:, :half].any()
        assert top[:, half:].any()
        assert bottom[:, half:].any()


def test_what_is_printed_and_what_is_not(browser: Any, site: Path) -> None:
    with opened(browser, site / "internal/site/report/f4.R01.fr.html") as page:
        page.emulate_media(media="print")
        heights = (
            """names => names.map(n => [...document.querySelectorAll(n)].map(e => e.getBoundingClientRect().height))"""
        )
        gone, there = (
            ["header nav", "details.code", "a.anchor", "figure summary"],
            ["figure details table", ".answer", "h1"],
        )
        assert [max(h, default=0) for h in page.evaluate(heights, gone)] == [0] * len(gone)
        assert all(min(h) > 10 for h in page.evaluate(heights, there))
        page.set_viewport_size({"width": 688, "height": 900})  # what A4 has between its margins
        assert page.evaluate("document.documentElement.scrollWidth") <= 688
        styles = page.evaluate("[...document.querySelectorAll('style')].map(s => s.textContent).join('')")
    assert '@top-left{content:"Constat 4\\a0 : Coopération en matière de renvois – Testlande' in styles
    assert '@top-right{content:"INTERNE SYNTHÉTIQUE"}' in styles


def test_a_hostile_title_cannot_leave_the_running_header(browser: Any) -> None:
    from mcee_eval.publish.layout import css_text

    hostile = '"}</style><script>alert(1)</script>\\'
    written = css_text(hostile)
    assert not set('"<>}\\') & set(written.replace("\\", "", 7)) - {"\\"}
    page = browser.new_page()
    page.set_content(f'<style>p::before{{content:"{written}"}}</style><p id="p"></p>')
    shown = page.evaluate("getComputedStyle(document.getElementById('p'), '::before').content")
    page.close()
    assert shown == '"' + hostile.replace("\\", "\\\\").replace('"', '\\"') + '"'
