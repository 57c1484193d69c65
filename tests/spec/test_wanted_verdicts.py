"""Every page of the shipped programme and of the published figures concludes what is wanted of it.

The other scenarios are held against the same table by ``python -m tests.spec.wanted``.
"""

from __future__ import annotations

import pytest
import wanted

SHIPPED = ("report", "published")
GROUPS = sorted({(c.dataset, c.country, c.finding) for c in wanted.cells() if c.dataset in SHIPPED})
#: cells that are not met, with the reason; nothing was tuned to meet them
EXPLAINED = {
    "wanted_report 3c": "with the volumes of a real register the few engagements on record exclude a rise of 30 %",
}


@pytest.mark.parametrize(("dataset", "country", "finding"), GROUPS, ids=[".".join(g) for g in GROUPS])
def test_each_page_concludes_what_is_wanted(dataset, country, finding):
    here = [c for c in wanted.cells() if (c.dataset, c.country, c.finding) == (dataset, country, finding)]
    missed = {
        f"{cell.column} {cell.proposition}": (cell.wanted or "not listed", told)
        for cell in here
        if not cell.met_by(told := wanted.found(cell))
    }
    assert set(missed) <= set(EXPLAINED), missed
