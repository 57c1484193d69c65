"""Where the analysis that is put to the test stands today: the one place to follow when it moves."""

from mcee_eval.findings.attribution_checked import BLOCK, checked_effect, compatible, dated_breaks, earlier_dates
from mcee_eval.findings.attribution_estimates import CountryEffect, one_effect, power_at
from mcee_eval.findings.attribution_panel import Panel, cohort_panel, first_day, quarter_name
from mcee_eval.findings.attribution_rule import Evidence, attribution_state, negligible_effect
from mcee_eval.findings.cooperation import judge, measure
from mcee_eval.findings.cooperation_data import cooperation_data

__all__ = [
    "BLOCK",
    "CountryEffect",
    "Evidence",
    "Panel",
    "attribution_state",
    "checked_effect",
    "cohort_panel",
    "compatible",
    "cooperation_data",
    "dated_breaks",
    "earlier_dates",
    "first_day",
    "judge",
    "measure",
    "negligible_effect",
    "one_effect",
    "power_at",
    "quarter_name",
]
