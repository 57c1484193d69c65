"""Good files, mutated: every mutant is either read as exactly what it says, or refused with its reason."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import tempfile
from functools import cache
from pathlib import Path

import openpyxl
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from table_examples import EXTRACTED_ON, examples

from mcee_eval.contracts import CONTRACTS
from mcee_eval.contracts.declare import Column, Contract
from mcee_eval.contracts.text_form import csv_text
from mcee_eval.errors import BadTable
from mcee_eval.loaders import raw_text
from mcee_eval.loaders.own_tables import load_table

NAMES = st.sampled_from(list(CONTRACTS))
NASTY = [
    "", " ", "\u00a0", "NA", "n/a", "-", "--", "0", "-1", "1,5", "1.5", "1,234", "1 234", "1\u202f234",
    "1e3", "inf", "nan", "∞", "yes", "NO", "True", "oui", "1.0", "2019", "FY2019", "2019-20",
    "2019-2020", "2019/20", "FY2019-20", "2019-21", "2019-20Q1", "2019/20 q2", "2019-20Q5", "2019-03",
    "2019-13", "2019-3", "2019-03-31", "2019-02-29", "31/03/2019", "43555", "2019-03-31 00:00",
    "2019-03-31T12:00:00", "2050-01-01", "0001-01-01", "a; b", "a|b", "IOM", "iom", "R01", "ALL",
    "#N/A", "=1+1", "'", '"', "é", "１２", "٣", "−4", "\u200b7", "7\u200b", "99999999999999999999",
    "1" * 400, "x" * 300,
]  # fmt: skip
CELLS = st.one_of(st.sampled_from(NASTY), st.text(max_size=12), st.integers().map(str), st.floats().map(str))
QUICK = settings(max_examples=250, derandomize=True, deadline=None, database=None)


@cache
def tables() -> dict[str, pd.DataFrame]:
    return examples(rows=4, seed=11)


@cache
def good(name: str) -> tuple[tuple[str, ...], ...]:
    return tuple(map(tuple, csv.reader(io.StringIO(csv_text(CONTRACTS[name], tables()[name])))))


def written(rows: list[list[str]], separator: str, end: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
    return out.getvalue()


def load_or_refusal(name: str, content: bytes) -> pd.DataFrame | None:
    """The frame, or None where the file was refused as it should be: with problems that say all they must."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mutant.file"
        path.write_bytes(content)
        frame, problems = None, ()
        try:
            frame = load_table(name, path, others=tables(), extracted_on=EXTRACTED_ON).frame
        except BadTable as refused:
            problems = refused.problems
        assert (frame is None) == bool(problems)
        assert all(p.where and p.found and p.expected for p in problems)
        assert path.read_bytes() == content
        assert list(Path(folder).iterdir()) == [path]
    return frame


def agrees(value: object, text: str, column: Column, *, workbook: bool = False) -> bool:
    """Is the value what a careful reader, without our parser, takes the cell to say?"""
    bare = re.sub("[\u200b\u200c\u200d\u2060\ufeff\u00ad]", "", text)
    bare = " ".join(bare.split())
    if pd.isna(value):
        return not bare
    if column.type == "text":
        return value == text.strip().strip("\u200b\u200c\u200d\u2060\ufeff").strip()
    if column.type == "code":
        return value == bare
    if column.type == "boolean":
        return bare.lower() in ({"yes", "true"} if value else {"no", "false"})
    if column.type in {"integer", "year"}:
        return re.sub(r"\.0+$", "", bare) in {str(int(value)), f"-{-int(value)}", "-0" if value == 0 else ""} or (
            bare.lstrip("-0").split(".")[0] == str(abs(int(value))).lstrip("0") and bare.startswith("-") == (value < 0)
        )
    if column.type == "decimal":
        return float(bare) == value and bare.isascii() and "," not in bare
    if column.type == "date":
        day = pd.Timestamp(value).strftime("%Y-%m-%d")
        return bare == day or (bare[:10] == day and set(bare[10:]) <= set(" T0:."))
    if column.type == "month":
        return bare == value or (workbook and bare == f"{value}-01")
    start, end, quarter = re.fullmatch(r"(\d{4})-(\d{2})(Q\d)?", value).groups("")
    years = re.findall(r"\d+", bare.upper().split("Q")[0])
    asked = "Q" + bare.upper().split("Q")[1] if "Q" in bare.upper() else ""
    return years[0] == start and years[1][-2:] == end and asked == quarter and (len(years) == 2)


def same_as_said(frame: pd.DataFrame, rows: list[list[str]], contract: Contract, *, workbook: bool = False) -> None:
    header = [" ".join(c.split()) for c in rows[0]]
    filled = [r for r in rows[1:] if r]
    assert sorted(header) == sorted(contract.names)
    assert len(frame) == len(filled)
    for column in contract.columns:
        at = header.index(column.name)
        for value, row in zip(frame[column.name], filled, strict=True):
            assert agrees(value, row[at], column, workbook=workbook), (column.name, value, row[at])


@QUICK
@given(data=st.data(), name=NAMES)
def test_other_ways_of_writing_the_same_file_are_read_the_same(data, name):
    contract = CONTRACTS[name]
    rows = [list(r) for r in good(name)]
    order = data.draw(st.permutations(range(len(contract.names))))
    for row in rows[1:]:
        for i, column in enumerate(contract.columns):
            row[i] = data.draw(st.sampled_from(_spellings(row[i], column)))
    text = written(
        [[row[i] for i in order] for row in rows],
        data.draw(st.sampled_from(",;")),
        data.draw(st.sampled_from(["\n", "\r\n"])),
    )
    content = text.encode(data.draw(st.sampled_from(["utf-8", "utf-8-sig"])))
    if data.draw(st.booleans()):
        content = content.rstrip(b"\r\n")
    frame = load_or_refusal(name, content)
    assert frame is not None
    pd.testing.assert_frame_equal(frame, tables()[name], check_exact=True)


def _spellings(text: str, column: Column) -> list[str]:
    if not text:
        return ["", " ", "\u00a0"]
    ways = [text, f" {text}\u00a0", f"\u202f{text} "]
    if column.type == "boolean":
        ways += [text.upper(), "true" if text == "yes" else "false"]
    if column.type in {"integer", "year"}:
        ways.append(f"{text}.0")
    if column.type in {"fiscal_year", "quarter"}:
        full = f"{text[:5]}20{text[5:]}"
        ways += [full, f"FY{text}", text.replace("-", "/"), f"FY {full.replace('-', '/')}"]
    return ways


@QUICK
@given(data=st.data(), name=NAMES)
def test_cells_rows_and_columns_put_wrong(data, name):
    contract = CONTRACTS[name]
    rows = [list(r) for r in good(name)]
    for _ in range(data.draw(st.integers(1, 3))):
        i = data.draw(st.integers(0, len(rows) - 1))
        j = data.draw(st.integers(0, max(0, len(rows[i]) - 1)))
        match data.draw(
            st.sampled_from(["cell", "cell", "cell", "drop row", "double row", "drop cell", "add cell", "swap"])
        ):
            case "cell" if rows[i]:
                rows[i][j] = data.draw(CELLS)
            case "drop row" if len(rows) > 1:
                del rows[i]
            case "double row":
                rows.insert(data.draw(st.integers(0, len(rows))), list(rows[i]))
            case "drop cell" if rows[i]:
                del rows[i][j]
            case "add cell":
                rows[i].insert(j, data.draw(CELLS))
            case "swap" if rows[i]:
                k = data.draw(st.integers(0, len(rows[i]) - 1))
                rows[i][j], rows[i][k] = rows[i][k], rows[i][j]
    text = written(rows, ",", "\n")
    frame = load_or_refusal(name, text.encode("utf-8", errors="replace"))
    if frame is not None:
        said = list(csv.reader(io.StringIO(text.encode("utf-8", errors="replace").decode(), newline="")))
        same_as_said(frame, said, contract)


@QUICK
@given(data=st.data(), name=NAMES)
def test_bytes_put_wrong(data, name):
    contract = CONTRACTS[name]
    content = bytearray(written([list(r) for r in good(name)], ",", "\n").encode())
    at = data.draw(st.integers(0, len(content) - 1))
    match data.draw(st.sampled_from(["change", "insert", "drop", "cut", "double"])):
        case "change":
            content[at] = data.draw(st.integers(0, 255))
        case "insert":
            content[at:at] = data.draw(st.binary(min_size=1, max_size=4))
        case "drop":
            del content[at : at + data.draw(st.integers(1, 40))]
        case "cut":
            del content[at:]
        case "double":
            content[at:at] = content[: data.draw(st.integers(1, at + 1))]
    frame = load_or_refusal(name, bytes(content))
    if frame is not None:
        said = list(csv.reader(io.StringIO(raw_text.decode(bytes(content), name)[0], newline="")))
        same_as_said(frame, said, contract)


@settings(max_examples=60, derandomize=True, deadline=None, database=None)
@given(data=st.data(), name=NAMES)
def test_cells_of_a_workbook_put_wrong(data, name):
    contract = CONTRACTS[name]
    book = openpyxl.Workbook()
    sheet = book.active
    for row in good(name):
        sheet.append([v or None for v in row])
    days = st.datetimes(dt.datetime(2015, 1, 1), dt.datetime(2026, 1, 1)).map(lambda d: d.replace(microsecond=0))
    kinds = [
        st.sampled_from([n for n in NASTY if not n.startswith("=")]),
        st.integers(-5, 50_000),
        st.booleans(),
        st.none(),
    ]
    kinds += [st.floats(-10, 1e6), days, st.dates(dt.date(2018, 1, 1), dt.date(2026, 1, 1))]
    for _ in range(data.draw(st.integers(1, 3))):
        cell = sheet.cell(data.draw(st.integers(1, sheet.max_row)), data.draw(st.integers(1, len(contract.names) + 1)))
        cell.value = data.draw(st.one_of(kinds))
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith("="):
                cell.data_type = "s"
    saved = io.BytesIO()
    book.save(saved)
    frame = load_or_refusal(name, saved.getvalue())
    if frame is not None:
        again = openpyxl.load_workbook(io.BytesIO(saved.getvalue())).active
        said = [[_said(v) for v in row] for row in again.iter_rows(values_only=True)]
        width = max((i + 1 for row in said for i, v in enumerate(row) if v), default=0)
        same_as_said(frame, [row[:width] for row in said], contract, workbook=True)


def _said(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dt.datetime):
        return str(value.date()) if value.time() == dt.time() else str(value)
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return "" if value is None else str(value)


def test_the_mutants_are_not_all_refused():
    """The property would be empty if nothing that was mutated could still be read."""
    read = 0
    for name in CONTRACTS:
        rows = [list(r) for r in good(name)]
        read += load_or_refusal(name, written(rows[:-1], ",", "\n").encode()) is not None
    assert read > len(CONTRACTS) // 2
