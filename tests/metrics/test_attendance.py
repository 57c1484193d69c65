"""Who came, period by period."""

from __future__ import annotations

import pandas as pd
import pytest

from mcee_eval.errors import BadParameter, BadTable
from mcee_eval.metrics.attendance import attendance

MEETINGS = pd.DataFrame(
    {"meeting": ["T1", "T2", "T3"], "date": pd.to_datetime(["2019-05-01", "2020-03-31", "2021-04-01"])}
)
PRESENT = pd.DataFrame(
    {
        "meeting": ["T1", "T1", "T2", "T3", "T9"],
        "department": ["IRCC", "CBSA", "IRCC", "IRCC", "CBSA"],
        "level": pd.Series(["ADM", None, "DG", None, "DG"], dtype="str"),
    }
)


def test_shares_by_fiscal_year():
    found = attendance(MEETINGS, PRESENT, departments=("IRCC", "CBSA"))
    rows = [tuple(r) for r in found.frame.itertuples(index=False)]
    assert rows == [
        ("2019-20", "IRCC", 2, 2, 1.0, 2),
        ("2019-20", "CBSA", 2, 1, 0.5, 0),
        ("2021-22", "IRCC", 1, 1, 1.0, 0),  # 2020-21 had no meeting: absent, not zero
        ("2021-22", "CBSA", 1, 0, 0.0, 0),  # T9 is no meeting that was held
    ]
    assert found.meetings == 3


def test_without_meetings_there_is_no_share():
    found = attendance(MEETINGS.iloc[:0], PRESENT, departments=("IRCC",))
    assert (found.meetings, len(found.frame)) == (0, 0)


def test_refusals():
    with pytest.raises(BadTable, match="level"):
        attendance(MEETINGS, PRESENT.drop(columns="level"), departments=("IRCC",))
    with pytest.raises(BadParameter, match="fiscal_year"):
        attendance(MEETINGS, PRESENT, departments=("IRCC",), period="week")
