"""Response rates and the snowball: planted tables with the answer by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from mcee_eval.datasets import dataset
from mcee_eval.errors import BadTable, TooFewPeriods
from mcee_eval.metrics.response_rates import response_rates, share_of, without_part


def asked() -> pd.DataFrame:
    rows = [("IRCC", "done")] * 9 + [("IRCC", "no_reply")] + [("CBSA", "done")] * 4 + [("CBSA", "declined")] * 6
    return pd.DataFrame(rows, columns=["group", "outcome"])


def test_rates_by_group_and_all_together():
    found = response_rates(asked())
    assert list(found.rates) == ["CBSA", "IRCC", "all"]
    assert [(e.n, e.value) for e in found.rates.values()] == [(10, 0.4), (10, 0.9), (20, 0.65)]
    assert found.frame.set_index("group").loc["all", "asked"] == 20
    low, high = found.rates["CBSA"].low, found.rates["CBSA"].high
    assert (low, high) == pytest.approx((0.1216, 0.7376), abs=5e-5)  # published Clopper-Pearson limits of 4 of 10


def test_nobody_answered_is_a_rate_of_zero():
    found = response_rates(asked()[lambda f: f["outcome"] != "done"])
    assert [e.value for e in found.rates.values()] == [0.0, 0.0, 0.0]
    assert found.rates["all"].low == 0.0


def test_all_answered_has_no_room_above():
    assert share_of(10, 10).high == 1.0


def test_nobody_asked_and_a_missing_outcome_are_refused():
    with pytest.raises(TooFewPeriods):
        response_rates(asked().iloc[:0])
    with pytest.raises(BadTable, match="outcome"):
        response_rates(asked().assign(outcome=None))


SCALE = dataset("synthetic").report("quantifiers").frame
PEOPLE = pd.DataFrame({"respondent": ["a", "b", "c", "d"], "wave": ["seed", "seed", "snowball", "snowball"]})


def without(frame: pd.DataFrame) -> pd.DataFrame:
    told = frame.merge(PEOPLE, on="respondent").rename(columns={"respondent": "who", "code": "theme"})
    return without_part(told, SCALE, leave_out="snowball").frame


def codes(stances: dict[str, str | None], code: str = "t", coder: str = "x") -> pd.DataFrame:
    frame = pd.DataFrame({"respondent": list(stances), "stance": list(stances.values())})
    return frame.assign(code=code, asked=True, coder=coder)


def test_a_theme_that_only_the_snowball_holds_moves():
    row = without(codes({"a": "-1", "b": "-1", "c": "1", "d": "1"})).iloc[0]
    assert (row["asked"], row["agree"], row["asked_left"], row["agree_left"]) == (4, 2, 2, 0)
    assert (row["share"], row["share_left"], row["moved"]) == (0.5, 0.0, -0.5)


def test_a_theme_that_all_hold_does_not():
    assert without(codes(dict.fromkeys("abcd", "1")))["moved"].tolist() == [0.0]


def test_the_base_is_those_asked_answer_or_not():
    frame = codes({"a": "1", "b": None})
    assert without(frame)["share"].tolist() == [0.5]
    unasked = frame.assign(asked=[True, False])
    assert without(unasked)["share"].tolist() == [1.0]


def test_a_theme_of_the_snowball_alone_has_no_share_without_it():
    row = without(codes({"c": "1"})).iloc[0]
    assert row["asked_left"] == 0
    assert pd.isna(row["share_left"])
    assert pd.isna(row["moved"])


def test_two_coders_who_differ_do_not_make_two_persons():
    both = pd.concat([codes({"a": "1"}), codes({"a": "-1"}, coder="y")])
    row = without(both).iloc[0]
    assert (row["asked"], row["agree"]) == (1, 0)
