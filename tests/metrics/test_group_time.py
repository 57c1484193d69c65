"""Group-time effects: what they find, keep, say and refuse."""

import json

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf

from mcee_eval import group_time_effects as public
from mcee_eval.errors import BadParameter, BadTable, NoEvents, NotFinite, TooFewDonors, TooFewPeriods, UnbalancedPanel
from mcee_eval.metrics.group_time import BASES, CONTROLS, group_time_effects

COLUMNS = {"unit": "country", "time": "year", "outcome": "rate", "first_treated": "first"}
WAYS = [(c, b) for c in CONTROLS for b in BASES]
KEYS = ["group", "time", "att", "se", "simple", "dynamic", "group_overall", "calendar_overall", "dynamic_e",
        "dynamic_att", "group_att", "calendar_att", "dynamic_se", "group_se", "calendar_se", "degenerate"]  # fmt: skip


def panel(seed, *, sizes=((0, 40), (2004, 15), (2006, 25), (2007, 20)), noise=1.0, effect=None):
    """2001-2008; cohorts of given sizes; ``effect`` of (cohort, year) from the start on."""
    rng = np.random.default_rng(seed)
    rows = []
    for first, size in sizes:
        for i in range(size):
            level = rng.normal() * 3
            for year in range(2001, 2009):
                gain = effect(first, year) if effect and 0 < first <= year else 0.0
                value = level + 0.5 * (year - 2001) ** 1.5 + gain + noise * rng.normal()
                rows.append((f"{first}-{i:02d}", year, value, first))
    return pd.DataFrame(rows, columns=["country", "year", "rate", "first"])


def growing(first, year):
    """Differs by cohort and grows with time."""
    return (first - 2000) / 2 + (year - first)


def run(frame, **how):
    return group_time_effects(frame, **COLUMNS | how)


@pytest.mark.parametrize(("control", "base"), WAYS)
def test_without_noise_every_effect_and_average_is_exact(control, base):
    found = run(panel(1, noise=0.0, effect=growing), control=control, base=base)
    table = found.frame
    truth = np.where(table["event_time"] >= 0, (table["group"] - 2000) / 2 + table["event_time"], 0.0)
    np.testing.assert_allclose(table["att"], truth, atol=1e-9)
    treated = table[table["event_time"] >= 0].assign(size=lambda t: t["group"].map({2004: 15, 2006: 25, 2007: 20}))

    def weighted(part):
        return (part["att"] * part["size"]).sum() / part["size"].sum()

    by_event = treated.groupby("event_time")[["att", "size"]].apply(weighted)
    by_year = treated.groupby("time")[["att", "size"]].apply(weighted)
    by_group = treated.groupby("group")[["att", "size"]].mean()
    assert found.simple.value == pytest.approx(weighted(treated))
    assert found.dynamic.value == pytest.approx(by_event.mean())
    assert found.calendar_overall.value == pytest.approx(by_year.mean())
    assert found.group_overall.value == pytest.approx(weighted(by_group))
    assert [e.value for label, e in found.by_event if label >= 0] == pytest.approx(by_event.tolist())


def test_two_way_fixed_effects_miss_what_these_find():
    frame = panel(2, noise=0.0, effect=growing)
    frame["d"] = ((frame["first"] > 0) & (frame["year"] >= frame["first"])).astype(int)
    twfe = smf.ols("rate ~ d + C(country) + C(year)", frame).fit().params["d"]
    assert abs(run(frame).simple.value - twfe) > 0.2


def test_one_cohort_is_the_difference_of_two_means():
    frame = panel(3, sizes=((0, 30), (2005, 20)))
    wide = frame.pivot_table(index=["country", "first"], columns="year", values="rate").reset_index("first")
    change = wide[2006] - wide[2004]
    one, other = change[wide["first"] == 2005], change[wide["first"] == 0]
    cell = run(frame).frame.query("time == 2006").iloc[0]
    assert cell["att"] == pytest.approx(one.mean() - other.mean())
    assert cell["se"] == pytest.approx(np.sqrt(one.var(ddof=0) / 20 + other.var(ddof=0) / 30))


@pytest.mark.parametrize(("control", "base"), WAYS)
def test_intervals_hold_the_truth_as_often_as_they_say(control, base):
    names = ("simple", "dynamic", "group_overall", "calendar_overall")
    held = np.zeros(4)
    for seed in range(150):
        found = run(panel(seed, effect=lambda g, t: 2.0), control=control, base=base)
        held += [getattr(found, n).low <= 2 <= getattr(found, n).high for n in names]
    assert (held / 150 >= 0.88).all()
    assert (held / 150).mean() <= 0.985


def test_errors_of_shares_match_a_bootstrap_of_units():
    frame = panel(5, effect=growing, sizes=((0, 20), (2004, 10), (2007, 12)))
    wide = frame.pivot_table(index=["country", "first"], columns="year", values="rate")
    rng = np.random.default_rng(5)
    drawn = []
    for _ in range(300):
        rows = wide.iloc[rng.integers(0, len(wide), size=len(wide))].reset_index("first")
        rows["country"] = [f"U{i:02d}" for i in range(len(rows))]
        again = rows.melt(id_vars=["country", "first"], var_name="year", value_name="rate")
        again["year"] = again["year"].astype(int)
        found = run(again)
        drawn.append([found.simple.value, found.group_overall.value, found.calendar_overall.value])
    found = run(frame)
    ours = [found.simple.se, found.group_overall.se, found.calendar_overall.se]
    np.testing.assert_allclose(np.std(drawn, axis=0), ours, rtol=0.2)


def test_the_universal_base_is_the_sum_of_the_varying_steps():
    frame = panel(6)
    varying, universal = (run(frame, base=b).frame.query("group == 2007").set_index("time")["att"] for b in BASES)
    assert universal[2006] == 0
    assert universal[2003] == pytest.approx(-varying[[2004, 2005, 2006]].sum())
    after = [2007, 2008]
    np.testing.assert_allclose(universal[after], varying[after])


def test_the_base_period_has_no_error():
    found = run(panel(7), base="universal")
    numbers = found.numbers()
    at = numbers["dynamic_e"].index(-1)
    assert (numbers["dynamic_att"][at], numbers["dynamic_se"][at]) == (0.0, None)
    assert [s is None for s in numbers["se"]] == [
        t - g == -1 for g, t in zip(numbers["group"], numbers["time"], strict=True)
    ]


@pytest.mark.parametrize(("control", "base"), WAYS)
def test_invariances(control, base):
    frame = panel(9, effect=growing)
    kept = frame.copy(deep=True)
    once = run(frame, control=control, base=base)
    levels = frame["country"].map({u: i for i, u in enumerate(frame["country"].unique())})
    moved = frame.assign(rate=100 * (frame["rate"] + levels + np.cos(frame["year"]))).sample(frac=1, random_state=1)
    other = run(moved, control=control, base=base)
    np.testing.assert_allclose(other.frame["att"], 100 * once.frame["att"], atol=1e-8)
    for name in ("simple", "dynamic", "group_overall", "calendar_overall"):
        assert getattr(other, name).value == pytest.approx(100 * getattr(once, name).value)
        assert getattr(other, name).se == pytest.approx(100 * getattr(once, name).se)
    pd.testing.assert_frame_equal(frame, kept)
    assert public(frame, **once.recipe).numbers() == once.numbers()


def test_cohorts_of_one_are_flagged_and_bear_no_interval():
    found = run(panel(10, sizes=((0, 12), (2004, 1), (2006, 1))))
    assert found.degenerate == (2004.0, 2006.0)
    assert found.numbers()["degenerate"] == [2004, 2006]
    assert "errors_of_one_unit_cohorts_too_small" in found.notes
    assert found.frame["low"].isna().all()
    assert (found.simple.low, found.simple.high) == (None, None)
    mixed = run(panel(10, sizes=((0, 12), (2004, 1), (2006, 9))))
    assert mixed.degenerate == (2004.0,)
    assert mixed.simple.low is not None
    assert mixed.frame.query("group == 2004")["low"].isna().all()


def test_numbers_are_plain_and_have_the_fixed_keys():
    for control, base in WAYS:
        numbers = run(panel(11), control=control, base=base).numbers()
        assert sorted(numbers) == sorted(KEYS)
        assert json.loads(json.dumps(numbers, allow_nan=False)) == numbers


def test_cohorts_treated_from_the_first_period_are_left_out():
    frame = panel(12)
    early = panel(13, sizes=((2001, 5),))
    found = run(pd.concat([frame, early]))
    assert found.numbers() == run(frame).numbers()
    assert found.notes == ("cohorts_treated_from_the_first_period_left_out",)


def test_a_cohort_yet_to_come_serves_as_control_where_none_is_never_treated():
    frame = panel(14, sizes=((2004, 10), (2007, 10)), effect=growing, noise=0.0)
    found = run(frame, control="notyet")
    assert "comparisons_without_controls_left_out" in found.notes
    treated = found.frame.query("event_time >= 0")
    assert set(treated["time"]) == {2004, 2005, 2006}
    np.testing.assert_allclose(treated["att"], [2, 3, 4], atol=1e-9)
    with pytest.raises(TooFewDonors, match="notyet"):
        run(frame)


@pytest.mark.parametrize("sizes", [((0, 20),), ((0, 20), (2001, 4)), ((0, 20), (2030, 4))])
def test_no_start_within_the_panel(sizes):
    with pytest.raises(NoEvents):
        run(panel(15, sizes=sizes))


def test_wrong_tables_and_parameters():
    frame = panel(16)
    with pytest.raises(BadParameter) as refusal:
        run(frame, control="all", base="first")
    assert len(refusal.value.problems) == 2
    with pytest.raises(BadTable, match="2004-03"):
        run(frame.assign(first=frame["first"].where(~((frame["country"] == "2004-03") & (frame["year"] > 2005)), 2005)))
    with pytest.raises(UnbalancedPanel, match="2006-01, 2003"):
        run(frame[~((frame["country"] == "2006-01") & (frame["year"] == 2003))])
    with pytest.raises(NotFinite):
        run(frame.assign(rate=frame["rate"].where(frame.index != 3)))
    with pytest.raises(BadTable, match="numbers"):
        run(frame.assign(year=frame["year"].astype(str)))
    with pytest.raises(BadTable, match="start"):
        run(frame, first_treated="start")
    with pytest.raises(TooFewPeriods):
        run(frame[frame["year"] == 2004])
    with pytest.raises(TooFewDonors):
        run(panel(16, sizes=((0, 1), (2004, 9))))


def test_a_year_that_all_lack_is_said():
    frame = panel(8)
    last = frame["year"].max()
    assert "periods_absent_from_all" not in run(frame).notes
    assert "periods_absent_from_all" in run(frame[frame["year"] != last - 1]).notes
