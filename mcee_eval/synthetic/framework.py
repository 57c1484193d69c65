"""The performance measurement framework year by year, and the roles of departments."""

from __future__ import annotations

import pandas as pd

from mcee_eval.synthetic.calendar import periods
from mcee_eval.synthetic.frames import rows
from mcee_eval.synthetic.scenarios import Group, Scenario
from mcee_eval.synthetic.seeds import generator
from mcee_eval.synthetic.world import CODES, GROUPS, World

# Indicator, level in the logic model, owner, source, by country, also in the engagement plans.
INDICATORS: tuple[tuple[str, str, str | None, str | None, bool, bool], ...] = (
    ("like_minded_exchanges", "activity", "IRCC", "engagement tracker", False, False),
    ("working_group_meetings", "activity", "IRCC", "records of decision", False, False),
    ("study_tours_held", "activity", "IRCC", "project reports", True, False),
    ("bilateral_discussions", "activity", "GAC", "engagement tracker", True, True),
    ("escalation_protocols_used", "output", "CBSA", "records of decision", True, True),
    ("officials_supported", "output", "IRCC", "project reports", True, False),
    ("campaigns_held", "output", "IRCC", "project reports", True, False),
    ("cooperation_established", "output", "GAC", None, True, True),
    ("capacity_against_baseline", "immediate", "IRCC", "project reports", True, False),
    ("practices_shared", "immediate", "IRCC", None, False, False),
    ("travel_documents_issued", "immediate", "CBSA", "removals inventory", True, True),
    ("days_to_issue", "immediate", "CBSA", "removals inventory", True, True),
    ("envelope_raised_in_talks", "immediate", "GAC", "engagement tracker", True, True),
    ("removals_dialogue", "intermediate", "GAC", "engagement tracker", True, True),
    ("removals_carried_out", "intermediate", "CBSA", "removals inventory", True, True),
    ("cases_added_to_inventory", "intermediate", "CBSA", "removals inventory", True, True),
    ("arrangements_concluded", "intermediate", "GAC", None, True, True),
    ("norms_promoted", "final", None, None, False, False),
)
YEARS = ("2019-20", "2024-25")
OWNER_REPORTS = {"IRCC": 1.0, "CBSA": 0.6, "GAC": 0.4, None: 0.1}  # against the scenario's share
NOT_FOR_PREVENTIVE = {
    "travel_documents_issued",
    "days_to_issue",
    "escalation_protocols_used",
    "cases_added_to_inventory",
}
BASELINE_KNOWN = {"targeted": 0.5, "preventive": 0.0}

# Department, role, planned, named by its own interviewees.
ROLES = (
    ("IRCC", "manage_projects", True, True),
    ("IRCC", "share_project_results", True, True),
    ("IRCC", "lead_migration_diplomacy", False, True),
    ("IRCC", "raise_projects_with_missions", True, False),
    ("IRCC", "support_escalation", True, True),
    ("CBSA", "lead_engagement_plans", True, True),
    ("CBSA", "request_travel_documents", True, True),
    ("CBSA", "raise_projects_with_missions", True, False),
    ("CBSA", "supply_indicator_data", True, False),
    ("GAC", "maintain_bilateral_relations", False, True),
    ("GAC", "raise_projects_in_capitals", True, False),
    ("GAC", "lead_migration_diplomacy", False, True),
    ("GAC", "supply_indicator_data", True, False),
    ("PS", "oversee_border_strategy", True, True),
    ("PS", "take_part_in_working_group", True, None),
)


def pmf_indicators(scenario: Scenario, world: World, seed: int) -> pd.DataFrame:
    """What could the framework have told, and what did it? Little, and least for preventive countries."""
    rng = generator(seed, "framework")
    everyone: list[tuple[str, Group]] = [("ALL", "targeted")]
    funded = [(c, g) for c, g, start in zip(CODES, GROUPS, world.start, strict=True) if start]
    cells: list[tuple[object, ...]] = []
    for name, level, owner, source, by_country, in_plan in INDICATORS:
        for country, group in funded if by_country else everyone:
            known, chance = rng.random() < BASELINE_KNOWN[group], scenario.reported[group] * OWNER_REPORTS[owner]
            baseline, target = (round(float(rng.uniform(5, 50)), 1), round(float(rng.uniform(50, 90)), 1))
            defined = not (group == "preventive" and name in NOT_FOR_PREVENTIVE) and owner is not None
            for year in periods("fiscal_year", *YEARS):
                state = _state(rng.random(), chance, defined=defined, started=_started(world, country, year))
                given = defined and known
                cells.append(
                    (
                        name,
                        country,
                        year,
                        level,
                        owner,
                        source,
                        baseline if given else None,
                        target if given else None,
                        state,
                        in_plan and group == "targeted" and by_country,
                    )
                )
    return rows("pmf_indicators", cells)


def _started(world: World, country: str, year: str) -> bool:
    """The programme runs in the country before the fiscal year ends."""
    if country == "ALL":
        return True
    start = world.start[CODES.index(country)]
    return start < f"{int(year[:4]) + 1}-04"


def _state(draw: float, chance: float, *, defined: bool, started: bool) -> str:
    """One of the five states, by one uniform draw."""
    if not started:
        return "not_applicable"
    if not defined:
        return "not_defined"
    if draw < chance:
        return "reported"
    return "partial" if draw < chance + 0.5 * (1 - chance) * chance else "defined_no_data"


def roles() -> pd.DataFrame:
    """Which roles were planned, and which do those concerned name?"""
    return rows("roles", list(ROLES))
