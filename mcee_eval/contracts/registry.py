"""All contracts, in the order of the data dictionary."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from mcee_eval.contracts.declare import Contract

ORDER = (
    "countries",
    "country_events",
    "asylum_claims",
    "asylum_decisions",
    "removals_inventory",
    "travel_documents",
    "travel_document_requests",
    "projects",
    "project_countries",
    "project_areas",
    "project_needs",
    "disbursements",
    "indicators",
    "indicator_values",
    "deliverables",
    "approvals",
    "engagements",
    "engagement_departments",
    "meetings",
    "meeting_attendance",
    "interviews",
    "interview_codes",
    "focus_groups",
    "focus_group_codes",
    "documents",
    "document_findings",
    "evidence",
    "pmf_indicators",
    "roles",
    "actions",
    "questions",
    "question_findings",
    "propositions",
    "discrepancies",
    "list_items",
    "claims",
    "claim_inputs",
    "limitations",
    "redactions",
    "logic_nodes",
    "logic_links",
    "quantifiers",
    "no_claim",
    "report_positions",
    "report_rests_on",
    "report_periods",
    "theory_links",
    "needed_series",
    "strength_rules",
)

CONTRACTS: Mapping[str, Contract] = MappingProxyType(
    {name: import_module(f"mcee_eval.contracts.tables.{name}").CONTRACT for name in ORDER}
)
