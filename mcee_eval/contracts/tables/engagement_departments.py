"""The departments at each engagement."""

from __future__ import annotations

from mcee_eval.contracts.common import department
from mcee_eval.contracts.declare import Column, Contract
from mcee_eval.contracts.series_rules import OneTrue

CONTRACT = Contract(
    name="engagement_departments",
    en="The departments that took part in each engagement, and which led",
    fr="Les ministères qui ont pris part à chaque engagement, et lequel l'a dirigé",
    row_en="a department at an engagement",
    row_fr="un ministère à un engagement",
    question_en="Which departments engage, alone or together?",
    question_fr="Quels ministères mènent les engagements, seuls ou ensemble?",
    key=("engagement", "department"),
    columns=(
        Column(
            name="engagement",
            type="code",
            en="engagement code",
            fr="code de l'engagement",
            isin="engagements.engagement",
        ),
        department(),
        Column(
            name="lead",
            type="boolean",
            en="the department led; empty if not known",
            fr="le ministère dirigeait; vide si on l'ignore",
            nullable=True,
        ),
    ),
    rules=(OneTrue("lead", ("engagement",)),),
    used_by=("3", "7"),
)
