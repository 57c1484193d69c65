"""A hidden or rounded cell is an interval, and sums carry it."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcee_eval.loaders.interval import (
    EXACT,
    IRB,
    IRCC,
    UNHCR,
    Interval,
    columns,
    exact,
    miss,
    sums,
    total,
    widened,
)


@pytest.mark.parametrize(
    ("rule", "text", "low", "high", "value"),
    [
        (IRCC, "--", 1, 4, None),
        (IRCC, "0", 0, 0, 0),
        (IRCC, "5", 5, 7, 5),
        (IRCC, "10", 8, 12, 10),
        (IRCC, "1,230", 1228, 1232, 1230),
        (IRCC, '"2,680"Footnote *', 2678, 2682, 2680),
        (IRCC, "2\u202f680", 2678, 2682, 2680),
        (EXACT, "46Footnote *", 46, 46, 46),
        (IRB, "--", 0, 19, None),
        (IRB, "--3", 0, 19, None),
        (IRB, "---", 0, 19, None),
        (IRB, "\u00a0--\u200b", 0, 19, None),
        (IRB, "2", 2, 2, 2),
        (UNHCR, "5", 1, 5, 5),
        (UNHCR, "0", 0, 0, 0),
        (UNHCR, "6", 6, 6, 6),
    ],
)
def test_cells_as_their_publishers_mean_them(rule, text, low, high, value):
    assert rule.read(text) == Interval(low, high, value)


@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [
        (IRCC, "13", "'--' or a whole number (a multiple of 5)"),
        (IRCC, "-", "'--' or a whole number"),
        (IRCC, "12,5", "'--' or a whole number, without a decimal comma or a misplaced separator"),
        (IRCC, "", "'--' or a whole number"),
        (EXACT, "-4", "a whole number"),
        (EXACT, "--", "a whole number"),
        (EXACT, "1,2345", "a whole number, without a decimal comma or a misplaced separator"),
        (EXACT, "1e3", "a whole number"),
        (EXACT, "NaN", "a whole number"),
        (UNHCR, "3", "a whole number (1 to 4 are printed as 5)"),
    ],
)
def test_what_is_no_cell_of_the_publisher(rule, text, expected):
    with pytest.raises(ValueError, match=r"^") as refused:
        rule.read(text)
    assert str(refused.value) == expected


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=30))
def test_true_counts_lie_in_their_printed_interval_and_make_their_total(counts):
    printed = ["--" if 0 < n < 5 else str(5 * round(n / 5)) for n in counts]
    cells = [IRCC.read(text) for text in printed]
    assert all(cell.low <= n <= cell.high for cell, n in zip(cells, counts, strict=True))
    whole = sum(counts)
    if whole == 0 or whole >= 5:
        assert miss(IRCC.read(str(5 * round(whole / 5))), cells) == 0
    assert total(cells).low <= whole <= total(cells).high


def test_a_total_out_of_reach_is_missed_by_its_distance():
    assert miss(exact(20), [Interval(1, 4), exact(10)]) == 6
    assert miss(exact(9), [Interval(1, 4), exact(10)]) == 2
    assert miss(exact(13), [Interval(1, 4), exact(10)]) == 0


def test_hidden_parts_are_widened_only_where_the_total_needs_it():
    hidden = Interval(0, 19)
    assert widened(exact(60), [hidden, exact(30), hidden]) == [hidden, exact(30), hidden]
    assert widened(exact(80), [hidden, exact(30), hidden]) == [Interval(0, 50), exact(30), Interval(0, 50)]


def test_sums_carry_the_interval_and_leave_the_input():
    frame = pd.DataFrame({"year": [2019, 2019, 2020]})
    for name, values in columns([exact(10), Interval(1, 4), exact(7)]).items():
        frame[name] = values
    kept = frame.copy(deep=True)
    made = sums(frame, ["year"])
    pd.testing.assert_frame_equal(frame, kept)
    assert made["low"].tolist() == [11, 7]
    assert made["high"].tolist() == [14, 7]
    assert made["suppressed"].tolist() == [True, False]
    assert made["cells"].tolist() == [2, 1]
    assert pd.isna(made["value"][0])
    assert made["value"][1] == 7
