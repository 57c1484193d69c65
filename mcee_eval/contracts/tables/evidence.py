"""Each piece of evidence for or against a finding."""

from __future__ import annotations

from mcee_eval.contracts.common import finding, text
from mcee_eval.contracts.declare import Column, Contract

CONTRACT = Contract(
    name="evidence",
    en="Each piece of evidence: the finding it bears on, the line it comes from, which way it points",
    fr="Chaque élément probant : le constat visé, la source de données et le sens de l'élément",
    row_en="a piece of evidence",
    row_fr="un élément probant",
    question_en="Do the lines of evidence converge?",
    question_fr="Les sources de données convergent-elles?",
    key=("item",),
    columns=(
        Column(name="item", type="code", en="code of the piece of evidence", fr="code de l'élément probant"),
        finding(),
        Column(
            name="line",
            type="code",
            en="line of evidence",
            fr="source de données",
            codes={
                "documents": ("document review", "examen de la documentation"),
                "interviews": ("key informant interviews", "entrevues avec des informateurs clés"),
                "focus_groups": ("focus groups", "groupes de discussion"),
                "removals_data": ("removals data", "données sur les renvois"),
                "claims_statistics": ("statistics on asylum claims", "statistiques sur les demandes d'asile"),
            },
        ),
        Column(
            name="direction",
            type="integer",
            en="which way it points",
            fr="sens de l'élément",
            unit="direction",
            ge=-1,
            le=1,
        ),
        Column(
            name="weight",
            type="decimal",
            en="weight given to it",
            fr="poids accordé",
            unit="weight",
            ge=0,
            le=1,
            places=3,
        ),
        Column(
            name="source_family",
            type="code",
            en="family of the source: items of one family are not independent and count once",
            fr="famille de la source : les éléments d'une même famille ne sont pas indépendants et comptent une fois",
        ),
        text("locator", "where the evidence is to be found", "où se trouve l'élément"),
    ),
    used_by=("8",),
)
