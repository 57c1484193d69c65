"""Rankings over every weighting: exact cases, bounds that hold for any weight, dominance, regret, money."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcee_eval.errors import BadParameter, NotFinite
from mcee_eval.metrics.ranking import ranking

THREE = ("x", "y", "z")


def frame(*rows, names=None):
    told = pd.DataFrame(rows, columns=list(THREE), dtype=float)
    return told.assign(unit=names or [f"u{i}" for i in range(len(rows))])


def ranked(table, chosen, **more):
    return ranking(table, unit="unit", indicators=THREE, chosen=chosen, **({"scale": "minmax", "divisions": 30} | more))


def test_one_that_is_first_on_all_three_is_first_at_every_weight():
    found = ranked(frame((9, 9, 9), (5, 1, 2), (1, 5, 1), (2, 2, 5)), ["u0"])
    row = found.frame.set_index("unit").loc["u0"]
    assert (row["share"], row["share_low"], row["share_high"], row["best"], row["worst"]) == (1, 1, 1, 1, 1)
    assert [e.value for e in found.follows] == [1, 1]
    assert (found.regret.value, found.overlap, found.picked) == (0.0, 1.0, ("u0",))


def test_three_corners_share_the_triangle_in_equal_parts():
    found = ranked(frame((1, 0, 0), (0, 1, 0), (0, 0, 1), (0, 0, 0)), ["u0"], divisions=90)
    told = found.frame.set_index("unit")
    for unit in ("u0", "u1", "u2"):
        assert told.loc[unit, "share_low"] <= 1 / 3 <= told.loc[unit, "share_high"]
        assert told.loc[unit, "share"] == pytest.approx(1 / 3, abs=0.01)
    assert told.loc["u3", "share_high"] == 0
    assert told.loc["u3", "dominated_by"] == 3
    assert told.loc["u0", "dominated_by"] == 0


def test_a_known_area():
    # u0 beats u1 where w_x > w_y: half of the triangle; u2 is behind both
    found = ranked(frame((1, 0, 1), (0, 1, 1), (0, 0, 0)), ["u0"], divisions=40)
    told = found.frame.set_index("unit").loc["u0"]
    assert told["share_low"] <= 0.5 <= told["share_high"]
    assert told["share_high"] - told["share_low"] <= 3 / 40
    # u0 beats u1 where 2 w_x > w_y: the line from (w_z = 1) to (1/3, 2/3, 0) leaves two thirds
    wide = ranked(frame((2, 0, 0), (0, 1, 0), (0, 0, -1)), ["u0"], divisions=60, scale="zscore")
    again = ranked(frame((20, 0, 0), (0, 10, 0), (0, 0, -10)), ["u0"], divisions=60, scale="zscore")
    pd.testing.assert_frame_equal(wide.frame, again.frame)  # a change of unit changes nothing


def test_finer_parts_narrow_the_bounds_and_never_leave_them():
    rng = np.random.default_rng(5)
    table = frame(*rng.normal(size=(9, 3)))
    last = (0.0, 1.0)
    for divisions in (5, 10, 20, 40):  # each halves the last
        row = ranked(table, ["u0", "u1", "u2"], divisions=divisions, scale="zscore").frame.set_index("unit").loc["u1"]
        assert last[0] - 1e-12 <= row["share_low"] <= row["share_high"] <= last[1] + 1e-12
        last = (row["share_low"], row["share_high"])


numbers = st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=4, max_size=7)


@settings(max_examples=40, deadline=None)
@given(numbers, st.sampled_from(["rank", "minmax", "zscore"]), st.integers(0, 10_000))
def test_bounds_hold_at_random_weights(rows, scale, seed):
    table = frame(*rows)
    chosen = ["u0", "u1"]
    found = ranked(table, chosen, divisions=12, scale=scale, amounts={"u0": 10.0, "u1": 5.0})
    kept = table.copy(deep=True)
    from mcee_eval.metrics.ranking import _places, _scaled

    x = _scaled(table[list(THREE)].to_numpy(float), scale)
    w = np.random.default_rng(seed).dirichlet(np.ones(3), 400)
    place = _places(w @ x.T)
    told = found.frame
    sampled = (place <= 2).mean(axis=0)
    noise = 4 * np.sqrt(0.25 / 400)
    assert (sampled >= told["share_low"] - noise).all()
    assert (told["share_low"] <= told["share"]).all()
    # equal scores share the better place, so a tie may put more than k among the first
    assert (told["best"] <= told["rank"]).all()
    assert (told["rank"] <= told["worst"]).all()
    assert (told.loc[told["dominated_by"] >= 2, "share_low"] == 0).all()
    assert 0 <= found.regret.low <= found.regret.value <= found.regret.high <= 1 + 1e-12
    assert 0 <= found.outside.low <= found.outside.value <= found.outside.high <= 15
    pd.testing.assert_frame_equal(table, kept)


def test_money_outside_is_of_the_chosen_that_are_not_first():
    found = ranked(frame((9, 9, 9), (8, 8, 8), (1, 1, 1), (0, 0, 0)), ["u0", "u2"], amounts={"u0": 7.0, "u2": 3.0})
    assert (found.outside.low, found.outside.value, found.outside.high) == (3, 3, 3)
    assert found.overlap == 0.5
    assert [e.value for e in found.follows] == [1, 1, 0]
    assert found.regret.value == pytest.approx(7 / 16)  # 17 could be had, 10 is, 1 is the least
    assert ranked(frame((9, 9, 9), (1, 1, 1), (0, 0, 0)), ["u0"]).outside is None


def test_an_indicator_that_does_not_vary_says_nothing():
    for scale in ("minmax", "zscore"):
        found = ranked(frame((1, 5, 3), (2, 5, 2), (3, 5, 1)), ["u2"], scale=scale)
        assert np.isfinite(found.frame["score"]).all()


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"indicators": ("x", "y")}, BadParameter),
        ({"scale": "log"}, BadParameter),
        ({"chosen": ["nobody"]}, BadParameter),
        ({"chosen": []}, BadParameter),
        ({"chosen": ["u0", "u1", "u2"]}, BadParameter),
    ],
)
def test_what_is_refused(more, error):
    with pytest.raises(error):
        ranking(
            frame((1, 2, 3), (2, 1, 3), (3, 3, 1)), **({"unit": "unit", "indicators": THREE, "chosen": ["u0"]} | more)
        )


def test_a_missing_indicator_is_refused_by_name():
    with pytest.raises(NotFinite, match="u1"):
        ranked(frame((1, 2, 3), (2, np.nan, 3), (3, 3, 1)), ["u0"])


def test_numbers_are_json_ready():
    import json

    found = ranked(frame((9, 9, 9), (5, 1, 2), (1, 5, 1)), ["u0"])
    told = json.loads(json.dumps(found.numbers()))
    assert told["picked"] == ["u0"]
    assert told["follows"][1] == [1.0, 1.0, 1.0]
