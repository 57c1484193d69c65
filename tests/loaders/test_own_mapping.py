"""An extract as people have it: the mapping is drafted from the file, and every row is accounted for."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import pytest
from openpyxl import Workbook
from own_mapping_mutants import mutants

from mcee_eval.contracts import CONTRACTS
from mcee_eval.contracts.cell_text import Unread
from mcee_eval.errors import BadSettings
from mcee_eval.loaders.check_folder import check_folder
from mcee_eval.loaders.own_declared import declared
from mcee_eval.loaders.own_drafting import drafted, write_drafts
from mcee_eval.loaders.own_forms import Forms, plainly
from mcee_eval.loaders.own_tables import load_dataset

REQUESTS = CONTRACTS["travel_document_requests"]
DATE, COUNTRY = REQUESTS.column("requested_on"), REQUESTS.column("country")
MONTH = CONTRACTS["asylum_claims"].column("month")
YEAR, PAID = (CONTRACTS["disbursements"].column(n) for n in ("fiscal_year", "paid"))
QUARTER = CONTRACTS["travel_documents"].column("quarter")
DAYS, COMMA, POINT = Forms(dates="day-month-year"), Forms(decimals=","), Forms(decimals=".")


@pytest.mark.parametrize(
    ("text", "column", "forms", "read"),
    [
        ("05/03/2019", DATE, DAYS, "2019-03-05"),
        ("05/03/2019", DATE, Forms(dates="month-day-year"), "2019-05-03"),
        ("05/03/2019", DATE, Forms(), "05/03/2019"),
        ("31-12-98", DATE, DAYS, "1998-12-31"),
        ("13/13/2019", DATE, DAYS, "13/13/2019"),
        ("1er avril 2019", DATE, Forms(), "2019-04-01"),
        ("12 févr. 2021", DATE, Forms(), "2021-02-12"),
        ("March 5, 2019", DATE, Forms(), "2019-03-05"),
        ("5-Mar-19", DATE, DAYS, "2019-03-05"),
        ("5-Mar-19", DATE, Forms(), "5-Mar-19"),
        ("30 février 2021", DATE, Forms(), "30 février 2021"),
        ("2019/03/05", DATE, Forms(), "2019-03-05"),
        ("20190305", DATE, Forms(), "2019-03-05"),
        ("43555", DATE, Forms(serials=True), "2019-03-31"),
        ("43555", DATE, Forms(), "43555"),
        ("janv. 2019", MONTH, Forms(), "2019-01"),
        ("juin-19", MONTH, Forms(), "2019-06"),
        ("Sept 2021", MONTH, Forms(), "2021-09"),
        ("03/2019", MONTH, Forms(), "2019-03"),
        ("EF2022-23", YEAR, Forms(), "2022-23"),
        ("EF 2022-2023", YEAR, Forms(), "2022-23"),
        ("Exercice 2025-2026", YEAR, Forms(), "2025-26"),
        ("20-21", YEAR, Forms(), "2020-21"),
        ("10-11", YEAR, Forms(), "10-11"),
        ("FY2019", YEAR, Forms(), "FY2019"),
        ("T1 2019-2020", QUARTER, Forms(), "2019-20Q1"),
        ("1er trimestre 2019-20", QUARTER, Forms(), "2019-20Q1"),
        ("1 234,50", PAID, COMMA, "1234.50"),
        ("1\u00a0234,50 $", PAID, COMMA, "1234.50"),
        ("1\u202f234", PAID, Forms(), "1234"),
        ("1.234.567,8", PAID, COMMA, "1234567.8"),
        ("1,234.50", PAID, POINT, "1234.50"),
        ("$1,234", PAID, POINT, "1234"),
        ("12,5", PAID, Forms(), "12,5"),
    ],
)
def test_a_cell_has_the_meaning_that_its_form_and_the_mapping_give_it(text, column, forms, read):
    assert plainly(text, column, forms) == read


def test_a_point_before_three_digits_is_refused_where_the_comma_is_the_mark():
    with pytest.raises(Unread, match=r"Write 1234 or 1,234\."):
        plainly("1.234", PAID, COMMA)


def workbook(path: Path) -> Path:
    """A sheet with a title, French headers, dates in three forms, a total, a hidden row and a repeated header."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Demandes DV"
    sheet.merge_cells("A1:E1")
    sheet["A1"] = "Extrait au 31 mars 2025"
    sheet.append([])
    header = ["No demande", "Clé personne", "Pays", "Date demande", "Date délivrance", "Remarques"]
    sheet.append(header)
    sheet.append(["TD-1", "P1", "Haïti", "25/03/2019", dt.datetime(2019, 5, 1), "x"])
    sheet.append(["TD-2", "P2", "NGA", "5 juin 2020", None, None])
    sheet.append([])
    sheet.append(header)
    sheet.append(["TD-3", "P3", "NGA", "2020-06-07", "04-02-21", None])
    sheet.append(["TOTAL", None, None, 3])
    sheet.row_dimensions[8].hidden = True
    book.save(path / "extrait.xlsx")
    return path


def test_the_draft_reads_the_sheet_and_check_says_what_was_done(tmp_path):
    folder = workbook(tmp_path)
    told = tomllib.loads(write_drafts(folder)["mapping.toml"])["travel_document_requests"]
    assert (told["sheet"], told["header_row"], told["dates"]) == ("Demandes DV", 3, "day-month-year")
    assert told["columns"]["requested_on"] == "Date demande"
    assert told["unused"] == ["Remarques"]
    assert declared(folder)["extracted_on"] == dt.date(2025, 3, 31)
    report = check_folder(folder)
    notes = report.notes["travel_document_requests"]
    assert notes[0].startswith("6 rows under the header: 3 kept; 1 empty left aside; the header again (row 7)")
    assert "row 8: hidden or filtered in the sheet, and read" in notes
    assert {p.where.split(", ")[-1] for found in report.problems.values() for p in found} == {
        "removals_status", "mcee_role", "main", "engagement_plan",
    }  # fmt: skip
    (folder / "countries.csv").unlink()
    frame = load_dataset(folder)["travel_document_requests"].frame
    assert list(frame["requested_on"].dt.strftime("%Y-%m-%d")) == ["2019-03-25", "2020-06-05", "2020-06-07"]
    assert list(frame["country"]) == ["HTI", "NGA", "NGA"]


def test_a_draft_changes_no_file_that_is_there(tmp_path):
    folder = workbook(tmp_path)
    (folder / "mapping.toml").write_text("", encoding="utf-8")
    assert set(drafted(folder)) == {"dataset.toml", "countries.csv"}


def test_day_and_month_that_cannot_be_told_are_asked_for(tmp_path):
    text = "Request number;Person;Country;Date requested;Date issued\nA1;P1;NGA;03/04/2019;05/06/2019\n"
    (tmp_path / "export.csv").write_text(text, encoding="utf-8")
    assert 'dates = "?"' in write_drafts(tmp_path)["mapping.toml"]
    told = [str(p) for p in check_folder(tmp_path).problems["mapping.toml"]]
    assert told == [
        'travel_document_requests.dates: \'?\'; expected "day-month-year" or "month-day-year" or "year-month-day". '
        "The file does not say: ask who made it."
    ]


def test_a_spreadsheet_that_swapped_days_and_months_is_refused(tmp_path):
    rows = [f"A{i};P{i};NGA;{13 + i % 15}/03/2019\n" for i in range(30)]
    rows += [f"B{i};Q{i};NGA;2019-{1 + i % 12:02d}-{1 + i % 12:02d}\n" for i in range(30)]
    (tmp_path / "export.csv").write_text("Request no;Person;Country;Date requested\n" + "".join(rows), encoding="utf-8")
    write_drafts(tmp_path)
    assert "swapped day and month" in str(check_folder(tmp_path).problems["export.csv"][0])


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ('provenence = "synthetic"', "provenance"),
        ('provenance = "sintetic"', "synthetic"),
        ('extracted_on = "2025-03-31"', "Write extracted_on = 2025-03-31."),
        ('[release]\ncountry = ["NGA"]', "countries"),
        ('release = "NGA"', "a list of codes"),
    ],
)
def test_a_declaration_cannot_be_misspelt(tmp_path, text, meant):
    (tmp_path / "dataset.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadSettings, match=meant):
        declared(tmp_path)
    with pytest.raises(BadSettings, match=meant):
        check_folder(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('country = "Pays"', 'countri = "Pays"', "Did you mean 'country'?"),
        ('country = "Pays"', 'country = "Pay"', "Did you mean 'Pays'?"),
        ("dates =", "date =", "Did you mean 'dates'?"),
        ('unused = ["Remarques"]', "", "nothing on 'Remarques'"),
        ("extrait.xlsx", "extrai.xlsx", "Did you mean 'extrait.xlsx'?"),
        ("[travel_document_requests]", "[travel_document_request]", "Did you mean 'travel_document_requests'?"),
        ("header_row = 3", "header_row = 2", "an empty"),
        ('"Demandes DV"', '"Demande"', "no sheet 'Demande'"),
    ],
)
def test_a_mapping_cannot_be_misspelt(tmp_path, old, new, told):
    folder = workbook(tmp_path)
    text = write_drafts(folder)["mapping.toml"]
    assert old in text
    (folder / "mapping.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    assert told in "\n".join(str(p) for found in check_folder(folder).problems.values() for p in found)


def test_of_the_mutants_none_is_read_as_something_else():
    outcomes, wrong = mutants(60, seed=3)
    assert wrong == []
    assert {"good read", "cell refused", "mapping refused", "dataset refused", "rows read"} <= set(outcomes)
