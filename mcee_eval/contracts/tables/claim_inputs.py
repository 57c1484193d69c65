"""The figures that each statement of the report is recomputed from."""

from __future__ import annotations

from mcee_eval.contracts.common import text
from mcee_eval.contracts.declare import Column, Contract

SOURCES = {
    "claims": ("the figure printed by another statement", "le chiffre donné par un autre énoncé"),
    "list_items": ("a list printed by the report", "une liste que contient le rapport"),
    "limitations": ("the limitations listed by the report", "les limites énumérées par le rapport"),
    "redactions": ("the (CAVIARDÉ) marks of the report", "les mentions (CAVIARDÉ) du rapport"),
    "claims_by_year_vintage": (
        "published totals of asylum claims, by year and release",
        "totaux publiés des demandes d'asile, par année et diffusion",
    ),
    "mode_of_entry": ("published claims by mode of entry", "demandes publiées selon le mode d'entrée"),
    "removals": ("published removals", "renvois publiés"),
}

CONTRACT = Contract(
    name="claim_inputs",
    en="The figures from which each statement of the report is recomputed, by the place they are read from at run time",
    fr="Les chiffres à partir desquels chaque énoncé est recalculé, selon l'endroit où ils sont lus à l'exécution",
    row_en="an input of a statement",
    row_fr="un intrant d'un énoncé",
    question_en="From which figures is a statement recomputed?",
    question_fr="À partir de quels chiffres un énoncé est-il recalculé?",
    key=("claim", "input"),
    columns=(
        Column(name="claim", type="code", en="code of the statement", fr="code de l'énoncé", isin="claims.claim"),
        Column(name="input", type="code", en="name of the input in the formula", fr="nom de l'intrant dans la formule"),
        Column(name="source", type="code", en="table it is read from", fr="table d'où il est lu", codes=SOURCES),
        text(
            "pick",
            "which rows of the table, such as year=2019; vintage=2024-05-22",
            "quelles lignes de la table, p. ex. year=2019; vintage=2024-05-22",
            nullable=True,
        ),
    ),
    used_by=("8",),
)
