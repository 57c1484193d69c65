"""Roles planned against roles named."""

from __future__ import annotations

import pandas as pd
import pytest

from mcee_eval.errors import BadTable
from mcee_eval.metrics.role_agreement import KINDS, role_agreement


def roles(*rows) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["department", "role", "planned", "named_by_interviewees"])
    return frame.astype({"planned": "boolean", "named_by_interviewees": "boolean"})


def test_every_cell_of_the_two_way_table():
    found = role_agreement(
        roles(
            ("IRCC", "a", True, True), ("IRCC", "b", True, False), ("IRCC", "c", False, True),
            ("IRCC", "d", True, None), ("IRCC", "e", False, False), ("IRCC", "f", False, None),
        )
    )  # fmt: skip
    assert found.frame["agreement"].tolist() == [*KINDS, "neither"]
    assert (found.named.n, found.named.low, found.named.high) == (3, pytest.approx(1 / 3), pytest.approx(2 / 3))


def test_a_role_that_two_name_and_no_plan_gives_is_contested():
    two = roles(("IRCC", "lead", False, True), ("GAC", "lead", False, True))
    assert role_agreement(two).contested == ("lead",)
    one = roles(("IRCC", "lead", False, True), ("GAC", "lead", False, False))
    assert role_agreement(one).contested == ()
    planned = roles(("IRCC", "lead", False, True), ("GAC", "lead", False, True), ("PS", "lead", True, False))
    assert role_agreement(planned).contested == ()


def test_a_role_given_to_two_and_named_by_none():
    two = roles(("CBSA", "raise", True, False), ("GAC", "raise", True, False))
    assert role_agreement(two).nobody_named == ("raise",)
    asked = roles(("CBSA", "raise", True, False), ("GAC", "raise", True, None))
    assert role_agreement(asked).nobody_named == ()  # not everybody was asked


def test_without_a_planned_role_there_is_no_share():
    found = role_agreement(roles(("IRCC", "a", False, True)))
    assert (found.named.n, found.named.low, found.named.high) == (0, None, None)
    assert role_agreement(roles()).frame.empty


def test_absent_columns_are_refused():
    with pytest.raises(BadTable, match="planned"):
        role_agreement(roles(("IRCC", "a", True, True)).drop(columns="planned"))
