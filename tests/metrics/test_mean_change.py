"""Mean change over units: planted gains come back, a unit counts once, and too few say nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from mcee_eval.errors import BadParameter, NoEvents
from mcee_eval.metrics.compare_rates import compare_rates
from mcee_eval.metrics.group_difference import group_difference
from mcee_eval.metrics.mean_change import mean_change
from mcee_eval.metrics.toward_target import toward_target
from mcee_eval.synthetic.measurement import indicators
from mcee_eval.synthetic.projects import projects
from mcee_eval.synthetic.scenarios import scenario
from mcee_eval.synthetic.world import world


def measured(name: str, seed: int = 1) -> pd.DataFrame:
    there = projects(world(seed), seed)
    declared, values = indicators(scenario(name), there, seed)
    kinds = pd.DataFrame([(p.code, p.kind) for p in there], columns=["project", "kind"])
    return toward_target(declared, values, as_of="2025-03-31").frame.merge(kinds, on="project")


@pytest.mark.parametrize("seed", [1, 20250331])
@pytest.mark.parametrize(("name", "grew"), [("report", True), ("effect", True), ("null", False)])
def test_planted_gains_are_found(name, grew, seed):
    rows = measured(name, seed)
    found = mean_change(rows, unit="project")
    assert (found.mean.low > 0) if grew else (found.mean.high < 0.10)
    means = rows.dropna(subset=["change"]).groupby(["project", "kind"], as_index=False)[["change"]].mean()
    sides = {"first": "infrastructure_or_technology", "second": "policy_or_training"}
    gap = group_difference(means, value="change", group="kind", **sides, logarithms=True)
    assert (gap.difference.low > 0) if grew else (gap.difference.high < 0.10)
    plain = group_difference(means, value="change", group="kind", **sides)
    assert gap.first.value == pytest.approx(np.expm1(plain.first.value))


def test_what_went_the_wrong_way_is_no_gain():
    rows = measured("report")
    turned = mean_change(rows, unit="project", before="after", after="before")
    assert turned.mean.high < 0


def test_a_unit_counts_once_however_many_rows_it_has():
    rows = measured("report")
    one = mean_change(rows, unit="project")
    told = rows.dropna(subset=["change"]).groupby("project")["change"].mean()
    assert one.mean.value == pytest.approx(np.expm1(told.mean()))
    assert one.units == len(told) == len(one.frame)
    again = pd.concat([rows, *[rows[rows["project"] == told.index[0]]] * 9])
    assert mean_change(again, unit="project").mean.value == pytest.approx(one.mean.value)
    assert mean_change(again, unit="indicator").units == rows["change"].notna().sum()
    assert (one.frame["change_low"] <= one.frame["change"]).all()
    assert (one.frame["change"] <= one.frame["change_high"]).all()


def test_leaving_out_moves_the_mean_as_it_says():
    rows = measured("report")
    without = {k: mean_change(rows, unit="project", leave_out=k).mean.value for k in ("most", "", "least")}
    assert without["most"] < without[""] < without["least"]
    assert mean_change(rows, unit="project", where="readings >= 2").units <= mean_change(rows, unit="project").units
    with pytest.raises(BadParameter):
        mean_change(rows, unit="project", leave_out="best")


def test_too_few_or_all_the_same_have_no_mean():
    rows = pd.DataFrame({"project": ["a", "b"], "before": [0.0, 0.0], "after": [0.5, 0.5]})
    for few in (rows, rows.head(1), rows.head(0), rows.assign(after=np.nan)):
        found = mean_change(few, unit="project")
        assert (found.mean, found.permutation_p) == (None, None)
    assert mean_change(rows, unit="project", leave_out="most").units == 0


def test_more_than_double_from_two_monthly_means():
    rows = pd.DataFrame({"year": [2022, 2023], "cases": [1380.0, 2900.0]})
    how = {"rate": "cases", "periods": 12, "group": "year", "first": "2023"}
    found = compare_rates(rows, second="2022", **how).ratio
    assert (round(found.value, 2), found.n) == (2.10, 12 * 4280)
    assert found.low > 2
    with pytest.raises(NoEvents):
        compare_rates(rows, second="2021", **how)
