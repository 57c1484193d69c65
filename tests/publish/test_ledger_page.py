"""The ledger: every number of the pages for all countries by its id, each traceable to record, source and place."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import page_examples as examples
import pytest
import site_example
from bs4 import BeautifulSoup

from mcee_eval.publish import ledger
from mcee_eval.publish.numbers import numbers, sentence_of
from mcee_eval.publish.site import build_site
from mcee_eval.release.cell import Cell
from mcee_eval.words import catalogue as catalogues
from mcee_eval.words import say
from mcee_eval.words.formats import KINDS, LANGS
from mcee_eval.words.say import Words


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A site of two findings (one of them the conclusions, with a claim ledger) and a country."""
    whole = {**catalogues.catalogue(), **examples.texts(), **examples.claim_texts()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(say, "catalogue", lambda: whole)
        out = tmp_path_factory.mktemp("ledger")
        shown = examples.exhibits()
        for country in ("ALL", "R01"):
            site_example.put(out, examples.record(shown, country=country))
        claims = examples.record([examples.claim_ledger(20)], finding="f8", country="ALL", numbers={})
        site_example.put(out, claims)
        build_site(out, audience="public")
        yield out


def tree(outputs: Path, lang: str) -> BeautifulSoup:
    return BeautifulSoup((outputs / f"public/site/ledger.{lang}.html").read_text(encoding="utf-8"), "html.parser")


def rows(outputs: Path, name: str = "ledger.csv") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((outputs / "public/site" / name).read_text(encoding="utf-8-sig"))))


def record(outputs: Path, name: str = "f4.ALL") -> dict:
    return json.loads((outputs / f"public/report/records/{name}.json").read_bytes())


@pytest.mark.parametrize("lang", LANGS)
def test_every_number_of_the_pages_for_all_countries_stands_on_it_once(outputs: Path, lang: str) -> None:
    page = tree(outputs, lang)
    shown = [d["id"] for d in page.select("data, span.mark")]
    wanted = {f"report-ALL-{n.id}" for name in ("f4.ALL", "f8.ALL") for n in numbers(record(outputs, name))}
    assert len(wanted) == 1 + 6 * 2 + 6 + 6 + 20
    assert set(shown) == wanted
    assert len(shown) == len(wanted)


def test_a_row_says_value_unit_bounds_and_leads_to_the_place(outputs: Path) -> None:
    page = tree(outputs, "fr")
    row = page.find(id="report-ALL-f4-lines-2-requests").find_parent("tr")  # type: ignore[union-attr]
    assert [c.get_text() for c in row.select("th, td")] == [
        "f4-lines-2-requests", "120", "nombre", "118 – 122", "", "2019 · Demandes",
    ]  # fmt: skip
    assert row.a["href"] == "report/f4.ALL.fr.html#f4-lines-2-requests"
    assert row.find_parent("details")["id"] == "report-ALL-f4-lines"
    assert "un exemple (date de diffusion\u00a0: 2026-01)" in row.find_parent("details").get_text()
    suppressed = page.find(id="report-ALL-f4-lines-4-requests")
    assert suppressed is not None
    assert suppressed["data-mark"] == "suppressed"
    assert suppressed.select_one(".vh").text == "donnée supprimée"  # type: ignore[union-attr]


def test_the_reports_numbers_come_first(outputs: Path) -> None:
    page = tree(outputs, "en")
    headings = page.select("main h2")
    assert headings[0].text == "The report's numbers, recomputed"
    first = page.select_one("main table")
    assert first is not None
    assert len(first.select("tbody tr")) == 20
    link = first.select_one("tbody tr:nth-of-type(3) th a")
    assert link is not None
    assert link["href"] == "report/f8.ALL.en.html#f8-claim-ledger-3-recomputed"
    assert "Claim 3: the report says" in first.select("tbody tr")[2].text
    assert "Énoncé 3" in tree(outputs, "fr").select("main table tbody tr")[2].text


def test_the_file_leads_every_number_back_to_the_field_of_its_record(outputs: Path) -> None:
    told = rows(outputs)
    assert len(told) == 2 * 25 + 20
    assert {r["country"] for r in told} == {"ALL", "R01"}
    for one in told:
        kept = json.loads((outputs / "public" / one["record"]).read_bytes())
        for step in one["field"].split("/")[1:]:
            kept = kept[int(step) if isinstance(kept, list) else step]
        value = kept.get("v", kept.get("value"))
        assert (float(one["value"]) if one["value"] else None) == value
        assert one["mark"] == kept.get("m", kept.get("mark", ""))
        assert one["page_fr"] == f"{one['dataset']}/{one['finding']}.{one['country']}.fr.html#{one['id']}"
        assert one["source_en"]
    assert rows(outputs, "report/csv/f4.R01/ledger.csv") == [r for r in told if r["country"] == "R01"]
    growth = next(r for r in told if r["id"] == "f8-claim-ledger-2-recomputed")
    assert (growth["printed_en"], growth["printed_fr"]) == ("'+51.0%", "'+51,0\u00a0%")
    assert growth["vintage"] == "2024-Q4 first release"


def test_numbers_of_sentences_are_known_by_their_sentence() -> None:
    """On real texts: the id of a number leads to its text, hence to how it is printed and to the whole sentence."""
    kept = {"value": 0.412, "low": 0.40, "high": 0.43, "n": 200, "unit": "share"}
    made = examples.record([], numbers={"f4-4b-donors-donors": {"value": 3, "unit": "count"}, "f4-gone-x": kept})
    made["verdicts"][0] |= {"proposition": "4b"}
    donors, gone = numbers(made)
    assert donors.stands_in == "reason.f4.donors"
    assert "3; at least" in sentence_of(donors.stands_in, made, {"donors": donors}, Words("en"))
    assert (gone.stands_in, gone.cell) == ("", Cell(0.412, 0.40, 0.43, 200))
    assert gone.printed(Words("fr")) == "41,2\u00a0%"
    assert gone.bound(Words("en")) == "40.0% – 43.0%"


def test_units_of_every_kind_have_a_word() -> None:
    for _, unit in KINDS.values():
        assert Words("fr")(f"site.unit.{unit}")


def test_a_full_page_leaves_the_largest_exhibits_to_the_file(outputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "CELLS", 12)
    monkeypatch.setattr(
        say, "catalogue", lambda: {**catalogues.catalogue(), **examples.texts(), **examples.claim_texts()}
    )
    (outputs / "work/public/site.json").unlink()
    build_site(outputs, audience="public")
    page = tree(outputs, "fr")
    closed = {d["id"]: "CSV" in d.text and d.table is None for d in page.select("main details")}
    assert closed == {"report-ALL-f4-lines": True, "report-ALL-f4-bars": False, "report-ALL-f4-plain": False}
