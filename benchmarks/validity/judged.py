"""Where the analysis that is put to the test stands today: the one place to follow when it moves."""

import os
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any
from unittest.mock import patch

from mcee_eval.judge.attributable import attribution_state
from mcee_eval.judge.verdict import Verdict
from mcee_eval.metrics.cohort_panel import Panel, cohort_panel, first_day, quarter_name
from mcee_eval.metrics.effect_checks import BLOCK, checked_effect, compatible, dated_breaks, earlier_dates
from mcee_eval.metrics.effect_evidence import Choices, Evidence, negligible_effect
from mcee_eval.metrics.unit_effect import CountryEffect, one_effect, power_at
from mcee_eval.rehearsal import rehearsed
from mcee_eval.settings import Settings

__all__ = [
    "BLOCK",
    "Choices",
    "CountryEffect",
    "Evidence",
    "Panel",
    "attribution_state",
    "bars",
    "checked_effect",
    "choices",
    "cohort_panel",
    "compatible",
    "dated_breaks",
    "earlier_dates",
    "first_day",
    "negligible_effect",
    "one_effect",
    "power_at",
    "quarter_name",
    "verdicts_of",
]


def choices(settings: Settings) -> Choices:
    """What the notebook hands to the attribution, from the settings."""
    stop, told = settings.window("covid"), {f.name for f in fields(Choices)} - {"stop", "scope", "horizon"}
    return Choices(
        **{name: settings.threshold(f"f4.{name}") for name in told if name != "lag"},
        lag=int(settings.threshold("f4.lag")), horizon=int(settings.threshold("f4.horizon")),
        stop=(str(stop.start), str(stop.end)), scope=(settings.start, settings.end),
    )  # fmt: skip


def bars(settings: Settings) -> Any:
    """The declared bars of the rule, by their short names."""
    return lambda name: settings.threshold(f"f4.{name}")


def verdicts_of(folder: Path, dataset: str, country: str) -> Sequence[Verdict]:
    """What notebook 04 concludes of a data set in a folder: its own cells, run here."""
    with patch.dict(os.environ, MCEE_DATA=str(folder)):
        return list(rehearsed("f4", country=country, dataset=dataset, audience="internal").verdicts)
