"""The values that projects reported for their indicators."""

from __future__ import annotations

from mcee_eval.contracts.declare import Column, Contract

CONTRACT = Contract(
    name="indicator_values",
    en="The values reported for each indicator",
    fr="Les valeurs déclarées pour chaque indicateur",
    row_en="an indicator in a reporting period",
    row_fr="un indicateur, une période de déclaration",
    question_en="What was measured, and when?",
    question_fr="Qu'a-t-on mesuré, et quand?",
    key=("indicator", "period"),
    columns=(
        Column(
            name="indicator", type="code", en="indicator code", fr="code de l'indicateur", isin="indicators.indicator"
        ),
        Column(
            name="period",
            type="month",
            en="calendar month in which the reporting period ends",
            fr="mois civil où se termine la période de déclaration",
        ),
        Column(
            name="actual",
            type="decimal",
            en="value measured; empty if none was reported",
            fr="valeur mesurée; vide si aucune n'a été déclarée",
            unit="indicator_unit",
            nullable=True,
            places=4,
        ),
    ),
    used_by=("2",),
)
