import numpy as np
import pandas as pd
import pytest

from mcee_eval.errors import BadParameter, BadTable, NoEvents, NotFinite
from mcee_eval.metrics.cumulative_incidence import cumulative_incidence
from mcee_eval.metrics.survival import kaplan_meier

COLUMNS = {"duration": "days", "cause": "cause"}


def waits(seed, n=120, ties=False, causes=3, censor=300.0):
    """Hazards 0.004 (issued), 0.002 (refused), 0.001 (withdrawn) a day."""
    rng = np.random.default_rng(seed)
    rates = np.array([0.004, 0.002, 0.001])[:causes]
    ends = rng.exponential(1 / rates, size=(n, causes))
    stop = rng.exponential(censor, n)
    days = np.minimum(ends.min(axis=1), stop)
    cause = np.where(ends.min(axis=1) <= stop, ends.argmin(axis=1) + 1, 0)
    return pd.DataFrame(
        {"days": np.ceil(days / 15) * 15 if ties else days, "cause": cause, "country": rng.integers(0, 2, n)}
    )


def truth(t, cause=1):
    total = 0.007
    return np.array([0.004, 0.002, 0.001])[cause - 1] / total * (1 - np.exp(-total * t))


def test_without_censoring_it_is_the_share():
    d = waits(1, censor=1e12, ties=True)
    r = cumulative_incidence(d, **COLUMNS, times=(90, 180))
    for cause in (1, 2, 3):
        for t, found in zip((90, 180), r.incidence["all"][cause], strict=True):
            share = ((d["days"] <= t) & (d["cause"] == cause)).mean()
            assert found.value == pytest.approx(share, rel=1e-12)
            assert found.se == pytest.approx(np.sqrt(share * (1 - share) / len(d)), rel=0.02)


@pytest.mark.parametrize("ties", [False, True])
def test_the_incidences_and_the_survival_add_up_to_one(ties):
    d = waits(2, ties=ties)
    r = cumulative_incidence(d, **COLUMNS, times=(60, 120, 240)).numbers()["cif"]["all"]
    total = np.sum([r[str(c)] for c in (1, 2, 3)], axis=0)
    whole = d.assign(any=(d["cause"] > 0).astype(int))
    left = kaplan_meier(whole, duration="days", event="any", times=(60, 120, 240)).numbers()["survival"]
    assert total + left == pytest.approx(np.ones(3), rel=1e-10)


def test_with_one_cause_it_is_one_minus_kaplan_meier_with_its_error():
    d = waits(3, causes=1)
    one = cumulative_incidence(d, **COLUMNS, times=(50, 150)).incidence["all"][1]
    km = kaplan_meier(d, duration="days", event="cause", times=(50, 150)).points[0]
    assert [e.value for e in one] == pytest.approx([1 - e.value for e in km], rel=1e-10)
    assert [e.se for e in one] == pytest.approx([e.se for e in km], rel=0.02)  # Aalen's and Greenwood's variance


def test_covers_the_truth_under_censoring():
    inside, found = np.zeros(2), []
    for seed in range(400):
        points = cumulative_incidence(waits(seed), **COLUMNS, times=(90, 250)).incidence["all"][1]
        found.append([e.value for e in points])
        inside += [e.low <= truth(t) <= e.high for e, t in zip(points, (90, 250), strict=True)]
    assert (inside / 400 >= 0.925).all()
    assert np.mean(found, axis=0) == pytest.approx([truth(90), truth(250)], abs=0.008)
    assert np.mean(found, axis=0)[1] < 0.85 * (1 - np.exp(-0.004 * 250))  # what Kaplan-Meier would say


def test_the_error_is_that_of_repeated_samples():
    made = [cumulative_incidence(waits(s), **COLUMNS, times=(200,)).incidence["all"][1][0] for s in range(400)]
    assert np.mean([e.se for e in made]) == pytest.approx(np.std([e.value for e in made]), rel=0.1)


def test_row_order_scale_labels_and_input():
    d = waits(4, ties=True)
    kept = d.copy(deep=True)
    call = {**COLUMNS, "group": "country"}
    once = cumulative_incidence(d, **call, times=(60, 120)).numbers()
    again = cumulative_incidence(d.sample(frac=1, random_state=3), **call, times=(60, 120)).numbers()
    assert again == once
    weeks = cumulative_incidence(d.assign(days=d["days"] / 7), **call, times=(60 / 7, 120 / 7)).numbers()
    assert weeks["cif"]["1"]["2"] == pytest.approx(once["cif"]["1"]["2"])
    assert weeks["gray_stat"] == pytest.approx(once["gray_stat"], rel=1e-9)
    renamed = cumulative_incidence(d.assign(country=1 - d["country"]), **call, times=(60, 120)).numbers()
    assert renamed["cif"]["0"] == once["cif"]["1"]
    assert renamed["gray_stat"] == pytest.approx(once["gray_stat"], rel=1e-9)
    pd.testing.assert_frame_equal(d, kept)


def test_keys_recipe_and_lists():
    d = waits(5)
    r = cumulative_incidence(d, **COLUMNS, group="country", times=(60, 120))
    n = r.numbers()
    assert list(n) == ["cif", "var", "gray_stat", "gray_p"]
    assert list(n["cif"]) == ["0", "1"]
    assert list(n["var"]["0"]) == ["1", "2", "3"]
    assert len(n["gray_p"]) == 3
    assert cumulative_incidence(d, **r.recipe) == r
    alone = cumulative_incidence(d, **COLUMNS).numbers()
    assert (alone["gray_stat"], list(alone["cif"])) == ([None] * 3, ["all"])


def test_before_the_first_event_there_is_no_interval_and_after_the_follow_up_no_number():
    d = pd.DataFrame({"days": [5.0, 8, 9, 12], "cause": [2, 1, 1, 0]})
    before, at, after = cumulative_incidence(d, **COLUMNS, times=(5, 9, 13)).incidence["all"][1]
    assert (before.value, before.low, before.high) == (0, None, None)
    assert at.value == pytest.approx(0.5)
    assert np.isnan(after.value)
    r = cumulative_incidence(d, **COLUMNS, times=(13,))
    assert r.numbers()["cif"]["all"]["1"] == [None]
    assert r.notes == ("time_after_last_follow_up",)
    done = cumulative_incidence(d.assign(cause=[2, 1, 1, 1]), **COLUMNS, times=(13,)).incidence["all"][1][0]
    assert done.value == pytest.approx(0.75)


def test_when_all_have_met_the_cause_there_is_no_interval():
    d = pd.DataFrame({"days": np.arange(1.0, 61), "cause": 1})
    (end,) = cumulative_incidence(d, **COLUMNS, times=(60,)).incidence["all"][1]
    assert end.value == pytest.approx(1)
    assert (end.low, end.high) == (None, None)


def test_refusals():
    d = waits(6)
    with pytest.raises(NoEvents, match="all censored"):
        cumulative_incidence(d.assign(cause=0), **COLUMNS)
    with pytest.raises(BadTable, match="Code what ended the wait"):
        cumulative_incidence(d.assign(cause=d["cause"] + 0.5), **COLUMNS)
    with pytest.raises(BadTable, match="-1"):
        cumulative_incidence(d.assign(cause=-1), **COLUMNS)
    with pytest.raises(NotFinite, match="'days', row 0"):
        cumulative_incidence(d.assign(days=np.nan), **COLUMNS)
    with pytest.raises(BadTable, match="0 or more"):
        cumulative_incidence(d.assign(days=-1.0), **COLUMNS)
    with pytest.raises(BadParameter, match="level"):
        cumulative_incidence(d, **COLUMNS, level=0)
