"""One door: formats are told by content, kinds by name."""

from __future__ import annotations

import shutil

import published_samples as samples
import pytest

from mcee_eval.errors import BadParameter, BadTable
from mcee_eval.loaders import raw
from mcee_eval.loaders.load import load
from mcee_eval.loaders.recognise import PUBLISHED, loader, recognise

MAKERS = {
    "ircc_monthly": samples.monthly,
    "ircc_citizenship": samples.citizenship,
    "ircc_office_province": samples.office_province,
    "irb_rad": samples.rad,
    "irb_border_crossers": samples.border_crossers,
    "unhcr_applications": samples.applications,
    "unhcr_decisions": samples.decisions,
    "cbsa_removals_by_region": samples.regions,
    "grants_contributions": samples.grants,
}


@pytest.mark.parametrize("kind", MAKERS)
def test_a_file_is_known_by_its_content_not_its_name(kind, tmp_path):
    path = samples.save(tmp_path / "irb_rad.txt", MAKERS[kind]())
    assert recognise(path) == kind


def test_every_real_file_is_one_format_or_none(public):
    none = {
        "cbsa_by_nationality_press.csv",
        "gc_grants_contributions_columns.csv",
        "ircc_odp_asylum_top25_citz_office_type_2015_2024-02_tidy.csv",
        "unhcr_countries.csv",
        "visa_measures_canada.csv",
    }
    for path in sorted(public.glob("*.csv")):
        cells = raw.read(path)
        kinds = [kind for kind in PUBLISHED if loader(kind).recognises(cells)]
        assert len(kinds) == (0 if path.name in none else 1), (path.name, kinds)
        assert recognise(path) == (kinds[0] if kinds else None)


def test_other_files_are_no_published_format(tmp_path):
    own = tmp_path / "asylum_claims.csv"
    own.write_text("country,month,claims\nR01,2019-04,12\n")
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    assert recognise(own) is None
    assert recognise(empty) is None
    assert recognise(tmp_path) is None
    assert recognise(tmp_path / "not_there.csv") is None


def test_every_format_has_a_loader_of_its_name():
    for kind, told in PUBLISHED.items():
        module = loader(kind)
        assert kind == module.KIND
        assert module.load.__doc__
        assert told


def test_unknown_kind_suggests_the_nearest(tmp_path):
    with pytest.raises(BadParameter) as refused:
        load("ircc_montly", tmp_path / "x.csv")
    assert str(refused.value) == (
        "load: unknown kind of file\n"
        "  - kind: 'ircc_montly'; expected a contract or a published format. Did you mean 'ircc_monthly'?"
    )


def test_another_file_is_told_apart_and_not_cell_by_cell(tmp_path):
    path = samples.save(tmp_path / "rad.csv", samples.rad())
    with pytest.raises(BadTable) as refused:
        load("unhcr_decisions", path)
    assert str(refused.value) == (
        "unhcr_decisions (rad.csv): 1 problem\n"
        "  - the header: 1 of 13 columns; expected a file of the format unhcr_decisions. It looks like 'irb_rad'."
    )


def test_a_silent_file_can_be_dated_by_the_caller(tmp_path):
    path = samples.save(tmp_path / "rad.csv", samples.rad())
    silent, dated = load("irb_rad", path), load("irb_rad", path, vintage="2024-05-22")
    assert silent.receipt.vintage == ""
    assert "The file does not say of which date it is." in silent.receipt.notes
    assert dated.receipt.vintage == "2024-05-22"
    assert "The file does not say of which date it is." not in dated.receipt.notes


def test_a_file_that_says_its_date_is_not_dated_by_the_caller(tmp_path):
    path = samples.save(tmp_path / "odp.csv", samples.citizenship())
    with pytest.raises(BadParameter, match="ircc_citizenship has a vintage of its own"):
        load("ircc_citizenship", path, vintage="2024-05-22")


def test_published_real_file_through_the_top_level(public, tmp_path):
    import mcee_eval

    path = tmp_path / "any_name"
    shutil.copy(public / "cbsa_removals_totals_by_vintage.csv", path)
    loaded = mcee_eval.load("cbsa_removals_totals", path)
    assert loaded.receipt.rows == 26
