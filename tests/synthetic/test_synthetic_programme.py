"""The whole programme: contracts, names, determinism, and what tells scenarios apart."""

from __future__ import annotations

import csv
import re
import time

import numpy as np
import pandas as pd
import pytest

import mcee_eval
from mcee_eval.contracts import CONTRACTS
from mcee_eval.contracts.check import check
from mcee_eval.errors import BadParameter
from mcee_eval.synthetic.programme import simulate
from mcee_eval.synthetic.scenarios import SCENARIOS

FROM_THE_REPORT = {
    "questions",
    "question_findings",
    "propositions",
    "claims",
    "claim_inputs",
    "limitations",
    "redactions",
    "logic_nodes",
    "logic_links",
    "quantifiers",
    "discrepancies",
    "list_items",
    "no_claim",
    "report_positions",
    "report_rests_on",
    "report_periods",
    "theory_links",
    "needed_series",
    "strength_rules",
}


def test_there_are_six_scenarios():
    assert set(SCENARIOS) == {"report", "null", "effect", "early_rise", "gaps", "spillover"}
    assert all(name == scenario.name for name, scenario in SCENARIOS.items())


def test_every_table_of_the_evaluation_is_made(programmes):
    wanted = set(CONTRACTS) - FROM_THE_REPORT
    assert {name: set(p.tables) for name, p in programmes.items()} == dict.fromkeys(SCENARIOS, wanted)


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_table_keeps_its_contract(programmes, name):
    tables = programmes[name].tables
    problems = [
        f"{table}: {problem}"
        for table, frame in tables.items()
        for problem in check(CONTRACTS[table], frame, others=tables, extracted_on="2025-03-31")
    ]
    assert problems == []
    assert all(list(frame.columns) == list(CONTRACTS[table].names) for table, frame in tables.items())
    assert all(len(frame) for frame in tables.values())


def test_the_same_seed_gives_the_same_tables_and_another_seed_others(report):
    again, other = simulate("report", seed=report.seed), simulate("report", seed=report.seed + 1)
    for name, frame in report.tables.items():
        pd.testing.assert_frame_equal(frame, again.tables[name])
    assert report.truth == again.truth
    fixed = {"roles", "actions", "country_events"}  # the same in every world of a scenario
    same = {n for n, f in report.tables.items() if f.equals(other.tables[n])}
    assert same <= fixed | {"focus_groups"}


def test_scenarios_differ_only_in_what_they_declare(programmes):
    def same(one: str, two: str) -> set[str]:
        a, b = programmes[one].tables, programmes[two].tables
        return {name for name in a if a[name].equals(b[name])}

    every = set(programmes["null"].tables)
    world = {"countries", "asylum_claims", "asylum_decisions", "projects", "project_areas", "project_needs"}
    assert all(world <= same("null", other) for other in SCENARIOS)
    moved = {"removals_inventory", "travel_documents", "travel_document_requests", "indicator_values"}
    assert every - same("null", "early_rise") == moved
    assert every - same("effect", "spillover") == moved - {"indicator_values"}
    # Not in the list: country_events, whose source names the scenario only where it has events of its own.
    assert every - same("null", "effect") == moved | {"evidence"}


def test_only_two_scenarios_lack_comparison_rows(programmes):
    rows = {name: set(p.tables["travel_document_requests"]["country"]) for name, p in programmes.items()}
    counts = {name: set(p.tables["travel_documents"]["country"]) for name, p in programmes.items()}
    main = {"R01", "R02", "R03", "R04", "R05"}
    everyone = set(programmes["null"].tables["countries"]["country"])
    assert len(everyone) == 32
    wanted = {name: main if name in {"report", "gaps"} else everyone for name in SCENARIOS}
    assert rows == wanted
    assert counts == wanted
    told = {name: p.truth["comparison_series"] for name, p in programmes.items()}
    assert told == {name: name not in {"report", "gaps"} for name in SCENARIOS}


def test_countries_have_the_declared_groups(report):
    countries = report.tables["countries"].set_index("country")
    groups = countries.groupby(["removals_status", "mcee_role"]).size().to_dict()
    assert groups == {
        ("recalcitrant", "targeted"): 5,
        ("recalcitrant", "none"): 3,
        ("at_risk", "preventive"): 4,
        ("cooperative", "none"): 20,
    }
    targeted = countries["mcee_role"] == "targeted"
    assert countries.index[countries["main"]].tolist() == ["R01", "R02", "R03", "R04", "R05"]
    assert countries["engagement_plan"].eq(targeted).all()
    starts = countries["programme_start"].dropna()
    assert len(starts) == 9
    assert starts.between("2019-01", "2021-12").all()
    assert starts.nunique() >= 5


def test_no_real_country_is_named_anywhere(programmes, root):
    with (root / "mcee_eval" / "loaders" / "countries.csv").open(encoding="utf-8") as file:
        listed = [row for row in csv.DictReader(file) if row["iso3"] != "CAN"]
    names = {row[c] for row in listed for c in ("name_en", "name_fr") if row[c]}
    real = re.compile(r"\b(" + "|".join(map(re.escape, sorted(names))) + r")\b")
    codes = {row["iso3"] for row in listed}
    assert real.search("a visit to Mexico")
    for name, programme in programmes.items():
        for table, frame in programme.tables.items():
            for column in frame.select_dtypes("string"):
                cells = frame[column].dropna().unique()
                assert [c for c in cells if real.search(c)] == [], (name, table, column)
                if column == "country":
                    assert not codes & set(cells), (name, table)


def test_one_programme_takes_well_under_a_second():
    simulate("null", seed=0)
    begin = time.process_time()
    simulate("effect", seed=1)
    assert time.process_time() - begin < 3.0  # 0.4 s of work when measured; the bound leaves room for slower machines


def test_a_numpy_seed_is_a_seed():
    assert simulate("gaps", seed=np.int64(4)).truth == simulate("gaps", seed=4).truth


@pytest.mark.parametrize("seed", [-1, 1.5, "7", True, None])
def test_a_bad_seed_is_refused(seed):
    with pytest.raises(BadParameter, match="a whole number of 0 or more"):
        simulate("null", seed=seed)


def test_an_unknown_scenario_is_refused_with_those_there_are():
    with pytest.raises(BadParameter, match="'effects'; expected one of report, null, effect, early_rise"):
        simulate("effects", seed=1)


def test_it_is_a_public_name():
    assert mcee_eval.simulate is simulate
