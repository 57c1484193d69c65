import numpy as np
import pandas as pd
import pytest

from benchmarks.validity.coverage import segmented_coverage

COLUMNS = ["n", "rho", "estimator", "term", "coverage", "mc_error", "replications", "refused", "floor", "ok"]


@pytest.fixture(scope="module")
def table():
    return segmented_coverage(replications=2_000, seed=5, n_values=(12, 16, 24), rho_values=(0.0, 0.6))


def get(table, **where):
    for column, value in where.items():
        table = table[table[column] == value]
    assert len(table) == 1
    return table.iloc[0]


def test_one_row_a_cell(table):
    assert list(table.columns) == COLUMNS
    assert len(table) == 2 * (6 + 3 + 6)  # n = 16 has no slope
    assert table.mc_error.to_numpy() == pytest.approx(np.sqrt(table.coverage * (1 - table.coverage) / 2000))


def test_the_default_holds_its_floor_and_the_others_do_not(table):
    asked = table[table.floor.notna()]
    assert len(asked) == 2 * 3
    assert (asked.coverage + 3 * asked.mc_error >= asked.floor).all()
    for other in ("classical", "newey_west"):
        assert get(table, n=24, rho=0.6, estimator=other, term="level").coverage < 0.80


def test_where_the_metric_refuses_nothing_is_asked(table):
    below = table[table.n == 12]
    assert below.refused.all()
    assert below.ok.isna().all()
    assert not table[table.n > 12].refused.any()


def test_each_cell_is_the_same_in_a_smaller_grid(table):
    small = segmented_coverage(replications=2_000, seed=5, n_values=(24,), rho_values=(0.6,))
    large = table[(table.n == 24) & (table.rho == 0.6)].reset_index(drop=True)
    pd.testing.assert_frame_equal(small, large)
    assert not small.coverage.equals(
        segmented_coverage(replications=2_000, seed=6, n_values=(24,), rho_values=(0.6,)).coverage
    )


def test_agrees_with_the_reference_simulation(reference):
    """Two cells of the shared reference simulation, at its own tolerance and its 10,000 replications."""
    expected = reference["its_monte_carlo_coverage"]["expected"]
    names = {"OLS-t": "classical", "NW1adj-t": "newey_west", "REML-Satt": "ar1_reml"}
    found = segmented_coverage(replications=10_000, seed=5, n_values=(12, 48), rho_values=(0.4,))
    for n in (12, 48):
        entry = expected[f"n{n}_rho0.4"]
        for theirs, ours in names.items():
            pair = [get(found, n=n, estimator=ours, term=t).coverage for t in ("level", "slope")]
            assert pair == pytest.approx(entry["value"][theirs], abs=entry["atol"])
