"""Figures by country type: shown from synthetic data and to internal readers, redacted for the public otherwise."""

from __future__ import annotations

import pandas as pd
import pytest

from mcee_eval.release.cell import Cell
from mcee_eval.release.country_types import by_type, counts_by_type, withheld
from mcee_eval.release.door import Door

TABLE = pd.DataFrame({"type": ["a", "b"], "paid": [1_000.0, None]})


@pytest.mark.parametrize(
    ("provenance", "audience", "hidden"),
    [
        ("protected", "public", True),
        ("protected", "internal", False),
        ("synthetic", "public", False),
        ("synthetic", "internal", False),
        ("published", "public", False),
    ],
)
def test_who_sees_figures_by_country_type(provenance, audience, hidden):
    release = Door(provenance, audience, "x")
    assert withheld(release) is hidden
    assert (by_type(release, Cell(3.0)).mark == "redacted") is hidden
    told = counts_by_type(release, TABLE, dims=["type"], value="paid", unit="dollars")
    marks = [c.mark for c in told.cells["paid"]]
    assert marks == (["redacted", "redacted"] if hidden else ["", "missing"])
    assert told.provenance == provenance
    if hidden:
        assert all((c.value, c.low, c.high) == (None, None, None) for c in told.cells["paid"])
