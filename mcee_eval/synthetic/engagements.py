"""Diplomatic engagements, what was raised in them, and what the records say of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mcee_eval.synthetic.calendar import EXTRACTED_ON
from mcee_eval.synthetic.frames import rows
from mcee_eval.synthetic.scenarios import Scenario
from mcee_eval.synthetic.seeds import generator
from mcee_eval.synthetic.world import CODES

FIRST = np.datetime64("2019-02-15", "D")
A_MONTH = 4.5
PANDEMIC = (np.datetime64("2020-03-17", "D"), np.datetime64("2021-10-01", "D"), 0.35)  # share still held
# Kind: share, counterparts, leading departments, levels; each with its share.
KINDS: dict[str, tuple[float, dict[str, float], dict[str, float], dict[str, float]]] = {
    "bilateral_meeting": (
        0.36,
        {"capital": 0.5, "mission_in_canada": 0.5},
        {"GAC": 0.4, "IRCC": 0.4, "CBSA": 0.2},
        {"ADM": 0.2, "DG": 0.4, "director": 0.3, "head_of_mission": 0.1},
    ),
    "scoping_mission": (0.07, {"capital": 0.7, "partner": 0.3}, {"IRCC": 1.0}, {"director": 0.6, "working": 0.4}),
    "monitoring_mission": (0.09, {"capital": 0.5, "partner": 0.5}, {"IRCC": 1.0}, {"director": 0.4, "working": 0.6}),
    "document_follow_up": (
        0.30,
        {"mission_in_canada": 1.0},
        {"CBSA": 0.9, "IRCC": 0.1},
        {"working": 0.8, "director": 0.2},
    ),
    "like_minded": (0.11, {"partner": 1.0}, {"IRCC": 0.6, "CBSA": 0.3, "PS": 0.1}, {"DG": 0.5, "director": 0.5}),
    "multilateral_forum": (
        0.07,
        {"": 1.0},
        {"IRCC": 0.5, "GAC": 0.5},
        {"minister": 0.2, "deputy_minister": 0.2, "ADM": 0.6},
    ),
}
WITHOUT_COUNTRY = {"like_minded", "multilateral_forum"}
ALWAYS_RAISED = {"scoping_mission": 0.95, "monitoring_mission": 0.97}  # the envelope is what the visit is about
FORUM_RAISED = 0.5
REMOVALS_RAISED = {
    "bilateral_meeting": 0.6,
    "scoping_mission": 0.3,
    "monitoring_mission": 0.2,
    "document_follow_up": 1.0,
    "like_minded": 0.8,
    "multilateral_forum": 0.4,
}
FOLLOWED_UP = 0.4
JOINED = {"IRCC": 0.4, "CBSA": 0.25, "GAC": 0.35, "PS": 0.08}  # a department that does not lead takes part
LEAD_RECORDED = 0.9
COUNTRY_WEIGHT = {"R": 4.0, "P": 2.0, "C": 0.0}


@dataclass(frozen=True, slots=True)
class Engagements:
    """The two tables, and what was truly raised in each engagement."""

    engagements: pd.DataFrame
    departments: pd.DataFrame
    raised: dict[str, dict[str, bool]]


def engagements(scenario: Scenario, seed: int) -> Engagements:
    """Were the projects used in talks? The truth follows the counterpart; the record, the department that led."""
    rng = generator(seed, "engagements")
    days = _days(rng)
    weight = np.array([COUNTRY_WEIGHT[c[0]] for c in CODES])
    where = rng.choice(CODES, len(days), p=weight / weight.sum())
    kinds = rng.choice(list(KINDS), len(days), p=[share for share, *_ in KINDS.values()])
    table: list[tuple[object, ...]] = []
    departments: list[tuple[object, ...]] = []
    raised: dict[str, dict[str, bool]] = {}
    for k, (day, kind, country) in enumerate(zip(days, kinds.tolist(), where.tolist(), strict=True), start=1):
        code, draws = f"E{k:03d}", rng.random(12)
        _, counterparts, leads, levels = KINDS[kind]
        counterpart, lead, level = (_pick(c, d) for c, d in zip((counterparts, leads, levels), draws, strict=False))
        chance = ALWAYS_RAISED.get(kind, scenario.raised_with.get(counterpart, FORUM_RAISED))
        truth = {
            "mcee_raised": bool(draws[3] < chance),
            "removals_raised": bool(draws[4] < REMOVALS_RAISED[kind]),
            "follow_up_recorded": bool(draws[5] < FOLLOWED_UP),
        }
        told = draws[6] < scenario.engagement_recorded[lead]
        raised[code] = truth
        table.append(
            (
                code,
                pd.Timestamp(day),
                kind,
                counterpart or None,
                level,
                None if kind in WITHOUT_COUNTRY else country,
                *(("yes" if value else "no") if told else "not_recorded" for value in truth.values()),
            )
        )
        known = draws[7] < LEAD_RECORDED
        for d, (department, chance) in enumerate(JOINED.items()):
            if department == lead or draws[8 + d] < chance:
                departments.append((code, department, department == lead if known else None))
    return Engagements(rows("engagements", table), rows("engagement_departments", departments), raised)


def _days(rng: np.random.Generator) -> np.ndarray:
    """Days of the engagements in order; fewer in the pandemic."""
    span = int((EXTRACTED_ON - FIRST).astype(int))
    days = FIRST + np.sort(rng.integers(0, span, rng.poisson(A_MONTH * span / 30.4)))
    held, (start, end, share) = rng.random(len(days)), PANDEMIC
    return days[(days < start) | (days >= end) | (held < share)]


def _pick(shares: dict[str, float], draw: float) -> str:
    """One of the keys, by one uniform draw."""
    names = list(shares)
    return names[min(int(np.searchsorted(np.cumsum(list(shares.values())), draw, side="right")), len(names) - 1)]
