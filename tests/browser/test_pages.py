"""Every page kind in a browser without a network: accessible, valid, readable at any size, reachable by keyboard."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from checks import exhibits, invalid, opened, parity, remote, soup, violations

sys.path.insert(0, str(Path(__file__).parents[1] / "publish"))
import page_examples as examples
import site_example
import test_own_cells

from mcee_eval.publish.page import render_page
from mcee_eval.words import catalogue as catalogues
from mcee_eval.words import say

KINDS = site_example.KINDS
#: both languages in light; dark changes colours only, so one language does (scripts/check_pages.py looks at all)
LOOKS = [(k, "light") for k in KINDS] + [(k, "dark") for k in KINDS if ".fr." not in k]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both audiences' sites, made of examples with hostile names, a failed run, changes and comments."""
    return site_example.build(tmp_path_factory.mktemp("outputs"))


@pytest.mark.parametrize(("kind", "scheme"), LOOKS)
def test_no_violation_and_no_request(browser: Any, site: Path, kind: str, scheme: str) -> None:
    with opened(browser, site / kind, scheme=scheme) as page:
        has_details = page.query_selector("details") is not None
        if scheme == "light" or not has_details:
            assert violations(page, details_open=False) == []
        if has_details:
            assert violations(page, details_open=True) == []
        assert page.asked == []


def test_a_request_and_a_violation_would_be_seen(browser: Any, tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text(
        "<!DOCTYPE html><title>x</title><p style='color:#aaa'>pale</p><img src='https://example.org/x.png'>"
        "<img src='there.png'>",
        encoding="utf-8",
    )
    with opened(browser, bad) as page:
        found = violations(page, details_open=False)
        assert {"color-contrast", "image-alt", "html-has-lang"} <= {v.split(":")[0] for v in found}
        assert len(page.asked) == 2
    assert len(remote(bad.read_text(encoding="utf-8"))) == 1
    assert invalid([bad]) != []


def test_valid_html(tools: None, site: Path) -> None:
    assert invalid(sorted(site.glob("*/site/**/*.html"))) == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_way_scroll(browser: Any, site: Path, kind: str) -> None:
    """At 320 px, which a window of 1280 px is at 400 %, and at 200 %."""
    with opened(browser, site / kind, width=1280, zoom=2) as page:
        page.evaluate("() => document.querySelectorAll('details').forEach(d => { d.open = true })")
        for width in (640, 320):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("kind", KINDS)
def test_the_keyboard_reaches_everything(browser: Any, site: Path, kind: str) -> None:
    with opened(browser, site / kind) as page:
        wanted = page.evaluate(
            """() => { let n = 0; const seen = new Set();
            for (const e of document.querySelectorAll('a[href], summary, input, [tabindex="0"]')) {
              if (!e.checkVisibility()) continue;
              if (e.type === 'radio') { if (seen.has(e.name)) continue; seen.add(e.name) }
              e.dataset.stop = ++n } return n }"""
        )
        reached, first = set(), ""
        for i in range(wanted + 3):
            page.keyboard.press("Tab")
            at = page.evaluate("() => document.activeElement.dataset.stop || ''")
            outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
            if at:
                reached.add(at)
                assert outline != "none", f"stop {at} shows no focus"
            if i == 0:
                first = page.evaluate("() => document.activeElement.className")
        assert first == "skip"
        assert {str(i + 1) for i in range(wanted)} <= reached


@pytest.mark.parametrize("kind", [k for k in KINDS if ".en." in k])
def test_both_languages_say_the_same(site: Path, kind: str) -> None:
    english = (site / kind).read_text(encoding="utf-8")
    french = (site / kind.replace(".en.", ".fr.")).read_text(encoding="utf-8")
    assert parity(english, french) == []
    if "/f4." in kind:
        assert len(exhibits(soup(english))) == 3
        assert parity(english, french.replace('value="120"', 'value="121"')) != []


def test_parity_minds_the_order_of_a_table_and_not_of_a_sentence() -> None:
    one, two = (f'<data id="{i}" value="{i}">{i}</data>' for i in "12")
    assert parity(f"<p>{one} of {two}</p>", f"<p>sur {two}, {one}</p>") == []
    assert parity(f"<p>{one}</p>", f"<p>{one} {one}</p>") != []
    cells = f"<table><tr><td>{one}</td><td>{two}</td></tr></table>"
    assert parity(cells, f"<table><tr><td>{two}</td><td>{one}</td></tr></table>") != []


def test_the_filter_works_without_script(browser: Any, site: Path) -> None:
    with opened(browser, site / "public/site/index.en.html") as page:
        rows = ".grid tbody tr"
        shown = "els => els.filter(e => e.checkVisibility()).map(e => e.id)"
        assert page.eval_on_selector_all(rows, shown) == ["report-ALL", "report-P01", "report-R01"]
        page.check("input[value=supported]")
        assert page.eval_on_selector_all(rows, shown) == ["report-P01"]
        assert page.eval_on_selector_all(".props tbody", "els => els.filter(e => e.checkVisibility()).length") == 0
        assert not page.is_visible(".nothing")
        page.check("input[value=inconclusive]")
        assert page.eval_on_selector_all(rows, shown) == ["report-ALL", "report-R01"]
        assert page.inner_text(".props tbody:visible .group").startswith("Finding 4")
        page.check("input[value=mixed]")
        assert page.eval_on_selector_all(rows, shown) == []
        assert page.is_visible(".nothing")


def test_a_click_leads_from_a_number_to_its_line_in_the_ledger(browser: Any, site: Path) -> None:
    """From a sentence and from a cell of an exhibit, there and back; what is folded away opens by itself."""
    with opened(browser, site / "public/site/report/f4.ALL.en.html") as page:
        page.click("#f4-told a.anchor")
        assert page.url.endswith("/ledger.en.html#report-ALL-f4-told-x")
        assert page.eval_on_selector(":target", "e => e.value") == "0.5"
        page.click("tr:has(:target) th a")
        assert page.url.endswith("/report/f4.ALL.en.html#f4-told-x")
        page.click("#f4-plain figcaption a:last-of-type")
        assert page.eval_on_selector(":target", "e => e.tagName") == "DETAILS"
        page.goto(page.url.split("#")[0] + "#report-ALL-f4-plain-2-requests")
        assert page.is_visible(":target")


def test_opens_in_under_a_second(browser: Any, site: Path) -> None:
    with opened(browser, site / "public/site/report/f4.R01.en.html") as page:
        assert page.evaluate("performance.timing.loadEventEnd - performance.timing.navigationStart") < 1000


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_code_and_what_was_added_by_hand_are_accessible(browser: Any, tmp_path: Path, scheme: str) -> None:
    """Such a picture has no text version; nothing else is asked less of."""
    whole = {**catalogues.catalogue(), **examples.texts()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(say, "catalogue", lambda: whole)
        shown = examples.exhibits()
        node, made = test_own_cells.notebook(shown), examples.record(shown)
        made_of = {lang: render_page(node, made, lang=lang) for lang in ("en", "fr")}
    assert parity(made_of["en"], made_of["fr"]) == []
    page = tmp_path / "f4.R01.en.html"
    page.write_text(made_of["en"], encoding="utf-8")
    assert invalid([page]) == []
    with opened(browser, page, scheme=scheme, width=320) as seen:
        assert violations(seen, details_open=False) == []
        assert violations(seen, details_open=True) == []
        assert seen.asked == []
        assert seen.evaluate("document.documentElement.scrollWidth <= innerWidth")
