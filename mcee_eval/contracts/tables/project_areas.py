"""The priority areas of each project."""

from __future__ import annotations

from mcee_eval.contracts.common import area, project
from mcee_eval.contracts.declare import Contract

CONTRACT = Contract(
    name="project_areas",
    en="The priority areas that each project serves; several a project, so that shares never add to 100",
    fr="Les domaines prioritaires de chaque projet; plusieurs par projet, donc les parts ne totalisent jamais 100",
    row_en="a priority area of a project",
    row_fr="un domaine prioritaire d'un projet",
    question_en="Which priorities did the projects serve?",
    question_fr="À quelles priorités les projets répondaient-ils?",
    key=("project", "area"),
    columns=(project(), area()),
    used_by=("0",),
)
