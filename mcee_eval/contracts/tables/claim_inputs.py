"""The figures that each statement of the report is recomputed from."""

from __future__ import annotations

from mcee_eval.contracts.common import text
from mcee_eval.contracts.declare import Column, Contract

CONTRACT = Contract(
    name="claim_inputs",
    en="The figures from which each statement of the report is recomputed",
    fr="Les chiffres à partir desquels chaque énoncé du rapport est recalculé",
    row_en="an input of a statement",
    row_fr="un intrant d'un énoncé",
    question_en="From which figures is a statement recomputed?",
    question_fr="À partir de quels chiffres un énoncé est-il recalculé?",
    key=("claim", "input"),
    columns=(
        Column(name="claim", type="code", en="code of the statement", fr="code de l'énoncé", isin="claims.claim"),
        Column(name="input", type="code", en="name of the input in the formula", fr="nom de l'intrant dans la formule"),
        Column(
            name="value",
            type="decimal",
            en="value; empty if it comes from a table at run time",
            unit="claim_unit",
            fr="valeur; vide si elle vient d'une table à l'exécution",
            nullable=True,
            places=4,
        ),
        text(
            "source",
            "where the value comes from, with its vintage",
            "provenance de la valeur, avec sa date de diffusion",
        ),
    ),
    used_by=("0", "8"),
)
