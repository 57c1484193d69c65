"""The periods that the report uses side by side."""

from __future__ import annotations

from mcee_eval.contracts.common import day
from mcee_eval.contracts.declare import Column, Contract

CONTRACT = Contract(
    name="report_periods",
    en="The periods that the report uses; where it prints no beginning, that of its scope",
    fr="Les périodes que le rapport utilise; lorsqu'il n'en donne pas le début, celui de la portée",
    row_en="a period",
    row_fr="une période",
    question_en="Which periods does the report use side by side?",
    question_fr="Quelles périodes le rapport utilise-t-il côte à côte?",
    key=("period",),
    columns=(
        Column(name="period", type="code", en="what the period is of", fr="ce que couvre la période"),
        day("start", "first day", "premier jour"),
        day("until", "last day", "dernier jour"),
    ),
    used_by=("8",),
)
