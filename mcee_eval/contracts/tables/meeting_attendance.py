"""Who came to each meeting."""

from __future__ import annotations

from mcee_eval.contracts.common import LEVELS, department
from mcee_eval.contracts.declare import Column, Contract

CONTRACT = Contract(
    name="meeting_attendance",
    en="The departments present at each meeting, and at which level",
    fr="Les ministères présents à chaque réunion, et à quel niveau",
    row_en="a department present at a meeting",
    row_fr="un ministère présent à une réunion",
    question_en="Who attends, and does attendance fade?",
    question_fr="Qui est présent, et la présence s'estompe-t-elle?",
    key=("meeting", "department"),
    columns=(
        Column(name="meeting", type="code", en="meeting code", fr="code de la réunion", isin="meetings.meeting"),
        department(),
        Column(
            name="level",
            type="code",
            en="highest level of the department present; empty if not recorded",
            fr="niveau le plus élevé du ministère présent; vide s'il n'est pas consigné",
            nullable=True,
            codes=LEVELS,
        ),
    ),
    used_by=("7",),
)
