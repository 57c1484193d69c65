"""The stages of approval of each project."""

from __future__ import annotations

from mcee_eval.contracts.common import count, day, project
from mcee_eval.contracts.declare import Column, Contract
from mcee_eval.contracts.rules import Needs, Order

CONTRACT = Contract(
    name="approvals",
    en="The stages of approval of each project: who decides, how long it takes, how often it is sent back",
    fr="Les étapes d'approbation de chaque projet : qui décide, la durée, le nombre de renvois au demandeur",
    row_en="a stage of approval of a project",
    row_fr="une étape d'approbation d'un projet",
    question_en="How long did approvals take, and how often were they sent back?",
    question_fr="Combien de temps les approbations ont-elles pris, avec combien d'allers-retours?",
    key=("project", "stage"),
    columns=(
        project(),
        Column(name="stage", type="code", en="short name of the stage", fr="nom court de l'étape"),
        Column(
            name="body",
            type="code",
            en="who approves at this stage",
            fr="qui approuve à cette étape",
            codes={
                "team": (
                    "Migration Cooperation and Engagement Team",
                    "équipe pour la coopération et l'engagement en matière de migration",
                ),
                "DG": ("director general", "directeur général"),
                "RWG_ADM": (
                    "Removals Working Group of assistant deputy ministers",
                    "groupe de travail sur les renvois, sous-ministres adjoints",
                ),
                "minister": ("minister", "ministre"),
            },
        ),
        Column(
            name="required",
            type="boolean",
            en="the rules require this stage for the project",
            fr="les règles exigent cette étape pour le projet",
        ),
        day("opened", "day on which the stage opened", "jour d'ouverture de l'étape"),
        day("closed", "day on which it was approved", "jour de l'approbation"),
        count(
            "returns",
            "times sent back; empty if not recorded",
            "nombre d'allers-retours; vide s'il n'est pas consigné",
            "times",
        ),
    ),
    rules=(Needs("closed", "opened"), Order("opened", "closed")),
    used_by=("2", "6"),
)
