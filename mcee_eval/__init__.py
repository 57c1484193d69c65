"""A rerunnable evaluation: loaders, metrics, verdicts and bilingual pages.

Names are imported on first use (PEP 562), so that ``mcee-eval --help`` answers at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

#: public name → module, in the order of names
_WHERE = {
    "above": "judge.lines",
    "adjust": "metrics.multiplicity",
    "approval_time": "metrics.approval_time",
    "attribution": "metrics.attribution",
    "bars": "show.pictures",
    "below": "judge.lines",
    "break_test": "metrics.break_test",
    "classed": "judge.classes",
    "cox": "metrics.cox",
    "cumulative_incidence": "metrics.cumulative_incidence",
    "delivery_time": "metrics.delivery_time",
    "diagram": "show.pictures",
    "equal": "judge.lines",
    "every": "judge.lines",
    "follows": "judge.lines",
    "forecast": "show.pictures",
    "graph": "metrics.graph",
    "group_time_effects": "metrics.group_time",
    "heat": "show.pictures",
    "holds": "judge.lines",
    "kaplan_meier": "metrics.survival",
    "lines": "show.pictures",
    "load": "loaders.load",
    "log_rank": "metrics.survival",
    "minimum_effect": "metrics.power",
    "months_after": "frames.counting",
    "multi_response": "metrics.multi_response",
    "near": "judge.lines",
    "none_above": "judge.lines",
    "paired_change": "metrics.before_after",
    "points": "show.pictures",
    "power_poisson": "metrics.power",
    "project": "metrics.projection",
    "protect": "release.protected",
    "ranges": "show.pictures",
    "rate_ratio": "metrics.before_after",
    "reporting_load": "metrics.reporting_load",
    "restricted_mean": "metrics.restricted_mean",
    "says": "judge.says",
    "segmented": "metrics.segmented",
    "share_bounds": "metrics.share_bounds",
    "silent": "judge.lines",
    "simulate": "synthetic.programme",
    "spans": "show.pictures",
    "stock_flow": "metrics.stock_flow",
    "stock_share": "metrics.stock_share",
    "study": "studies",
    "tally": "frames.counting",
    "themes": "metrics.themes",
    "total": "metrics.total",
    "trend_breaks": "metrics.trend_breaks",
    "with_season": "metrics.season",
    "yes_or_no": "frames.counting",
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
    "NotEstimable",
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
