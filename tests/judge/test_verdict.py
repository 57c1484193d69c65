"""Criteria → state, in every combination."""

from __future__ import annotations

from itertools import product

import pytest

from mcee_eval.judge.verdict import Reason, State, decide


@pytest.mark.parametrize("passed", [p for n in (1, 2, 3) for p in product((True, False, None), repeat=n)])
def test_what_cannot_be_told_is_never_a_pass(passed):
    state = decide([Reason(str(i), p) for i, p in enumerate(passed)])
    if None in passed:
        assert state is State.CANNOT_CONCLUDE
    elif set(passed) == {True}:
        assert state is State.SUPPORTED
    elif set(passed) == {False}:
        assert state is State.NOT_SUPPORTED
    else:
        assert state is State.MIXED


def test_without_a_criterion_nothing_is_concluded():
    assert decide([]) is State.CANNOT_CONCLUDE
