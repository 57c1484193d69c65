"""Workbooks and CSV: from A1, one header row, nothing merged, no formula, the record's numbers, the same bytes."""

from __future__ import annotations

import csv
import io
import zipfile

import openpyxl
import page_examples as examples
import pytest

from mcee_eval.publish.neutral import neutral
from mcee_eval.publish.tidy import dictionary_csv, exhibit_csv
from mcee_eval.publish.workbook import workbook

pytestmark = pytest.mark.usefixtures("example_texts")


@pytest.fixture(scope="module")
def record(example_texts: None) -> dict:
    return examples.record(examples.exhibits())


def book(record: dict, lang: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook([record], lang)))


def test_sheets_in_their_order(record: dict) -> None:
    assert book(record, "en").sheetnames == ["Cover", "Contents", "Notes", "f4-lines", "f4-bars", "f4-plain"]
    assert book(record, "fr").sheetnames[:3] == ["Couverture", "Sommaire", "Notes"]


def test_a_table_a_sheet_from_a1_with_the_records_numbers(record: dict) -> None:
    sheet = book(record, "fr")["f4-lines"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "Année"
    assert None not in rows[0]
    requests = rows[0].index("Demandes")
    want = [c[1].get("v", "supprimé (--)") for c in record["exhibits"][0]["rows"]]
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
    cells = [str(c.value) for (c,) in book(record, "en")["f4-plain"].iter_rows(min_row=2, max_col=1)]
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
