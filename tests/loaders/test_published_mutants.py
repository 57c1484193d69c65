"""Damage done at random to good files: each mutant is read correctly, or refused with its reason.

"Correctly" means: what the loader gives is, cell by cell, what a second and simple reading takes from the mutant's
own text (``published_oracles``): the same keys, the same printed numbers, the same bounds. So nothing can be dropped,
moved, coerced or filled without a word. A change of form only (encoding, separator, line ends, order of columns) must
give the frame of the good file.
"""

from __future__ import annotations

import copy
import csv
import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import published_oracles as oracles
import published_samples as samples
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from published_samples import Grid

from mcee_eval.errors import BadTable
from mcee_eval.loaders.load import load

FORMATS: dict[str, tuple[Callable[[], Grid], Callable[[Grid], oracles.Read], tuple[str, ...]]] = {
    "irb_rad": (samples.rad, oracles.read_rad, ("alleged_persecution", "year", "measure")),
    "unhcr_decisions": (samples.decisions, oracles.read_decisions, ("origin", "year", "measure")),
    "cbsa_removals_by_region": (samples.regions, oracles.read_regions, ("vintage", "region", "grain", "period")),
    "ircc_office_province": (samples.office_province, oracles.read_office_province, ("office", "province", "period")),
}
TEXTS = [
    "", "--", "---", "--3", "0", "5", "7", "19", "20", "35", "1,000", "1000", "12,5", "1e3", "-5", "+4", "n/a", "NA",
    "9,99", "\u0663", " 35 ", "35\u00a0", "3 5", "0x1F", "35.0", "Total", "Nigeria", "Hati", "2030", "2031 Q1", "FI",
    "AR", "35Footnote *", "Quebec", "35\u200b", "1,00,000", "#REF!", "TRUE",
]  # fmt: skip
quick = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def outcome(kind: str, data: bytes) -> tuple[dict[tuple[object, ...], oracles.Cell], tuple[str, ...]] | BadTable:
    """What the loader says of these bytes: its cells by key and its notes, or its refusal."""
    keys = FORMATS[kind][2]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mutant.csv"
        path.write_bytes(data)
        try:
            loaded = load(kind, path)
        except BadTable as refused:
            return refused
        finally:
            assert path.read_bytes() == data
    frame = loaded.frame
    values = [None if pd.isna(v) else int(v) for v in frame["value"]]
    cells = dict(
        zip(
            frame[list(keys)].itertuples(index=False, name=None),
            zip(values, frame["low"], frame["high"], strict=True),
            strict=True,
        )
    )
    assert len(cells) == len(frame)
    return cells, loaded.receipt.notes


def check(kind: str, data: bytes) -> str:
    """The property itself; returns what happened."""
    result = outcome(kind, data)
    if isinstance(result, BadTable):
        assert result.problems
        assert all(p.where and p.found and p.expected for p in result.problems)
        assert result.exit_code == 11
        return "refused"
    rows = [row for row in csv.reader(io.StringIO(data.decode("utf-8"), newline="")) if row]
    assert result[0] == FORMATS[kind][1](rows)
    if not data.endswith(b"\n"):
        assert "The file does not end with a line end: its last cell may be cut." in result[1]
    return "read"


@st.composite
def mutants(draw: st.DrawFn, kind: str) -> bytes:
    """A good file with one or two things done to it."""
    grid = copy.deepcopy(FORMATS[kind][0]())
    for _ in range(draw(st.integers(1, 2))):
        row = draw(st.integers(0, len(grid) - 1))
        column = draw(st.integers(0, min(map(len, grid)) - 1))
        what = draw(
            st.sampled_from(["cell", "digit", "drop column", "copy row", "drop row", "swap rows", "swap cells"])
        )
        other = draw(st.integers(0, len(grid) - 1))
        if what == "cell":
            grid[row][column] = draw(st.sampled_from(TEXTS))
        elif what == "digit":
            text = grid[row][column]
            digits = [i for i, c in enumerate(text) if c.isdigit()]
            if digits:
                i = draw(st.sampled_from(digits))
                grid[row][column] = text[:i] + draw(st.sampled_from("0123456789")) + text[i + 1 :]
        elif what == "drop column":
            grid = [line[:column] + line[column + 1 :] for line in grid]
        elif what == "copy row":
            grid.insert(other, list(grid[row]))
        elif what == "drop row" and len(grid) > 1:
            del grid[row]
        elif what == "swap rows":
            grid[row], grid[other] = grid[other], grid[row]
        elif what == "swap cells":
            grid[row][column], grid[other][column] = grid[other][column], grid[row][column]
    text = samples.text(grid)
    if draw(st.booleans()) and draw(st.booleans()):
        text = text[: draw(st.integers(0, len(text)))]
    return text.encode()


@pytest.mark.parametrize("kind", FORMATS)
@quick
@given(data=st.data())
def test_a_mutant_is_read_as_it_stands_or_refused(kind, data):
    check(kind, data.draw(mutants(kind)))


@pytest.mark.parametrize("kind", FORMATS)
def test_the_property_sees_both_sides(kind):
    """The good file is read as the simple reading has it, and a mark that nobody uses is refused."""
    grid = FORMATS[kind][0]()
    assert check(kind, samples.text(grid).encode()) == "read"
    grid[6][-1] = "?"
    assert check(kind, samples.text(grid).encode()) == "refused"


@pytest.mark.parametrize("kind", FORMATS)
@quick
@given(data=st.data())
def test_a_change_of_form_changes_nothing(kind, data):
    grid = FORMATS[kind][0]()
    good = outcome(kind, samples.text(grid).encode())
    if kind != "ircc_office_province" and data.draw(st.booleans()):  # the grid's columns have their order
        order = data.draw(st.permutations(range(len(grid[0]))))
        grid = [[row[i] for i in order] for row in grid]
    mark, end = data.draw(st.sampled_from([",", ";"])), data.draw(st.sampled_from(["\n", "\r\n"]))
    bom = data.draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))
    assert outcome(kind, bom + samples.text(grid, delimiter=mark, end=end).encode()) == good


@pytest.mark.parametrize("kind", FORMATS)
@quick
@given(data=st.data())
def test_a_number_changed_beyond_the_bound_never_passes(kind, data):
    """Each count of these files is in a sum; one that is off by more than rounding and hidden cells is refused."""
    grid = FORMATS[kind][0]()
    places = [
        (i, j)
        for i, row in enumerate(grid)
        for j, cell in enumerate(row)
        if cell.replace(",", "").isdigit() and in_a_sum(kind, grid, i, j)
    ]
    i, j = data.draw(st.sampled_from(places))
    more = data.draw(st.integers(200, 900)) * 5
    grid[i][j] = f"{int(grid[i][j].replace(',', '')) + more:,}"
    assert check(kind, samples.text(grid).encode()) == "refused"


def in_a_sum(kind: str, grid: Grid, row: int, column: int) -> bool:
    """Is this cell a count, and part of a sum that the publisher prints?"""
    if kind == "unhcr_decisions":
        return row > 0 and column >= 8
    if kind == "cbsa_removals_by_region":
        return row > 0 and column == 4
    if kind == "irb_rad":
        return row > 0 and column >= 2
    return row > 3 and column >= 2


@pytest.mark.parametrize("kind", FORMATS)
def test_another_encoding_is_refused(kind):
    assert check(kind, samples.text(FORMATS[kind][0]()).encode("utf-16")) == "refused"


@pytest.mark.parametrize("kind", ["irb_rad", "unhcr_decisions"])
def test_windows_1252_reads_the_same_and_says_so(kind):
    text = samples.text(FORMATS[kind][0]())
    plain, other = outcome(kind, text.encode()), outcome(kind, text.encode("cp1252"))
    assert other[0] == plain[0]
    assert set(other[1]) - set(plain[1]) == {"Read as Windows-1252: the file is not in UTF-8."}


def test_a_header_without_a_single_month_is_refused(tmp_path):
    grid = samples.citizenship()
    for row in grid:
        del row[2:]
    with pytest.raises(BadTable):
        load("ircc_citizenship", samples.save(tmp_path / "narrow.csv", grid))
