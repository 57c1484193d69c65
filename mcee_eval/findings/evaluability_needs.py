"""What each open question would need, by the code that verdicts give: owner, since when, which series."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Needed:
    """owners : who holds or should hold it. since : the month from which it was needed; "" where none is.

    series : name of the series whose smallest effect is computed; "" where there is none, and ``why`` says why not.
    """

    owners: tuple[str, ...]
    since: str
    series: str = ""
    why: str = ""


START = "2019-02"  # the strategy is approved: a baseline was needed before the first project
FUNDS = "2019-04"  # the first fiscal year of the envelope
CHOSEN = "2019-04"  # the countries of the first year are chosen
FIELDWORK = "2024-01"  # the evaluation begins: who is asked what is settled then
TRACKERS = ("CBSA", "GAC", "IRCC")

NEEDS: Mapping[str, Needed] = {
    "payments": Needed(("IRCC",), FUNDS, why="once"),
    "projects": Needed(("IRCC",), FUNDS, why="once"),
    "values_in_dollars": Needed(("IRCC",), FUNDS, why="once"),
    "claims_series": Needed(("IRCC",), START, "claims"),
    "impediments_by_country": Needed(("CBSA",), START, "removals"),
    "interviews_asked": Needed(("evaluation",), FIELDWORK, why="one_wave"),
    "mandate_reading": Needed(("evaluation",), FIELDWORK, why="once"),
    "testimony_by_country": Needed(("evaluation",), FIELDWORK, why="one_wave"),
    "more_sessions_asked": Needed(("evaluation",), FIELDWORK, why="one_wave"),
    "baselines": Needed(("implementing_partner", "IRCC"), FUNDS, why="few_projects"),
    "needs_dates": Needed(("IRCC",), FUNDS, why="few_projects"),
    "same_indicators": Needed(("implementing_partner", "IRCC"), FUNDS, why="few_projects"),
    "second_look": Needed(("implementing_partner", "IRCC"), FUNDS, why="few_projects"),
    "perceptions_by_country": Needed(("evaluation",), FIELDWORK, why="one_wave"),
    "more_asked": Needed(("evaluation",), FIELDWORK, why="one_wave"),
    "documents_of_country": Needed(("CBSA",), START, "documents"),
    "documents_by_quarter": Needed(("CBSA",), START, "documents"),
    "comparison_series": Needed(("CBSA",), START, "documents"),
    "engagement_records": Needed(TRACKERS, START, "engagements"),
    "quarters_after_start": Needed(("CBSA",), START, "documents"),
    "quarters_before_start": Needed(("CBSA",), START, "documents"),
    "nearer_comparison": Needed(("CBSA",), START, "documents"),
    "untouched_quarters": Needed(("CBSA",), START, "documents"),
    "funded_country": Needed((), "", why="not_asked"),
    "delivered_first": Needed(TRACKERS, START, "engagements"),
    "funds_by_country": Needed(("IRCC",), FUNDS, why="once"),
    "impeded_before": Needed(("CBSA",), START, "removals"),
    "criteria_documented": Needed(("IRCC",), CHOSEN, why="once"),
    "followed_items": Needed(("IRCC", "CBSA"), CHOSEN, why="yearly"),
    "choice_asked": Needed(("evaluation",), FIELDWORK, why="one_wave"),
    "deliverables_followed": Needed(("implementing_partner", "IRCC"), FUNDS, "deliverables"),
    "partners_asked": Needed(("implementing_partner",), FIELDWORK, why="one_wave"),
    "other_donors": Needed(("implementing_partner",), FUNDS, why="once"),
    "approval_dates": Needed(("IRCC",), FUNDS, why="few_projects"),
    "meeting_register": Needed((*TRACKERS, "PS"), START, "meetings"),
    "roles_asked": Needed(("evaluation",), FIELDWORK, why="one_wave"),
    "framework_figures": Needed(TRACKERS, FUNDS, why="yearly"),
    "engagement_register": Needed(TRACKERS, START, "engagements"),
    "awareness_asked": Needed(("evaluation",), FIELDWORK, why="one_wave"),
    "incentive_delivered": Needed(TRACKERS, START, "engagements"),
    "incentive_compared": Needed(("CBSA",), START, "documents"),
    "runs_completed": Needed((), "", why="no_series_run"),
    "evidence_register": Needed(("IRCC",), FIELDWORK, why="no_series_register"),
}
