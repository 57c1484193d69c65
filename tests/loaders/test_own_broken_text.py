"""Broken text files of own tables: each with its exact message, all problems of a file at once, exit code 11."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from own_countries import COUNTRY_TABLE

from mcee_eval.contracts import CONTRACTS
from mcee_eval.errors import BadTable
from mcee_eval.loaders import raw
from mcee_eval.loaders.own_tables import load_table

CASES = tomllib.loads((Path(__file__).parent / "own_broken_text.toml").read_text(encoding="utf-8"))["case"]
CLAIMS = b"country,month,claims\n"
COUNTRIES = ",".join(CONTRACTS["countries"].names).encode() + b"\n"
FIRST, LATIN = "R01,recalcitrant,targeted,yes,,,,,no,A,é\n".encode(), b"R02,recalcitrant,targeted,yes,,,,,no,B,\xe9\n"
BYTES = {
    "nothing at all": (
        "asylum_claims",
        b"",
        "the whole file: 0 bytes; expected a header and rows. Fetch or export the file again.",
    ),
    "UTF-16": (
        "asylum_claims",
        (CLAIMS + b"R01,2019-01,3\n").decode().encode("utf-16"),
        "the whole file: UTF-16 text; expected UTF-8. Save it as 'CSV UTF-8'.",
    ),
    "mixed encodings": (
        "countries",
        COUNTRIES + FIRST + LATIN,
        "line 3: mixed encodings: byte 0xE9 is not UTF-8, while line 2 is UTF-8; expected one encoding, UTF-8. "
        "Repair these lines. Save it as 'CSV UTF-8'.",
    ),
    "a very long line": (
        "asylum_claims",
        CLAIMS + b"9" * (raw.MAX_LINE + 1),
        f"the whole file: a line of more than {raw.MAX_LINE} bytes; expected shorter lines. "
        "The file is damaged, or not a table; fetch or export it again.",
    ),
    "a NUL byte": (
        "asylum_claims",
        CLAIMS + b"R01,2019-01,\0\n",
        "line 2: a NUL byte; expected text in UTF-8. This is no text file; export it again.",
    ),
}


def refusal(table: str, path: Path) -> BadTable:
    before = path.read_bytes()
    with pytest.raises(BadTable) as refused:
        load_table(table, path, others={"countries": COUNTRY_TABLE}, extracted_on="2025-03-31")
    assert path.read_bytes() == before
    assert refused.value.exit_code == 11
    return refused.value


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_a_broken_file_is_refused_with_its_own_message(case, tmp_path):
    path = tmp_path / "extract.csv"
    path.write_bytes(case["text"].encode())
    refused = refusal(case["table"], path)
    assert [str(p) for p in refused.problems] == case["problems"]
    many = "problem" if len(case["problems"]) == 1 else "problems"
    assert str(refused).splitlines()[0] == f"{case['table']}: {len(case['problems'])} {many}"


@pytest.mark.parametrize("name", BYTES)
def test_a_file_that_is_no_text_in_utf_8_is_refused(name, tmp_path):
    table, content, told = BYTES[name]
    path = tmp_path / "extract.csv"
    path.write_bytes(content)
    assert [str(p) for p in refusal(table, path).problems] == [told]


def test_every_case_has_a_message_of_its_own():
    told = [tuple(c["problems"]) for c in CASES]
    assert len(set(told)) == len(told) >= 40


def test_a_fault_throughout_a_column_is_told_in_one_line_that_names_every_row(tmp_path):
    months = [f"{y}-{m:02d}" for y in range(2019, 2022) for m in range(1, 13)]
    path = tmp_path / "asylum_claims.csv"
    path.write_bytes(CLAIMS + "".join(f'R01,{m},"{i},5"\n' for i, m in enumerate(months)).encode())
    assert [str(p) for p in refusal("asylum_claims", path).problems] == [
        "lines 2-37, claims: 36 such cells, the first '0,5', with a decimal comma (line 2), "
        "'1,5', with a decimal comma (line 3), '2,5', with a decimal comma (line 4); "
        "expected a whole number such as 1234. Write 0.5, and the others alike."
    ]


def test_a_cell_that_cannot_be_read_does_not_raise_what_would_only_follow_from_it(tmp_path):
    path = tmp_path / "asylum_claims.csv"
    path.write_bytes(CLAIMS + b"R01,2019-01,1\nR01,2019-2,1\nR01,2019-03,1\nC07,2019-01,1\nC07,2019-03,1\n")
    told = [str(p) for p in refusal("asylum_claims", path).problems]
    assert len(told) == 2
    assert told[0].startswith("line 3, month: '2019-2'; expected a month such as 2019-03. Write 2019-02.")
    assert told[1].startswith("country C07, month: no row for 2019-02 inside the series")


@pytest.mark.parametrize(
    ("make", "told"),
    [
        ("folder", "the path: a folder; expected a file. Name the file inside it."),
        ("absent", "the path: no such file; expected a file. Check the name and the folder."),
        ("inside a file", "the path: 'x' is a file, not a folder; expected a file. Check the name and the folder."),
    ],
)
def test_a_path_that_is_no_file(make, told, tmp_path):
    (tmp_path / "x").write_text("x") if make == "inside a file" else None
    path = {"folder": tmp_path, "absent": tmp_path / "no.csv", "inside a file": tmp_path / "x" / "no.csv"}[make]
    with pytest.raises(BadTable) as refused:
        load_table("asylum_claims", path)
    assert [str(p) for p in refused.value.problems] == [told]
