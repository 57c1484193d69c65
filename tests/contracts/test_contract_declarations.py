"""The declarations themselves: the agreed tables, keys and columns, both languages, and no contradiction."""

from __future__ import annotations

import pytest

from mcee_eval.contracts import CONTRACTS
from mcee_eval.contracts.declare import DTYPES, Column, Contract
from mcee_eval.contracts.registry import read_by

# The agreed tables: key | other columns, in order.
AGREED = """
countries: country | removals_status mcee_role main status_from status_to programme_start selected_on engagement_plan name_en name_fr
country_events: country date kind | end source protected
asylum_claims: country month | claims
asylum_decisions: country year | referred accepted rejected abandoned withdrawn pending
removals_inventory: country quarter inventory | stock_end added removed closed_other reclassified impeded_travel_document impeded_other
travel_documents: country quarter | requested received
travel_document_requests: request_id | person_key country requested_on first_reply_on interview_on issued_on refused_on withdrawn_on expires_on removed_on counterpart resubmission_of
projects: project | partner instrument kind start end_original end status currency original_value current_value
project_countries: project country |
project_areas: project area |
project_needs: project need | documented_on self_assessed
disbursements: project fiscal_year plan_version | planned paid spent_by_partner
indicators: indicator | project area unit higher_is_better baseline baseline_on target target_on source verified
indicator_values: indicator period | actual
deliverables: deliverable | project type due delivered accepted
approvals: project stage | body required opened closed returns
engagements: engagement | date kind counterpart level country mcee_raised removals_raised follow_up_recorded
engagement_departments: engagement department | lead
meetings: meeting | body date decisions_recorded
meeting_attendance: meeting department | level
interviews: respondent | group wave outcome months_in_role mode language
interview_codes: respondent code | asked stance coder
focus_groups: group | unit project
documents: document | type date
document_findings: document finding | locator
evidence: item | finding line direction weight source_family locator
pmf_indicators: indicator country fiscal_year | level owner source baseline target state also_in_plan
roles: department role | planned named_by_interviewees
actions: action step | parent recommendation response text_en text_fr owner due status status_on may_depend_on
"""  # noqa: E501
FROM_THE_REPORT = {
    "questions", "propositions", "claims", "limitations", "redactions", "logic_nodes", "logic_links", "quantifiers",
    "discrepancies", "question_findings", "claim_inputs", "focus_group_codes", "list_items", "no_claim",
    "report_positions", "report_rests_on", "report_periods", "theory_links", "needed_series", "strength_rules",
}  # fmt: skip


@pytest.mark.parametrize("line", AGREED.strip().splitlines(), ids=lambda line: line.split(":")[0])
def test_the_agreed_keys_and_columns(line):
    name, _, rest = line.partition(": ")
    key, _, others = rest.partition("|")
    assert CONTRACTS[name].key == tuple(key.split())
    assert CONTRACTS[name].names == (*key.split(), *others.split())


def test_there_is_no_other_table():
    agreed = {line.split(":")[0] for line in AGREED.strip().splitlines()}
    assert set(CONTRACTS) == agreed | FROM_THE_REPORT


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=list(CONTRACTS))
def test_everything_is_said_in_both_languages(contract):
    texts = [(contract.en, contract.fr), (contract.row_en, contract.row_fr)]
    texts += [(contract.question_en, contract.question_fr)]
    texts += [(c.en, c.fr) for c in contract.columns] + [(r.en, r.fr) for r in contract.rules]
    for english, french in texts:
        assert english.strip()
        assert french.strip()
        assert english != french
    assert contract.question_en.endswith("?")
    assert contract.question_fr.endswith("?")
    assert read_by()[contract.name]


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=list(CONTRACTS))
def test_codes_that_another_table_lists_name_a_column_that_is_declared(contract):
    for column in contract.columns:
        if column.isin:
            table, name = column.isin.split(".")
            assert CONTRACTS[table].column(name).type == "code"


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=list(CONTRACTS))
def test_an_empty_frame_has_the_declared_dtypes(contract):
    frame = contract.frame()
    assert dict(frame.dtypes.astype(str)) == contract.dtypes == {c.name: DTYPES[c.type] for c in contract.columns}


def column(**changes: object) -> Column:
    return Column(**{"name": "n", "type": "integer", "en": "a", "fr": "b", "unit": "persons", **changes})


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: column(unit="miles"), "unit 'miles' is not in units.UNITS"),
        (lambda: column(unit=""), "a unit goes with integer and decimal columns"),
        (lambda: column(type="date"), "a unit goes with integer and decimal columns"),
        (lambda: column(codes={"x": ("a", "b")}), "only a code column has a list of codes"),
        (lambda: table(columns=(column(), column())), "a column is declared twice"),
        (lambda: table(key=("m",)), "'m' is not a declared column"),
        (lambda: table(columns=(column(nullable=True),)), "key column 'n' is nullable"),
        (lambda: table().frame({"m": [1]}), "columns missing or not declared: m, n"),
    ],
)
def test_a_declaration_that_contradicts_itself_is_refused(make, told):
    with pytest.raises(ValueError, match=told):
        make()


def table(**changes: object) -> Contract:
    words = dict.fromkeys(("en", "fr", "row_en", "row_fr", "question_en", "question_fr"), "?")
    return Contract(**{"name": "t", **words, "key": ("n",), "columns": (column(),), **changes})


def test_a_column_that_is_not_declared_is_a_key_error():
    with pytest.raises(KeyError, match="t declares no column 'm'"):
        table().column("m")
