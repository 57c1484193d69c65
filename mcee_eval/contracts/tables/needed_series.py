"""What each open question would need."""

from __future__ import annotations

from mcee_eval.contracts.common import text
from mcee_eval.contracts.declare import Column, Contract

CONTRACT = Contract(
    name="needed_series",
    en="What each open question would need: owner, since when, which series",
    fr="Ce qu'exigerait chaque question en suspens\u00a0: responsable, depuis quand, quelle série",
    row_en="a thing that would settle a proposition",
    row_fr="un élément qui permettrait de trancher une proposition",
    question_en="What would settle the open questions?",
    question_fr="Qu'est-ce qui permettrait de trancher les questions en suspens?",
    key=("settle",),
    columns=(
        Column(
            name="settle",
            type="code",
            en="code of what would settle a proposition",
            fr="code de ce qui permettrait de trancher",
        ),
        text(
            "owners",
            "codes of who holds it or should hold it, with spaces between them",
            "codes des responsables, séparés par des espaces",
            nullable=True,
        ),
        Column(
            name="since",
            type="month",
            en="month from which it was needed",
            fr="mois à partir duquel l'élément était nécessaire",
            nullable=True,
        ),
        Column(
            name="series",
            type="code",
            en="series whose smallest effect is computed",
            fr="série dont on calcule le plus petit effet",
            nullable=True,
        ),
        Column(
            name="why",
            type="code",
            en="why no effect is computed",
            fr="pourquoi aucun effet n'est calculé",
            nullable=True,
        ),
    ),
    used_by=("8",),
)
