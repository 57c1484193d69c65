"""The roles of departments: as planned, and as those who hold them name them."""

from __future__ import annotations

from mcee_eval.contracts.common import department
from mcee_eval.contracts.declare import Column, Contract

CONTRACT = Contract(
    name="roles",
    en="The roles of each department: those planned, and those that interviewees name",
    fr="Les rôles de chaque ministère : ceux qui sont prévus, et ceux que nomment les personnes interrogées",
    row_en="a role of a department",
    row_fr="un rôle d'un ministère",
    question_en="Do those concerned know the roles that were planned?",
    question_fr="Les intéressés connaissent-ils les rôles prévus?",
    key=("department", "role"),
    columns=(
        department(),
        Column(name="role", type="code", en="short name of the role", fr="nom court du rôle"),
        Column(
            name="planned",
            type="boolean",
            en="an engagement plan (PMRR) or another plan gives it the role",
            fr="un PMRR ou un autre plan lui attribue ce rôle",
        ),
        Column(
            name="named_by_interviewees",
            type="boolean",
            en="at least one interviewee names the role as its own",
            fr="au moins une personne interrogée lui reconnaît ce rôle",
            nullable=True,
        ),
    ),
    used_by=("7",),
)
