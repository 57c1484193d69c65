"""Each broken file of a published format is refused with its own message, and is never touched."""

from __future__ import annotations

from pathlib import Path

import published_samples as samples
import pytest
from published_breaks import BREAKS

from mcee_eval.errors import BadTable
from mcee_eval.loaders.load import load

MESSAGES = Path(__file__).with_name("published_messages.txt")


def expected() -> dict[str, str]:
    """Name of the case → the whole message, from sections that start with ``## name``."""
    sections = MESSAGES.read_text(encoding="utf-8").split("## ")[1:]
    return {name: body.rstrip("\n") for name, _, body in (section.partition("\n") for section in sections)}


def test_every_break_has_its_message():
    assert list(expected()) == list(BREAKS)


@pytest.mark.parametrize("name", BREAKS)
def test_broken_file_is_refused_with_its_message(name, tmp_path):
    kind, make = BREAKS[name]
    path = samples.save(tmp_path / "file.csv", make())
    before = path.read_bytes()
    with pytest.raises(BadTable) as refused:
        load(kind, path)
    assert str(refused.value) == expected()[name]
    assert refused.value.exit_code == 11
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("kind", "make"),
    [
        ("ircc_monthly", samples.monthly),
        ("ircc_citizenship", samples.citizenship),
        ("ircc_office_province", samples.office_province),
        ("irb_rad", samples.rad),
        ("irb_border_crossers", samples.border_crossers),
        ("unhcr_applications", samples.applications),
        ("unhcr_decisions", samples.decisions),
        ("cbsa_removals_by_region", samples.regions),
        ("grants_contributions", samples.grants),
    ],
)
def test_the_same_files_unbroken_are_read(kind, make, tmp_path):
    loaded = load(kind, samples.save(tmp_path / "file.csv", make()))
    assert len(loaded.frame) == loaded.receipt.rows > 0
    assert loaded.receipt.provenance == "published"


def test_a_file_cut_anywhere_in_a_row_is_refused_or_says_so(tmp_path):
    whole = samples.text(samples.rad())
    last = whole.rstrip("\n").rindex("\n") + 1
    for cut in range(last + 1, len(whole) - 1):
        path = tmp_path / "cut.csv"
        path.write_text(whole[:cut], encoding="utf-8")
        try:
            notes = load("irb_rad", path).receipt.notes
        except BadTable:
            continue
        assert "The file does not end with a line end: its last cell may be cut." in notes
