import numpy as np
import pandas as pd
import pytest

from mcee_eval.errors import BadTable
from mcee_eval.metrics.durations import read_durations, risk_table, step


def test_risk_table_by_counting():
    rng = np.random.default_rng(1)
    time, event = np.ceil(rng.exponential(5, 80)), rng.random(80) < 0.6
    table = risk_table(time, event)
    assert table.time.tolist() == sorted(set(time))
    for t, n, d in zip(table.time, table.at_risk, table.events, strict=True):
        assert n == (time >= t).sum()
        assert d == ((time == t) & event).sum()


def test_steps_are_taken_at_their_time():
    found = step(np.array([2.0, 5.0]), np.array([0.7, 0.3]), np.array([0, 2, 4.9, 5, 90]), start=1.0)
    assert found.tolist() == [1.0, 0.7, 0.7, 0.3, 0.3]


def test_groups_come_sorted_and_plain():
    frame = pd.DataFrame({"t": [1.0, 2, 3], "e": [1, 0, 1], "g": ["b", "a", "b"]})
    data = read_durations(frame, duration="t", cause="e", group="g")
    assert data.groups == ("a", "b")
    assert data.group.tolist() == [1, 0, 1]
    number = read_durations(frame.assign(g=[2, 1, 2]), duration="t", cause="e", group="g")
    assert type(number.groups[0]) is int
    flags = read_durations(frame.assign(e=[True, False, True]), duration="t", cause="e", group=None)
    assert flags.cause.tolist() == [1, 0, 1]


def test_all_faults_at_once():
    frame = pd.DataFrame({"t": [-1.0, 2, 3], "e": [1, 5, 1]})
    with pytest.raises(BadTable) as refused:
        read_durations(frame, duration="t", cause="e", group=None)
    assert len(refused.value.problems) == 2
