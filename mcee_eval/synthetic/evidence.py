"""The documents reviewed, and the evidence for and against each finding."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mcee_eval.synthetic.frames import rows
from mcee_eval.synthetic.scenarios import Scenario
from mcee_eval.synthetic.seeds import generator

# Kind of document: how many, and the findings that such documents bear on.
KINDS = {
    "foundational": (8, "157"),
    "mandate_letter": (4, "1"),
    "briefing_note": (26, "1347"),
    "project_proposal": (15, "256"),
    "performance_report": (30, "26"),
    "meeting_note": (22, "37"),
    "record_of_decision": (12, "457"),
    "guidance": (9, "67"),
    "engagement_plan": (6, "457"),
    "research": (8, "14"),
}
FIRST, LAST = np.datetime64("2018-06-01", "D"), np.datetime64("2024-12-31", "D")
# Finding and line: items, share that point for the finding, families that the items come from.
LINES = {
    ("1", "claims_statistics"): (3, 1.0, ("ircc_claims", "irb_claims")),
    ("1", "removals_data"): (2, 1.0, ("cbsa_extract",)),
    ("1", "documents"): (4, 0.9, ("briefings", "research")),
    ("1", "interviews"): (4, 0.9, ("interviews_ircc", "interviews_other_departments")),
    ("2", "documents"): (4, 0.85, ("partner_reports", "proposals")),
    ("2", "interviews"): (4, 0.85, ("interviews_ircc", "interviews_partners")),
    ("2", "focus_groups"): (4, 0.95, ("focus_groups",)),
    ("3", "documents"): (4, 0.7, ("briefings", "mission_reports")),
    ("3", "interviews"): (5, 0.7, ("interviews_ircc", "interviews_other_departments")),
    ("3", "focus_groups"): (2, 0.9, ("focus_groups",)),
    ("4", "removals_data"): (4, 1.0, ("cbsa_extract",)),
    ("4", "documents"): (4, 0.9, ("briefings", "decisions")),
    ("4", "interviews"): (6, 0.9, ("interviews_ircc", "interviews_other_departments")),
    ("5", "documents"): (4, 0.85, ("foundational", "decisions")),
    ("5", "interviews"): (4, 0.85, ("interviews_ircc", "interviews_other_departments")),
    ("6", "documents"): (3, 0.9, ("partner_reports",)),
    ("6", "interviews"): (4, 0.85, ("interviews_ircc", "interviews_partners")),
    ("6", "focus_groups"): (2, 0.95, ("focus_groups",)),
    ("7", "documents"): (4, 0.9, ("decisions", "engagement_plans")),
    ("7", "interviews"): (6, 0.9, ("interviews_ircc", "interviews_other_departments")),
}


def documents(seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Which documents were read, and on which findings do they bear? ``documents`` and ``document_findings``."""
    rng = generator(seed, "documents")
    days = int((LAST - FIRST).astype(int))
    found = [(kind, bears) for kind, (n, bears) in KINDS.items() for _ in range(n)]
    table: list[tuple[object, ...]] = []
    findings: list[tuple[object, ...]] = []
    for k, (kind, bears) in enumerate(found, start=1):
        code, day, dated = f"B{k:03d}", FIRST + int(rng.integers(0, days)), rng.random() < 0.93
        table.append((code, kind, pd.Timestamp(day) if dated else pd.NaT))
        chosen = rng.random(len(bears)) < 0.6
        chosen[int(rng.integers(len(bears)))] = True
        pages = rng.integers(1, 30, len(bears))
        findings += [(code, f, f"p. {page}") for f, take, page in zip(bears, chosen, pages, strict=True) if take]
    return rows("documents", table), rows("document_findings", findings)


def evidence(scenario: Scenario, seed: int) -> pd.DataFrame:
    """Do the lines of evidence converge? Where the scenario changes what data say, that line points the other way."""
    rng = generator(seed, "evidence")
    cells: list[tuple[object, ...]] = []
    for (finding, line), (items, share, families) in LINES.items():
        sign = -1 if (finding, line) in scenario.evidence_against else 1
        for k in range(items):
            draw, weight, neutral = rng.random(3)
            direction = 0 if neutral < 0.08 else sign if draw < share else -sign
            family = families[k % len(families)]
            cells.append(
                (f"V{len(cells) + 1:03d}", finding, line, direction, 0.2 + 0.8 * weight, family, f"{family} {k + 1}")
            )
    return rows("evidence", cells)
