"""What is recorded each quarter: before the first start, inside the scope, as the tables hold it."""

from __future__ import annotations

import pytest

from mcee_eval.datasets import dataset
from mcee_eval.frames.by_quarter import ISSUING
from mcee_eval.frames.registry import made
from mcee_eval.metrics.planned_effect import smallest_effects

DATA = dataset("synthetic")
COUNTS, RECORDS = made(DATA, "counts_by_quarter"), made(DATA, "records_by_quarter")


def test_series_end_before_the_first_start_and_records_inside_the_scope():
    for frame, last in ((COUNTS, "2019-20Q3"), (RECORDS, "2023-24Q3")):
        for name, rows in frame.groupby("series"):
            assert len(rows) > 4, name
            assert list(rows["quarter"]) == sorted(rows["quarter"])
            assert rows["quarter"].iloc[-1] <= last
    assert (RECORDS["series"].value_counts() == 12).all()
    assert set(COUNTS["series"]) | set(RECORDS["series"]) >= set(made(DATA, "needed_series")["series"].dropna())


def test_series_hold_what_the_tables_hold():
    table = DATA.table("engagements").frame
    mine = table[(table["counterpart"] == ISSUING) & (table["date"].between("2023-10-01", "2023-12-31"))]
    last = RECORDS[RECORDS["series"] == "engagements"].iloc[-1]
    assert (last["quarter"], last["value"]) == ("2023-24Q3", len(mine))
    documents = COUNTS[COUNTS["series"] == "documents"]
    assert ((documents["value"] >= 0) & (documents["value"] <= documents["exposure"])).all()


def test_effects_shrink_with_time_and_too_little_gives_none():
    found = smallest_effects(COUNTS.query("series == 'documents'"), periods=[4, 8, 12]).effects["documents"]
    values = [e.value for e in found.values()]
    assert values == sorted(values, reverse=True)
    few = smallest_effects(COUNTS.query("series == 'claims'").head(1), periods=[4])
    assert few.effects == {"claims": {4: None}}
    assert smallest_effects(RECORDS.assign(value=0.0), periods=[4], share=0.5).effects["meetings"] == {4: None}


@pytest.mark.parametrize("within", [0, 90, 365])
def test_a_longer_horizon_issues_no_fewer(within):
    one, other = (made(DATA, "counts_by_quarter", within=w).query("series == 'documents'") for w in (within, 730))
    assert (one["value"].to_numpy() <= other["value"].to_numpy()).all()
