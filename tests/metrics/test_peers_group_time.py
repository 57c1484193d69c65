"""Group-time effects beside two packages that follow R's did: differences and diff-diff."""

import numpy as np
import pandas as pd
import pytest
from diff_diff import CallawaySantAnna
from differences import ATTgt

from mcee_eval.metrics.group_time import group_time_effects

CALL = {"unit": "county", "time": "year", "outcome": "y", "first_treated": "first"}
CONTROLS = {"never": "never_treated", "notyet": "not_yet_treated"}
pytestmark = pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning:differences")


@pytest.fixture(scope="module")
def frame():
    """Three cohorts and never treated ones over six years, with effects that differ."""
    rng = np.random.default_rng(20250501)
    first = np.repeat([0, 2005, 2006, 2008], [60, 20, 25, 15])
    years = np.arange(2003, 2009)
    since = np.where(first[:, None] > 0, years - first[:, None], -1)
    steps = rng.normal(size=(len(first), len(years))).cumsum(axis=1)
    y = rng.normal(size=(len(first), 1)) + 0.3 * (years - 2003) + steps + np.where(since >= 0, 0.5 + 0.4 * since, 0)
    return pd.DataFrame(
        {
            "county": np.repeat(np.arange(len(first)), len(years)),
            "year": np.tile(years, len(first)),
            "y": y.ravel(),
            "first": np.repeat(first, len(years)),
        }
    )


def by_differences(frame, control, base):
    data = frame.assign(cohort=frame["first"].where(frame["first"] > 0).astype(float)).set_index(["county", "year"])
    made = ATTgt(data=data.drop(columns="first"), cohort_column="cohort", base_period=base)
    return made.fit("y", control_group=CONTROLS[control], progress_bar=False)


def pairs(table):
    """ATT and standard error of one of their tables."""
    return table.droplevel([0, 1], axis=1)[["ATT", "std_error"]].to_numpy(float)


@pytest.mark.parametrize("control", CONTROLS)
@pytest.mark.parametrize("base", ["varying", "universal"])
def test_every_cell_and_average_of_differences(frame, control, base):
    ours = group_time_effects(frame, **CALL, control=control, base=base).numbers()
    theirs = by_differences(frame, control, base)
    for kind, (label, att, se) in {
        "event": ("dynamic_e", "dynamic_att", "dynamic_se"),
        "cohort": ("", "group_att", "group_se"),
        "time": ("", "calendar_att", "calendar_se"),
    }.items():
        table = theirs.aggregate(kind)
        if label:
            assert [int(e) for e in table.index] == ours[label]
        mine = np.array([ours[att], [np.nan if v is None else v for v in ours[se]]], dtype=float).T
        wanted = pairs(table)
        known = np.isfinite(mine[:, 1]) & (wanted[:, 1] > 0)
        np.testing.assert_allclose(mine[:, 0], wanted[:, 0], atol=1e-10, err_msg=kind)
        np.testing.assert_allclose(mine[known, 1], wanted[known, 1], rtol=1e-8, err_msg=kind)
        overall = {"event": "dynamic", "cohort": "group_overall", "time": "calendar_overall"}[kind]
        told = [ours[overall]["value"], ours[overall]["se"]]
        np.testing.assert_allclose(told, pairs(theirs.aggregate(kind, overall=True))[0], rtol=1e-8, err_msg=kind)
    simple = pairs(theirs.aggregate("simple"))[0]
    np.testing.assert_allclose([ours["simple"]["value"], ours["simple"]["se"]], simple, rtol=1e-8)


@pytest.mark.parametrize("control", CONTROLS)
def test_every_cell_of_diff_diff(frame, control):
    ours = group_time_effects(frame, **CALL, control=control).numbers()
    peer = CallawaySantAnna(control_group="never_treated" if control == "never" else "not_yet_treated")
    found = peer.fit(frame, outcome="y", unit="county", time="year", first_treat="first")
    cells = found.group_time_effects
    keys = list(zip(ours["group"], ours["time"], strict=True))
    assert {(int(g), int(t)) for g, t in cells} == set(keys)
    np.testing.assert_allclose(ours["att"], [cells[k]["effect"] for k in keys], atol=1e-10)
    np.testing.assert_allclose(ours["se"], [cells[k]["se"] for k in keys], rtol=1e-8)
    assert [ours["simple"]["value"], ours["simple"]["se"]] == pytest.approx([found.overall_att, found.overall_se])
    group = found.aggregate("group").to_dataframe()
    np.testing.assert_allclose(ours["group_att"], group["att"].iloc[-3:], atol=1e-10)
