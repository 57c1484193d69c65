"""Safe reading: what is wrong with a file as such is said in its own words, in bounded memory."""

from __future__ import annotations

import os
import tracemalloc
import zipfile

import openpyxl
import pytest

from mcee_eval.errors import BadTable
from mcee_eval.loaders import raw, raw_workbook
from mcee_eval.loaders.cells import clean, ragged
from mcee_eval.loaders.raw import read

GOOD = "country,year,claims\nNGA,2019,10\nMEX,2019,20\n"


def refusal(path, **kwargs) -> str:
    with pytest.raises(BadTable) as refused:
        read(path, **kwargs)
    assert refused.value.exit_code == 11
    return str(refused.value)


# Bytes of a text file → the one problem that is told.
TEXTS = {
    "empty": (
        b"",
        "the whole file: 0 bytes; expected a header and rows. Fetch or export the file again.",
    ),
    "blank lines": (
        b"\n\n  \n",
        "the whole file: blank lines only; expected a header and rows. Fetch or export the file again.",
    ),
    "mixed encodings": (
        "country,name\nCIV,Côte\n".encode() + "TUR,Türkiye\n".encode("cp1252"),
        "line 3: mixed encodings: byte 0xFC is not UTF-8, while line 2 is UTF-8; expected one encoding, UTF-8. "
        "Repair these lines. Save it as 'CSV UTF-8'.",
    ),
    "utf-16": (
        GOOD.encode("utf-16"),
        "the whole file: UTF-16 text; expected UTF-8. Save it as 'CSV UTF-8'.",
    ),
    "nul byte": (
        b"country,year\nNGA,20\x0019\n",
        "line 2: a NUL byte; expected text in UTF-8. This is no text file; export it again.",
    ),
    "cut inside quotes": (
        b'country,name\nCOD,"Congo, Democratic Rep',
        "line 2: a quote opens here and never closes: the file is cut, or a quote is missing; "
        "expected a closing quote. Fetch or export the file again.",
    ),
    "text after a quote": (
        b'country,name\nCOD,"Congo" DR\n',
        "line 2: text after a closing quote (',' expected after '\"'); expected a separator. "
        "Double the quotes inside a text.",
    ),
    "a quote that swallows the file": (
        b'country,name\nCOD,"' + b"x\n" * 70_000 + b'"\n',
        "line 2: a cell of more than 131072 characters; expected shorter cells. Look for a quote that is never closed.",
    ),
    "parquet": (
        b"PAR1....PAR1",
        "the whole file: a Parquet file; expected CSV or Excel here. Export it as CSV.",
    ),
    "password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64 + "EncryptedPackage".encode("utf-16-le"),
        "the whole file: a password; expected an open workbook. Save it without a password.",
    ),
    "old workbook": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64 + "Workbook".encode("utf-16-le"),
        "the whole file: a workbook of before 2007 (.xls); expected .xlsx or CSV. Save it as .xlsx.",
    ),
    "cut workbook": (
        b"PK\x03\x04 and then nothing",
        "the whole file: a damaged or cut archive; expected a workbook. Fetch or save it again.",
    ),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_bad_file_is_told_in_its_own_words(name, tmp_path):
    data, told = TEXTS[name]
    path = tmp_path / "claims.csv"
    path.write_bytes(data)
    assert refusal(path) == f"claims.csv: 1 problem\n  - {told}"
    assert path.read_bytes() == data


def test_missing_file(tmp_path):
    assert refusal(tmp_path / "claims.csv") == (
        "claims.csv: 1 problem\n  - the path: no such file; expected a file. Check the name and the folder."
    )


def test_a_folder_where_a_file_should_be(tmp_path):
    (tmp_path / "claims.csv").mkdir()
    assert refusal(tmp_path / "claims.csv") == (
        "claims.csv: 1 problem\n  - the path: a folder; expected a file. Name the file inside it."
    )


def test_a_file_where_a_folder_should_be(tmp_path):
    (tmp_path / "raw").write_text("I am a file")
    assert refusal(tmp_path / "raw" / "claims.csv") == (
        "claims.csv: 1 problem\n"
        "  - the path: 'raw' is a file, not a folder; expected a file. Check the name and the folder."
    )


def test_a_line_of_two_gigabytes_is_refused_in_bounded_memory(tmp_path):
    path = tmp_path / "claims.csv"
    path.write_text("country,year\nNGA,")
    os.truncate(path, 2_000_000_000)  # a sparse file: one line of zeros
    tracemalloc.start()
    told = refusal(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert told == (
        "claims.csv: 1 problem\n  - the whole file: a line of more than 10000000 bytes; expected shorter lines. "
        "The file is damaged, or not a table; fetch or export it again."
    )
    assert peak < 5 * raw.MAX_LINE


def test_a_file_that_is_too_large(tmp_path):
    path = tmp_path / "claims.csv"
    path.write_text("a,b\n" + "1,2\n" * 1000)
    assert refusal(path, limit=1000) == (
        "claims.csv: 1 problem\n  - the whole file: more than 1000 bytes; expected at most 1000. "
        "Keep only the rows and columns that are needed."
    )


def test_an_archive_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = tmp_path / "claims.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        with packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(31):
                part.write(b"\0" * 10_000_000)
    size = path.stat().st_size
    assert size < 2_000_000
    assert refusal(path) == (
        f"claims.xlsx: 1 problem\n  - the whole file: an archive of {size} bytes that unpacks to 310000011; "
        "expected at most 300000000. Do not open it; ask for another copy."
    )


def test_a_sheet_of_endless_cells(tmp_path, monkeypatch):
    monkeypatch.setattr(raw_workbook, "MAX_CELLS", 100)
    path = tmp_path / "claims.xlsx"
    book = openpyxl.Workbook()
    book.active.cell(40, 5, 1)
    book.save(path)
    assert refusal(path) == (
        "claims.xlsx: 1 problem\n  - sheet 'Sheet': a value in cell E40, so that it spans 40 × 5 cells; "
        "expected at most 100 cells. Clear what stands far from the table."
    )


def test_an_archive_that_is_no_workbook(tmp_path):
    path = tmp_path / "claims.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("claims.csv", GOOD)
    assert refusal(path) == (
        "claims.zip: 1 problem\n"
        "  - the whole file: an archive that is no workbook; expected .xlsx or CSV. Unpack it first."
    )


def test_a_workbook_whose_parts_are_missing(tmp_path):
    path = tmp_path / "claims.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
    assert refusal(path) == (
        "claims.xlsx: 1 problem\n"
        "  - the whole file: a damaged workbook; expected a workbook that Excel opens. Fetch or save it again."
    )


def test_a_formula_that_was_never_computed_is_no_empty_cell(tmp_path):
    path = tmp_path / "claims.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["country", "claims"])
    book.active.append(["NGA", "=5*5"])
    book.save(path)
    assert refusal(path) == (
        "claims.xlsx: 1 problem\n  - cell B2: a formula whose value is not stored; expected a value. "
        "Open the workbook in Excel and save it, or paste values."
    )


def test_empty_workbook_and_missing_sheet(tmp_path):
    path = tmp_path / "claims.xlsx"
    openpyxl.Workbook().save(path)
    assert "the workbook: empty sheets only; expected a header and rows." in refusal(path)
    assert "the workbook: no sheet 'claims'; expected one of Sheet. Rename the sheet." in refusal(path, sheet="claims")


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("mark", [",", ";"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_all_accepted_forms_give_the_same_cells(tmp_path, bom, mark, end):
    path = tmp_path / "claims.csv"
    path.write_bytes(bom + GOOD.replace(",", mark).replace("\n", end).encode())
    cells = read(path)
    assert cells.rows == (("country", "year", "claims"), ("NGA", "2019", "10"), ("MEX", "2019", "20"))
    assert cells.lines == (1, 2, 3)
    assert cells.delimiter == mark
    assert not cells.unfinished


def test_a_comma_inside_quotes_does_not_choose_the_separator(tmp_path):
    path = tmp_path / "claims.csv"
    path.write_text('"Congo, Democratic, Republic, of, the";claims\n"a";1\n')
    assert read(path).rows[1] == ("a", "1")


def test_lines_are_those_of_an_editor(tmp_path):
    path = tmp_path / "claims.csv"
    path.write_text('a,b\n"two\nlines",1\n\nx,2\n')
    cells = read(path)
    assert cells.lines == (1, 2, 5)
    assert cells.at(2, "b") == "line 5, column 'b'"


def test_ragged_rows_and_a_last_row_that_is_cut(tmp_path):
    path = tmp_path / "claims.csv"
    path.write_text("a,b,c\n1,2\n1,2,3,4\n1,2,3\n1,2")
    assert [str(p) for p in ragged(read(path))] == [
        "line 2: 2 cells; expected 3 cells, as in the header. "
        "Look for a missing or superfluous separator, or an unquoted one inside a text.",
        "line 3: 4 cells; expected 3 cells, as in the header. "
        "Look for a missing or superfluous separator, or an unquoted one inside a text.",
        "line 5: the last row stops after 2 of 3 cells: the file is cut in mid-row; "
        "expected 3 cells, as in the header. Fetch or export the file again.",
    ]
    assert read(path).unfinished


def test_a_workbook_gives_text_merged_ranges_and_its_other_sheets(tmp_path):
    import datetime as dt

    path = tmp_path / "claims.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "claims"
    for row in (["period", "", "x"], [dt.date(2020, 3, 17), 12.0, 0.5], [True, None, "--"]):
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    book.create_sheet("nothing")
    book.create_sheet("other").append(["y"])
    book.save(path)
    cells = read(path)
    assert cells.rows == (("period", "", "x"), ("2020-03-17", "12", "0.5"), ("true", "", "--"))
    assert cells.merged == ("A1:B1",)
    assert (cells.sheet, cells.others) == ("claims", ("other",))
    assert raw.sheets(path) == ("claims", "nothing", "other")
    assert read(path, sheet="other").rows == (("y",),)
    assert cells.at(1) == "row 2"


def test_spaces_and_invisible_characters():
    assert clean("\u00a0Sri\u202fLanka\u200b ") == "Sri Lanka"
    assert clean("2\u2009680") == "2 680"


@pytest.mark.parametrize(
    ("data", "note"),
    [
        ("country,name\nCIV,Côte d’Ivoire\n".encode("cp1252"), True),
        ("country;name\nCIV;Côte d’Ivoire\n".encode(), False),
        ("country\tname\nCIV\tCôte d’Ivoire\n".encode("utf-8-sig"), False),
        ("sep=;\r\ncountry;name\r\nCIV;Côte d’Ivoire\r\n".encode(), False),
        ('country\tname\nCIV\t"Côte d’Ivoire"\n'.encode("cp1252"), True),
        ("country\tname, as printed\nCIV\tCôte d’Ivoire\n".encode(), False),
    ],
)
def test_what_spreadsheets_write_is_read(tmp_path, data, note):
    path = tmp_path / "names.csv"
    path.write_bytes(data)
    cells = read(path)
    assert cells.rows[1] == ("CIV", "Côte d’Ivoire")
    assert len(cells.rows) == 2
    assert bool(cells.notes) is note


def workbook(path, rows, dimension: str):
    """A workbook whose sheet says that it ends elsewhere."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    with zipfile.ZipFile(path) as packed:
        parts = {n: packed.read(n) for n in packed.namelist()}
    name = "xl/worksheets/sheet1.xml"
    start, end = parts[name].index(b"<dimension"), parts[name].index(b"/>", parts[name].index(b"<dimension")) + 2
    parts[name] = parts[name][:start] + f'<dimension ref="{dimension}"/>'.encode() + parts[name][end:]
    with zipfile.ZipFile(path, "w") as packed:
        for n, content in parts.items():
            packed.writestr(n, content)


@pytest.mark.parametrize("dimension", ["A1:B10", "A1", "A1:A90", "A1:XFD1048576"])
def test_the_range_that_a_sheet_says_it_has_is_not_trusted(tmp_path, dimension):
    rows = [("country", "claims"), *((f"R{i:02}", i) for i in range(90))]
    workbook(tmp_path / "claims.xlsx", rows, dimension)
    cells = read(tmp_path / "claims.xlsx")
    assert len(cells.rows) == 91
    assert cells.rows[90] == ("R89", "89")


def test_fewer_rows_read_than_the_sheet_holds_is_refused(tmp_path, monkeypatch):
    workbook(tmp_path / "claims.xlsx", [("a",), (1,), (2,)], "A1:A3")
    monkeypatch.setattr(raw_workbook, "_values", lambda *a, **k: [("a",), (1,)])
    assert "2 rows read of the 3 that the sheet holds" in refusal(tmp_path / "claims.xlsx")


def test_a_cell_far_from_the_others_is_refused_in_little_memory(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD60000"] = "country", 1
    book.save(tmp_path / "far.xlsx")
    tracemalloc.start()
    told = refusal(tmp_path / "far.xlsx")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "a value in cell XFD60000" in told
    assert peak < 100_000_000


def test_a_damaged_part_is_told(tmp_path):
    workbook(tmp_path / "claims.xlsx", [("a",), (1,)], "A1:A2")
    with zipfile.ZipFile(tmp_path / "claims.xlsx") as packed:
        parts = {n: packed.read(n) for n in packed.namelist()}
    with zipfile.ZipFile(tmp_path / "claims.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        for n, content in parts.items():
            packed.writestr(n, content)
    data = bytearray((tmp_path / "claims.xlsx").read_bytes())
    at = data.index(b"xl/worksheets/sheet1.xml") + len(b"xl/worksheets/sheet1.xml")
    data[at : at + 12] = b"\xff" * 12
    (tmp_path / "claims.xlsx").write_bytes(data)
    assert "damaged" in refusal(tmp_path / "claims.xlsx")


@pytest.mark.parametrize(
    "name", ["files/own_tables_short_dimension.xlsx", "attacker/two_cells.xlsx", "reliability/roles_damaged_part.xlsx"]
)
def test_files_that_failed(shared, name):
    path = shared / "inputs" / name
    if "short_dimension" in name:
        assert len(read(path, sheet="asylum_claims").rows) == 49
    else:
        refusal(path)
