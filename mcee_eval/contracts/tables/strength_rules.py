"""The rules of the ratings."""

from __future__ import annotations

from mcee_eval.contracts.declare import Column, Contract

CONTRACT = Contract(
    name="strength_rules",
    en="The rules by which the evidence behind a finding is rated from 1 to 5; a rating that no row gives is 1",
    fr="Les règles qui attribuent une cote de 1 à 5 aux éléments probants d'un constat; à défaut, la cote est de 1",
    row_en="a rating of an aspect",
    row_fr="une cote d'un aspect",
    question_en="How strong is the evidence behind a finding?",
    question_fr="Quelle est la solidité des éléments probants d'un constat?",
    key=("aspect", "rating"),
    columns=(
        Column(name="aspect", type="code", en="aspect that is rated", fr="aspect coté"),
        Column(name="rating", type="integer", en="rating, from 1 to 5", fr="cote, de 1 à 5", unit="number", ge=1, le=5),
        Column(
            name="at_least",
            type="decimal",
            en="the measure reaches this",
            fr="la mesure atteint cette valeur",
            unit="number",
            nullable=True,
        ),
        Column(
            name="above",
            type="decimal",
            en="the measure exceeds this",
            fr="la mesure dépasse cette valeur",
            unit="number",
            nullable=True,
        ),
    ),
    used_by=("8",),
)
