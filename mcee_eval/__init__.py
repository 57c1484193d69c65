"""A rerunnable evaluation: loaders, metrics, verdicts and bilingual pages.

Names are imported on first use (PEP 562), so that ``mcee-eval --help`` answers at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_WHERE = {
    "rate_ratio": "metrics.before_after",
    "paired_change": "metrics.before_after",
    "segmented": "metrics.segmented",
    "trend_breaks": "metrics.trend_breaks",
    "break_test": "metrics.break_test",
    "kaplan_meier": "metrics.survival",
    "log_rank": "metrics.survival",
    "cox": "metrics.cox",
    "restricted_mean": "metrics.restricted_mean",
    "cumulative_incidence": "metrics.cumulative_incidence",
    "attribution": "metrics.attribution",
    "group_time_effects": "metrics.group_time",
    "stock_flow": "metrics.stock_flow",
    "power_poisson": "metrics.power",
    "minimum_effect": "metrics.power",
    "adjust": "metrics.multiplicity",
    "load": "loaders.load",
    "simulate": "synthetic.programme",
    "protect": "release.protected",
    "study": "studies",
}
_ERRORS = (
    "BadSettings",
    "BadTable",
    "BadParameter",
    "TooFewPeriods",
    "TooFewDonors",
    "NoEvents",
    "UnbalancedPanel",
    "NotFinite",
    "ConstantSeries",
    "ZeroExposure",
    "ReleaseRefused",
    "MceeError",
)
_WHERE |= dict.fromkeys(_ERRORS, "errors")
__all__ = sorted(_WHERE)


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'mcee_eval' has no attribute {name!r}")
    return getattr(import_module(f"mcee_eval.{_WHERE[name]}"), name)


def __dir__() -> list[str]:
    return __all__
