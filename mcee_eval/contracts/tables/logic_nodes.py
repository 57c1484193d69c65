"""The boxes of the logic model."""

from __future__ import annotations

from mcee_eval.contracts.common import pair
from mcee_eval.contracts.declare import Column, Contract

CONTRACT = Contract(
    name="logic_nodes",
    en="The boxes of the logic model (Annex A of the report)",
    fr="Les cases du modèle logique (annexe A du rapport)",
    row_en="a box of the logic model",
    row_fr="une case du modèle logique",
    question_en="What was the envelope meant to do and to bring about?",
    question_fr="Que devait faire l'enveloppe, et que devait-elle produire?",
    key=("node",),
    columns=(
        Column(name="node", type="code", en="code of the box, such as A1", fr="code de la case, p. ex. A1"),
        Column(
            name="kind",
            type="code",
            en="level of the box",
            fr="niveau de la case",
            codes={
                "activity": ("activity", "activité"),
                "output": ("output (the annex prints « résultats »)", "extrant (l'annexe emploie « résultats »)"),
                "immediate": ("immediate outcome", "résultat immédiat"),
                "intermediate": ("intermediate outcome", "résultat intermédiaire"),
                "final": ("final outcome", "résultat final"),
            },
        ),
        *pair("text", "what the box says", "ce que dit la case"),
        Column(
            name="silent",
            type="boolean",
            en="the findings of the report say nothing on it",
            fr="les constats du rapport n'en disent rien",
        ),
    ),
    used_by=("0",),
)
