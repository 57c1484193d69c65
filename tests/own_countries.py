"""Two fictitious countries, for tests of tables that refer to them."""

from __future__ import annotations

from mcee_eval.contracts import CONTRACTS

COUNTRY_TABLE = CONTRACTS["countries"].frame(
    {
        "country": ["R01", "C07"],
        "removals_status": ["recalcitrant", "cooperative"],
        "mcee_role": ["targeted", "none"],
        "main": [True, False],
        "status_from": [None, None],
        "status_to": [None, None],
        "programme_start": ["2020-04", None],
        "selected_on": [2019, None],
        "engagement_plan": [True, False],
        "name_en": ["Ardenia", "Costona"],
        "name_fr": ["Ardénie", "Costone"],
    }
)
