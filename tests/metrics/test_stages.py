import numpy as np
import pandas as pd
import pytest
from request_table import request, table

from mcee_eval.metrics.stages import stages
from mcee_eval.synthetic.programme import simulate


def day(n):
    return str((pd.Timestamp("2020-01-01") + pd.Timedelta(days=n)).date())


def test_days_to_the_first_reply():
    t = table(*[request(i, day(0), first_reply_on=day(10 * i)) for i in range(1, 10)])
    s = stages(t, as_of=day(1000))
    assert (s.to_reply.value, s.to_reply.n, s.persons) == (50, 9, 9)
    assert s.to_reply.low < 50 < s.to_reply.high


def test_replies_that_never_come_make_the_median_infinite():
    t = table(request(1, day(0), first_reply_on=day(5)), *[request(i, day(0)) for i in range(2, 9)])
    s = stages(t, as_of=day(400))
    assert s.numbers()["to_reply"]["value"] is None
    assert "half_without_reply" in s.notes


def test_share_expired_before_removal():
    dates = {"issued_on": day(30)}
    t = table(
        request(1, day(0), **dates, expires_on=day(90)),
        request(2, day(0), **dates, expires_on=day(90), removed_on=day(90)),
        request(3, day(0), **dates, expires_on=day(120), removed_on=day(60)),
        request(4, day(0), **dates, expires_on=day(120), removed_on=day(300)),
        request(5, day(0), issued_on=day(395), expires_on=day(500)),
    )
    s = stages(t, as_of=day(400), horizon=365)
    assert s.documents["cause"].to_list() == [1, 2, 2, 1, 0]
    assert s.documents["days"].to_list() == [60, 60, 30, 90, 5]
    assert s.share_expired.value == pytest.approx(0.5)
    assert s.share_expired.n == 5
    assert stages(t, as_of=day(80)).share_expired is None


def test_documents_that_are_still_valid_are_not_counted_as_safe():
    """Half expire after 100 days and half are removed after 10; only the last month is still open."""
    rng = np.random.default_rng(1)
    rows = []
    for i in range(400):
        issued = int(rng.integers(0, 300))
        removed = {"removed_on": day(issued + 10)} if rng.random() < 0.5 else {}
        rows.append(request(i, day(0), issued_on=day(issued), expires_on=day(issued + 100), **removed))
    s = stages(table(*rows), as_of=day(310), horizon=100)
    naive = (s.documents["cause"] == 1).mean()
    assert s.share_expired.low <= 0.5 <= s.share_expired.high
    assert naive < 0.42


def test_added_days_with_an_interview():
    rng = np.random.default_rng(2)
    rows = [
        request(i, day(0), issued_on=day(int(100 + 60 * (i % 2) + rng.integers(0, 40))),
                **({"interview_on": day(60)} if i % 2 else {}))
        for i in range(60)
    ]  # fmt: skip
    added = stages(table(*rows), as_of=day(800)).added_by_interview
    assert added.low <= 60 <= added.high
    few = stages(table(*rows[:14]), as_of=day(800))
    assert few.added_by_interview is None
    assert "too_few_for_interviews" in few.notes


def test_legs_add_up_for_whoever_has_them_all():
    t = table(
        request(1, day(0), first_reply_on=day(40), interview_on=day(70), issued_on=day(100)),
        request(2, day(0), first_reply_on=day(30), withdrawn_on=day(90)),
        request(3, day(0), issued_on=day(50)),
        request(4, day(0)),
    )
    s = stages(t, as_of=day(200))
    legs = s.legs.groupby("chain").apply(
        lambda one: dict(zip(one["leg"], zip(one["days"], one["cause"], strict=True), strict=True))
    )
    assert legs["Q1"] == {
        "request_to_reply": (40, 1), "reply_to_interview": (30, 1), "interview_to_end": (30, 1),
        "issue_to_expiry": (100, 0),
    }  # fmt: skip
    assert legs["Q2"] == {"request_to_reply": (30, 1), "reply_to_interview": (60, 2), "reply_to_end": (60, 3)}
    assert legs["Q3"] == {"request_to_reply": (50, 1), "issue_to_expiry": (150, 0)}
    assert legs["Q4"] == {"request_to_reply": (200, 0)}
    assert s.unrecorded == 1
    assert s.notes == (
        "replies_not_recorded", "expiry_not_observed_to_horizon", "too_few_for_interviews",
        "documents_without_expiry",
    )  # fmt: skip


def test_on_a_whole_programme():
    requests = simulate("report", seed=1).tables["travel_document_requests"]
    kept = requests.copy(deep=True)
    s = stages(requests, as_of="2025-03-31")
    assert s.persons < s.requests == len(requests)
    assert s.resubmitted == (s.chains["requests"] > 1).sum() > 0
    assert s.added_by_interview.low > 0  # an interview stretches the wait 1.6 times
    assert s.frame["leg"].is_unique
    again = stages(requests.sample(frac=1, random_state=2), **s.recipe)
    assert again.numbers() == s.numbers()
    assert list(s.numbers()) == [
        "persons", "requests", "resubmitted", "unrecorded", "to_reply", "share_expired", "added_by_interview",
    ]  # fmt: skip
    pd.testing.assert_frame_equal(requests, kept)
