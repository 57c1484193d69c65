"""What each project measures, from which baseline, to which target."""

from __future__ import annotations

from mcee_eval.contracts.common import area, day, project, text
from mcee_eval.contracts.declare import Column, Contract
from mcee_eval.contracts.rules import Needs, Order

CONTRACT = Contract(
    name="indicators",
    en="The result indicators of the projects, with baseline and target",
    fr="Les indicateurs de résultats des projets, avec donnée de référence et cible",
    row_en="an indicator of a project",
    row_fr="un indicateur d'un projet",
    question_en="What was to change, from what to what, and by when?",
    question_fr="Qu'est-ce qui devait changer, de combien à combien, et pour quand?",
    key=("indicator",),
    columns=(
        Column(name="indicator", type="code", en="indicator code", fr="code de l'indicateur"),
        project(),
        area(),
        text(
            "unit",
            "what the indicator counts, such as cases a month",
            "ce que l'indicateur compte, p. ex. cas par mois",
        ),
        Column(
            name="higher_is_better",
            type="boolean",
            en="a higher value is a better one",
            fr="une valeur plus élevée est meilleure",
        ),
        Column(
            name="baseline",
            type="decimal",
            en="baseline value",
            fr="donnée de référence",
            unit="indicator_unit",
            nullable=True,
            places=4,
        ),
        day("baseline_on", "day that the baseline speaks for", "date de la donnée de référence"),
        Column(
            name="target",
            type="decimal",
            en="target value",
            fr="cible",
            unit="indicator_unit",
            nullable=True,
            places=4,
        ),
        day(
            "target_on",
            "day by which the target is to be met",
            "date à laquelle la cible doit être atteinte",
            future=True,
        ),
        text("source", "where the values come from", "provenance des valeurs"),
        Column(
            name="verified",
            type="boolean",
            en="someone other than the partner has checked the values",
            fr="une autre personne que le partenaire a vérifié les valeurs",
        ),
    ),
    rules=(Needs("baseline_on", "baseline"), Needs("target_on", "target"), Order("baseline_on", "target_on")),
    used_by=("2", "5"),
)
