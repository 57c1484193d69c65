"""Each rule on the smallest frame that breaks it, and on those that do not."""

from __future__ import annotations

import pandas as pd
import pytest

from mcee_eval.contracts import CONTRACTS
from mcee_eval.contracts.check import check
from mcee_eval.contracts.faults import Fault, row_names, tell
from mcee_eval.contracts.rules import NotItself, OnlyWhen, Order, PartsOf
from mcee_eval.contracts.series_rules import StockFlow, Unbroken
from mcee_eval.contracts.tree_rules import NoCircle, ParentWithin

FLOW = next(r for r in CONTRACTS["removals_inventory"].rules if isinstance(r, StockFlow))


def inventory(*quarters: tuple) -> pd.DataFrame:
    names = ("quarter", "stock_end", "added", "removed", "closed_other", "reclassified")
    columns = {n: [q[i] for q in quarters] for i, n in enumerate(names)}
    empty = [None] * len(quarters)
    return CONTRACTS["removals_inventory"].frame(
        {
            "country": ["R01"] * len(quarters),
            "inventory": ["working"] * len(quarters),
            **columns,
            "impeded_travel_document": empty,
            "impeded_other": empty,
        }
    )


@pytest.mark.parametrize(
    ("now", "found"),
    [
        ((90, 5, 10, 5, 0), None),
        ((91, 5, 10, 5, 0), "stock_end is 91, its flows give 90"),
        ((90, 5, 10, 5, 3), "stock_end is 90, its flows give 93"),
        ((90, None, 10, 5, 0), None),
        ((80, None, 10, 5, 0), "added would have to be negative (-5)"),
        ((90, 5, 10, None, 0), None),
        ((99, 5, 10, None, 0), "closed_other would have to be negative (-4)"),
        ((99, 5, None, None, 0), None),
        ((106, 5, None, None, 0), "removed and closed_other would have to be negative (-1)"),
        ((10, None, None, 5, 0), None),
        ((10, 5, 5, 5, None), None),
        ((None, 5, 5, 5, 0), None),
    ],
)
def test_a_stock_and_its_flows(now, found):
    faults = FLOW.faults(inventory(("2019-20Q4", 100, 0, 0, 0, 0), ("2020-21Q1", *now)))
    assert [f.found for f in faults] == ([found] if found else [])
    assert all(f.rows == (1,) for f in faults)


def test_stocks_that_do_not_follow_each_other_are_not_compared():
    assert FLOW.faults(inventory(("2019-20Q4", 100, 0, 0, 0, 0), ("2020-21Q2", 7, 0, 0, 0, 0))) == []


def test_series_may_stand_in_any_order_of_rows():
    frame = inventory(("2020-21Q1", 90, 0, 10, 0, 0), ("2019-20Q4", 100, 0, 0, 0, 0), ("2020-21Q2", 90, 0, 0, 0, 0))
    assert FLOW.faults(frame) == []
    assert Unbroken("quarter", "quarter", ("country",)).faults(frame) == []


def test_holes_are_named_by_their_first_and_last_period():
    frame = inventory(*((q, 1, 0, 0, 0, 0) for q in ("2019-20Q3", "2020-21Q2", "2020-21Q4")))
    faults = Unbroken("quarter", "quarter", ("country", "inventory")).faults(frame)
    assert [f.found for f in faults] == [
        "no row for 2019-20Q4 to 2020-21Q1 inside the series",
        "no row for 2020-21Q3 inside the series",
    ]


def test_order_of_numbers_is_told_in_their_words():
    frame = pd.DataFrame({"low": [0.5, 0.1, None], "high": [0.2, 0.1, 0.3]})
    faults = Order("low", "high").faults(frame)
    assert [(f.rows, f.found, f.expected) for f in faults] == [((0,), "0.2 is below low 0.5", "low or more")]


def test_parts_and_their_whole_where_one_part_is_not_known():
    frame = pd.DataFrame({"a": [3, 3, None], "b": [None, 3, 9], "whole": [4, 5, None]}, dtype="Int64")
    faults = PartsOf(("a", "b"), "whole").faults(frame)
    assert [(f.rows, f.found) for f in faults] == [((1,), "a + b is 6 of 5")]


def test_filled_only_where_a_flag_is_set():
    asked = pd.Series([True, False, None], dtype="boolean")
    frame = pd.DataFrame({"stance": ["1", "0", "1"], "asked": asked})
    faults = OnlyWhen("stance", "asked", (True,)).faults(frame)
    assert [(f.rows, f.found) for f in faults] == [((1,), "'0' where asked is no")]


def test_parents_and_circles():
    frame = pd.DataFrame({"a": ["2a", "2a", "2b"], "s": ["0", "1", "1"], "p": [None, "0", "0"]})
    assert [f.rows for f in ParentWithin("p", "s", "a").faults(frame)] == [(2,)]
    links = pd.DataFrame({"f": ["a", "b", "c", "x"], "t": ["b", "c", "b", "y"]})
    faults = NoCircle("f", "t").faults(links)
    assert [set(f.rows) for f in faults] == [{1, 2}]
    assert NoCircle("f", "t").faults(links.drop(index=2)) == []
    assert [f.rows for f in NotItself("t", "f").faults(pd.DataFrame({"f": ["a"], "t": ["a"]}))] == [(0,)]


def test_rows_are_told_in_runs_and_long_lists_are_cut():
    assert row_names([4]) == "row 4"
    assert row_names([9, 4, 5, 6], "line") == "lines 4-6, 9"
    assert row_names(range(2, 400, 2)).endswith(", 58, 60 and 169 more")


def test_equal_faults_are_told_once_with_all_their_rows():
    faults = [Fault("c", "x", (i,), "'a'", "b") for i in (0, 1, 4)] + [Fault("c", "x", (2,), "'d'", "b")]
    assert [str(p) for p in tell(faults, range(2, 9))] == [
        "rows 2-3, 6, x: 'a'; expected b.",
        "row 4, x: 'd'; expected b.",
    ]


def test_a_frame_of_another_dtype_is_told_once_and_its_values_are_left_alone():
    frame = pd.DataFrame({"country": ["R01", "R01"], "month": ["2019-01", "2019-01"], "claims": ["-1", "x"]})
    kept = frame.copy(deep=True)
    told = [str(p) for p in check(CONTRACTS["asylum_claims"], frame)]
    assert told == [
        "claims: str; expected Int64. "
        "Read the file with the loader, or build the frame with the contract's own frame().",
        "rows 2-3, country R01, month 2019-01: the same key in 2 rows; expected one row for each country and month. "
        "Keep one of them. Correct it at the source, or declare a correction.",
    ]
    pd.testing.assert_frame_equal(frame, kept)


def test_a_frame_that_no_parser_has_read_is_held_to_the_same_forms():
    frame = CONTRACTS["travel_documents"].frame(
        {
            "country": ["R01", "R01"],
            "quarter": ["2019Q1", "2019-20Q1"],
            "requested": [-1, None],
            "received": [2**60, 1],
        }
    )
    told = [str(p) for p in check(CONTRACTS["travel_documents"], frame)]
    assert told == [
        "row 2, quarter: '2019Q1'; expected a fiscal quarter such as 2019-20Q1. Write the period in its one form.",
        "row 2, requested: -1; expected 0 or more. Correct it at the source, or declare a correction.",
    ]


def test_infinite_numbers_and_blank_texts_of_a_frame():
    texts = {name: ["x"] for name in ("word_en", "word_fr", "source_en")}
    frame = CONTRACTS["quantifiers"].frame(
        {"quantifier": ["a b"], **texts, "source_fr": ["  "], "share_low": [0], "share_high": [float("inf")],
         "confirmed": [False]}
    )  # fmt: skip
    told = [str(p).split(";")[0] for p in check(CONTRACTS["quantifiers"], frame)]
    assert list(dict.fromkeys(told)) == ["row 2, quantifier: 'a b'", "row 2, share_high: inf", "row 2, source_fr: '  '"]


@pytest.mark.parametrize(("extracted", "wrong"), [("2019-06-30", {"2019-20Q2"}), ("2019-07-01", set()), (None, set())])
def test_a_period_that_has_begun_by_the_extraction_is_no_problem(extracted, wrong):
    frame = CONTRACTS["travel_documents"].frame(
        {"country": ["R01"] * 2, "quarter": ["2019-20Q1", "2019-20Q2"], "requested": [1, 1], "received": [1, 1]}
    )
    told = check(CONTRACTS["travel_documents"], frame, extracted_on=extracted)
    assert {p.found.strip("'") for p in told} == wrong
