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
    "agreement": "metrics.agreement",
    "answers": "judge.lines",
    "approval_time": "metrics.approval_time",
    "attendance": "metrics.attendance",
    "attribution": "metrics.attribution",
    "bars": "show.pictures",
    "below": "judge.lines",
    "bounds_by": "metrics.share_bounds",
    "break_test": "metrics.break_test",
    "cadence_by": "metrics.cadence",
    "chain": "judge.concluded",
    "classed": "judge.classes",
    "compare": "judge.concluded",
    "compare_rates": "metrics.compare_rates",
    "coverage_audit": "metrics.coverage_audit",
    "covered": "judge.enough",
    "cox": "metrics.cox",
    "cumulative_incidence": "metrics.cumulative_incidence",
    "delivery_time": "metrics.delivery_time",
    "diagram": "show.pictures",
    "due": "judge.enough",
    "each": "judge.lines",
    "enough": "judge.enough",
    "equal": "judge.lines",
    "event_sequence": "metrics.event_sequence",
    "every": "judge.lines",
    "follows": "judge.lines",
    "forecast": "show.pictures",
    "graph": "metrics.graph",
    "group_difference": "metrics.group_difference",
    "group_time_effects": "metrics.group_time",
    "heat": "show.pictures",
    "holds": "judge.lines",
    "kaplan_meier": "metrics.survival",
    "leading": "judge.concluded",
    "least_agreeing": "judge.enough",
    "lines": "show.pictures",
    "lines_agree": "judge.evidence",
    "load": "loaders.load",
    "log_rank": "metrics.survival",
    "mean_change": "metrics.mean_change",
    "minimum_effect": "metrics.power",
    "months_after": "frames.counting",
    "moved": "judge.evidence",
    "multi_response": "metrics.multi_response",
    "near": "judge.lines",
    "none_above": "judge.lines",
    "pace_ratio": "metrics.cadence",
    "paired_change": "metrics.before_after",
    "points": "show.pictures",
    "power_poisson": "metrics.power",
    "project": "metrics.projection",
    "protect": "release.protected",
    "ranges": "show.pictures",
    "rate_evidence": "judge.evidence",
    "rate_ratio": "metrics.before_after",
    "readings_needed": "metrics.agreement",
    "recompute_each": "metrics.recompute",
    "reporting_load": "metrics.reporting_load",
    "reproduced": "judge.reproduced",
    "response_rates": "metrics.response_rates",
    "resting": "judge.concluded",
    "restricted_mean": "metrics.restricted_mean",
    "rises": "judge.lines",
    "role_agreement": "metrics.role_agreement",
    "saturation": "metrics.saturation",
    "says": "judge.says",
    "segmented": "metrics.segmented",
    "served_audit": "metrics.coverage_audit",
    "share_bounds": "metrics.share_bounds",
    "share_reaching": "metrics.share_bounds",
    "shortfalls": "judge.lines",
    "silent": "judge.lines",
    "simulate": "synthetic.programme",
    "smallest_effects": "metrics.planned_effect",
    "spans": "show.pictures",
    "standing": "metrics.standing",
    "states": "judge.concluded",
    "stock_flow": "metrics.stock_flow",
    "stock_share": "metrics.stock_share",
    "study": "studies",
    "tally": "frames.counting",
    "themes": "metrics.themes",
    "total": "metrics.total",
    "toward_target": "metrics.toward_target",
    "trend_breaks": "metrics.trend_breaks",
    "weakest": "judge.concluded",
    "weigh_evidence": "metrics.evidence_weights",
    "with_season": "metrics.season",
    "without_part": "metrics.response_rates",
    "would_show": "judge.concluded",
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
