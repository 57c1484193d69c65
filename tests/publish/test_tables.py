"""Workbooks and CSV: from A1, one header row, nothing merged, no formula, the record's numbers, the same bytes."""

from __future__ import annotations

import copy
import csv
import io
import zipfile

import openpyxl
import page_examples as examples
import pytest
from bs4 import BeautifulSoup

from mcee_eval import record as records
from mcee_eval.publish.neutral import neutral
from mcee_eval.publish.tidy import dictionary_csv, exhibit_csv
from mcee_eval.publish.workbook import workbook
from mcee_eval.words import catalogue as catalogues
from mcee_eval.words import say

pytestmark = pytest.mark.usefixtures("example_texts")


@pytest.fixture(scope="module")
def record(example_texts: None) -> dict:
    return examples.record(examples.exhibits())


def book(record: dict, lang: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook([record], lang)))


def test_sheets_in_their_order(record: dict) -> None:
    own = ["1 Requests by year (lines)", "2 Requests by year (bars)", "3 Requests by year (plain)"]
    assert book(record, "en").sheetnames == ["Cover", "Contents", "Notes", *own]
    french = book(record, "fr")
    assert french.sheetnames[:4] == ["Couverture", "Sommaire", "Notes", "1 Demandes par année (lines)"]
    assert [c.value for c in french["Sommaire"]["B"]][1:] == [e["id"] for e in record["exhibits"]]
    links = [c.hyperlink.location for c in french["Sommaire"]["A"][1:]]
    assert links == [f"'{name}'!A1" for name in french.sheetnames[3:]]


def test_names_of_sheets_are_short_readable_and_differ(record: dict) -> None:
    long = copy.deepcopy(record)
    for exhibit in long["exhibits"]:
        exhibit["title"] = dict.fromkeys(("en", "fr"), "L'incidence [cumulée] des documents : délais / années")
    names = openpyxl.load_workbook(io.BytesIO(workbook([long, {**long, "finding": "f1"}], "fr"))).sheetnames[3:]
    assert names[:2] == ["C4 1 L'incidence cumulée des…", "C4 2 L'incidence cumulée des…"]
    assert len({n.lower() for n in names}) == 6
    assert all(len(n) <= 31 and not set(n) & set("[]:*?/\\") for n in names)


def test_periods_as_on_the_page_with_a_code_that_sorts(record: dict) -> None:
    quarters = copy.deepcopy(record)
    exhibit = quarters["exhibits"][0]
    exhibit["columns"][0] |= {"kind": "quarter", "label": {"en": "Quarter", "fr": "Trimestre"}}
    for i, row in enumerate(exhibit["rows"]):
        row[0] = f"20{18 + i // 4}-{19 + i // 4}Q{1 + i % 4}"
    sheet = book(quarters, "fr").worksheets[3]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:2] == ("Trimestre", say.Words("fr")("site.book.code", label="Trimestre"))
    assert rows[1][:2] == ("T1 2018-2019", "2018-19Q1")
    codes = [r[1] for r in rows[1:]]
    assert codes == sorted(codes)
    years = list(book(record, "fr").worksheets[3].iter_rows(values_only=True))
    assert [r[0] for r in years[1:]] == [2018, 2019, 2020, 2021, 2022, 2023]  # a year is a number and sorts by itself


def test_each_sheet_is_marked_as_a_table_with_its_header(record: dict) -> None:
    twice = copy.deepcopy(record)
    for column in twice["exhibits"][0]["columns"]:
        column["label"] = {"en": "Same", "fr": "Pareil"}
    for sheet in book(twice, "en").worksheets[3:]:
        (table,) = sheet.tables.values()
        assert table.ref == sheet.dimensions
        names = [c.name for c in table.tableColumns]
        assert names == [c.value for c in sheet[1]]
        assert len(set(names)) == len(names)


def test_texts_of_both_languages(example_texts: None) -> None:
    whole = {**catalogues.catalogue(), **examples.texts(), **examples.claim_texts()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(say, "catalogue", lambda: whole)
        shown = examples.claim_ledger(9)
        made = examples.record([shown], finding="f8", country="ALL", numbers={})
        records.validate(records.rounded(made))
        rows = list(csv.DictReader(io.StringIO(exhibit_csv(made["exhibits"][0]).decode("utf-8-sig"))))
        assert rows[0]["claim_en"].startswith("Claim 1: the report says")
        assert rows[0]["claim_fr"].startswith("Énoncé 1\u00a0: le rapport dit")
        assert [r["recomputed_mark"] for r in rows[:2]] == ["redacted", ""]
        for lang, start, other in (("en", "Claim 2", "Énoncé"), ("fr", "Énoncé 2", "Claim")):
            sheet = openpyxl.load_workbook(io.BytesIO(workbook([made], lang))).worksheets[3]
            assert str(sheet["A3"].value).startswith(start)
            assert sheet.column_dimensions["A"].width == 60
            assert not [c.value for row in sheet for c in row if other in str(c.value)]
        described = dictionary_csv(made).decode("utf-8-sig")
        assert "claim,The report says,Le rapport dit,both,text" in described
        english, french = (BeautifulSoup(shown.html(lang), "html.parser") for lang in ("en", "fr"))
    assert [th["class"] for th in english.select("thead th")] == [["t"], ["n"], ["t"]]
    assert english.select("tbody th")[1].text.startswith("Claim 2")
    assert french.select("tbody th")[1].text.startswith("Énoncé 2")
    assert [d["value"] for d in english.select("data")] == [d["value"] for d in french.select("data")]
    assert "première diffusion" in french.text


def test_a_table_a_sheet_from_a1_with_the_records_numbers(record: dict) -> None:
    sheet = book(record, "fr").worksheets[3]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "Année"
    assert None not in rows[0]
    requests = rows[0].index("Demandes")
    want = [c[1].get("v", say.Words("fr")("site.book.suppressed")) for c in record["exhibits"][0]["rows"]]
    assert [r[requests] for r in rows[1:]] == want
    assert {r[-1] for r in rows[1:]} == {"SYNTHÉTIQUE"}


def test_nothing_hidden_merged_or_computed(record: dict) -> None:
    whole = workbook([record, {**record, "country": "ALL"}], "en")
    loaded = openpyxl.load_workbook(io.BytesIO(whole))
    assert len(set(loaded.sheetnames)) == 9
    for sheet in loaded:
        assert not sheet.merged_cells.ranges
        assert sheet.sheet_state == "visible"
        assert sheet["A1"].value
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert not loaded.defined_names
    packed = zipfile.ZipFile(io.BytesIO(whole))
    assert not [n for n in packed.namelist() if "external" in n.lower()]
    assert b"openpyxl" not in b"".join(packed.read(n) for n in packed.namelist())


def test_hostile_text_in_a_workbook(record: dict) -> None:
    cells = [str(c.value) for (c,) in book(record, "en").worksheets[5].iter_rows(min_row=2, max_col=1)]
    assert cells[1:4] == [examples.HOSTILE, "../../x", "[U+202E]abc"]
    assert cells[5] == "'=1+1"
    assert len(cells[4]) == 10_000


def test_the_same_bytes(record: dict) -> None:
    assert workbook([record], "en") == workbook([record], "en")


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", " =1", "\t=1"])
def test_what_looks_like_a_formula_is_neutralised(text: str) -> None:
    assert neutral(text)[0] in "'["
    assert neutral("a=1") == "a=1"


def test_csv_equals_the_record(record: dict) -> None:
    for exhibit in record["exhibits"]:
        rows = list(csv.DictReader(io.StringIO(exhibit_csv(exhibit).decode("utf-8-sig"))))
        assert len(rows) == len(exhibit["rows"])
        for line, cells in zip(rows, exhibit["rows"], strict=True):
            for column, cell in zip(exhibit["columns"], cells, strict=True):
                got = line[column["key"]]
                if isinstance(cell, dict):
                    assert (float(got) if got else None) == cell.get("v")
                    assert line.get(f"{column['key']}_mark", "") == cell.get("m", "")
                else:
                    assert got == neutral(cell)
            assert line["provenance"] == "synthetic"
    described = list(csv.DictReader(io.StringIO(dictionary_csv(record).decode("utf-8-sig"))))
    assert [(d["exhibit"], d["column"]) for d in described] == [
        (e["id"], c["key"]) for e in record["exhibits"] for c in e["columns"]
    ]
