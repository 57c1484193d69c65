"""The needs that each project answers."""

from __future__ import annotations

from mcee_eval.contracts.common import day, project
from mcee_eval.contracts.declare import Column, Contract

CONTRACT = Contract(
    name="project_needs",
    en="The needs that each project answers, and whether the country stated them itself",
    fr="Les besoins auxquels chaque projet répond, et si le pays les a lui-même déterminés",
    row_en="a need of a project",
    row_fr="un besoin d'un projet",
    question_en="Was the need documented before the approval, and by whom?",
    question_fr="Le besoin était-il documenté avant l'approbation, et par qui?",
    key=("project", "need"),
    columns=(
        project(),
        Column(name="need", type="code", en="short name of the need", fr="nom court du besoin"),
        day(
            "documented_on",
            "day of the document that states the need; empty if there is none",
            "date du document qui énonce le besoin; vide s'il n'y en a pas",
        ),
        Column(
            name="self_assessed",
            type="boolean",
            en="the country determined the need itself; empty if not known",
            fr="le pays a lui-même déterminé le besoin; vide si on l'ignore",
            nullable=True,
        ),
    ),
    used_by=("2",),
)
