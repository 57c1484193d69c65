"""The small tables that ship: strict, sourced, and equal to what the script makes of the real files."""

from __future__ import annotations

import importlib.util
import shutil

import pandas as pd
import pytest

from mcee_eval.errors import BadParameter, BadTable
from mcee_eval.loaders.published import TABLES, published
from mcee_eval.places import shipped


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_its_source_address_and_vintage(name):
    loaded = published(name)
    frame = loaded.frame
    assert loaded.receipt.provenance == "published"
    assert loaded.receipt.rows == len(frame) > 0
    for column in ("source", "vintage"):
        assert frame[column].str.len().gt(0).all()
    assert frame["address"].str.match(r"https?://\S+$").all()


def test_claims_of_2019_by_vintage():
    frame = published("claims_by_year_vintage").frame
    of_2019 = frame[frame["year"] == 2019].set_index("vintage")
    assert of_2019["value"].to_dict() == {
        "2024": 64176, "2024-02-29": 64030, "2024-05-22": 64030, "2025-03": 64020, "2025-07-31": 64010,
    }  # fmt: skip
    report = frame[frame["source"].str.startswith("MCEE evaluation")].set_index("year")["value"]
    assert report.to_dict() == {2019: 64020, 2023: 143355, 2024: 171900}
    assert round(100 * (171900 / 64020 - 1), 1) == 168.5
    thousands = frame[frame["vintage"] == "2025-06-03"]
    assert (thousands["high"] - thousands["low"]).eq(1000).all()


def test_claims_by_country():
    frame = published("claims_by_country_year").frame
    nigeria = frame[(frame["notion"] == "citizenship") & (frame["country"] == "NGA")].set_index("year")["value"]
    assert [nigeria[year] for year in (2019, 2021, 2023)] == [4150, 600, 9130]
    ircc = frame[frame["notion"] == "citizenship"]
    assert len(ircc) == 27 * 9
    assert sorted(ircc["year"].unique()) == list(range(2015, 2024))
    unhcr = frame[frame["notion"] == "origin"]
    by_year = unhcr.groupby("year")["value"].sum()
    assert (by_year[2019], by_year[2024]) == (58339, 173931)
    assert by_year.index.tolist() == list(range(2015, 2026))
    assert (unhcr.loc[unhcr["value"] == 5, "low"] == 1).all()


def test_decisions_are_long_and_keep_hidden_cells():
    frame = published("decisions_by_country_year").frame
    unhcr = frame[(frame["notion"] == "origin") & (frame["year"] == 2021)]
    made = unhcr.groupby("measure")["value"].sum()
    assert [made[m] for m in ("recognized", "rejected", "closed", "total")] == [29613, 12308, 5504, 47425]
    assert "pending" not in set(unhcr["measure"])  # UNHCR has no such number here: no row, no zero
    irb = frame[(frame["notion"] == "alleged_persecution") & (frame["as_of"] == "2021-12-31")]
    cells = irb[irb["country"] == "TOTAL"].set_index("measure")["value"]
    assert (cells["referred"], cells["pending"]) == (24127, 55937)
    hidden = irb[irb["suppressed"]]
    assert set(zip(hidden["low"], hidden["high"], strict=True)) == {(0, 19)}
    assert hidden["value"].isna().all()


def test_removals_by_vintage():
    frame = published("removals").frame
    years = frame[(frame["basis"] == "calendar") & ~frame["press"]].set_index(["period", "vintage"])["value"]
    revised = "2024-Q4 revised and 2025-Q3 releases"
    assert [years[y, revised] for y in ("2019", "2020", "2024")] == [11269, 12851, 17357]
    assert years["2024", "2024-Q4 first release"] == 16860
    assert frame.loc[frame["source"].str.startswith("press"), "press"].all()


def test_events_are_the_stop_of_removals():
    frame = published("events").frame.set_index("event")
    assert frame["date"].to_dict() == {
        "removals_resumed_all": "2020-11-30",
        "removals_resumed_serious": "2020-08-04",
        "removals_stopped": "2020-03-17",
    }
    assert frame.loc["removals_stopped", "end"] == "2020-11-29"


def test_small_and_with_lf_line_ends():
    folder = shipped("data", "published")
    files = sorted(folder.glob("*.csv"))
    assert [path.stem for path in files] == sorted(TABLES)
    assert max(path.stat().st_size for path in files) < 300_000
    assert sum(path.stat().st_size for path in files) < 450_000
    assert not [path.name for path in files if b"\r" in path.read_bytes()]


def test_the_readme_names_every_table():
    text = (shipped("data", "published") / "README.md").read_text(encoding="utf-8")
    assert [name for name in TABLES if f"`{name}`" not in text] == []


def test_the_script_writes_the_same_bytes(public, root, tmp_path):
    spec = importlib.util.spec_from_file_location("transcribe", root / "scripts" / "transcribe_published.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.main(public, tmp_path)
    for name in TABLES:
        written = (tmp_path / f"{name}.csv").read_bytes()
        assert written == (root / "data" / "published" / f"{name}.csv").read_bytes(), name


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "removals_stopped,removals_stop,ALL,2020-03-17",
            "removals_stopped,removals_stop,ALL,17 March",
            "line 4, column 'date': '17 March'; expected an ISO date. "
            "Run scripts/transcribe_published.py; the tables are not edited by hand.",
        ),
        (
            "2020-12-01,",
            ",",
            "line 2, column 'vintage': nothing; expected a text. "
            "Run scripts/transcribe_published.py; the tables are not edited by hand.",
        ),
        (
            ",ALL,",
            ",R01,",
            "line 2, column 'country': 'R01'; expected a code of the country table. "
            "Run scripts/transcribe_published.py; the tables are not edited by hand.",
        ),
        (
            "removals_resumed_serious,",
            "removals_resumed_all,",
            "line 3: removals_resumed_all again, as in line 2; expected each row once. "
            "Remove the copy, or find out which row is right.",
        ),
    ],
)
def test_a_table_changed_by_hand_is_refused(tmp_path, old, new, told):
    shutil.copy(shipped("data", "published") / "events.csv", tmp_path)
    path = tmp_path / "events.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8", newline="")
    with pytest.raises(BadTable) as refused:
        published("events", tmp_path)
    assert str(refused.value) == f"published/events (events.csv): 1 problem\n  - {told}"


def test_a_row_without_its_address_is_refused(tmp_path):
    text = (shipped("data", "published") / "mode_of_entry.csv").read_text(encoding="utf-8").splitlines()
    text[1] = text[1].rsplit(",", 1)[0] + ","
    (tmp_path / "mode_of_entry.csv").write_text("\n".join(text) + "\n", encoding="utf-8")
    with pytest.raises(BadTable, match="line 2, column 'address': nothing; expected an address"):
        published("mode_of_entry", tmp_path)


def test_unknown_table():
    with pytest.raises(BadParameter) as refused:
        published("removal")
    assert "Did you mean 'removals'?" in str(refused.value)


def test_reading_twice_gives_the_same():
    pd.testing.assert_frame_equal(published("removals").frame, published("removals").frame)


def test_claims_by_month_are_long_and_keep_hidden_months():
    frame = published("claims_by_country_month").frame.rename(columns={"measure": "month"})
    assert frame["country"].nunique() == 27
    assert frame.groupby("country").size().eq(110).all()  # January 2015 to February 2024
    mexico = frame[(frame["country"] == "MEX") & (frame["year"] == 2024)].set_index("month")["value"]
    assert mexico.index.tolist() == ["01", "02"]
    hidden = frame[frame["suppressed"]]
    assert set(zip(hidden["low"], hidden["high"], strict=True)) == {(1, 4)}
    assert hidden["value"].isna().all()
    years = published("claims_by_country_year").frame.query("measure == 'claims'").set_index(["country", "year"])
    whole = frame[frame["year"] < 2024].groupby(["country", "year"])[["low", "high"]].sum()
    assert (whole["low"] <= years.loc[whole.index, "high"]).all()
    assert (whole["high"] >= years.loc[whole.index, "low"]).all()
