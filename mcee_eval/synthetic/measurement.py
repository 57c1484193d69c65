"""What projects measured, and what became of the performance measurement framework."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mcee_eval.synthetic.calendar import EXTRACTED_ON
from mcee_eval.synthetic.frames import rows
from mcee_eval.synthetic.projects import Project
from mcee_eval.synthetic.scenarios import Scenario
from mcee_eval.synthetic.seeds import generator

# Unit, whether higher is better, range of baselines, share of the scenario's gain that such an indicator shows.
MEASURES = {
    "infrastructure_or_technology": (
        ("cases_a_month", True, (150, 900), 1.0),
        ("sites_equipped", True, (2, 9), 0.9),
        ("days_to_process", False, (30, 90), 0.8),
        ("records_digitised", True, (2000, 9000), 1.0),
    ),
    "policy_or_training": (
        ("officers_trained", True, (20, 80), 0.5),
        ("procedures_adopted", True, (2, 5), 0.2),
        ("share_of_staff_confident", True, (0.35, 0.6), 0.15),
        ("days_to_refer", False, (15, 60), 0.15),
    ),
}
SHARES = {"share_of_staff_confident"}  # never above 1
SOURCES = ("partner_report", "monitoring_mission", "partner_survey", "national_authority")
VALUE_REPORTED = {"infrastructure_or_technology": 0.85, "policy_or_training": 0.6}
REGISTRATION = ("registrations_a_month", "2022-12", "2023-12")  # unit, period of the baseline, period of the result


def indicators(scenario: Scenario, made: list[Project], seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What was to change, and what was measured? The tables ``indicators`` and ``indicator_values``."""
    rng = generator(seed, "indicators")
    missing = generator(seed, "indicators", "missing")
    declared: list[tuple[object, ...]] = []
    values: list[tuple[object, ...]] = []
    for p in made:
        for unit, higher, (low, high), part in MEASURES[p.kind][: int(rng.integers(2, 5))]:
            code, area = f"I{len(declared) + 1:02d}", str(rng.choice(p.areas))
            places = 2 if unit in SHARES else 0
            baseline = round(float(rng.uniform(low, high)), places)
            gain = 1.0 + (scenario.capacity_gain - 1.0) * part * float(rng.uniform(0.5, 1.5))
            aim = baseline * (1.5 if higher else 1 / 1.5)
            target = round(min(aim, 0.9) if unit in SHARES else aim, places)
            before = p.start.astype("datetime64[D]") - 1
            by = (p.end + 1).astype("datetime64[D]") - 1
            source, verified, unknown = str(rng.choice(SOURCES)), bool(rng.random() < 0.3), missing.random()
            known = unknown >= scenario.baseline_missing
            declared.append(
                (
                    code,
                    p.code,
                    area,
                    unit,
                    higher,
                    baseline if known else None,
                    pd.Timestamp(before) if known else pd.NaT,
                    target,
                    pd.Timestamp(by),
                    source,
                    verified,
                )
            )
            values += _path(rng, code, p, baseline, gain if higher else 1 / gain, unit, places)
    _registration(scenario, made, declared, values)
    return rows("indicators", declared), rows("indicator_values", values)


def _path(
    rng: np.random.Generator, code: str, p: Project, baseline: float, ratio: float, unit: str, places: int
) -> list[tuple[object, ...]]:
    """A value every half year from the start to the extraction, with noise, some not reported."""
    last = min(p.end, EXTRACTED_ON.astype("datetime64[M]") - 1)
    months = np.arange(p.start + 6, last + 1, 6)
    told = rng.random(len(months)) < VALUE_REPORTED[p.kind]
    noise = rng.normal(0.0, 0.05, len(months))
    length = max(int((p.end - p.start).astype(int)), 1)
    cells: list[tuple[object, ...]] = []
    for k, month in enumerate(months):
        done = min(int((month - p.start).astype(int)) / length, 1.0)
        actual = baseline * ratio**done * np.exp(noise[k])
        actual = min(actual, 1.0) if unit in SHARES else actual
        cells.append((code, str(month), round(float(actual), places) if told[k] else None))
    return cells


def _registration(
    scenario: Scenario, made: list[Project], declared: list[tuple[object, ...]], values: list[tuple[object, ...]]
) -> None:
    """One more indicator, of the form that the report quotes: registrations a month, one year and the next."""
    unit, before, after = REGISTRATION
    running = [p for p in made if p.start < np.datetime64(before, "M") and p.end > np.datetime64(after, "M")]
    p = next((p for p in running if p.partner == "UNHCR"), running[0])
    low, high = scenario.registration
    code = f"I{len(declared) + 1:02d}"
    declared.append(
        (
            code,
            p.code,
            p.areas[0],
            unit,
            True,
            float(low),
            pd.Timestamp("2022-12-31"),
            2500.0,
            pd.Timestamp("2024-12-31"),
            "national_authority",
            True,
        )
    )
    values += [(code, before, float(low)), (code, after, float(high))]
