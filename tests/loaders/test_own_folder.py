"""A folder of tables: all problems of all files at once, near misses, published and unknown files."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from mcee_eval.errors import BadParameter, BadSettings, BadTable
from mcee_eval.loaders.check_folder import check_folder
from mcee_eval.loaders.own_tables import load_dataset, load_table

COUNTRIES = (
    "country,removals_status,mcee_role,main,status_from,status_to,programme_start,selected_on,engagement_plan,name_en,name_fr\n"
    "R01,recalcitrant,targeted,yes,,,2020-04,2019,yes,Ardenia,Ardénie\n"
    "C07,cooperative,none,no,,,,,no,Costona,Costone\n"
)
CLAIMS = "country,month,claims\nR01,2019-01,3\nC07,2019-01,12\n"


def folder_of(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def told(report) -> dict[str, list[str]]:
    return {name: [str(p) for p in found] for name, found in report.problems.items()}


def test_a_good_folder(tmp_path):
    report = check_folder(folder_of(tmp_path, countries=COUNTRIES, asylum_claims=CLAIMS))
    assert report.tables == {"countries": 2, "asylum_claims": 2}
    assert report.count == 0
    assert report.unknown == ()
    assert report.published == {}
    assert report.notes == {}
    report.stop()


def test_all_problems_of_all_files_at_once(tmp_path):
    folder_of(
        tmp_path,
        countries=COUNTRIES.replace("yes,,,2020", "oui,,,2020"),
        asylum_claims=CLAIMS.replace("C07", "Costone").replace(",3\n", ",-3\n"),
        travel_document="x,y\n1,2\n",
        travel_documents="country,quarter,requested,received\nR02,2019-20Q1,1,1\n",
    )
    (tmp_path / "claims.csv").write_bytes(b"")
    report = check_folder(tmp_path)
    assert told(report) == {
        "asylum_claims.csv": [
            "line 3, country: 'Costone'; expected a country of the table countries. Did you mean 'C07' (Costona)?",
            "line 2, claims: -3; expected 0 or more. Correct it at the source, or declare a correction.",
        ],
        "claims.csv": ["the whole file: 0 bytes; expected a header and rows. Fetch or export the file again."],
        "countries.csv": ["line 2, main: 'oui'; expected yes or no (true or false). Write yes, if that is meant."],
        "travel_document.csv": [
            "the file's name: nearly the name of a table; expected 'travel_documents'. "
            "Rename it 'travel_documents.csv', if it is that table, or move it out of the folder."
        ],
        "travel_documents.csv": [
            "line 2, country: 'R02'; expected a country of the table countries. Did you mean 'R01'?"
        ],
    }
    assert report.tables == {}
    with pytest.raises(BadTable) as refused:
        report.stop()
    assert len(refused.value.problems) == report.count == 6
    assert str(refused.value).startswith(f"{tmp_path.name}: 6 problems\n  - asylum_claims.csv, line 3, country: ")
    with pytest.raises(BadTable) as again:
        load_dataset(tmp_path)
    assert {str(p) for p in again.value.problems} == {str(p) for p in refused.value.problems}


def test_codes_that_could_not_be_compared_are_named(tmp_path):
    report = check_folder(folder_of(tmp_path, asylum_claims=CLAIMS))
    assert report.notes == {"asylum_claims": ("country: not compared with the table countries, which was not given",)}


def test_a_file_without_a_last_line_end_is_read_and_noted(tmp_path):
    report = check_folder(folder_of(tmp_path, countries=COUNTRIES.rstrip("\n")))
    assert report.notes == {"countries": ("the last line has no line end: nothing shows that it is complete",)}


def test_a_table_that_stands_twice(tmp_path):
    folder_of(tmp_path, countries=COUNTRIES)
    load_table("countries", tmp_path / "countries.csv").frame.to_parquet(tmp_path / "countries.parquet")
    assert told(check_folder(tmp_path)) == {
        "countries.parquet": [
            "the whole file: the table countries, which countries.csv holds too; expected each table once. "
            "Keep one of them in the folder."
        ]
    }


def test_a_workbook_of_tables_with_a_misspelt_sheet_and_a_fault(tmp_path):
    book = Workbook()
    book.active.title = "Notes"
    for name, rows in {
        "asylum_claims": [["country", "month", "claims"], ["R01", "2019-01", "many"]],
        "countrys": [["country"], ["R01"]],
        "projects": [["project", "partner"]],
    }.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "tables.xlsx")
    assert told(check_folder(tmp_path)) == {
        "tables.xlsx": [
            "sheet 'countrys': not the name of a table; expected a sheet a table. Did you mean 'countries'?",
            "sheet asylum_claims, row 2, claims: 'many'; expected a whole number such as 1234. "
            "Correct it at the source, or declare a correction.",
        ]
    }


def test_files_that_are_no_tables_are_named_and_hidden_ones_are_not(tmp_path):
    folder_of(tmp_path, countries=COUNTRIES, inventory_of_chairs="chair,legs\na,4\n")
    (tmp_path / "README.md").write_text("x")
    (tmp_path / ".gitkeep").write_text("")
    (tmp_path / "~$tables.xlsx").write_text("")
    (tmp_path / "old").mkdir()
    pd.DataFrame({"a": [1]}).to_parquet(tmp_path / "chairs.parquet")
    report = check_folder(tmp_path)
    assert report.unknown == ("README.md", "chairs.parquet", "inventory_of_chairs.csv", "old/")
    assert report.count == 0


def test_published_files_are_recognised_and_read(tmp_path, public):
    folder_of(tmp_path, countries=COUNTRIES)
    name = "unhcr_asylum_applications_coa_CAN_2000_2025.csv"
    (tmp_path / name).write_bytes((public / name).read_bytes())
    (tmp_path / "cut.csv").write_bytes((public / name).read_bytes()[:-9])
    report = check_folder(tmp_path)
    assert report.published[name] == "unhcr_applications"
    assert report.tables == {"countries": 2}
    assert list(report.problems) == ["cut.csv"]


@pytest.mark.parametrize(
    ("make", "told"),
    [
        ("absent", "nowhere: 1 problem\n  - the path: no such folder; expected a folder of tables. Check the name."),
        ("file", "it: 1 problem\n  - the path: a file; expected a folder of tables. Name the folder that holds it."),
    ],
)
def test_a_folder_that_is_none(make, told, tmp_path):
    (tmp_path / "it").write_text("x")
    with pytest.raises(BadTable) as refused:
        check_folder(tmp_path / ("it" if make == "file" else "nowhere"))
    assert str(refused.value) == told


def test_an_empty_folder_is_a_problem(tmp_path):
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "notes.docx").write_text("")
    report = check_folder(tmp_path / "x")
    assert told(report) == {
        "x": [
            "the folder: no table, only notes.docx; expected files named as a table of the data dictionary, or "
            "published files. mcee-eval check --draft-mapping drafts how to read an extract as it is. "
            "mcee-eval template writes an empty workbook."
        ]
    }


def test_a_table_that_is_not_declared():
    with pytest.raises(BadParameter, match=r"no table 'asylum_claim'. Did you mean 'asylum_claims'\?"):
        load_table("asylum_claim", "x.csv")


@pytest.mark.parametrize(
    ("given", "last"), [({"extracted_on": "2018-12-31"}, "2018-12"), ({"vintage": "2018-12-31"}, "2018-12")]
)
def test_the_day_of_the_extraction_is_given_or_the_vintage(given, last, tmp_path):
    folder_of(tmp_path, asylum_claims=CLAIMS)
    with pytest.raises(BadTable, match=rf"expected {last} \(the period of the extraction\) or earlier"):
        load_table("asylum_claims", tmp_path / "asylum_claims.csv", **given)


def test_without_a_day_the_future_is_refused(tmp_path):
    folder_of(tmp_path, asylum_claims=CLAIMS.replace("2019-01", "2098-01"))
    with pytest.raises(BadTable, match="lines 2-3, month: '2098-01'"):
        load_table("asylum_claims", tmp_path / "asylum_claims.csv", vintage="spring release")
    with pytest.raises(BadParameter, match="extracted_on 'yesterday': not a date"):
        load_table("asylum_claims", tmp_path / "asylum_claims.csv", extracted_on="yesterday")


def test_the_receipt_says_where_the_frame_comes_from(tmp_path):
    folder_of(tmp_path, countries=COUNTRIES)
    path = tmp_path / "countries.csv"
    receipt = load_table("countries", path, provenance="synthetic", vintage="2025-03-31").receipt
    assert (receipt.kind, receipt.source, receipt.vintage) == ("countries", "countries.csv", "2025-03-31")
    assert (receipt.provenance, receipt.rows, receipt.suppressed) == ("synthetic", 2, 0)
    import hashlib

    assert receipt.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_folder_may_state_the_day_of_its_extraction(tmp_path):
    folder_of(tmp_path, countries=COUNTRIES, asylum_claims=CLAIMS)
    (tmp_path / "dataset.toml").write_text("extracted_on = 2018-12-31\n")
    report = check_folder(tmp_path)
    assert [p.where for p in report.problems["asylum_claims.csv"]] == ["lines 2-3, month"]
    assert report.unknown == ()
    with pytest.raises(BadTable, match="expected 2018-12"):
        load_dataset(tmp_path, vintage="2025-03-31")
    assert check_folder(tmp_path, extracted_on="2025-03-31").count == 0
    assert len(load_dataset(tmp_path, extracted_on="2025-03-31")) == 2


@pytest.mark.parametrize("text", ['extracted_on = "2018-12-31"\n', "extracted_on = 2018\n", "extracted_on =\n"])
def test_a_declaration_that_cannot_be_read(text, tmp_path):
    folder_of(tmp_path, countries=COUNTRIES)
    (tmp_path / "dataset.toml").write_text(text)
    with pytest.raises(BadSettings, match=r"dataset\.toml"):
        check_folder(tmp_path)


def test_the_shipped_programme_is_fit_for_use(root):
    report = check_folder(root / "data" / "synthetic" / "report")
    assert report.count == 0
    assert len(report.tables) >= 30
    assert report.notes == {}
