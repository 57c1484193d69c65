"""Projects, testimony, engagements, measurement: the facts that the report states."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from mcee_eval.contracts.registry import code_list
from mcee_eval.datasets import dataset
from mcee_eval.metrics.quantifiers import quantifier
from mcee_eval.synthetic.interviews import ASKED, interviews
from mcee_eval.synthetic.programme import simulate
from mcee_eval.synthetic.scenarios import SCENARIOS

TABLE_1 = {
    "policies_procedures": 10,
    "regular_migration": 9,
    "border_management": 7,
    "irregular_migration": 7,
    "other_priorities": 4,
    "identity_management": 1,
    "assisted_voluntary_return": 0,
}


@pytest.fixture(scope="module", params=range(12))
def any_seed(request):
    return simulate("report", seed=request.param)


def test_table_1_holds_for_any_seed(any_seed):
    areas = any_seed.tables["project_areas"]
    counts = areas["area"].value_counts().reindex(list(code_list("areas")), fill_value=0)
    assert counts.to_dict() == TABLE_1
    assert len(areas) == 38
    assert areas["project"].nunique() == 13


def test_thirteen_projects_were_paid_21_million_for_any_seed(any_seed):
    projects, money = any_seed.tables["projects"], any_seed.tables["disbursements"]
    assert len(projects) == 13
    paid = money.drop_duplicates(["project", "fiscal_year"])
    assert paid["paid"].sum() == 21_000_000
    assert money[money["plan_version"] == "reprofiled"]["planned"].sum() == 21_000_000
    by_project = paid.groupby("project")["paid"].sum()
    assert (by_project == projects.set_index("project")["current_value"]).all()
    assert ((by_project < 250_000) | by_project.between(250_000, 3_000_000)).all()
    assert (by_project < 250_000).sum() == 4
    assert money["fiscal_year"].between("2019-20", "2024-25").all()
    told = any_seed.truth["projects"]["paid"]
    assert sum(told.values()) == 21_000_000
    assert 0.15 < told["preventive"] / 21_000_000 < 0.75


def test_partners_never_spend_more_than_they_were_paid(any_seed):
    money = any_seed.tables["disbursements"].drop_duplicates(["project", "fiscal_year"])
    known = money.dropna(subset=["spent_by_partner"])
    assert 0.2 < len(known) / len(money) < 0.8
    total = known.groupby("project")["spent_by_partner"].sum()
    assert (total <= money.groupby("project")["paid"].sum().reindex(total.index)).all()


def test_every_funded_country_has_a_project_and_one_is_complete(any_seed):
    tables = any_seed.tables
    funded = tables["countries"].dropna(subset=["programme_start"])["country"]
    where = tables["project_countries"].merge(tables["projects"], on="project")
    assert set(where["country"]) == set(funded)
    done = where.groupby("country")["status"].agg(lambda s: set(s) == {"completed"})
    assert done.index[done].tolist() == [any_seed.truth["projects"]["completed_country"]]
    assert set(where.loc[where["status"] == "completed", "country"]) == set(done.index[done])
    assert (where.loc[where["status"] == "ongoing", "end"] > "2025-03-31").all()
    assert (where.loc[where["status"] == "completed", "end"] <= "2025-03-31").all()
    assert where["partner"].nunique() == 4


def test_a_project_begins_with_the_programme_of_its_country(any_seed):
    tables = any_seed.tables
    start = pd.to_datetime(tables["countries"].set_index("country")["programme_start"])
    home = tables["project_countries"].drop_duplicates("project").set_index("project")["country"]
    begins = tables["projects"].set_index("project")["start"]
    assert (begins >= home.map(start)).all()
    approved = tables["approvals"].groupby("project")["closed"].max()
    assert (approved <= begins.reindex(approved.index)).all()


def test_preventive_projects_needed_no_endorsement(report):
    tables = report.tables
    home = tables["project_countries"].drop_duplicates("project").set_index("project")["country"].str[0]
    stage = tables["approvals"][tables["approvals"]["body"] == "RWG_ADM"].set_index("project")
    assert (stage["required"] == (home.reindex(stage.index) == "R")).all()
    assert stage.loc[~stage["required"], ["opened", "closed", "returns"]].isna().all(axis=None)


def test_twenty_six_interviews_and_eight_discussions(report):
    tables = report.tables
    interviews = tables["interviews"]
    outcomes = interviews["outcome"].value_counts()
    assert outcomes["done"] == 26
    assert outcomes[["declined", "no_reply", "unavailable"]].min() >= 1
    assert set(interviews["group"]) == {"IRCC", "CBSA", "GAC", "PS", "implementing_partner", "foreign_partner"}
    assert set(tables["interview_codes"]["respondent"]) == set(
        interviews.loc[interviews["outcome"] == "done", "respondent"]
    )
    assert len(tables["focus_groups"]) == 8
    assert set(tables["focus_group_codes"]["group"]) == set(tables["focus_groups"]["group"])


OTHERS = ("CBSA", "GAC", "PS")
# What the report says was said: theme, by whom, stance, the words of our scale that fit its own.
QUOTED = [
    ("approach_too_indirect", ("IRCC", *OTHERS), "1", ["many"]),  # « de nombreuses personnes interrogées »
    ("presence_abroad_too_small", ("IRCC", *OTHERS), "1", ["some"]),  # « certaines personnes interrogées »
    ("aware_of_envelope", OTHERS, "1", ["a_few"]),  # « peu d'informateurs clés d'autres ministères »
    ("aware_of_envelope", OTHERS, "-1", ["many", "most"]),  # « de manière générale »
    ("preventive_choice_clear", ("IRCC", *OTHERS), "-1", ["many", "most"]),  # « généralement »
    ("capacity_strengthened", tuple(ASKED), "1", ["many", "most"]),  # « largement considérés »
    ("partners_effective", tuple(ASKED), "1", ["many", "most"]),  # « ont confirmé »
]


@pytest.mark.parametrize("seed", [1, 2, 3, 20250331, 987654321])
def test_interviews_say_what_the_report_says_was_said(seed):
    people, codes = interviews(seed)
    codes = codes.merge(people[["respondent", "group"]], on="respondent")
    codes = codes[codes["asked"]]
    scale = dataset("synthetic").report("quantifiers").frame
    for theme, groups, stance, words in QUOTED:
        asked = codes[(codes["code"] == theme) & codes["group"].isin(groups)]
        assert quantifier(int((asked["stance"] == stance).sum()), len(asked), scale) in words, (theme, stance)
    partners = codes[codes["group"] == "implementing_partner"].groupby("code")["respondent"].nunique()
    assert len(partners) == 10  # themes that partners were asked about
    assert (partners == 5).all()  # of so few nobody is left out


def test_capacity_rises_where_it_is_declared_and_not_elsewhere(programmes):
    def ratio(name: str) -> float:
        values, declared = (programmes[name].tables[t] for t in ("indicator_values", "indicators"))
        up = declared[declared["higher_is_better"] & ~declared["unit"].str.contains("registrations|share")]
        known = values.dropna(subset=["actual"])
        known = known[known["indicator"].isin(up["indicator"])].sort_values("period").groupby("indicator")["actual"]
        return (known.last() / known.first()).mean()

    assert ratio("report") > 1.2
    assert ratio("null") == pytest.approx(1.0, abs=0.06)


@pytest.mark.parametrize("name", SCENARIOS)
def test_one_indicator_has_the_form_that_the_report_quotes(programmes, name):
    declared, values = (programmes[name].tables[t] for t in ("indicators", "indicator_values"))
    mine = declared[declared["unit"] == "registrations_a_month"]
    assert len(mine) == 1
    told = values[values["indicator"] == mine["indicator"].iloc[0]].set_index("period")["actual"]
    assert told.to_dict() == {"2022-12": 1380.0, "2023-12": 1400.0 if name == "null" else 2900.0}


def test_records_of_engagements_have_gaps_by_department(programmes):
    def recorded(name: str) -> pd.Series:
        tables = programmes[name].tables
        lead = tables["engagement_departments"].query("lead").set_index("engagement")["department"]
        told = tables["engagements"].set_index("engagement")["mcee_raised"] != "not_recorded"
        by_lead = told.groupby(lead).agg(["mean", "size"])
        return by_lead.loc[by_lead["size"] >= 10, "mean"]  # departments that led often enough to tell

    assert recorded("report")["IRCC"] > 0.65
    assert recorded("report")[["CBSA", "GAC"]].max() < 0.4
    assert recorded("null").min() > 0.7
    assert recorded("gaps").max() < 0.4


@pytest.mark.parametrize("name", SCENARIOS)
def test_what_engagement_records_say_is_true(programmes, name):
    raised = programmes[name].truth["engagements"]
    engagements = programmes[name].tables["engagements"]
    assert set(raised) == set(engagements["engagement"])
    for column in ("mcee_raised", "removals_raised", "follow_up_recorded"):
        told = engagements[engagements[column] != "not_recorded"]
        assert [raised[e][column] for e in told["engagement"]] == [value == "yes" for value in told[column]]


def test_projects_are_raised_with_the_issuing_authority_only_where_declared(programmes):
    def share(name: str) -> float:
        programme = programmes[name]
        table = programme.tables["engagements"]
        met = table[table["counterpart"] == "mission_in_canada"]["engagement"]
        assert len(met) > 60
        return sum(programme.truth["engagements"][e]["mcee_raised"] for e in met) / len(met)

    assert share("report") < 0.15
    assert share("effect") > 0.6


def test_meetings_have_gaps_and_working_groups_fade(report):
    meetings = report.tables["meetings"]
    date = meetings["date"]
    quarter = (date.dt.year * 12 + date.dt.month - 4) // 3
    high = quarter[meetings["body"] == "RWG_ADM"]
    assert high.is_unique
    assert 10 <= len(high) < 24  # of the 24 quarters of 2019-20 to 2024-25
    working = meetings[meetings["body"].isin(["RWG_working", "interdepartmental"])]
    assert (working["date"] < "2020-04-01").sum() / 4 > 2 * (working["date"] >= "2020-04-01").sum() / 20


def test_the_framework_uses_five_states_and_says_least_of_preventive_countries(report):
    table = report.tables["pmf_indicators"]
    assert set(table["state"]) == {"reported", "partial", "defined_no_data", "not_defined", "not_applicable"}
    told = (table["state"] == "reported").groupby(table["country"].str[0]).mean()
    assert told["P"] < told["R"] < 0.5
    assert table.loc[table["country"].str.startswith("P"), "baseline"].isna().all()
    assert not table.loc[table["country"].str.startswith("P"), "also_in_plan"].any()
    assert table.loc[table["country"].str.startswith("R"), "also_in_plan"].any()


def test_evidence_covers_seven_findings_and_turns_where_the_data_do(programmes):
    def direction(name: str) -> pd.Series:
        table = programmes[name].tables["evidence"]
        return table.groupby(["finding", "line"])["direction"].mean()

    assert set(programmes["report"].tables["evidence"]["finding"]) == set("1234567")
    assert set(direction("report").index.get_level_values("line")) == {
        "documents", "interviews", "focus_groups", "removals_data", "claims_statistics",
    }  # fmt: skip
    assert direction("report")["4", "removals_data"] > 0 > direction("effect")["4", "removals_data"]
    same = direction("report").drop(("4", "removals_data"))
    pd.testing.assert_series_equal(same, direction("effect").drop(("4", "removals_data")))


def test_the_action_plan_is_the_reports(report):
    actions = report.tables["actions"]
    steps = actions.groupby("action")["step"].agg(list).to_dict()
    assert steps == {
        "1a": ["0", "i", "ii"],
        "2a": ["0", "1", "2", "3", "4"],
        "2b": ["0", "a", "b", "c", "d", "e", "1", "2"],
    }
    assert set(actions["due"]) == {"2026-27Q2"}
    assert actions.groupby("action")["owner"].unique().str[0].to_dict() == {
        "1a": "DG DGA",
        "2a": "DG DGAI",
        "2b": "DG DGAI",
    }
    depends = actions.fillna({"may_depend_on": ""}).groupby("action")["may_depend_on"].agg(set).to_dict()
    assert depends == {"1a": {""}, "2a": {"1a"}, "2b": {"1a"}}


def test_the_french_of_the_action_plan_is_the_reports(report, shared):
    text = (shared / "report" / "evaluation_ECEM_2025_fr.txt").read_text(encoding="utf-8")
    text = re.sub(r"\tResponsable : [^\t\n]*\t[^\n]*", "", text)  # the plan's other columns, in mid-sentence
    text = re.sub(r"</?[a-z]+>", " ", text)
    mended = text.replace("\n", " ").replace("’", "'").replace("ECCEM", "ECEM").replace("Informar", "Informer")
    printed = " ".join(mended.replace("\u00a0", " ").split())
    absent = [
        (row.action, row.step)
        for row in report.tables["actions"].itertuples()
        if row.text_fr.replace("\u00a0", " ").rstrip(" :") not in printed
    ]
    assert absent == []


def test_the_stop_of_removals_is_an_event_of_every_scenario(programmes):
    for programme in programmes.values():
        events = programme.tables["country_events"]
        stop = events[events["kind"] == "removals_stop"].iloc[0]
        assert (stop["country"], str(stop["date"].date()), str(stop["end"].date())) == (
            "ALL",
            "2020-03-17",
            "2020-11-30",
        )
    assert len(programmes["report"].tables["country_events"]) > 5
    assert len(programmes["effect"].tables["country_events"]) == 1  # nothing else moves issuance
