"""Broken workbooks and Parquet files of own tables: each with its exact message."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook
from own_countries import COUNTRY_TABLE

from mcee_eval.errors import BadTable
from mcee_eval.loaders import own_files, raw_workbook
from mcee_eval.loaders.own_tables import load_table

HEADER = ["country", "month", "claims"]


def book(path: Path, *rows: list, sheet: str = "asylum_claims") -> Path:
    made = Workbook()
    made.active.title = sheet
    for row in rows:
        made.active.append(row)
    made.save(path)
    return path


def told(path: Path, table: str = "asylum_claims") -> list[str]:
    before = path.read_bytes()
    with pytest.raises(BadTable) as refused:
        load_table(table, path, others={"countries": COUNTRY_TABLE}, extracted_on="2025-03-31")
    assert path.read_bytes() == before
    return [str(p) for p in refused.value.problems]


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "extract.xlsx"


def test_merged_headers(path):
    made = Workbook()
    sheet = made.active
    sheet.append(["country", "month", "claims", None])
    sheet.append(["R01", "2019-01", 3, 4])
    sheet.merge_cells("C1:D1")
    made.save(path)
    assert told(path) == [
        "cells C1:D1: merged; expected one cell for each value. Unmerge them; write each column's name in row 1.",
        "column 4: no name, 1 filled cells; expected a name in the header. Name it or take it out.",
    ]


def test_a_formula_whose_value_was_never_stored(path):
    book(path, HEADER, ["R01", "2019-01", 3], ["R01", "2019-02", "=C2*2"])
    assert told(path) == [
        "cell C3: a formula whose value is not stored; expected a value. "
        "Open the workbook in Excel and save it, or paste values."
    ]


def test_an_excel_error(path):
    book(path, HEADER, ["R01", "2019-01", "#N/A"], ["#REF!", "2019-02", 3])
    assert told(path) == [
        "row 3, country: the Excel error #REF!; expected a code. Repair the formula, then paste values.",
        "row 2, claims: the Excel error #N/A; expected a whole number. Repair the formula, then paste values.",
    ]


def test_an_error_in_a_text(path):
    book(path, ["question", "section", "text_en", "text_fr"], ["Q1", "cover", "#REF!", "b"], sheet="questions")
    assert told(path, "questions") == [
        "row 2, text_en: the Excel error #REF!; expected text. Repair the formula, then paste values."
    ]


def test_a_number_with_decimals_and_a_text_number(path):
    book(path, HEADER, ["R01", "2019-01", 3.5], ["R01", "2019-02", "1\u202f234"])
    assert told(path) == [
        "row 2, claims: '3.5'; expected a whole number such as 1234. Correct it at the source: this column counts.",
        "row 3, claims: '1 234', with thousands separators; expected a whole number such as 1234. Write 1234.",
    ]


def test_a_day_number_as_text_where_excel_had_a_date(path):
    header = ["meeting", "body", "date", "decisions_recorded"]
    book(path, header, ["M1", "RWG_DG", "43831", True], ["M2", "RWG_DG", 43862, False], sheet="meetings")
    assert told(path, "meetings") == [
        "row 2, date: '43831', which looks like an Excel day number; expected a date such as 2019-03-31. "
        "Format the cells as dates and save again (2020-01-01 if Excel counts from 1900).",
        "row 3, date: '43862', which looks like an Excel day number; expected a date such as 2019-03-31. "
        "Format the cells as dates and save again (2020-02-01 if Excel counts from 1900).",
    ]


def test_a_date_with_a_clock(path):
    header = ["meeting", "body", "date", "decisions_recorded"]
    book(path, header, ["M1", "RWG_DG", dt.datetime(2020, 1, 1, 14, 30), True], sheet="meetings")
    assert told(path, "meetings") == [
        "row 2, date: '2020-01-01 14:30:00', with a time of day; expected a date such as 2019-03-31. "
        "Give the day alone."
    ]


def test_a_month_that_excel_made_a_day(path):
    book(path, HEADER, ["R01", dt.date(2019, 1, 15), 3])
    assert told(path) == ["row 2, month: the day '2019-01-15'; expected a month such as 2019-03. Write 2019-01."]


def test_the_first_day_of_a_month_is_the_month_that_excel_made_of_it_and_the_receipt_says_so(path):
    book(path, HEADER, ["R01", dt.date(2019, 1, 1), 3], ["R01", "2019-02", 4.0])
    got = load_table("asylum_claims", path, others={"countries": COUNTRY_TABLE})
    assert list(got.frame["month"]) == ["2019-01", "2019-02"]
    assert list(got.frame["claims"]) == [3, 4]
    assert got.receipt.notes == ("month: 1 cell in another form, such as '2019-01-01' read as 2019-01",)


def test_several_sheets_and_none_of_the_name(path):
    made = Workbook()
    made.active.title = "asylum claims"
    made.create_sheet("other")
    made.save(path)
    assert told(path) == [
        "the workbook: sheets asylum claims, other; expected a sheet named 'asylum_claims', or one sheet only. "
        "Rename the sheet 'asylum claims', if it is the one."
    ]


def test_a_blank_row_inside(path):
    book(path, HEADER, ["R01", "2019-01", 3], [], ["R01", "2019-02", 3])
    assert told(path) == ["row 3: a row of empty cells; expected a row with its values. Take the row out."]


def test_a_workbook_with_nothing_in_it(path):
    book(path)
    assert told(path) == [
        "the workbook: empty sheets only; expected a header and rows. Fetch or export the file again."
    ]


def test_a_workbook_with_a_password(path):
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le"))
    assert told(path) == ["the whole file: a password; expected an open workbook. Save it without a password."]


def test_an_archive_bomb(path, monkeypatch):
    monkeypatch.setattr(raw_workbook, "MAX_UNPACKED", 1_000_000)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 1_000_001)
    size = path.stat().st_size
    assert told(path) == [
        f"the whole file: an archive of {size} bytes that unpacks to 1000012; expected at most 1000000. "
        "Do not open it; ask for another copy."
    ]


def test_a_cut_workbook(path):
    book(path, HEADER, ["R01", "2019-01", 3])
    path.write_bytes(path.read_bytes()[:-300])
    assert told(path) == ["the whole file: a damaged or cut archive; expected a workbook. Fetch or save it again."]


def parquet(tmp_path: Path, **columns: object) -> Path:
    path = tmp_path / "extract.parquet"
    pd.DataFrame(columns).to_parquet(path)
    return path


def test_a_cut_parquet_file(tmp_path):
    path = parquet(tmp_path, country=["R01"], month=["2019-01"], claims=[3])
    path.write_bytes(path.read_bytes()[:-20])
    assert told(path) == [
        "the whole file: a damaged or cut Parquet file; expected a whole one. Fetch or write the file again."
    ]


def test_lists_in_parquet_cells(tmp_path):
    path = parquet(tmp_path, engagement=["E1", "E2"], department=[["IRCC", "GAC"], ["IRCC"]], lead=[True, None])
    assert told(path, "engagement_departments") == [
        "row 2, department: 'IRCC; GAC', a list of 2; expected one code. "
        "Give each value a row of its own: no cell holds a list.",
        "row 3, department: '[IRCC]'; expected one of IRCC, CBSA, GAC, PS. Did you mean 'IRCC'?",
    ]


def test_numbers_of_another_kind_in_parquet(tmp_path):
    path = parquet(
        tmp_path, country=["R01", "R01", "R01"], month=["2019-01", "2019-02", "2019-03"], claims=[3.0, None, 2.5]
    )
    assert told(path) == [
        "row 4, claims: '2.5'; expected a whole number such as 1234. Correct it at the source: this column counts."
    ]


def test_an_index_that_pandas_wrote(tmp_path):
    path = tmp_path / "extract.parquet"
    pd.DataFrame({"country": ["R01"], "month": ["2019-01"], "claims": [3]}, index=[7]).to_parquet(path)
    assert told(path) == [
        "column '__index_level_0__': not in the contract; expected country, month, claims. "
        "Take the column out of the file."
    ]


def test_instants_with_a_time_zone_or_nanoseconds_are_no_days(tmp_path):
    days = pd.to_datetime(["2020-01-01", "2020-01-02"]).tz_localize("America/Toronto")
    path = parquet(tmp_path, meeting=["M1", "M2"], body=["RWG_DG"] * 2, date=days, decisions_recorded=[True, False])
    assert [t.split(";")[0] for t in told(path, "meetings")] == [
        "row 2, date: '2020-01-01 00:00:00-05:00'",
        "row 3, date: '2020-01-02 00:00:00-05:00'",
    ]
    fine = pd.Series([pd.Timestamp("2020-01-01 00:00:00.000000001"), pd.Timestamp("2020-01-02")])
    path = parquet(tmp_path, meeting=["M1", "M2"], body=["RWG_DG"] * 2, date=fine, decisions_recorded=[True, False])
    assert [t.split(";")[0] for t in told(path, "meetings")] == [
        "row 2, date: '2020-01-01 00:00:00.000000001', with a time of day"
    ]


def test_a_parquet_file_of_too_many_cells_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(own_files, "MAX_CELLS", 5)
    path = parquet(tmp_path, country=["R01"] * 2, month=["2019-01", "2019-02"], claims=[3, 4])
    assert told(path) == [
        "the whole file: 6 cells; expected at most 5. Keep only the rows and columns that are needed."
    ]
