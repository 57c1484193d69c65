"""Files: the same bytes from the same seed, and the shipped data set as its command makes it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from datetime import date

import pandas as pd
import pytest

from mcee_eval.errors import NotWritable
from mcee_eval.loaders.own_tables import load_dataset
from mcee_eval.synthetic.__main__ import main
from mcee_eval.synthetic.write import write

SHIPPED = ("data", "synthetic", "report")


def contents(folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_shipped_data_set_is_what_its_command_makes(root, tmp_path):
    assert main(["report", "20250331", str(tmp_path / "again")]) == 0
    shipped, again = contents(root.joinpath(*SHIPPED)), contents(tmp_path / "again")
    assert sorted(shipped) == sorted(again)
    assert [name for name in shipped if shipped[name] != again[name]] == []


def test_the_shipped_data_set_is_small(root):
    assert sum(map(len, contents(root.joinpath(*SHIPPED)).values())) < 2_000_000


def test_two_processes_with_other_hash_seeds_write_the_same_bytes(root, tmp_path):
    for salt in ("1", "4242"):
        subprocess.run(
            [sys.executable, "-m", "mcee_eval.synthetic", "gaps", "11", str(tmp_path / salt)],
            env={**os.environ, "PYTHONHASHSEED": salt, "PYTHONPATH": str(root)},
            cwd=root,
            check=True,
        )
    assert contents(tmp_path / "1") == contents(tmp_path / "4242")


def test_files_are_utf8_with_line_feeds_and_hold_every_table(report, tmp_path):
    files = contents(write(report, tmp_path / "new" / "folder"))
    assert set(files) == {f"{name}.csv" for name in report.tables} | {"dataset.toml", "truth.json"}
    for content in files.values():
        assert b"\r" not in content
        assert content.endswith(b"\n")
        assert not content.startswith(b"\xef\xbb\xbf")
        content.decode("utf-8")


def test_cells_are_written_in_their_declared_form(report, tmp_path):
    folder = write(report, tmp_path)
    read = {name: pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False) for name in report.tables}
    assert {n: len(f) for n, f in read.items()} == {n: len(f) for n, f in report.tables.items()}
    assert set(read["countries"]["main"]) == {"true", "false"}
    assert read["travel_document_requests"]["requested_on"].str.fullmatch(r"\d{4}-\d\d-\d\d").all()
    assert read["removals_inventory"]["stock_end"].str.fullmatch(r"\d+").all()
    assert read["removals_inventory"]["reclassified"].str.fullmatch(r"-?\d+").all()
    assert read["evidence"]["weight"].str.fullmatch(r"[01](\.\d{1,3})?").all()
    assert (read["removals_inventory"]["added"] == "").sum() == report.tables["removals_inventory"][
        "added"
    ].isna().sum()
    dates = pd.to_datetime(read["travel_document_requests"]["issued_on"].replace("", None))
    issued = report.tables["travel_document_requests"]["issued_on"]
    assert dates.astype("datetime64[us]").equals(issued)


def test_the_data_set_says_what_it_is(root):
    told = tomllib.loads(root.joinpath(*SHIPPED, "dataset.toml").read_text(encoding="utf-8"))
    release = told.pop("release")
    assert told == {
        "name": "synthetic",
        "provenance": "synthetic",
        "scenario": "report",
        "seed": 20250331,
        "extracted_on": date(2025, 3, 31),
    }
    countries = pd.read_csv(root.joinpath(*SHIPPED, "countries.csv"))["country"]
    assert release == countries.tolist()


@pytest.mark.parametrize("name", ["report", "gaps"])
def test_the_loader_reads_back_what_was_simulated(programmes, tmp_path, name):
    loaded = load_dataset(write(programmes[name], tmp_path), provenance="synthetic", extracted_on="2025-03-31")
    assert set(loaded) == set(programmes[name].tables)
    for table, frame in programmes[name].tables.items():
        pd.testing.assert_frame_equal(loaded[table].frame, frame)


def test_the_truth_survives_its_file(report, tmp_path):
    folder = write(report, tmp_path)
    assert json.loads((folder / "truth.json").read_text(encoding="utf-8")) == report.truth


def test_a_folder_that_is_a_file_is_refused(report, tmp_path):
    (tmp_path / "taken").write_text("mine")
    with pytest.raises(NotWritable, match="expected a folder that can be written"):
        write(report, tmp_path / "taken")
    assert (tmp_path / "taken").read_text() == "mine"


@pytest.mark.parametrize("arguments", [[], ["report"], ["report", "x", "out"], ["report", "-1", "out"]])
def test_the_command_refuses_what_it_cannot_read(arguments, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 12
    assert "python -m mcee_eval.synthetic SCENARIO SEED FOLDER" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_command_names_an_unknown_scenario(tmp_path, capsys):
    assert main(["real", "1", str(tmp_path / "out")]) == 12
    assert "expected one of report, null" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
