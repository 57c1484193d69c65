import pandas as pd
import pytest
from request_table import request, table

from mcee_eval.errors import BadParameter, BadTable
from mcee_eval.metrics.request_chains import request_chains
from mcee_eval.synthetic.programme import simulate


def one(requests, as_of="2022-12-31"):
    (row,) = request_chains(requests, as_of=as_of).chains.to_dict("records")
    return row


@pytest.mark.parametrize(("outcome", "cause"), [("issued_on", 1), ("refused_on", 2), ("withdrawn_on", 3), (None, 0)])
def test_each_end_has_its_cause_and_days(outcome, cause):
    row = one(table(request(1, "2022-01-01", **({outcome: "2022-01-31"} if outcome else {}))))
    assert (row["cause"], row["days"], row["requests"]) == (cause, 30 if outcome else 364, 1)


def test_a_resubmission_is_not_a_new_person():
    t = table(
        request(1, "2022-01-01", "K1", refused_on="2022-02-01"),
        request(2, "2022-03-01", "K1", resubmission_of="Q1", refused_on="2022-04-01"),
        request(3, "2022-05-01", "K1", resubmission_of="Q2", issued_on="2022-06-01"),
    )
    row = one(t)
    assert (row["chain"], row["requests"], row["cause"], row["days"]) == ("Q1", 3, 1, 151)
    assert one(t, "2022-04-15")["cause"] == 2
    assert one(t, "2022-03-15")["cause"] == 0
    assert one(t, "2022-03-15")["days"] == 73
    assert one(t.iloc[::-1])["days"] == 151


def test_an_issue_ends_the_wait_even_if_the_document_expired_and_was_asked_for_again():
    row = one(
        table(
            request(1, "2022-01-01", "K1", issued_on="2022-02-01", expires_on="2022-03-01"),
            request(2, "2022-03-10", "K1", resubmission_of="Q1", refused_on="2022-05-01"),
        )
    )
    assert (row["cause"], row["days"]) == (1, 31)


def test_what_comes_after_as_of_is_not_known_but_an_expiry_is():
    t = table(
        request(1, "2022-01-01", issued_on="2022-07-01", expires_on="2023-07-01", first_reply_on="2022-06-01"),
        request(2, "2022-08-01"),
    )
    early = request_chains(t, as_of="2022-06-15")
    assert early.chains["cause"].to_list() == [0]
    assert early.chains["reply_on"].to_list() == [pd.Timestamp("2022-06-01")]
    late = request_chains(t, as_of=pd.Timestamp("2022-12-31"))
    assert late.requests["expires_on"].iloc[0] == pd.Timestamp("2023-07-01")
    assert len(late.chains) == 2


def test_an_issue_or_refusal_stands_in_for_a_reply_that_was_not_recorded():
    chains = request_chains(
        table(
            request(1, "2022-01-01", issued_on="2022-03-01"),
            request(2, "2022-01-01", first_reply_on="2022-02-01", issued_on="2022-03-01"),
            request(3, "2022-01-01", withdrawn_on="2022-03-01"),
        ),
        as_of="2022-12-31",
    ).chains
    assert chains["reply_recorded"].to_list() == [0, 1, 0]
    assert chains["reply_on"].isna().to_list() == [False, False, True]
    assert chains["reply_on"].iloc[0] == pd.Timestamp("2022-03-01")


def test_row_order_and_input():
    requests = simulate("report", seed=3).tables["travel_document_requests"]
    kept = requests.copy(deep=True)
    once = request_chains(requests, as_of="2024-06-30")
    again = request_chains(requests.sample(frac=1, random_state=1), as_of="2024-06-30")
    pd.testing.assert_frame_equal(again.chains, once.chains)
    pd.testing.assert_frame_equal(again.requests, once.requests)
    pd.testing.assert_frame_equal(requests, kept)
    assert once.chains["requests"].sum() == len(once.requests)
    assert once.chains["person_key"].is_unique or once.chains["chain"].is_unique


def test_every_fault_is_named_at_once():
    t = table(
        request(1, "2022-01-01", issued_on="2021-12-01"),
        request(1, "2022-01-01"),
        request(2, None),
        request(3, "2022-01-01", issued_on="2022-02-01", refused_on="2022-02-01"),
        request(4, "2022-01-01", resubmission_of="Q99"),
        request(5, "2022-01-01", issued_on="2022-03-01", expires_on="2022-02-01"),
    )
    with pytest.raises(BadTable) as refused:
        request_chains(t, as_of="2022-12-31")
    told = str(refused.value)
    for part in ("a date before the request", "more than once", "no requested_on", "more than one outcome",
                 "not here", "an expiry before the issue"):  # fmt: skip
        assert part in told
    assert len(refused.value.problems) == 6


def test_other_refusals():
    t = table(request(1, "2022-01-01", "K1"), request(2, "2022-02-01", "K1", resubmission_of="Q1"))
    with pytest.raises(BadTable, match="another person's"):
        request_chains(t.assign(person_key=["K1", "K2"]), as_of="2022-12-31")
    with pytest.raises(BadTable, match="in a circle"):
        request_chains(t.assign(resubmission_of=["Q2", "Q1"]), as_of="2022-12-31")
    with pytest.raises(BadTable, match="none by 2020-01-01"):
        request_chains(t, as_of="2020-01-01")
    with pytest.raises(BadTable, match="expected dates"):
        request_chains(t.assign(issued_on="soon"), as_of="2022-12-31")
    with pytest.raises(BadTable, match="'requested_on'"):
        request_chains(t.drop(columns="requested_on"), as_of="2022-12-31")
    with pytest.raises(BadParameter, match="a day, such as"):
        request_chains(t, as_of="whenever")
