"""What is true in a simulated programme and in no table: what estimates are held against."""

from __future__ import annotations

from typing import Any

import numpy as np

from mcee_eval.synthetic.calendar import EXTRACTED_ON, LAST_DAY, NEVER, SELECTION_YEAR, day, month
from mcee_eval.synthetic.clocks import effect, first_start
from mcee_eval.synthetic.inventory import Inventory
from mcee_eval.synthetic.projects import Project
from mcee_eval.synthetic.requests import Requests
from mcee_eval.synthetic.scenarios import Scenario
from mcee_eval.synthetic.world import CODES, GROUPS, World

BEFORE_FROM = "2015-04"  # requests made earlier are warm-up
WITHIN_DAYS = (90, 180, 365)


def truth(
    scenario: Scenario,
    world: World,
    seed: int,
    all_requests: Requests,
    inventories: list[Inventory],
    projects: list[Project],
    raised: dict[str, dict[str, bool]],
) -> dict[str, Any]:
    """What does nobody see? JSON-ready.

    issuance : by country, see ``_issuance``. An effect is a ratio of speeds: 1.3 is 30 % faster.
    additions, opening : by inventory and country, cases truly added in each quarter, and the stock before the first.
    selection : what part of the numbers of the selection year was lasting, and what part bad luck; the rank of each
        country by the preventive rule.
    engagements : what was raised in each, recorded or not.
    projects : paid by country type, and the country whose projects are complete.
    """
    return {
        "scenario": scenario.name,
        "seed": seed,
        "extracted_on": str(EXTRACTED_ON),
        "effect_exists": bool(scenario.phases),
        "comparison_series": "comparison" in scenario.document_groups,
        "issuance": _issuance(scenario, world, all_requests),
        "additions": {i.name: _by_country_and_quarter(i) for i in inventories},
        "opening": {i.name: dict(zip(CODES, i.opening.tolist(), strict=True)) for i in inventories},
        "selection": _selection(world),
        "engagements": raised,
        "projects": {
            "completed_country": next(p.countries[0] for p in projects if p.completed),
            "paid": {
                kind: sum(p.value for p in projects if p.preventive == (kind == "preventive"))
                for kind in ("recalcitrant", "preventive")
            },
        },
    }


def _issuance(scenario: Scenario, world: World, q: Requests) -> dict[str, dict[str, Any]]:
    """Each country before and after its start (the first start of all, where it has none), followed to the end.

    speed_ratio : mean effect of the scenario from the start to the extraction.
    Of the requests made before and after, with no censoring: ``median_wait`` days of those issued, ``issued_within``
    90, 180, 365 days as a share of all requests, and ``rate``, issuances per open request and day. ``after_without``
    is the same requests had nothing changed.
    """
    ratio = effect(scenario, world)
    closed, closed_without = _end(q, q.issued), _end(q, q.issued_without)
    answer: dict[str, dict[str, Any]] = {}
    for place, code in enumerate(CODES):
        start = world.start[place] or first_start(world)
        mine = q.country == place
        made = q.requested[mine]
        early = (made >= day(BEFORE_FROM)) & (made < day(start))
        late = (made >= day(start)) & (made <= LAST_DAY)
        issued, end = q.issued[mine], closed[mine]
        answer[code] = {
            "programme_start": world.start[place] or None,
            "split_at": start,
            "speed_ratio": _number(ratio[place, month(start) : month("2025-03") + 1].mean()),
            "before": _cohort(made[early], issued[early], end[early]),
            "after": _cohort(made[late], issued[late], end[late]),
            "after_without": _cohort(made[late], q.issued_without[mine][late], closed_without[mine][late]),
        }
    return answer


def _end(q: Requests, issued: np.ndarray) -> np.ndarray:
    """The day on which a request stops being open: issued, refused or withdrawn; NEVER if it stays open."""
    end: np.ndarray = np.minimum(np.minimum(issued, q.refused), q.withdrawn)
    return end


def _cohort(made: np.ndarray, issued: np.ndarray, end: np.ndarray) -> dict[str, Any]:
    done = issued < NEVER
    wait = issued[done] - made[done]
    open_days = np.minimum(end - made, 5 * 365).sum()  # those never answered count for five years
    return {
        "requests": len(made),
        "median_wait": _number(np.median(wait)) if len(wait) else None,
        "issued_within": {str(d): _number((wait <= d).sum() / len(made)) if len(made) else None for d in WITHIN_DAYS},
        "rate": _number(done.sum() / open_days) if open_days else None,
    }


def _by_country_and_quarter(inventory: Inventory) -> dict[str, dict[str, int]]:
    return {
        code: dict(zip(inventory.quarters, added.tolist(), strict=True))
        for code, added in zip(CODES, inventory.added, strict=True)
    }


def _selection(world: World) -> dict[str, Any]:
    def by_country(values: np.ndarray) -> dict[str, float]:
        return {code: _number(v) for code, v in zip(CODES, values, strict=True)}

    return {
        "year": SELECTION_YEAR,
        "group": dict(zip(CODES, GROUPS, strict=True)),
        "lasting_log_speed": by_country(world.log_speed),
        "passing_log_speed": by_country(world.bad_year),
        "passing_log_claims": by_country(world.claims_bad_year),
        "rule_rank": {c: int(r) for c, r in zip(CODES, world.rule_rank, strict=True) if r},
    }


def _number(value: Any) -> float:
    return round(float(value), 6)
