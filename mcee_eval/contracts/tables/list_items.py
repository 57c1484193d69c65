"""The lists of the report whose length it states."""

from __future__ import annotations

from mcee_eval.contracts.common import text
from mcee_eval.contracts.declare import Column, Contract
from mcee_eval.contracts.report_sections import section

CONTRACT = Contract(
    name="list_items",
    en="The items of the lists whose length the report states: lessons, recommendations, objectives",
    fr="Les éléments des listes dont le rapport énonce la longueur : leçons, recommandations, objectifs",
    row_en="an item of a list",
    row_fr="un élément d'une liste",
    question_en="How many items does the report list where it says how many?",
    question_fr="Combien d'éléments le rapport énumère-t-il là où il en dit le nombre?",
    key=("list", "item"),
    columns=(
        Column(name="list", type="code", en="name of the list", fr="nom de la liste"),
        Column(name="item", type="code", en="number of the item", fr="numéro de l'élément"),
        section(),
        text("text_fr", "the report's words", "les mots du rapport"),
    ),
    used_by=("8",),
)
