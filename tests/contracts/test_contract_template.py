"""The empty workbook: a sheet a table, header at A1, notes in both languages, equal bytes, and it can be filled."""

from __future__ import annotations

import io
import time
import zipfile

import openpyxl
import pytest

from mcee_eval.contracts.readers import to_fill
from mcee_eval.contracts.template import template, write_template
from mcee_eval.loaders.own_tables import load_dataset


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> openpyxl.Workbook:
    return openpyxl.load_workbook(write_template(tmp_path_factory.mktemp("template") / "t.xlsx"))


def test_a_sheet_a_table_with_its_header_in_row_1_and_nothing_below(book):
    assert book.sheetnames == ["notes", *to_fill()]
    for name, contract in to_fill().items():
        sheet = book[name]
        assert [cell.value for cell in sheet[1]] == list(contract.names)
        assert sheet.max_row == 1
        assert not sheet.merged_cells.ranges


def test_the_notes_explain_every_column_in_both_languages(book):
    rows = list(book["notes"].iter_rows(min_row=2, values_only=True))
    told = {(r[0], r[1]): r for r in rows}
    for contract in to_fill().values():
        for column in contract.columns:
            row = told[contract.name, column.name]
            assert row[2] == column.en
            assert row[3].replace("\u00a0", " ") == column.fr
    assert not book["notes"].merged_cells.ranges


def test_periods_and_codes_are_text_so_that_excel_leaves_them_alone(book):
    sheet = book["removals_inventory"]
    assert sheet.column_dimensions["A"].number_format == "@"
    assert sheet.column_dimensions["B"].number_format == "@"
    assert sheet.column_dimensions["D"].number_format == "0"
    assert book["projects"].column_dimensions["E"].number_format == "yyyy-mm-dd"


def test_choices_are_offered_for_closed_lists(book):
    rules = book["asylum_claims"].data_validations.dataValidation
    assert rules == []
    formulas = {r.formula1 for r in book["projects"].data_validations.dataValidation}
    assert '"IOM,UNODC,UNHCR,ARK"' in formulas


def test_two_workbooks_are_equal_byte_for_byte_and_name_no_program(tmp_path):
    first = write_template(tmp_path / "a.xlsx").read_bytes()
    time.sleep(2.1)  # zip times count in steps of two seconds
    second = write_template(tmp_path / "b.xlsx").read_bytes()
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert packed.testzip() is None
        assert all(b"openpyxl" not in packed.read(name).lower() for name in packed.namelist())


def test_a_template_that_was_filled_is_read(tmp_path):
    book = template()
    book["countries"].append(
        ["R01", "recalcitrant", "targeted", True, None, None, "2020-04", 2019, True, "Ardenia", "Ardénie"]
    )
    book["asylum_claims"].append(["R01", "2019-01", 12])
    book.save(tmp_path / "filled.xlsx")
    tables = load_dataset(tmp_path)
    assert list(tables) == ["countries", "asylum_claims"]
    assert tables["countries"].frame.loc[0, "programme_start"] == "2020-04"
    assert tables["asylum_claims"].frame.loc[0, "claims"] == 12
