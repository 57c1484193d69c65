"""Deliveries through the door: whose row is a partner's is not told by a count; a bound share is told by both ends."""

from __future__ import annotations

import pandas as pd
import pytest

from mcee_eval.frames.frame import About, framed
from mcee_eval.metrics.delivery_time import delivery_time
from mcee_eval.metrics.share_bounds import share_bounds
from mcee_eval.release.measured import measured
from mcee_eval.release.told import Refusal

ROLES = {"partner": "partner", "type": "code", "answer": "code"}
DAYS = {"A": 5, "B": 40, "C": 0}


def owed(provenance="synthetic", **released) -> pd.DataFrame:
    rows = [
        {
            "partner": p,
            "due": pd.Timestamp(2023, 1, 1 + i),
            "delivered": pd.Timestamp(2023, 1, 1) + pd.Timedelta(i + late, "D"),
        }
        for p, late in DAYS.items()
        for i in range(6)
    ]
    lists = {k: frozenset(v) for k, v in released.items()}
    return framed(pd.DataFrame(rows), About("owed", ("partner",), ROLES, provenance=provenance, released=lists))


def told(frame, audience="public"):
    settings = {"as_of": "2024-01-01", "days": [0, 30], "group": "partner"}
    return measured(delivery_time, [frame], settings, frame.about, audience).each(30)


def test_in_public_partners_stand_by_result_without_a_count():
    made = told(owed())
    assert set(made.table.cells) == {"at_0"}
    assert [c.value for c in made.cells("at_0")] == [1, 1, 0]
    assert {c.n for c in made.cells("at_0")} == {None}


def test_an_internal_reader_sees_who_owed_how_much():
    made = told(owed(), "internal")
    assert list(made.dims["partner"]) == ["A", "B", "C"]
    assert [c.value for c in made.cells("due")] == [6, 6, 6]
    assert made.cells("mean")[1].value == 40


@pytest.mark.parametrize(("names", "shown"), [("AB", False), ("ABC", True)])
def test_protected_partners_are_told_where_the_list_names_them_all(names, shown):
    made = told(owed("protected", partner=names))
    assert bool(made) == shown
    assert shown or (made.code, made.what) == ("not_released", "partner")


def test_a_partner_alone_is_refused():
    assert told(owed().query("partner == 'A'")) == Refusal("alone")


def test_a_share_that_records_bound_has_both_ends():
    frame = owed().assign(answer=["yes", "no", None] * 6)
    found = measured(share_bounds, [frame], {"answer": "answer"}, frame.about, "public").between
    assert (found.cell.low, found.cell.high) == pytest.approx((1 / 3, 2 / 3))
    assert {k: v.value for k, v in found.beside.items() if k in ("yes", "unknown", "n")} == {
        "yes": 6, "unknown": 6, "n": 18,
    }  # fmt: skip
