"""The tables ``countries`` and ``country_events``."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mcee_eval.synthetic.calendar import SELECTION_YEAR
from mcee_eval.synthetic.frames import frame, rows
from mcee_eval.synthetic.scenarios import REMOVALS_STOP, Scenario
from mcee_eval.synthetic.world import CODES, GROUPS, World

STATUS = {
    "targeted": "recalcitrant",
    "unfunded": "recalcitrant",
    "preventive": "at_risk",
    "comparison": "cooperative",
}
STATUS_FROM = {"targeted": "2018-04-01", "unfunded": "2018-04-01", "preventive": "2019-04-01", "comparison": "NaT"}
ROLE = {"targeted": "targeted", "preventive": "preventive", "unfunded": "none", "comparison": "none"}


def countries(world: World) -> pd.DataFrame:
    """Which countries are there? All are fictitious, and named by their code."""
    funded = [bool(start) for start in world.start]
    return frame(
        "countries",
        {
            "country": CODES,
            "removals_status": [STATUS[g] for g in GROUPS],
            "mcee_role": [ROLE[g] for g in GROUPS],
            "main": [g == "targeted" for g in GROUPS],
            "status_from": np.array([STATUS_FROM[g] for g in GROUPS], dtype="datetime64[us]"),
            "status_to": np.full(len(CODES), np.datetime64("NaT", "us")),
            "programme_start": [start or None for start in world.start],
            "selected_on": pd.array([SELECTION_YEAR if f else None for f in funded], dtype="Int64"),
            "engagement_plan": [g == "targeted" for g in GROUPS],
            "name_en": [f"Country {code}" for code in CODES],
            "name_fr": [f"Pays {code}" for code in CODES],
        },
    )


def country_events(scenario: Scenario) -> pd.DataFrame:
    """What else happened? The stop of removals is the real one; the others belong to the scenario."""
    happenings = sorted((REMOVALS_STOP, *scenario.happenings), key=lambda h: (h.date, h.country, h.kind))
    return rows(
        "country_events",
        [
            (
                h.country,
                pd.Timestamp(h.date),
                h.kind,
                pd.Timestamp(h.end) if h.end else pd.NaT,
                "Canada Border Services Agency"
                if h is REMOVALS_STOP
                else f"synthetic programme, scenario {scenario.name}",
                False,
            )
            for h in happenings
        ],
    )
