import numpy as np
import pandas as pd
import pytest
from request_table import request, simulated, table

from mcee_eval.errors import BadParameter, NoEvents
from mcee_eval.metrics.time_to_issue import issuance_by_period

WAIT, REFUSE = 250.0, 0.001


def truth(days):
    """Share issued by then, of waits that end at a whole day."""
    rate = 1 / WAIT + REFUSE
    return (1 / WAIT) / rate * (1 - np.exp(-rate * days))


def test_a_small_table_by_hand():
    t = table(
        request(1, "2020-01-01", issued_on="2020-02-01"),
        request(2, "2020-06-01", refused_on="2020-07-01"),
        request(3, "2020-12-01", issued_on="2021-01-15"),
        request(4, "2021-01-01", issued_on="2021-03-01"),
    )
    r = issuance_by_period(t, as_of="2022-12-31", horizons=(40, 365))
    assert (r.periods, r.persons, r.requested, r.received) == (("2020", "2021"), (3, 1), (3, 1), (1, 2))
    assert r.numbers()["same_period_ratio"] == pytest.approx([1 / 3, 2.0])
    assert r.numbers()["issuance"] == [pytest.approx([1 / 3, 2 / 3]), [0, 1]]
    assert len(r.frame) == 4


def test_a_resubmission_counts_as_a_request_and_not_as_a_person():
    t = table(
        request(1, "2020-01-01", "K1", refused_on="2020-02-01"),
        request(2, "2021-01-01", "K1", resubmission_of="Q1", issued_on="2021-02-01"),
    )
    r = issuance_by_period(t, as_of="2022-12-31", horizons=(365, 730))
    assert (r.persons, r.requested, r.received) == ((1, 0), (1, 1), (0, 1))
    assert r.numbers()["issuance"] == [[0, 1], [None, None]]


def test_cohorts_are_unbiased_where_the_same_year_ratio_is_not():
    """Requests grow by a half each year and nothing else changes; the last cohorts are censored."""
    cohort, ratio, inside = [], [], []
    for seed in range(60):
        requests = simulated(seed, a_year=60, growth=1.5, wait=WAIT, refuse=REFUSE)
        r = issuance_by_period(requests, as_of="2023-12-31", horizons=(180,))
        cohort.append([e[0].value for e in r.issuance])
        inside.append([e[0].low <= truth(180) <= e[0].high for e in r.issuance])
        ratio.append(r.numbers()["same_period_ratio"])
    assert np.mean(cohort, axis=0) == pytest.approx([truth(180)] * 6, abs=0.015)
    assert np.mean(inside) > 0.92
    ever = truth(1e9)
    mean = np.mean(ratio, axis=0)
    assert mean.max() < 0.85 * ever  # 0.80 are issued in the end
    assert np.ptp(mean) > 0.2  # and it moves though nothing changes


def test_when_requests_fall_the_same_year_ratio_exceeds_one():
    r = issuance_by_period(simulated(1, growth=0.4, wait=WAIT), as_of="2023-12-31", horizons=(180,))
    assert max(r.numbers()["same_period_ratio"]) > 1
    assert np.mean([e[0].value for e in r.issuance[:4]]) == pytest.approx(truth(180), abs=0.05)


def test_periods_and_what_is_not_followed():
    requests = simulated(2, years=(2022, 2023), a_year=200)
    for period, first in (
        ("month", "2022-01"),
        ("quarter", "2021-22Q4"),
        ("fiscal_year", "2021-22"),
        ("year", "2022"),
    ):
        r = issuance_by_period(requests, as_of="2023-12-31", period=period, horizons=(90, 365))
        assert r.periods[0] == first
        assert r.periods == tuple(sorted(r.periods))
        assert sum(r.persons) == len(requests)
        assert r.numbers()["issuance"][-1][1] is None
        assert r.notes == ("not_followed_to_horizon",)


def test_row_order_recipe_and_input():
    requests = simulated(3, a_year=80)
    kept = requests.copy(deep=True)
    r = issuance_by_period(requests, as_of="2023-06-30", period="fiscal_year")
    assert issuance_by_period(requests.sample(frac=1, random_state=1), **r.recipe).numbers() == r.numbers()
    pd.testing.assert_frame_equal(requests, kept)


def test_refusals():
    t = table(request(1, "2020-01-01"))
    with pytest.raises(NoEvents, match="no document issued"):
        issuance_by_period(t, as_of="2022-12-31")
    with pytest.raises(BadParameter, match="'decade'"):
        issuance_by_period(t, as_of="2022-12-31", period="decade")
    with pytest.raises(BadParameter, match="horizons"):
        issuance_by_period(t, as_of="2022-12-31", horizons=(0,))
