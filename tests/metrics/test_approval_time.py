"""Days in approval: stages that are required, stages still open, and the whole."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from mcee_eval.errors import BadTable, NoEvents
from mcee_eval.metrics.approval_time import TOTAL, approval_time


def stages(*rows: tuple) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["project", "stage", "required", "opened", "closed", "returns"])
    return frame.assign(opened=pd.to_datetime(frame["opened"]), closed=pd.to_datetime(frame["closed"]))


TWO = stages(
    ("A", "review", True, "2020-01-01", "2020-01-11", 1.0),
    ("A", "approval", True, "2020-01-11", "2020-02-10", 0.0),
    ("B", "review", True, "2020-03-01", "2020-03-21", 0.0),
    ("B", "endorsement", True, "2020-03-21", "2020-04-20", None),
    ("B", "approval", True, "2020-04-20", "2020-06-09", 2.0),
    ("A", "endorsement", False, None, None, None),
)


def test_stages_in_their_order_and_the_whole():
    found = approval_time(TWO, as_of="2021-01-01")
    assert found.stages == ("review", "endorsement", "approval", TOTAL)
    assert found.n == (2, 1, 2, 2)
    assert found.closed == (2, 1, 2, 2)
    assert [m.value for m in found.median] == pytest.approx([15.0, 30.0, 40.0, 70.0])  # midway between two
    whole = found.frame[found.frame["stage"] == TOTAL].set_index("project")
    assert whole["days"].to_dict() == {"A": 40, "B": 100}
    assert whole.loc["A", "returns"] == 1.0
    assert pd.isna(whole.loc["B", "returns"])  # one stage did not record them
    assert found.numbers()["stages"][-1] == TOTAL


def test_a_stage_still_open_is_followed_and_the_whole_with_it():
    more = pd.concat([TWO, stages(("C", "review", True, "2020-12-02", None, None))], ignore_index=True)
    found = approval_time(more, as_of="2021-01-01")
    whole = found.frame[found.frame["stage"] == TOTAL].set_index("project")
    assert whole.loc["C", ["days", "closed"]].tolist() == [30, 0]
    assert found.closed[found.stages.index(TOTAL)] == 2


def test_a_stage_that_is_required_and_not_opened_keeps_the_whole_open():
    rows = stages(
        ("A", "review", True, "2020-01-01", "2020-01-11", 0.0), ("A", "approval", True, None, None, None)
    )  # fmt: skip
    found = approval_time(rows, as_of="2020-03-01")
    assert found.frame[found.frame["stage"] == TOTAL][["days", "closed"]].to_numpy().tolist() == [[60, 0]]
    assert math.isinf(found.of().value)


def test_what_closed_after_the_extraction_is_open():
    found = approval_time(TWO, as_of="2020-05-01")
    whole = found.frame[found.frame["stage"] == TOTAL].set_index("project")
    assert whole["closed"].to_dict() == {"A": 1, "B": 0}
    assert whole.loc["B", "days"] == 61


def test_refusals_and_inputs():
    with pytest.raises(BadTable, match="never opened"):
        approval_time(stages(("A", "review", True, None, "2020-01-01", 0.0)), as_of="2021-01-01")
    with pytest.raises(NoEvents):
        approval_time(stages(("A", "review", True, "2020-01-01", None, 0.0)), as_of="2021-01-01")
    kept = TWO.copy(deep=True)
    approval_time(TWO, as_of="2021-01-01")
    pd.testing.assert_frame_equal(TWO, kept)
