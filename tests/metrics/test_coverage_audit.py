"""The five states of a framework's figures."""

from __future__ import annotations

import pandas as pd
import pytest

from mcee_eval.errors import BadTable
from mcee_eval.metrics.coverage_audit import STATES, coverage_audit


def table(**states: int) -> pd.DataFrame:
    rows = [s for s, n in states.items() for _ in range(n)]
    return pd.DataFrame({"state": pd.Series(rows, dtype="str"), "level": "immediate"})


def test_partial_counts_as_not_and_then_as_reported():
    found = coverage_audit(table(reported=2, partial=3, defined_no_data=4, not_defined=1, not_applicable=10))
    assert (found.expected, found.reported, found.partial) == (10, 2, 3)
    assert (found.low, found.high) == (0.2, 0.5)
    assert found.numbers()["bounds"] == [0.2, 0.5]


def test_what_is_not_applicable_asks_for_nothing():
    found = coverage_audit(table(not_applicable=5), by=["level"])
    assert (found.expected, found.low, found.high) == (0, None, None)
    assert found.frame["prevailing"].tolist() == ["not_applicable"]


def test_groups_add_up_and_a_missing_owner_is_one_of_them():
    frame = pd.DataFrame(
        {
            "state": ["reported", "partial", "not_defined", "defined_no_data", "not_applicable"],
            "owner": pd.Series(["IRCC", "IRCC", None, "CBSA", None], dtype="str"),
        }
    )
    found = coverage_audit(frame, by=["owner"])
    assert found.frame["owner"].tolist() == ["", "CBSA", "IRCC"]
    assert found.frame["expected"].tolist() == [1, 1, 2]
    assert found.frame[list(STATES)].to_numpy().sum() == len(frame)
    assert found.frame["high"].tolist() == [0.0, 0.0, 1.0]
    assert found.expected == found.frame["expected"].sum()


@pytest.mark.parametrize(
    ("states", "prevailing"),
    [
        ({"reported": 3, "partial": 2}, "reported"),
        ({"reported": 2, "not_defined": 2}, "not_defined"),  # a tie goes to the worse
        ({"partial": 1, "not_applicable": 9}, "partial"),
        ({"defined_no_data": 2, "partial": 2, "reported": 1}, "defined_no_data"),
    ],
)
def test_the_prevailing_state(states, prevailing):
    assert coverage_audit(table(**states), by=["level"]).frame["prevailing"].tolist() == [prevailing]


def test_an_unknown_state_is_refused():
    with pytest.raises(BadTable, match="nearly"):
        coverage_audit(table(reported=1, nearly=1))
    with pytest.raises(BadTable, match="owner"):
        coverage_audit(table(reported=1), by=["owner"])


def test_the_input_is_untouched():
    frame = table(reported=1, partial=1)
    kept = frame.copy(deep=True)
    coverage_audit(frame, by=["level"])
    pd.testing.assert_frame_equal(frame, kept)
