"""Countries were chosen because their early numbers were bad: what was bad luck goes away by itself."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from mcee_eval.synthetic.calendar import MONTHS
from mcee_eval.synthetic.programme import simulate
from mcee_eval.synthetic.world import CODES, GROUPS, world

TARGETED, UNFUNDED = slice(0, 5), slice(5, 8)


@pytest.fixture(scope="module")
def worlds():
    return [world(seed) for seed in range(300)]


def test_the_five_slowest_of_the_selection_year_are_targeted(worlds):
    for w in worlds:
        seen = w.log_speed + w.bad_year
        assert seen[TARGETED].max() < seen[UNFUNDED].min()


def test_their_bad_year_was_mostly_bad_luck(worlds):
    passing = np.mean([w.bad_year[TARGETED].mean() for w in worlds])
    lasting = np.mean([w.log_speed[TARGETED].mean() for w in worlds])
    comparison = np.mean([w.bad_year[12:].mean() for w in worlds])
    assert passing < -0.12  # 13 % slower than their own norm, in that year only
    assert passing < 2 * lasting < 0
    assert abs(comparison) < 0.02


def test_the_bad_year_is_one_calendar_year(worlds):
    w = worlds[0]
    year = MONTHS.astype("datetime64[Y]").astype(int) + 1970
    for place in range(len(CODES)):
        within, around = w.noise[place, year == 2018].mean(), w.noise[place, (year == 2017) | (year == 2019)].mean()
        assert within - around == pytest.approx(w.bad_year[place], abs=0.25)


def test_preventive_countries_had_bad_claim_numbers_and_the_rule_was_not_followed_closely(worlds):
    preventive = slice(8, 12)
    assert np.mean([w.claims_bad_year[preventive].mean() for w in worlds]) > 0.15
    ranks = np.array([np.sort(w.rule_rank[preventive]) for w in worlds])
    followed = (ranks == [1, 2, 3, 4]).all(axis=1).mean()
    assert followed < 0.2
    assert ranks.mean() < 9  # of 24; a draw by lot would give 12.5


def test_slow_years_regress_to_the_mean_where_nothing_happens():
    """In `null`, targeted countries get faster after 2018 and the three that were passed over get slower."""
    change = []
    for seed in range(16):
        frame = simulate("null", seed=seed).tables["travel_document_requests"]
        soon = (frame["issued_on"] - frame["requested_on"]).dt.days <= 180
        cohorts = frame.assign(soon=soon, year=frame["requested_on"].dt.year)
        share = cohorts.pivot_table(index="country", columns="year", values="soon")
        change.append((share[2022] - share[2018]).reindex(["R01", "R02", "R03", "R04", "R05", "R06", "R07", "R08"]))
    table = pd.DataFrame(change)
    targeted, passed_over = table.iloc[:, :5].to_numpy().mean(), table.iloc[:, 5:].to_numpy().mean()
    assert targeted > 0.02
    assert targeted - passed_over > 0.05


def test_groups_stand_in_the_order_of_the_codes():
    assert [GROUPS[CODES.index(c)] for c in ("R01", "R05", "R06", "R08", "P01", "P04", "C01", "C20")] == [
        "targeted", "targeted", "unfunded", "unfunded", "preventive", "preventive", "comparison", "comparison",
    ]  # fmt: skip
