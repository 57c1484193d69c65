"""CSV, Parquet and Excel give the same frame, for every declared table."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook
from table_examples import EXTRACTED_ON, examples

from mcee_eval.contracts import CONTRACTS
from mcee_eval.contracts.text_form import csv_text
from mcee_eval.loaders.own_tables import load_dataset, load_table


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return examples(rows=12, seed=3)


def as_workbook(tables: dict[str, pd.DataFrame], path: Path) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, frame in tables.items():
        sheet = book.create_sheet(name)
        sheet.append(list(frame.columns))
        for record in frame.astype(object).itertuples(index=False):
            sheet.append(
                [None if pd.isna(v) else v.to_pydatetime() if hasattr(v, "to_pydatetime") else v for v in record]
            )
            for cell in sheet[sheet.max_row]:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    cell.data_type = "s"
    book.save(path)
    return path


@pytest.mark.parametrize("name", CONTRACTS)
@pytest.mark.parametrize("form", ["comma", "semicolon and BOM", "parquet", "excel"])
def test_every_form_of_a_table_gives_the_same_frame(name, form, tables, tmp_path):
    frame, contract = tables[name], CONTRACTS[name]
    path = tmp_path / f"{name}.file"
    if form == "comma":
        path.write_text(csv_text(contract, frame), encoding="utf-8", newline="")
    elif form == "semicolon and BOM":
        path.write_text(csv_text(contract, frame, separator=";"), encoding="utf-8-sig", newline="")
    elif form == "parquet":
        frame.to_parquet(path)
    else:
        as_workbook({name: frame}, path)
    before = path.read_bytes()
    got = load_table(name, path, others=tables, extracted_on=EXTRACTED_ON)
    pd.testing.assert_frame_equal(got.frame, frame, check_exact=True)
    assert dict(got.frame.dtypes.astype(str)) == contract.dtypes
    assert got.receipt.rows == len(frame)
    assert path.read_bytes() == before


def test_a_folder_of_files_and_one_workbook_give_the_same_tables(tables, tmp_path):
    files, book = tmp_path / "files", tmp_path / "book"
    files.mkdir()
    book.mkdir()
    for i, (name, frame) in enumerate(tables.items()):
        if i % 2:
            frame.to_parquet(files / f"{name}.parquet")
        else:
            (files / f"{name}.csv").write_text(csv_text(CONTRACTS[name], frame), encoding="utf-8")
    as_workbook(tables, book / "all.xlsx")
    for folder in (files, book):
        got = load_dataset(folder, extracted_on=EXTRACTED_ON, provenance="synthetic")
        assert list(got) == list(CONTRACTS)
        for name, one in got.items():
            pd.testing.assert_frame_equal(one.frame, tables[name], check_exact=True)
            assert one.receipt.provenance == "synthetic"
            assert not [n for n in one.receipt.notes if "not compared" in n]


def test_columns_may_stand_in_another_order(tables, tmp_path):
    frame = tables["projects"]
    frame[frame.columns[::-1]].to_parquet(tmp_path / "p.parquet")
    got = load_table("projects", tmp_path / "p.parquet", extracted_on=EXTRACTED_ON)
    pd.testing.assert_frame_equal(got.frame, frame)
