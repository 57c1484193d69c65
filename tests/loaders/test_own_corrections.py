"""Declared corrections: applied, counted, and stopped by their guard once the source is put right."""

from __future__ import annotations

from pathlib import Path

import pytest
from own_countries import COUNTRY_TABLE

from mcee_eval.errors import BadSettings, BadTable
from mcee_eval.loaders.corrections import load_corrections
from mcee_eval.loaders.own_tables import load_dataset, load_table

DROP = """
[[correction]]
table = "asylum_claims"
rows = { country = "C07", month = "2021-09" }
action = "drop"
expect = { claims = { max = 10 } }
reason = "Partial month in the June file; producer notified."
"""
REPLACE = """
[[correction]]
table = "asylum_claims"
rows = { country = "C07", month = "2021-08" }
action = "replace"
set = { claims = 1234 }
expect = { claims = "1,234" }
reason = "Thousands separator; confirmed by the producer."
"""
FILE = 'country,month,claims\nC07,2021-07,55\nC07,2021-08,"1,234"\nC07,2021-09,7\n'


def declared(tmp_path: Path, text: str):
    path = tmp_path / "corrections.toml"
    path.write_text(text, encoding="utf-8")
    return load_corrections(path)


def extract(tmp_path: Path, text: str = FILE) -> Path:
    path = tmp_path / "asylum_claims.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_they_are_applied_and_counted_and_the_file_is_not_touched(tmp_path):
    path = extract(tmp_path)
    got = load_table(
        "asylum_claims", path, corrections=declared(tmp_path, DROP + REPLACE), others={"countries": COUNTRY_TABLE}
    )
    assert got.frame["claims"].tolist() == [55, 1234]
    assert got.frame["month"].tolist() == ["2021-07", "2021-08"]
    assert got.receipt.rows == 2
    assert got.receipt.corrections == (
        "1 row (country C07, month 2021-09): dropped. Partial month in the June file; producer notified.",
        "1 row (country C07, month 2021-08): claims replaced. Thousands separator; confirmed by the producer.",
    )
    assert path.read_text(encoding="utf-8") == FILE


def test_without_them_the_fault_is_refused(tmp_path):
    with pytest.raises(BadTable, match="line 3, claims: '1,234', whose comma"):
        load_table("asylum_claims", extract(tmp_path))


def test_rows_after_a_dropped_one_keep_their_number_in_messages(tmp_path):
    text = "country,month,claims\nC07,2021-09,7\nC07,2021-10,-1\n"
    with pytest.raises(BadTable, match="line 3, claims: -1"):
        load_table("asylum_claims", extract(tmp_path, text), corrections=declared(tmp_path, DROP))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "country,month,claims\nC07,2021-09,70\n",
            "correction of asylum_claims (country C07, month 2021-09), claims: '70'; expected max 10.",
        ),
        (
            "country,month,claims\nC07,2021-09,\n",
            "correction of asylum_claims (country C07, month 2021-09), claims: ''; expected max 10.",
        ),
        (
            "country,month,claims\nC07,2021-08,7\n",
            "correction of asylum_claims (country C07, month 2021-09): no row matches; expected at least one row.",
        ),
    ],
)
def test_the_guard_fails_once_the_source_is_put_right(text, told, tmp_path):
    with pytest.raises(BadSettings) as refused:
        load_table("asylum_claims", extract(tmp_path, text), corrections=declared(tmp_path, DROP))
    assert [str(p) for p in refused.value.problems] == [
        f"{told} The source may have been put right: look, then take the correction out."
    ]
    assert refused.value.exit_code == 10


def test_a_correction_of_a_column_that_is_not_in_the_file(tmp_path):
    with pytest.raises(BadSettings, match="no column claims in the file"):
        load_table(
            "asylum_claims", extract(tmp_path, "country,month\nC07,2021-09\n"), corrections=declared(tmp_path, DROP)
        )


def test_those_of_another_table_are_left_alone(tmp_path):
    path = tmp_path / "project_areas.csv"
    path.write_text("project,area\nG1,border_management\n")
    got = load_table("project_areas", path, corrections=declared(tmp_path, DROP))
    assert got.receipt.corrections == ()


def test_they_work_for_a_folder_too(tmp_path):
    folder = tmp_path / "tables"
    folder.mkdir()
    extract(folder)
    got = load_dataset(folder, corrections=declared(tmp_path, DROP + REPLACE))
    assert len(got["asylum_claims"].receipt.corrections) == 2


def test_every_mistake_of_the_declaration_is_told_at_once(tmp_path):
    text = """
[[correction]]
table = "asylum_claim"
rows = { country = "C07" }
action = "remove"
expect = { claims = 1 }
reason = "x"

[[correction]]
table = "asylum_claims"
rows = { pays = "C07" }
action = "replace"
expect = { claims = { most = 3 } }
because = "x"

[[corrections]]
"""
    with pytest.raises(BadSettings) as refused:
        declared(tmp_path, text)
    assert [str(p) for p in refused.value.problems] == [
        "'corrections': not a known entry; expected [[correction]] entries only. Did you mean 'correction'?",
        "correction 1, action: 'remove'; expected drop or replace.",
        "correction 1, table: 'asylum_claim'; expected a table. Did you mean 'asylum_claims'?",
        "correction 2, because: not a known field; expected table, rows, action, set, expect, reason.",
        "correction 2, reason: missing or empty; expected a reason. Every correction says it.",
        "correction 2, set: set goes with replace; expected set = { column = value } to replace.",
        "correction 2, rows: 'pays'; expected a column of asylum_claims.",
        "correction 2, expect.claims: '{'most': 3}'; expected a value (or min, max in expect).",
    ]


@pytest.mark.parametrize("text", ["[[correction]\n", "\ufffe"])
def test_a_file_that_is_no_toml(text, tmp_path):
    with pytest.raises(BadSettings, match=r"corrections\.toml: not a TOML file"):
        declared(tmp_path, text)


def test_no_file_is_no_correction_and_the_shipped_one_declares_none(tmp_path, root):
    assert load_corrections(tmp_path / "none.toml") == ()
    assert load_corrections(root / "data" / "corrections.toml") == ()
