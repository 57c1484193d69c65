"""Delivery by days after the due day: who is followed, who is left out, and what the mean of the delivered hides."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from mcee_eval.errors import BadParameter, NoEvents
from mcee_eval.metrics.delivery_time import delivery_time
from mcee_eval.metrics.survival import kaplan_meier

AS_OF = pd.Timestamp("2024-12-31")


def owed(*rows: tuple[int, int | None]) -> pd.DataFrame:
    """(days before the extraction on which it was due, days late or None)."""
    due = [AS_OF - pd.Timedelta(days=d) for d, _ in rows]
    came = [pd.NaT if late is None else day + pd.Timedelta(days=late) for day, (_, late) in zip(due, rows, strict=True)]
    return pd.DataFrame({"due": due, "delivered": pd.to_datetime(came)})


def test_all_delivered_is_the_plain_share():
    found = delivery_time(owed((200, -3), (200, 0), (200, 10), (200, 40)), as_of=AS_OF, days=(0, 30, 90))
    assert [e.value for e in found.share[0]] == pytest.approx([0.5, 0.75, 1.0])
    assert found.mean_of_delivered == (11.75,)  # what came early counts as early
    assert found.late_of_delivered == (0.5,)
    assert found.share_of_delivered == ((0.5, 0.75, 1.0),)


def test_what_is_still_owed_is_followed_and_not_dropped():
    rows = [(200, 0)] * 6 + [(200, None)] * 4
    found = delivery_time(owed(*rows), as_of=AS_OF, days=(30,))
    assert found.at(30).value == pytest.approx(0.6)
    assert (found.share_of_delivered[0][0], found.mean_of_delivered[0]) == (1.0, 0.0)  # what the finished would tell
    assert (found.due, found.delivered) == ((10,), (6,))


def test_recent_ones_are_followed_up_to_the_extraction_only():
    rows = [(100, 20)] * 5 + [(100, None)] * 5 + [(10, None)] * 10
    found = delivery_time(owed(*rows), as_of=AS_OF, days=(30, 90))
    assert found.at(30).value == pytest.approx(0.5)  # the ten recent ones leave at day 10, neither late nor on time
    assert math.isnan(delivery_time(owed((10, 0), (10, None)), as_of=AS_OF, days=(30,)).at(30).value)


def test_what_is_due_later_is_left_out_even_if_it_is_there():
    found = delivery_time(owed((50, 5), (-20, -40), (-20, None)), as_of=AS_OF, days=(0,))
    assert (found.due, found.left_out) == ((1,), 2)


def test_what_came_after_the_extraction_had_not_come():
    found = delivery_time(owed((50, 5), (10, 30)), as_of=AS_OF, days=(0,))
    assert found.delivered == (1,)


def test_one_minus_kaplan_meier():
    rng = np.random.default_rng(5)
    late = rng.integers(-10, 90, 80)
    rows = [(int(d), None if x > d else int(x)) for d, x in zip(rng.integers(5, 200, 80), late, strict=True)]
    frame = owed(*rows)
    found = delivery_time(frame, as_of=AS_OF, days=(7, 30, 60))
    followed = pd.DataFrame(
        {
            "t": [max(x, 0) + 1.0 if x is not None else d + 1.0 for d, x in rows],  # a day later: no event at zero
            "e": [int(x is not None) for _, x in rows],
        }
    )
    curve = kaplan_meier(followed, duration="t", event="e", times=(8, 31, 61))
    assert [e.value for e in found.share[0]] == pytest.approx([1 - p.value for p in curve.points[0]])


def test_groups_are_each_their_own():
    frame = owed((100, 0), (100, None), (100, 5), (100, 5)).assign(kind=["b", "b", "a", "a"])
    found = delivery_time(frame, as_of=AS_OF, days=(0, 30), group="kind")
    assert found.groups == ("a", "b")
    assert [e.value for e in found.share[0]] == [0.0, 1.0]
    assert found.at(30, "b").value == 0.5
    assert found.frame.groupby("group")["day"].min().tolist() == [0.0, 0.0]
    assert found.numbers()["due"] == [2, 2]


def test_refusals():
    with pytest.raises(NoEvents):
        delivery_time(owed((-5, None)), as_of=AS_OF)
    with pytest.raises(NoEvents):
        delivery_time(owed((50, None)), as_of=AS_OF)
    with pytest.raises(BadParameter, match="missing"):
        delivery_time(owed((50, 1)).assign(due=pd.NaT), as_of=AS_OF)


def test_the_input_is_left_as_it_is():
    frame = owed((50, 1), (60, None))
    kept = frame.copy(deep=True)
    delivery_time(frame, as_of=AS_OF)
    pd.testing.assert_frame_equal(frame, kept)


@pytest.mark.parametrize(("late", "value", "low", "high"), [(0, 1.0, 0.6915, 1.0), (60, 0.0, 0.0, 0.3085)])
def test_none_and_all_have_an_exact_interval(late, value, low, high):
    found = delivery_time(owed(*[(200, late)] * 10), as_of=AS_OF, days=(30,)).at(30)
    assert (found.value, found.low, found.high) == pytest.approx((value, low, high), abs=5e-5)  # 10 of 10, 0 of 10
