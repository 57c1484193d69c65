"""The focus group discussions with project beneficiaries."""

from __future__ import annotations

from mcee_eval.contracts.common import project
from mcee_eval.contracts.declare import Column, Contract

CONTRACT = Contract(
    name="focus_groups",
    en="The focus group discussions with project beneficiaries",
    fr="Les groupes de discussion avec les bénéficiaires des projets",
    row_en="a session, or a participant: the column unit says which",
    row_fr="une séance, ou un participant : la colonne unit le précise",
    question_en="Who took part in the focus groups?",
    question_fr="Qui a pris part aux groupes de discussion?",
    key=("group",),
    columns=(
        Column(name="group", type="code", en="code of the group", fr="code du groupe"),
        Column(
            name="unit",
            type="code",
            en="what is counted; the n = 8 of the report does not say",
            fr="ce qui est compté; le n = 8 du rapport ne le dit pas",
            codes={"session": ("a session", "une séance"), "participant": ("a participant", "un participant")},
        ),
        project(nullable=True),
    ),
    used_by=("2", "6", "8"),
)
