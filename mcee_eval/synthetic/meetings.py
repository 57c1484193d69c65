"""Meetings of the coordinating bodies, and who came."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mcee_eval.synthetic.calendar import DAYS, periods, quarter_start
from mcee_eval.synthetic.frames import rows
from mcee_eval.synthetic.scenarios import Scenario
from mcee_eval.synthetic.seeds import generator

QUARTERS = ("2019-20Q1", "2024-25Q4")
# Body: meetings promised a quarter, share held before the pandemic, during it, after it.
BODIES = {
    "RWG_ADM": (1, 0.95, 0.4, 0.65),
    "RWG_DG": (1, 0.9, 0.5, 0.6),
    "RWG_working": (3, 0.7, 0.3, 0.1),
    "interdepartmental": (2, 0.6, 0.15, 0.08),
}
PANDEMIC = ("2019-20Q4", "2021-22Q3")  # last quarter before, last quarter in it
DECISIONS = {"RWG_ADM": 0.8, "RWG_DG": 0.6, "RWG_working": 0.3, "interdepartmental": 0.2}
LEVEL = {"RWG_ADM": "ADM", "RWG_DG": "DG", "RWG_working": "working", "interdepartmental": "director"}
LOWER = {"ADM": "DG", "DG": "director", "director": "working", "working": "working"}
# Attendance at the beginning and at the end.
PRESENT = {"IRCC": (0.98, 0.95), "CBSA": (0.97, 0.7), "GAC": (0.95, 0.55), "PS": (0.7, 0.3)}


def meetings(scenario: Scenario, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Did the bodies meet as promised, and who came? Quarterly at the highest level, with gaps; the others fade."""
    rng = generator(seed, "meetings")
    quarters = periods("quarter", *QUARTERS)
    held: list[tuple[int, str, int]] = []
    for body, (promised, *shares) in BODIES.items():
        for t, quarter in enumerate(quarters):
            share = shares[0 if quarter <= PANDEMIC[0] else 1 if quarter <= PANDEMIC[1] else 2]
            draws, when = rng.random(promised), np.sort(rng.integers(5, 85, promised))
            held += [
                (quarter_start(quarter) + int(day), body, t)
                for draw, day in zip(draws, when, strict=True)
                if draw < share
            ]
    table: list[tuple[object, ...]] = []
    attendance: list[tuple[object, ...]] = []
    for k, (day, body, t) in enumerate(sorted(held), start=1):
        code, decided = f"T{k:03d}", rng.random(2)
        table.append(
            (code, body, pd.Timestamp(DAYS[day]), bool(decided[0] < DECISIONS[body]) if decided[1] < 0.9 else None)
        )
        for department, (first, last) in PRESENT.items():
            draws = rng.random(3)
            if draws[0] < first + (last - first) * t / (len(quarters) - 1):
                level = LEVEL[body] if draws[1] < 0.75 else LOWER[LEVEL[body]]
                attendance.append((code, department, level if draws[2] < scenario.attendance_recorded else None))
    return rows("meetings", table), rows("meeting_attendance", attendance)
