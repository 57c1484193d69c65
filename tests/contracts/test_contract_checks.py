"""The checker: good tables pass, each kind of fault has its message, and all are told at once."""

from __future__ import annotations

import pandas as pd
import pytest
from table_examples import EXTRACTED_ON, examples

from mcee_eval.contracts import CONTRACTS
from mcee_eval.contracts.check import check


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return examples(rows=30, seed=5)


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_valid_table_has_no_problems(name, tables):
    frame = tables[name]
    kept = frame.copy(deep=True)
    assert check(CONTRACTS[name], frame, others=tables, extracted_on=EXTRACTED_ON) == []
    pd.testing.assert_frame_equal(frame, kept)
