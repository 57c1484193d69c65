"""New codes by interview: by hand, and the average over orders against every order."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from mcee_eval.errors import BadParameter, TooFewPeriods
from mcee_eval.metrics.saturation import saturation

HEARD = {"a": "xy", "b": "xz", "c": "x", "d": "w", "e": "x", "f": "xv"}
FEW = "abcdf"


def frame(order="abcdef") -> pd.DataFrame:
    return pd.DataFrame([(who, code) for who in order for code in HEARD[who]], columns=["respondent", "code"])


def test_by_hand():
    found = saturation(frame(), base_size=2, run_length=2)
    assert found.frame["new"].tolist() == [2, 1, 0, 1, 0, 1]
    assert found.frame["seen"].tolist() == [2, 3, 3, 4, 4, 5]
    assert (found.codes, found.base, found.last_run, found.once) == (5, 3, 1, 4)
    assert found.new_information == pytest.approx(1 / 3)


def test_the_average_is_that_of_all_orders():
    every = [saturation(frame(o), base_size=1, run_length=1).frame["seen"].to_numpy() for o in permutations(FEW)]
    assert saturation(frame(FEW), base_size=1, run_length=1).frame["expected"].to_numpy() == pytest.approx(
        np.mean(every, axis=0)
    )


def test_the_average_does_not_know_the_order():
    one, other = (saturation(frame(o), base_size=1, run_length=1) for o in ("abcdef", "fedcba"))
    assert one.frame["new"].tolist() != other.frame["new"].tolist()
    assert one.frame["expected"].tolist() == pytest.approx(other.frame["expected"].tolist())


def test_it_never_falls_and_ends_at_all_codes():
    found = saturation(frame(), base_size=1, run_length=1)
    assert (np.diff(found.frame["expected"]) >= -1e-12).all()
    assert found.frame["expected"].iloc[-1] == pytest.approx(5)


def test_a_code_heard_twice_in_an_interview_is_one():
    twice = pd.concat([frame(), frame()])
    assert (
        saturation(twice, base_size=1, run_length=1).numbers()
        == saturation(frame(), base_size=1, run_length=1).numbers()
    )


def test_too_few_interviews_are_refused():
    with pytest.raises(TooFewPeriods, match="too few interviews"):
        saturation(frame("abc"), base_size=2, run_length=2)
    with pytest.raises(BadParameter, match="run_length"):
        saturation(frame(), run_length=0)
