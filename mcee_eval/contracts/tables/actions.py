"""The management response action plan and its follow-up."""

from __future__ import annotations

from mcee_eval.contracts.common import day, pair, text
from mcee_eval.contracts.declare import Column, Contract
from mcee_eval.contracts.tree_rules import ParentWithin

CONTRACT = Contract(
    name="actions",
    en="The management response action plan: actions, steps, who is accountable, by when, where it stands",
    fr="Le plan d'action de la réponse de la direction : mesures, étapes, responsables, échéances et état",
    row_en="a step of an action; step 0 is the action itself",
    row_fr="une étape d'une mesure; l'étape 0 est la mesure elle-même",
    question_en="Was what was promised done?",
    question_fr="Ce qui était promis a-t-il été fait?",
    key=("action", "step"),
    columns=(
        Column(
            name="action",
            type="code",
            en="action, as numbered in the plan, such as 2a",
            fr="mesure, selon son numéro dans le plan, p. ex. 2a",
        ),
        Column(
            name="step",
            type="code",
            en="step of the action, such as i or 1; 0 is the action itself",
            fr="étape de la mesure, p. ex. i ou 1; 0 est la mesure elle-même",
        ),
        Column(
            name="parent",
            type="code",
            en="the step of the same action that this one is a part of; empty for the action",
            fr="étape de la même mesure dont celle-ci fait partie; vide pour la mesure",
            nullable=True,
        ),
        Column(
            name="recommendation",
            type="code",
            en="recommendation that the action answers",
            fr="recommandation à laquelle la mesure répond",
            codes={"1": ("recommendation 1", "recommandation 1"), "2": ("recommendation 2", "recommandation 2")},
        ),
        Column(
            name="response",
            type="code",
            en="response of management to the recommendation",
            fr="réponse de la direction à la recommandation",
            codes={
                "agrees": ("agrees", "souscrit"),
                "agrees_in_part": ("agrees in part", "souscrit en partie"),
                "disagrees": ("disagrees", "ne souscrit pas"),
            },
        ),
        *pair("text", "what is to be done", "ce qui est à faire"),
        text("owner", "who is accountable", "responsable"),
        Column(
            name="due",
            type="quarter",
            en="fiscal quarter by the end of which it is due",
            fr="trimestre de l'exercice à la fin duquel la mesure est due",
            future=True,
        ),
        Column(
            name="status",
            type="code",
            en="where it stands",
            fr="état",
            codes={
                "not_started": ("not started", "non commencée"),
                "in_progress": ("in progress", "en cours"),
                "implemented": ("implemented", "mise en œuvre"),
                "obsolete": ("obsolete", "caduque"),
            },
        ),
        day("status_on", "day on which the state was noted", "jour où l'état a été constaté"),
        Column(
            name="may_depend_on",
            type="code",
            en="action on whose outcome this one may depend",
            fr="mesure dont celle-ci peut dépendre",
            isin="actions.action",
            nullable=True,
        ),
    ),
    rules=(ParentWithin("parent", "step", "action"),),
    used_by=("8",),
)
