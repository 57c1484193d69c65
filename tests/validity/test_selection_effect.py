import pandas as pd
import pytest

from benchmarks.validity.section import within_errors
from benchmarks.validity.selection import selection_effect


@pytest.fixture(scope="module")
def table():
    return selection_effect(replications=150, seed=5)


def get(table, *key):
    index = ["chosen", "matched", "estimator", "test"]
    return table.set_index(index).loc[key]


def test_the_trap_and_the_way_out(table):
    assert len(table) == 4 * 3 * 2 * 2
    for test in ("t", "rank"):
        assert get(table, "fell_most_of_21", "selection_years", "sdid", test).value > 0.30
        assert get(table, "worst_of_21", "selection_years", "sdid", test).value > 0.25
        assert get(table, "at_random", "selection_years", "sdid", test).value < 0.10
        assert get(table, "fell_most_of_21", "kept_out", "sdid", test).value < 0.10
        assert get(table, "fell_most_of_21", "all_years", "did", test).value > 0.25
    assert within_errors(table).ok.dropna().all()
    assert table.ok.notna().sum() == 2 * (4 + 2)


def test_bad_luck_that_ends_looks_like_an_effect(table):
    spoilt = get(table, "worst_of_21", "selection_years", "sdid", "t").effect
    assert spoilt > 5
    assert abs(get(table, "worst_of_21", "kept_out", "sdid", "t").effect) < 0.3
    assert abs(get(table, "at_random", "kept_out", "sdid", "t").effect) < 0.3


def test_the_seed_decides():
    one, same, other = (selection_effect(replications=20, seed=s) for s in (5, 5, 6))
    pd.testing.assert_frame_equal(one, same)
    assert not one.effect.equals(other.effect)
