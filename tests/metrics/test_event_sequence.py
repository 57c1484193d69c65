"""What follows events: found where it was planted, not computed while there are too few."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from mcee_eval.metrics.event_sequence import event_sequence

HOW = {"window": 90, "ratio": 1.3, "seed": 3, "start": "2019-01-01", "end": "2023-12-31"}
DAYS = pd.Timestamp("2019-01-01") + pd.to_timedelta(np.arange(0, 1826, 3), "D")
COUNTRIES = [f"R{i:02d}" for i in range(40)]


def outcomes(days=DAYS) -> pd.DataFrame:
    return pd.DataFrame([(c, d) for c in COUNTRIES for d in days], columns=["country", "day"])


def events(n: int) -> pd.DataFrame:
    return pd.DataFrame({"country": COUNTRIES[:n], "day": pd.Timestamp("2021-06-01")})


def test_documents_planted_after_the_events_are_found():
    more = [(c, pd.Timestamp("2021-06-01") + pd.Timedelta(days=k)) for c in COUNTRIES for k in range(1, 60, 2)]
    found = event_sequence(pd.concat([outcomes(), pd.DataFrame(more, columns=["country", "day"])]), events(40), **HOW)
    assert (found.why, found.used) == ("", 40)
    assert found.relative.low > 1


def test_where_nothing_follows_the_ratio_holds_one():
    found = event_sequence(outcomes(), events(40), **HOW)
    assert found.relative.low <= 1 <= found.relative.high


def test_too_few_events_give_the_number_needed_and_no_effect():
    found = event_sequence(outcomes(), events(1), **HOW)
    assert (found.why, found.relative, found.kept["used"]) == ("too_few_events", None, 1)
    assert found.used < found.needed


@pytest.mark.parametrize("n", [0, 5])
def test_so_few_outcomes_that_no_number_of_events_would_do(n):
    found = event_sequence(outcomes(DAYS[:1]).head(1), events(n), **{**HOW, "ratio": 1.0001})
    assert (found.why, found.needed, found.relative) == ("rare_documents", None, None)
