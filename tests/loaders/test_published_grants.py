"""The grants disclosure: amendments, bilingual cells, amounts; the format and nothing else."""

from __future__ import annotations

import inspect

import published_samples as samples
import pytest

from mcee_eval.loaders import grants_contributions
from mcee_eval.loaders.load import load


@pytest.fixture
def loaded(tmp_path):
    return load("grants_contributions", samples.save(tmp_path / "gc.csv", samples.grants()))


def test_the_highest_amendment_stands_alone(loaded):
    frame = loaded.frame.set_index("ref_number")
    assert frame.loc["001", "amendment_number"] == 2
    assert frame.loc["001", "agreement_value"] == 3500.50
    assert frame.loc["001", "amendments"] == 3
    assert list(loaded.frame["ref_number"]) == ["001", "002", "003"]
    assert loaded.receipt.notes[0] == (
        "2 rows left aside: a later amendment of the same agreement holds the new total."
    )


def test_bilingual_cells_become_two_columns(loaded):
    frame = loaded.frame.set_index("ref_number")
    assert frame.loc["001", "recipient_legal_name_en"] == "Society of Examples"
    assert frame.loc["001", "recipient_legal_name_fr"] == "Société des exemples"
    assert frame.loc["002", "recipient_legal_name_en"] == frame.loc["002", "recipient_legal_name_fr"]
    assert frame.loc["001", "owner_org_title_fr"] == "Ministère des Exemples"


def test_empty_amounts_are_missing_and_negative_ones_kept(loaded):
    frame = loaded.frame.set_index("ref_number")
    assert frame["foreign_currency_value"].isna().all()
    assert frame.loc["003", "agreement_value"] == -15


def test_the_portal_columns_may_be_absent(tmp_path):
    grid = [row[:36] for row in samples.grants()]
    loaded = load("grants_contributions", samples.save(tmp_path / "gc.csv", grid))
    assert len(loaded.frame) == 3


def test_nothing_in_it_selects_by_programme_or_recipient():
    assert list(inspect.signature(grants_contributions.load).parameters) == ["path"]
