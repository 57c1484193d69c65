"""UNHCR's tables in their other forms: all countries of asylum, and the columns of the R package."""

from __future__ import annotations

import pandas as pd
import published_samples as samples

from mcee_eval.loaders.load import load

PACKAGE = {
    "Year": "year",
    "Country of origin": "coo_name",
    "Country of origin (ISO)": "coo_iso",
    "Country of asylum": "coa_name",
    "Country of asylum (ISO)": "coa_iso",
    "Authority": "procedure_type",
    "Application type": "app_type",
    "Stage of procedure": "dec_level",
    "Cases / Persons": "app_pc",
}


def test_other_countries_of_asylum_are_left_aside(tmp_path):
    grid = samples.applications()
    alone = load("unhcr_applications", samples.save(tmp_path / "canada.csv", grid))
    elsewhere = [[*row[:2], "France", row[3], "FRA", *row[5:]] for row in grid[1:]]
    world = load("unhcr_applications", samples.save(tmp_path / "world.csv", grid + elsewhere))
    pd.testing.assert_frame_equal(world.frame, alone.frame)
    assert f"{len(elsewhere)} rows left aside: other countries of asylum." in world.receipt.notes


def test_the_package_names_its_columns_otherwise_and_has_unhcrs_own_codes(tmp_path):
    grid = samples.applications()
    download = load("unhcr_applications", samples.save(tmp_path / "download.csv", grid))
    own = {"Austria": "AUS", "Australia": "AUL", "Dem. Rep. of the Congo": "COD", "Stateless": "STA"}
    rows = [[PACKAGE.get(name, name) for name in grid[0]] + ["coo", "coa"]]
    rows += [[*row, own[row[1]], "CAN"] for row in grid[1:]]
    package = load("unhcr_applications", samples.save(tmp_path / "package.csv", rows))
    pd.testing.assert_frame_equal(package.frame, download.frame)


def test_a_total_of_parts_printed_as_five_is_no_more_exact_than_they_are(tmp_path):
    grid = samples.decisions()[:2]
    grid[1][8:13] = ["5", "0", "5", "30", "40"]
    frame = load("unhcr_decisions", samples.save(tmp_path / "decisions.csv", grid)).frame.set_index("measure")
    assert tuple(frame.loc["total", ["value", "low", "high"]]) == (40, 32, 40)
    assert tuple(frame.loc["recognized", ["value", "low", "high"]]) == (5, 1, 5)


def test_parts_of_2020_may_miss_their_total_and_no_others(tmp_path):
    grid = samples.decisions()[:2]
    grid[1][0], grid[1][8:13] = "2020", ["700", "0", "30", "30", "800"]
    loaded = load("unhcr_decisions", samples.save(tmp_path / "decisions.csv", grid))
    told = "2020: the parts of 1 rows miss their total, by up to 40 (Nigeria (FI)), as published."
    assert told in loaded.receipt.notes
