"""The part of an amount that went to one group, and what is not sure of it, by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from mcee_eval.errors import NotEstimable
from mcee_eval.metrics.indicator_ranking import indicator_ranking
from mcee_eval.metrics.part_of import part_of

PAID = pd.DataFrame({"kind": ["a", "b", "both", "a"], "amount": [40.0, 30.0, 10.0, 20.0]})


def part(frame):
    return part_of(frame, amount="amount", group="kind", of="b", unsure=["both"])


def test_what_is_unsure_lies_between_the_bounds():
    found = part(PAID).share
    assert (found.value, found.low, found.high) == pytest.approx((0.3, 0.3, 0.4))


def test_an_amount_that_is_not_known_may_be_anybodys():
    found = part(PAID.assign(amount=[40.0, 30.0, None, 20.0]))
    assert (found.unknown, found.share.low, found.share.high) == (1, 0, 1)


def test_nothing_paid_has_no_part():
    with pytest.raises(NotEstimable):
        part(PAID.assign(amount=0.0))


YEARS = pd.DataFrame([(c, y) for c in "ABC" for y in range(2015, 2019)], columns=["country", "year"])
CLAIMS = YEARS.assign(value=[10, 20, 30, 90, 50, 50, 50, 50, 40, 30, 20, 10])
DECISIONS = YEARS.assign(accepted=[50] * 12, rejected=[90] * 4 + [50] * 4 + [10] * 4, total=200)


def ranked(chosen, claims=CLAIMS):
    pool = pd.DataFrame({"country": list("ABC"), "chosen": chosen, "paid": [7.0, 5.0, 3.0]})
    return indicator_ranking(pool, claims, DECISIONS, chosen="chosen", amount="paid", year=2018, divisions=6)


def test_the_first_on_every_indicator_is_first_under_every_weighting():
    assert (ranked(["yes", "no", "no"]).overlap, ranked(["yes", "no", "no"]).follows[1].low) == (1.0, 1.0)
    lost = ranked(["no", "no", "yes"])
    assert (lost.picked, lost.overlap, lost.outside.value) == (("A",), 0.0, 3.0)


def test_a_candidate_without_an_indicator_is_left_out_and_a_chosen_one_refused():
    some = CLAIMS[CLAIMS["country"] != "C"]
    assert len(ranked(["yes", "no", "no"], some).frame) == 2
    with pytest.raises(NotEstimable):
        ranked(["no", "no", "yes"], some)
