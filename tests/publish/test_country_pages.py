"""Nine findings, twelve countries, two data sets: the index, a page per country, the dictionary; nothing is lost."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
import site_example
from bs4 import BeautifulSoup
from site_links import dead_links

from mcee_eval.contracts import CONTRACTS
from mcee_eval.contracts.registry import read_by


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site_example.build_large(tmp_path_factory.mktemp("large")) / "public/site"


def tree(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def test_every_link_leads_somewhere(site: Path) -> None:
    assert dead_links(site) == []


def test_the_index_has_every_finding_once_and_only_findings_by_country_in_the_grid(site: Path) -> None:
    index = tree(site / "index.en.html")
    first, second = index.select("section.dataset")
    for section in (first, second):
        assert len(section.select(".props tbody")) == 9
    assert len(first.select(".grid thead th")) == 1 + len(site_example.BY_COUNTRY)
    assert len(second.select(".grid thead th")) == 1 + 9
    assert [len(s.select(".grid tbody tr")) for s in (first, second)] == [13, 13]
    assert len(index.select("details summary strong")) == 1  # the runs that failed, folded away: there are many
    assert (site / "index.en.html").stat().st_size < 100_000


def test_counts_beside_the_filter_are_those_of_the_grid(site: Path) -> None:
    for section in tree(site / "index.en.html").select("section.dataset"):
        for choice in section.select(".filter label")[1:]:
            state = choice.input["value"]  # type: ignore[index]
            rows = [r for r in section.select(".grid tbody tr")[1:] if r.select(f".state.{state}")]
            assert choice.text.strip().endswith(f"({len(rows)})")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_page_per_country_says_all_nine_findings(site: Path, lang: str) -> None:
    for dataset in ("first", "second"):
        pages = sorted((site / dataset).glob(f"country.*.{lang}.html"))
        assert [p.name.split(".")[1] for p in pages] == sorted(site_example.COUNTRIES)
        for page in pages:
            country, shown = page.name.split(".")[1], tree(page)
            sections = {s["aria-labelledby"]: s for s in shown.select("main section")}
            assert list(sections) == list(site_example.FINDINGS)
            for finding, section in sections.items():
                link = section.select_one("p a")
                assert link is not None
                failed = section.select_one(".failed") is not None
                own = dataset == "second" or finding in site_example.BY_COUNTRY
                assert bool(section.select(".state")) == (own and not failed)
                expected = country if own and not failed else "ALL"
                assert link["href"] == f"../{dataset}/{finding}.{expected}.{lang}.html"


def test_a_finding_without_country_form_says_so(site: Path) -> None:
    page = tree(site / "first/country.R01.fr.html")
    assert "Traité pour l'ensemble des pays." in page.find(id="f7").find_parent("section").text  # type: ignore[union-attr]
    assert page.h1 is not None
    assert page.h1.text.startswith("Pays R01")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_dictionary_has_the_tables_that_the_findings_use(site: Path, lang: str) -> None:
    page = tree(site / f"dictionary.{lang}.html")
    names = [h.code.text for h in page.select("main section h2")]  # type: ignore[union-attr]
    used = [c for c in CONTRACTS.values() if set(read_by()[c.name]) != {"methods"}]
    assert names == [c.name for c in used]
    for contract in used:
        section = page.find("section", attrs={"aria-labelledby": contract.name})
        assert [r.th.text for r in section.select("tbody tr")] == list(contract.names)  # type: ignore[union-attr]
        codes = [c.text for c in section.select("details li > code")]  # type: ignore[union-attr]
        assert codes == [code for column in contract.columns for code in column.codes]


def test_a_site_of_one_finding_has_its_tables_only(tmp_path: Path) -> None:
    import page_examples as examples

    from mcee_eval.publish.collected import Collected
    from mcee_eval.publish.dictionary import columns_csv, dictionary_page

    found = Collected({("a", "f4", "ALL"): examples.record([])}, {}, None)
    page = BeautifulSoup(dictionary_page(found, [], "en"), "html.parser")
    names = {str(s["aria-labelledby"]) for s in page.select("main section")}
    assert names == {c.name for c in CONTRACTS.values() if {"4", "all"} & set(read_by()[c.name])}
    assert "projects" not in names
    assert b"exhibit,column" in columns_csv(found)


def test_columns_of_exhibits_stand_once_however_many_countries_show_them(site: Path) -> None:
    rows = list(csv.DictReader(io.StringIO((site / "columns.csv").read_text(encoding="utf-8-sig"))))
    assert [(r["exhibit"], r["column"]) for r in rows] == [
        ("f8-claim-ledger", "claim"), ("f8-claim-ledger", "found"), ("f8-claim-ledger", "recomputed"),
    ]  # fmt: skip
    assert {r["label_fr"] for r in rows} == {"Le rapport dit", "Ce qui a été constaté", "Recalculé"}


def test_the_ledger_stays_light_with_two_claim_ledgers(site: Path) -> None:
    for lang in ("en", "fr"):
        assert (site / f"ledger.{lang}.html").stat().st_size < 1_000_000
