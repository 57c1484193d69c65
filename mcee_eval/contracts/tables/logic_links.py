"""The links between the boxes of the logic model."""

from __future__ import annotations

from mcee_eval.contracts.common import pair
from mcee_eval.contracts.declare import Column, Contract
from mcee_eval.contracts.tree_rules import NoCircle

CONTRACT = Contract(
    name="logic_links",
    en="The links between the boxes of the logic model; the report prints boxes and no links",
    fr="Les liens entre les cases du modèle logique; le rapport présente des cases, sans lien entre elles",
    row_en="a link from a box to the next",
    row_fr="un lien d'une case à la suivante",
    question_en="How was one thing to lead to the next?",
    question_fr="Comment une chose devait-elle mener à l'autre?",
    key=("from_node", "to_node"),
    columns=(
        Column(
            name="from_node", type="code", en="box that the link leaves", fr="case de départ", isin="logic_nodes.node"
        ),
        Column(
            name="to_node", type="code", en="box that the link reaches", fr="case d'arrivée", isin="logic_nodes.node"
        ),
        Column(
            name="inferred",
            type="boolean",
            en="our reading: the report does not print the link",
            fr="notre lecture : le rapport n'établit pas ce lien",
        ),
        *pair("reason", "why the link is drawn", "pourquoi le lien est tracé"),
    ),
    rules=(NoCircle("from_node", "to_node"),),
    used_by=("0",),
)
