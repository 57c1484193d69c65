"""Indicators against baseline and target: direction, missing values, what is due, what counts as a result."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from mcee_eval.errors import BadTable
from mcee_eval.metrics.toward_target import STATES, toward_target


def declared(*rows: tuple) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["indicator", "project", "higher_is_better", "baseline", "target", "target_on"])
    frame["baseline_on"] = pd.to_datetime(["2020-01-31" if pd.notna(b) else None for b in frame["baseline"]])
    frame["target_on"] = pd.to_datetime(frame["target_on"])
    return frame


def told(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["indicator", "period", "actual"])


def state(higher, baseline, target, *actual) -> str:
    values = told(*[("A", f"2021-{i + 1:02d}", v) for i, v in enumerate(actual)])
    found = toward_target(declared(("A", "M", higher, baseline, target, "2025-01-01")), values, as_of="2023-01-01")
    return str(found.frame["state"].iloc[0])


@pytest.mark.parametrize(
    ("higher", "baseline", "target", "actual", "expected"),
    [
        (True, 10, 20, (20,), "reached"),
        (True, 10, 20, (15,), "towards"),
        (True, 10, 20, (10,), "unmoved"),
        (True, 10, 20, (9,), "away"),
        (False, 20, 10, (10,), "reached"),
        (False, 20, 10, (15,), "towards"),
        (False, 20, 10, (25,), "away"),
        (True, np.nan, 20, (15,), "no_baseline"),
        (True, np.nan, 20, (21,), "reached"),  # a target can be met without a baseline
        (True, 10, 20, (), "no_result"),
        (True, 10, 20, (np.nan,), "no_result"),
        (True, 10, 20, (19, np.nan), "towards"),  # the last value told, not the last row
        (True, 10, np.nan, (15,), "towards"),
    ],
)
def test_what_is_said_of_an_indicator(higher, baseline, target, actual, expected):
    assert state(higher, baseline, target, *actual) == expected


def test_halving_a_delay_and_doubling_a_capacity_count_alike():
    rows = declared(("A", "M", True, 10.0, 40.0, "2025-01-01"), ("B", "M", False, 40.0, 10.0, "2025-01-01"))
    found = toward_target(rows, told(("A", "2021-01", 20.0), ("B", "2021-01", 20.0)), as_of="2023-01-01").frame
    assert found["change"].tolist() == pytest.approx([np.log(2), np.log(2)])
    assert found["progress"].tolist() == pytest.approx([1 / 3, 2 / 3])
    assert (found["after"] - found["before"]).tolist() == pytest.approx(found["change"].tolist())


def test_a_value_of_the_baseline_s_month_or_before_is_no_result():
    rows = declared(("A", "M", True, 10.0, 20.0, "2025-01-01"))
    found = toward_target(rows, told(("A", "2019-06", 30.0), ("A", "2020-01", 30.0)), as_of="2023-01-01")
    assert found.frame["state"].tolist() == ["no_result"]
    later = toward_target(rows, told(("A", "2020-01", 30.0), ("A", "2020-02", 12.0)), as_of="2023-01-01").frame
    assert (later["latest"].iloc[0], later["period"].iloc[0], later["readings"].iloc[0]) == (12.0, "2020-02", 1)


def test_due_and_met():
    rows = declared(
        ("A", "M", True, 10.0, 20.0, "2022-12-31"), ("B", "M", True, 10.0, 20.0, "2023-01-01"),
        ("C", "M", True, 10.0, 20.0, "2023-01-02"), ("D", "M", True, 10.0, 20.0, "2022-01-01"),
        ("E", "M", True, 10.0, 20.0, None),
    )  # fmt: skip
    values = told(("A", "2021-01", 25.0), ("B", "2021-01", 15.0), ("C", "2021-01", 30.0), ("E", "2021-01", 30.0))
    found = toward_target(rows, values, as_of="2023-01-01")
    assert (found.due, found.met, found.unread) == (3, 1, 1)
    assert sum(found.states.values()) == len(rows)
    assert set(found.states) == set(STATES)
    assert found.numbers()["due"] == 3


def test_a_target_on_the_worse_side_gives_no_progress_and_is_told():
    found = toward_target(
        declared(("A", "M", True, 20.0, 10.0, "2025-01-01")), told(("A", "2021-01", 25.0)), as_of="2023-01-01"
    )
    assert found.notes == ("target_against_direction",)
    assert np.isnan(found.frame["progress"].iloc[0])


@pytest.mark.parametrize("zero", [0.0, -1.0])
def test_what_is_not_above_zero_has_no_relative_change(zero):
    found = toward_target(
        declared(("A", "M", True, zero, 10.0, "2025-01-01")), told(("A", "2021-01", 5.0)), as_of="2023-01-01"
    )
    assert np.isnan(found.frame["change"].iloc[0])
    assert found.frame["state"].iloc[0] == "towards"
    assert found.frame["progress"].iloc[0] == pytest.approx((5 - zero) / (10 - zero))


def test_all_faults_at_once_and_inputs_untouched():
    rows = declared(("A", "M", True, 1.0, 2.0, "2025-01-01"), ("A", "M", True, 1.0, 2.0, "2025-01-01"))
    values = told(("X", "2021-01", 1.0), ("Y", "2021-01", 1.0))
    with pytest.raises(BadTable) as refusal:
        toward_target(rows, values, as_of="2023-01-01")
    assert [p.where for p in refusal.value.problems] == ["indicator 'X'", "indicator 'Y'", "indicator 'A'"]
    good = declared(("A", "M", True, 1.0, 2.0, "2025-01-01"))
    kept = good.copy(deep=True)
    toward_target(good, told(("A", "2021-01", 1.0)), as_of="2023-01-01")
    pd.testing.assert_frame_equal(good, kept)


@pytest.mark.parametrize("scale", [0.001, 7.0, 1000.0])
def test_the_unit_of_an_indicator_does_not_matter(scale):
    rows = declared(("A", "M", True, 10.0, 40.0, "2025-01-01"), ("B", "M", False, 40.0, 10.0, "2025-01-01"))
    values = told(("A", "2021-01", 26.0), ("B", "2021-01", 23.0))
    once = toward_target(rows, values, as_of="2023-01-01").frame
    twice = toward_target(
        rows.assign(baseline=rows["baseline"] * scale, target=rows["target"] * scale),
        values.assign(actual=values["actual"] * scale), as_of="2023-01-01",
    ).frame  # fmt: skip
    assert twice["change"].tolist() == pytest.approx(once["change"].tolist())
    assert twice["progress"].tolist() == pytest.approx(once["progress"].tolist())
