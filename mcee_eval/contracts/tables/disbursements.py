"""Planned and paid funding, by project and fiscal year."""

from __future__ import annotations

from mcee_eval.contracts.common import project
from mcee_eval.contracts.declare import Column, Contract
from mcee_eval.contracts.series_rules import Agree

CONTRACT = Contract(
    name="disbursements",
    en="Planned and paid funding, by project, fiscal year and version of the plan",
    fr="Financement prévu et versé, par projet, exercice et version du plan",
    row_en="a project in a fiscal year, in one version of the plan",
    row_fr="un projet, un exercice, dans une version du plan",
    question_en="What was planned, what did Canada pay, and what did the partner spend?",
    question_fr="Qu'avait-on prévu, qu'a versé le Canada et qu'a dépensé le partenaire?",
    key=("project", "fiscal_year", "plan_version"),
    columns=(
        project(),
        Column(
            name="fiscal_year",
            type="fiscal_year",
            en="fiscal year, April to March",
            fr="exercice, d'avril à mars",
            future=True,
            since="2019-20",
        ),
        Column(
            name="plan_version",
            type="code",
            en="version of the plan; what was paid is the same in both and is counted once",
            fr="version du plan; le montant versé est le même dans les deux et compté une seule fois",
            codes={
                "original": ("plan as first approved", "plan approuvé à l'origine"),
                "reprofiled": (
                    "plan after funds were moved between years",
                    "plan après report de fonds entre exercices",
                ),
            },
        ),
        Column(
            name="planned",
            type="decimal",
            en="planned funding",
            fr="financement prévu",
            unit="dollars",
            ge=0,
            nullable=True,
        ),
        Column(
            name="paid",
            type="decimal",
            en="funding paid by Canada",
            fr="financement versé par le Canada",
            unit="dollars",
            ge=0,
            nullable=True,
        ),
        Column(
            name="spent_by_partner",
            type="decimal",
            en="spent by the partner; empty if not known (a grant paid is not a grant spent)",
            fr="dépensé par le partenaire; vide si on l'ignore (versée ne veut pas dire dépensée)",
            unit="dollars",
            ge=0,
            nullable=True,
        ),
    ),
    rules=(Agree("paid", ("project", "fiscal_year")), Agree("spent_by_partner", ("project", "fiscal_year"))),
    used_by=("0", "5"),
)
