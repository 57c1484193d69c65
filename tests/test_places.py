"""Where things are: inside a wheel, in a checkout, and where the user says."""

from __future__ import annotations

from pathlib import Path

from mcee_eval import places


def test_in_a_checkout_files_stand_at_the_root(root):
    assert places.shipped("data", "published") == root / "data" / "published"
    assert places.shipped("pyproject.toml").is_file()


def test_in_a_wheel_they_stand_in_the_package(tmp_path, monkeypatch):
    (tmp_path / "mcee_eval" / "_shipped").mkdir(parents=True)
    monkeypatch.setattr(places, "_INSIDE", tmp_path / "mcee_eval" / "_shipped")
    assert places.shipped("data", "settings.toml") == tmp_path / "mcee_eval" / "_shipped" / "data" / "settings.toml"


def test_the_user_says_where_data_and_outputs_are(root, monkeypatch):
    monkeypatch.delenv("MCEE_DATA", raising=False)
    monkeypatch.delenv("MCEE_OUTPUTS", raising=False)
    assert places.user_data() == root / "data" / "raw"
    assert places.outputs() == root / "outputs"
    monkeypatch.setenv("MCEE_DATA", "/somewhere/data")
    monkeypatch.setenv("MCEE_OUTPUTS", "/somewhere/out")
    assert places.user_data() == Path("/somewhere/data")
    assert places.outputs() == Path("/somewhere/out")
