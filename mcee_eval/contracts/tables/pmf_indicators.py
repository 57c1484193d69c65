"""The indicators of the performance measurement framework, year by year."""

from __future__ import annotations

from mcee_eval.contracts.common import country, text
from mcee_eval.contracts.declare import DEPARTMENTS, Column, Contract

CONTRACT = Contract(
    name="pmf_indicators",
    en="The performance measurement framework: what was defined, and what was reported, by country and fiscal year",
    fr="Le cadre de mesure du rendement : ce qui est défini et ce qui est déclaré, par pays et exercice",
    row_en="an indicator for a country in a fiscal year",
    row_fr="un indicateur, pour un pays et un exercice",
    question_en="What could the framework have told, and what did it?",
    question_fr="Que pouvait dire le cadre de mesure, et qu'a-t-il dit?",
    key=("indicator", "country", "fiscal_year"),
    columns=(
        Column(
            name="indicator",
            type="code",
            en="code of the indicator in the framework",
            fr="code de l'indicateur dans le cadre",
        ),
        country(
            en="country code, or ALL for an indicator of the whole programme",
            also=("ALL",),
            fr="code du pays, ou ALL pour un indicateur de l'ensemble du programme",
        ),
        Column(
            name="fiscal_year",
            type="fiscal_year",
            en="fiscal year, April to March",
            fr="exercice, d'avril à mars",
            since="2019-20",
        ),
        Column(
            name="level",
            type="code",
            en="level in the logic model",
            fr="niveau dans le modèle logique",
            codes={
                "activity": ("activity", "activité"),
                "output": ("output", "extrant"),
                "immediate": ("immediate outcome", "résultat immédiat"),
                "intermediate": ("intermediate outcome", "résultat intermédiaire"),
                "final": ("final outcome", "résultat final"),
            },
        ),
        Column(
            name="owner",
            type="code",
            en="department that is to supply the data; empty if none is named",
            fr="ministère chargé de fournir les données; vide si aucun n'est désigné",
            nullable=True,
            codes=DEPARTMENTS,
        ),
        text(
            "source",
            "where the data were to come from; empty if none is named",
            "provenance prévue des données; vide si aucune n'est indiquée",
            nullable=True,
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
        Column(
            name="target",
            type="decimal",
            en="target value",
            fr="cible",
            unit="indicator_unit",
            nullable=True,
            places=4,
        ),
        Column(
            name="state",
            type="code",
            en="what became of the indicator",
            fr="ce qu'est devenu l'indicateur",
            codes={
                "reported": ("reported", "déclaré"),
                "partial": ("reported in part", "déclaré en partie"),
                "defined_no_data": ("defined, without data", "défini, sans données"),
                "not_defined": ("not defined", "non défini"),
                "not_applicable": ("not applicable", "sans objet"),
            },
        ),
        Column(
            name="also_in_plan",
            type="boolean",
            en="the engagement plan (PMRR) holds the same indicator",
            fr="le PMRR contient le même indicateur",
        ),
    ),
    used_by=("5", "7"),
)
