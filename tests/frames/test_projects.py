"""Terms of projects in whole months, and the one type of a project's countries."""

from __future__ import annotations

import pandas as pd
import pytest

from mcee_eval.frames.projects import months


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [("2019-04-01", "2022-03-31", 36), ("2019-04-01", "2022-04-01", 36), ("2019-04-01", "2022-04-30", 37),
     ("2019-04-15", "2022-04-13", 35), ("2019-04-15", "2022-04-14", 36), ("2020-02-29", "2021-02-28", 12)],
)  # fmt: skip
def test_months_count_both_days(start, end, count):
    assert months(pd.Series([pd.Timestamp(start)]), pd.Series([pd.Timestamp(end)])).tolist() == [count]
