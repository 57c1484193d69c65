"""A whole programme with known truth: every table that an evaluator would hold, and what the tables do not show."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Integral
from typing import Any

import pandas as pd

from mcee_eval.errors import BadParameter, Problem
from mcee_eval.synthetic import actions as _actions
from mcee_eval.synthetic import claims as _claims
from mcee_eval.synthetic import countries as _countries
from mcee_eval.synthetic import delivery as _delivery
from mcee_eval.synthetic import engagements as _engagements
from mcee_eval.synthetic import evidence as _evidence
from mcee_eval.synthetic import framework as _framework
from mcee_eval.synthetic import interviews as _interviews
from mcee_eval.synthetic import inventory as _inventory
from mcee_eval.synthetic import measurement as _measurement
from mcee_eval.synthetic import meetings as _meetings
from mcee_eval.synthetic import projects as _projects
from mcee_eval.synthetic import requests as _requests
from mcee_eval.synthetic import truth as _truth
from mcee_eval.synthetic import world as _world
from mcee_eval.synthetic.scenarios import scenario as find


@dataclass(frozen=True, slots=True)
class Programme:
    """One simulated programme.

    scenario, seed : what it was made from; the same two give the same tables.
    tables : each table of the evaluation by name, in the form of its contract.
    truth : what no table shows, JSON-ready; see ``truth.truth``. For tests and calibration only.
    """

    scenario: str
    seed: int
    tables: dict[str, pd.DataFrame]
    truth: dict[str, Any]


def simulate(scenario: str, *, seed: int) -> Programme:
    """What would the evaluation's tables look like, if this were true?

    scenario : ``report``, ``null``, ``effect``, ``early_rise``, ``gaps`` or ``spillover`` (``scenarios.SCENARIOS``).
    seed : a whole number of 0 or more. Draws are seeded by what is drawn and not by the scenario, so that two
        scenarios with one seed differ only in what they declare.

    Returns a ``Programme``: 32 fictitious countries, 30 tables, extracted on 31 March 2025.
    Refuses an unknown scenario and a seed that is not such a number (``BadParameter``).
    """
    declared = find(scenario)
    if isinstance(seed, bool) or not isinstance(seed, Integral) or seed < 0:
        told = Problem("seed", repr(seed), "a whole number of 0 or more", "Give one, such as 20250331.")
        raise BadParameter("The synthetic programme was not made.", problems=[told])

    seed = int(seed)
    world = _world.world(seed)
    requests = _requests.requests(declared, world, seed)
    inventories = [
        _inventory.working(declared, world, requests, seed),
        *(_inventory.other(name, world, seed) for name in _inventory.OTHER_STOCKS),
    ]
    projects = _projects.projects(world, seed)
    talks = _engagements.engagements(declared, seed)
    claims = _claims.asylum_claims(world, seed)
    indicators, indicator_values = _measurement.indicators(declared, projects, seed)
    meetings, attendance = _meetings.meetings(declared, seed)
    interviews, interview_codes = _interviews.interviews(seed)
    groups, group_codes = _interviews.focus_groups(projects, seed)
    documents, document_findings = _evidence.documents(seed)
    tables = {
        "countries": _countries.countries(world),
        "country_events": _countries.country_events(declared),
        "asylum_claims": claims,
        "asylum_decisions": _claims.asylum_decisions(world, claims, seed),
        "removals_inventory": _inventory.removals_inventory(declared, inventories, seed),
        "travel_documents": _requests.counts(declared, world, requests, seed),
        "travel_document_requests": _requests.register(declared, world, requests, seed),
        **_projects.project_tables(declared, projects, seed),
        "indicators": indicators,
        "indicator_values": indicator_values,
        "deliverables": _delivery.deliverables(projects, seed),
        "approvals": _delivery.approvals(projects, seed),
        "engagements": talks.engagements,
        "engagement_departments": talks.departments,
        "meetings": meetings,
        "meeting_attendance": attendance,
        "interviews": interviews,
        "interview_codes": interview_codes,
        "focus_groups": groups,
        "focus_group_codes": group_codes,
        "documents": documents,
        "document_findings": document_findings,
        "evidence": _evidence.evidence(declared, seed),
        "pmf_indicators": _framework.pmf_indicators(declared, world, seed),
        "roles": _framework.roles(),
        "actions": _actions.actions(),
    }
    known = _truth.truth(declared, world, seed, requests, inventories, projects, talks.raised)
    return Programme(declared.name, seed, tables, known)
