import pandas as pd
import pytest

from benchmarks.validity.flows import issuance_under_censoring, stock_flow_bounds


def test_bounds_hold_the_truth_always():
    table = stock_flow_bounds(replications=60, seed=3)
    assert (table.inside == 1).all()
    assert table.ok.all()
    exact = table.set_index("records").exact
    assert exact["all_known"] == pytest.approx(23 / 24, abs=0.01)  # all but the first quarter
    assert exact["all_known"] > exact["closures_in_part"] > exact["both_in_part"] > 0
    pd.testing.assert_frame_equal(table, stock_flow_bounds(replications=60, seed=3))


def test_the_cohort_curve_is_unbiased_and_the_yearly_ratio_is_not():
    table = issuance_under_censoring(replications=120, seed=3)
    cohort = table[table.measure.str.startswith("cohort")]
    assert len(cohort) == 9
    assert (cohort.bias.abs() < 4 * cohort.mc_error).all()
    assert cohort.ok.notna().all()
    ratio = table[table.measure == "same_year_ratio"].set_index(table.yearly_change.round(1).unique())
    assert ratio.bias[0.3] < -5 * ratio.mc_error[0.3]  # more requests: it looks as if cooperation fell
    assert ratio.bias[-0.3] > 5 * ratio.mc_error[-0.3]
    assert ratio.ok.isna().all()
    assert (table[table.measure == "issued_so_far"].bias < -0.1).all()
    pd.testing.assert_frame_equal(table, issuance_under_censoring(replications=120, seed=3))
