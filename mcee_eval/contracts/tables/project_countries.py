"""The countries of each project."""

from __future__ import annotations

from mcee_eval.contracts.common import country, project
from mcee_eval.contracts.declare import Contract

CONTRACT = Contract(
    name="project_countries",
    en="The recipient countries of each project",
    fr="Les pays bénéficiaires de chaque projet",
    row_en="a country of a project",
    row_fr="un pays d'un projet",
    question_en="Where did each project take place?",
    question_fr="Où chaque projet s'est-il déroulé?",
    key=("project", "country"),
    columns=(project(), country(en="recipient country", fr="pays bénéficiaire")),
    used_by=("0", "2", "5"),
)
