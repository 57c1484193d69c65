"""What the conclusions show, from records made by hand: links, tables, charts, parity; a missing finding is told."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
sys.path.insert(0, str(Path(__file__).parents[1] / "findings"))
from checks import numbers, pictures, untraced, wrong_cells, wrong_chart
from records_made import OPEN, records

from mcee_eval.judge.verdict import State
from mcee_eval.show import conclusions
from mcee_eval.show.exhibit import Exhibit
from mcee_eval.show.linked import Line, listed
from mcee_eval.show.passage import Passage
from mcee_eval.studies import Study, study
from mcee_eval.words.formats import LANGS
from mcee_eval.words.say import Words


def shown_from(folder: Path, made: dict, audience: str = "public") -> tuple[Study, dict[str, Exhibit | Passage]]:
    for finding, record in made.items():
        (folder / f"{finding}.ALL.json").write_text(json.dumps(record), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MCEE_RECORDS", str(folder))
        page = study("f8", audience=audience)
        page.measure()
    told: dict[str, Exhibit | Passage] = {p: page.verdict(p) for p in page.state()}
    return page, told | {slug: page.exhibit(slug) for slug in conclusions.SHOWN}


@pytest.fixture(scope="module")
def reported(tmp_path_factory):
    return shown_from(tmp_path_factory.mktemp("records"), records())


@pytest.fixture(scope="module")
def otherwise(tmp_path_factory):
    """An incentive that works, one open proposition, and finding 2 missing."""
    states = {"4a": "supported", "4b": "supported", "4c": "supported", "4d": "supported", "1b": OPEN}
    made = records(states, without=("f2",))
    return shown_from(tmp_path_factory.mktemp("records"), made, "internal")


def html(made: Exhibit | Passage, lang: str) -> str:
    return made.html(lang) if isinstance(made, Exhibit) else made.both[lang]


def soup(made: Exhibit | Passage, lang: str) -> BeautifulSoup:
    return BeautifulSoup(html(made, lang), "html.parser")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("which", ["reported", "otherwise"])
def test_tables_charts_and_records_agree(request, which, lang):
    page, told = request.getfixturevalue(which)
    for made in told.values():
        if isinstance(made, Exhibit):
            assert wrong_cells(soup(made, lang), made.record()) == []
            if made.kind == "figure":
                assert wrong_chart(pictures(soup(made, lang))[made.id], made.record()) == [], made.id
    whole = BeautifulSoup("".join(html(m, lang) for m in told.values()), "html.parser")
    assert untraced(whole, page.record().record) == []
    ids = [tag["id"] for tag in whole.find_all(id=True)]
    assert [i for i in ids if ids.count(i) > 1] == []


@pytest.mark.parametrize("which", ["reported", "otherwise"])
def test_both_languages_hold_the_same_numbers(request, which):
    _, told = request.getfixturevalue(which)
    for made in told.values():
        assert numbers(soup(made, "en")) == numbers(soup(made, "fr")), made.id
        assert not re.search(r"[{}]|\bnan\b|\bNone\b|<NA>|f8_", soup(made, "en").text), made.id


def links(made: Passage, lang: str) -> list[tuple[str, str]]:
    return [(a["href"], a.text) for a in soup(made, lang).find_all("a")]


@pytest.mark.parametrize("lang", LANGS)
def test_each_conclusion_leads_to_its_evidence(reported, lang):
    _, told = reported
    assert [h for h, _ in links(told["findings"], lang)] == [f"f1.ALL.{lang}.html#f1-1a", f"f4.ALL.{lang}.html#f4-4a"]
    texts = [t for _, t in links(told["findings"], lang)]
    assert len(set(texts)) == len(texts)  # a list of links says where each goes


def test_in_jupyterlab_the_list_has_no_link(reported):
    _, told = reported
    for lang in LANGS:
        assert links(told["findings"], lang)
        assert "<a " not in told["findings"].plain[lang]
    shown = told["findings"]._repr_mimebundle_()
    assert shown["text/html"] == told["findings"].plain["en"]
    assert "<a " in shown["application/vnd.mcee+json"]["html"]["fr"]


def test_data_in_a_line_are_text():
    words = {one: Words(one) for one in LANGS}
    line = Line("f1", "1a", State.SUPPORTED, "f8.state_of", {"id": "<b>", "state": '"&'})
    made = listed("f8", "list", [line], words, "en")
    assert "<b>" not in made.both["en"]
    assert "&lt;b&gt;" in made.both["en"]
    assert "&quot;&amp;" in made.both["en"]


def test_the_headline_number_is_that_of_the_record(reported):
    page, told = reported
    assert "+168.5%" in told["findings"].both["en"]
    assert "+168,5\u00a0%" in told["findings"].both["fr"]
    assert page.record().record["numbers"]["f8-findings-f1-1a-growth"]["value"] == 1.685


def test_a_finding_that_did_not_complete_is_told_without_a_link(otherwise):
    page, told = otherwise
    items = [li for li in soup(told["findings"], "en").find_all("li") if "did not complete" in li.text]
    assert len(items) == 1
    assert items[0].text.startswith("Finding 2")
    assert items[0].find("a") is None
    assert page.state() == {"8a": "supported", "8b": "cannot_conclude"}


def test_the_state_follows_the_records(reported):
    page, told = reported
    assert page.state() == {"8a": "cannot_conclude", "8b": "mixed"}
    assert "not supported" in told["8a"].both["en"]
    assert "non appuyé" in told["8a"].both["fr"]


def test_what_differs_says_why(reported, otherwise):
    rows = {r[0]: r for r in reported[1]["differences"].record()["rows"]}
    assert rows["4b"][2:4] == ["state_not_supported", "state_cannot_conclude"]
    assert "at least 19 are needed" in rows["4b"][4]["en"]
    assert rows["8a"][4]["en"] == "Both conclude the same."
    assert "n'a pas abouti" in rows["2a"][4]["fr"]
    other = {r[0]: r for r in otherwise[1]["differences"].record()["rows"]}
    assert other["4a"][3] == "state_supported"
    assert "document within 180 days" in other["4a"][4]["en"]


def test_the_matrix_says_its_words(reported):
    made = reported[1]["evidence_matrix"]
    assert len(made.table) == 35
    words = {w["en"] if isinstance(w, dict) else w for w in (r[2] for r in made.record()["rows"])}
    assert words >= {"f8_converge", "f8_complement", "f8_silent"}
    text = soup(made, "fr").text
    assert "converge" in text
    assert "muette" in text


def test_rates_of_few_persons_are_not_shown_in_public_and_are_inside(reported, otherwise):
    public = reported[1]["response_rates"].table.cells["rate"]
    inside = otherwise[1]["response_rates"].table.cells["rate"]
    assert [c.mark for c in public] == ["small_base", "", "small_base", ""]
    assert [c.mark for c in inside] == ["", "", "", ""]
    assert all(c.value % 5 == 0 for c in reported[1]["response_rates"].table.cells["asked"])


def test_what_the_report_redacts_stays_redacted(reported):
    rows = reported[1]["limitations"].record()["rows"]
    assert [r[0] for r in rows if r[1]["fr"] == "(CAVIARDÉ)"] == ["4", "5"]
    assert [r[2]["fr"] for r in rows if r[0] in "45"] == ["(CAVIARDÉ)"] * 2
    assert reported[1]["limitations"].table.provenance == "published"


def test_the_plan_says_the_day_and_what_is_late(reported):
    said = soup(reported[1]["action_sentence"], "fr").text
    assert "31\u00a0mai 2025" in said
    assert "en retard\u00a0: 0" in said
    rows = reported[1]["action_plan"].record()["rows"]
    assert rows[0][3]["fr"] == "T2 2026-2027 (30\u00a0septembre 2026)"
    assert rows[0][5]["v"] == 487


def test_open_propositions_have_their_row(reported):
    rows = reported[1]["evaluability"].record()["rows"]
    assert {p for r in rows for p in r[1].split(", ")} == {"4b", "4d", "8a"}
    assert "février 2019" in rows[0][2]["fr"]
    effects = reported[1]["effects_counts"].record()["rows"][0]
    assert f"+{100 * effects[2]['v']:.0f}%" in rows[0][4]["en"]
    assert "après 4, 8 et 12 trimestres" in rows[0][4]["fr"]


def test_only_the_report_s_own_figures_are_unmarked(reported):
    _, told = reported
    plain = {s for s, m in told.items() if isinstance(m, Exhibit) and 'class="badge' not in m.html("en")}
    assert {"limitations", "periods"} <= plain
    assert not plain & {"evidence_matrix", "strength", "differences", "propositions", "action_plan", "snowball"}
