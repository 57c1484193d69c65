"""A data set is asked for by name: which there are, what each may show, and what a name may not be."""

from __future__ import annotations

import shutil

import pandas as pd
import pytest

from mcee_eval.datasets import dataset, names
from mcee_eval.errors import BadParameter, BadSettings, BadTable
from mcee_eval.synthetic.programme import simulate
from mcee_eval.synthetic.write import write


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("MCEE_DATA", str(tmp_path))
    return tmp_path


@pytest.fixture(scope="module")
def gaps(tmp_path_factory):
    return write(simulate("gaps", seed=3), tmp_path_factory.mktemp("gaps"))


def test_the_shipped_ones_come_first_then_the_user_s_folders(home):
    for name in ("zeta", "extract_2025", ".hidden", "two words"):
        (home / name).mkdir()
    (home / "file.csv").write_text("x")
    (home / "synthetic").mkdir()  # never stands for the shipped one
    assert names() == ("synthetic", "published", "extract_2025", "zeta")


def test_without_a_folder_of_their_own_the_shipped_ones_remain(home, monkeypatch):
    monkeypatch.setenv("MCEE_DATA", str(home / "nowhere"))
    assert names() == ("synthetic", "published")


@pytest.mark.parametrize("name", ["../synthetic", "/etc", "a/b", "a\\b", "..", ".", "", "extract/../zeta", "~"])
def test_a_path_is_refused(home, name):
    (home / "a").mkdir()
    (home / "a" / "b").mkdir()
    with pytest.raises(BadParameter, match="unknown data set"):
        dataset(name)


def test_a_near_miss_is_named(home):
    with pytest.raises(BadParameter, match="synthetic") as caught:
        dataset("sythetic")
    assert "Did you mean 'synthetic'?" in str(caught.value)


def test_the_published_one_names_real_countries_and_labels_none(home):
    data = dataset("published")
    assert data.provenance == "published"
    assert data.countries("f4") == ()
    pages = data.countries("f1")
    assert 20 <= len(pages) <= 25
    assert not {"ALL", "TOTAL", "OTHER", "UNKNOWN"} & {*pages, *data.known}
    assert data.names["NGA"] == ("Nigeria", "Nigéria")
    assert set(pages) <= set(data.known)
    text = str(data.names)
    assert "recalcitrant" not in text
    assert "preventive" not in text


def test_the_synthetic_one_shows_targeted_preventive_and_the_unfunded(home):
    data = dataset("synthetic")
    assert (data.provenance, data.scenario, data.extracted_on) == ("synthetic", "report", "2025-03-31")
    shown = data.countries("f4")
    frame = data.table("countries").frame.set_index("country")
    roles = [frame.loc[c, "mcee_role"] for c in shown]
    assert roles == sorted(roles, key=["targeted", "preventive", "none"].index)
    assert {c for c in frame.index if frame.loc[c, "mcee_role"] != "none"} <= set(shown)
    assert {frame.loc[c, "removals_status"] for c, r in zip(shown, roles, strict=True) if r == "none"} == {
        "recalcitrant"
    }


def test_a_table_that_is_not_there_is_refused(home):
    with pytest.raises(BadParameter, match="nothing_of_that_name"):
        dataset("synthetic").table("nothing_of_that_name")


def folder(home, gaps, name, **files):
    path = home / name
    shutil.copytree(gaps, path)
    (path / "dataset.toml").unlink()
    (path / "truth.json").unlink()
    for file, text in files.items():
        (path / file.replace("_toml", ".toml")).write_text(text, encoding="utf-8")
    return dataset(name)


def test_a_folder_that_says_nothing_is_protected_and_shows_no_country(home, gaps):
    data = folder(home, gaps, "extract")
    assert (data.provenance, data.release, data.countries("f1")) == ("protected", (), ())
    assert "R01" in data.known


def test_a_release_list_lets_its_countries_out_and_no_others(home, gaps):
    data = folder(home, gaps, "extract", dataset_toml='provenance = "protected"\nrelease = ["R02", "P01", "C01"]\n')
    assert data.countries("f1") == ("R02", "P01")  # C01 is a comparison country: it has no page


def test_all_countries_may_be_asked_for_internally_and_the_release_list_in_public(home, gaps):
    data = folder(home, gaps, "extract", dataset_toml='provenance = "protected"\nrelease = ["R02", "C01"]\n')
    assert data.askable("f1") == ("C01", "R02")
    assert data.askable("f2") == ("R02",)  # of the funded countries only
    assert set(data.askable("f1", "internal")) == set(data.known)
    shown = data.countries("f1", "internal")
    assert {"R01", "R02", "P01"} <= set(shown)
    assert "C01" not in shown


def test_every_country_with_figures_may_be_asked_for_where_nothing_is_protected(home):
    assert "FRA" in dataset("published").askable("f1")
    assert "C01" in dataset("synthetic").askable("f4")
    assert not {c for c in dataset("synthetic").askable("f2") if c.startswith("C")}


@pytest.mark.parametrize("provenance", ["protected", "synthetic"])
def test_a_table_that_a_folder_lacks_is_named(home, gaps, provenance):
    data = folder(home, gaps, "extract", dataset_toml=f'provenance = "{provenance}"\n')
    (data.folder / "roles.csv").unlink()
    with pytest.raises(BadParameter, match="data set 'extract' has no table 'roles'"):
        data.table("roles")


def test_a_protected_folder_is_checked_whole(home, gaps):
    data = folder(home, gaps, "extract")
    claims = data.folder / "asylum_claims.csv"
    frame = pd.read_csv(claims)
    frame.loc[0, "claims"] = -4
    frame.to_csv(claims, index=False)
    with pytest.raises(BadTable, match="-4"):
        data.table("countries")  # another table of the folder


@pytest.mark.parametrize("text", ['provenance = "secret"', "provenance = ", 'provenance = ["published"]'])
def test_a_declaration_that_cannot_be_used_is_refused(home, text):
    (home / "mine").mkdir()
    (home / "mine" / "dataset.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadSettings):
        dataset("mine")


def test_the_hash_changes_with_a_byte(home, gaps):
    data = folder(home, gaps, "extract")
    before = data.sha256
    assert dataset("extract").sha256 == before
    with (data.folder / "roles.csv").open("a") as file:
        file.write("\n")
    assert dataset("extract").sha256 != before
