"""The countries of the evaluation, their status on removals and their role in the envelope."""

from __future__ import annotations

from mcee_eval.contracts.common import day, pair
from mcee_eval.contracts.declare import Column, Contract
from mcee_eval.contracts.rules import OnlyWhen, Order

IN_PROGRAMME = ("targeted", "preventive")

CONTRACT = Contract(
    name="countries",
    en="The countries of the evaluation: status on removals, role in the envelope, start of the programme",
    fr="Les pays de l'évaluation : situation en matière de renvois, rôle dans l'enveloppe, début du programme",
    row_en="a country",
    row_fr="un pays",
    question_en="Which countries does the envelope target, and since when?",
    question_fr="Quels pays l'enveloppe vise-t-elle, et depuis quand?",
    key=("country",),
    columns=(
        Column(
            name="country",
            type="code",
            en="country code: ISO 3166-1, three letters; R, P or C and two digits for a fictitious country",
            fr="code du pays : ISO 3166-1, trois lettres; R, P ou C et deux chiffres pour un pays fictif",
        ),
        Column(
            name="removals_status",
            type="code",
            en="status of the country on removals",
            fr="situation du pays en matière de renvois",
            codes={
                "recalcitrant": (
                    "country recalcitrant on removals",
                    "pays récalcitrant en matière de renvois",
                ),
                "at_risk": (
                    "country at risk of becoming recalcitrant",
                    "pays risquant de devenir récalcitrant",
                ),
                "cooperative": ("cooperates on removals", "coopère en matière de renvois"),
            },
        ),
        Column(
            name="mcee_role",
            type="code",
            en="role of the country in the envelope",
            fr="rôle du pays dans l'enveloppe",
            since="2019-02",
            codes={
                "targeted": (
                    "targeted country, recalcitrant on removals",
                    "pays ciblé, récalcitrant en matière de renvois",
                ),
                "preventive": ("preventive country", "pays préventif"),
                "none": ("no project of the envelope", "aucun projet de l'enveloppe"),
            },
        ),
        Column(
            name="main",
            type="boolean",
            en="one of the main countries recalcitrant on removals",
            fr="l'un des principaux pays récalcitrants en matière de renvois",
        ),
        day(
            "status_from",
            "day from which the status on removals holds",
            "jour à partir duquel la situation s'applique",
        ),
        day("status_to", "last day on which the status holds", "dernier jour où la situation s'applique", future=True),
        Column(
            name="programme_start",
            type="month",
            en="first month of the programme in the country; empty if none",
            fr="premier mois du programme dans le pays; vide s'il n'y en a pas",
            nullable=True,
            future=True,
            since="2019-02",
        ),
        Column(
            name="selected_on",
            type="year",
            en="calendar year in which the country was selected",
            fr="année civile de la sélection du pays",
            nullable=True,
            since="2019",
        ),
        Column(
            name="engagement_plan",
            type="boolean",
            en="an engagement plan (PMRR) exists for the country",
            fr="un plan de mobilisation relatif aux renvois et aux rapatriements (PMRR) existe pour le pays",
            since="2019-02",
        ),
        *pair("name", "name of the country", "nom du pays"),
    ),
    rules=(
        Order("status_from", "status_to"),
        OnlyWhen("programme_start", "mcee_role", IN_PROGRAMME),
        OnlyWhen("selected_on", "mcee_role", IN_PROGRAMME),
    ),
    used_by=("all",),
)
