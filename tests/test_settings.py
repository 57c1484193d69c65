"""The choices of the evaluation: each with a reason and inside its range; every problem told at once."""

from __future__ import annotations

import pytest

from mcee_eval.errors import BadParameter, BadSettings
from mcee_eval.places import shipped
from mcee_eval.settings import read, settings

SHIPPED = shipped("data", "settings.toml").read_text("utf-8")


def broken(tmp_path, *changes: tuple[str, str]):
    text = SHIPPED
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_file():
    got = settings()
    assert (got.start, got.end, got.base_year, got.last_year) == ("2019-02", "2023-12", 2019, 2024)
    assert [f.id for f in got.findings] == sorted({f.id for f in got.findings})
    assert got.finding("f4").notebook == "04_removals_cooperation"
    assert got.window("covid").start == "2020-03-17"
    for threshold in got.thresholds.values():
        assert threshold.range[0] <= threshold.value <= threshold.range[1]
        assert len(threshold.because.split()) >= 5, threshold.name


def test_every_notebook_exists():
    for finding in settings().findings:
        assert shipped("notebooks", f"{finding.notebook}.ipynb").is_file()


@pytest.mark.parametrize("value", ["18", "61"])
def test_outside_its_range_is_refused(tmp_path, value):
    with pytest.raises(BadSettings, match=rf"threshold\.f4\.donors\.value: {value}; expected from 19 to 60"):
        read(broken(tmp_path, ("value = 19", f"value = {value}")))


@pytest.mark.parametrize("value", ["19", "60", "19.5"])
def test_inside_its_range_is_taken(tmp_path, value):
    assert read(broken(tmp_path, ("value = 19", f"value = {value}"))).threshold("f4.donors") == float(value)


@pytest.mark.parametrize(
    "change",
    [
        ('because = "The usual level; every interval on the page is at 95 %."', 'because = " "'),
        ('because = "The usual level; every interval on the page is at 95 %."', ""),
        ("range = [0.01, 0.10]", ""),
        ("range = [0.01, 0.10]", "range = [0.01]"),
        ("value = 0.05", 'value = "0.05"'),
        ("value = 0.05", "value = true"),
    ],
)
def test_a_threshold_without_value_range_or_reason_is_refused(tmp_path, change):
    with pytest.raises(BadSettings, match=r"threshold\.f4\.alpha"):
        read(broken(tmp_path, change))


def test_every_problem_at_once(tmp_path):
    path = broken(
        tmp_path,
        ("value = 19", "value = 2"),
        ("[threshold.f4.horizon]\nvalue = 180", "[threshold.f4.horizon]\nvalue = 1"),
        ("base_year = 2019", 'base_year = "2019"'),
    )
    with pytest.raises(BadSettings) as caught:
        read(path)
    assert {p.where for p in caught.value.problems} == {
        "threshold.f4.donors.value", "threshold.f4.horizon.value", "evaluation.base_year",
    }  # fmt: skip
    assert caught.value.exit_code == 10


@pytest.mark.parametrize(
    "change",
    [
        ('name = "covid"', 'nom = "covid"'),
    ],
)
def test_an_unknown_or_missing_field_is_refused(tmp_path, change):
    with pytest.raises(BadSettings, match="window or finding"):
        read(broken(tmp_path, change))


@pytest.mark.parametrize("text", ["start = ", "\x00"])
def test_what_is_no_toml_is_refused(tmp_path, text):
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadSettings, match="cannot be read"):
        read(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(BadSettings, match="cannot be read"):
        read(tmp_path / "nowhere.toml")


def test_an_unknown_finding_is_refused_with_those_there_are():
    with pytest.raises(BadParameter, match=r"'f9'.*f1"):
        settings().finding("f9")
