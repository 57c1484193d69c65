"""The themes of each focus group."""

from __future__ import annotations

from mcee_eval.contracts.common import STANCES
from mcee_eval.contracts.declare import Column, Contract

CONTRACT = Contract(
    name="focus_group_codes",
    en="Themes of the focus groups, and where each group stood",
    fr="Thèmes des groupes de discussion, et la position de chaque groupe",
    row_en="a theme of a focus group",
    row_fr="un thème d'un groupe de discussion",
    question_en="What did the focus groups say?",
    question_fr="Qu'ont dit les groupes de discussion?",
    key=("group", "code"),
    columns=(
        Column(name="group", type="code", en="code of the group", fr="code du groupe", isin="focus_groups.group"),
        Column(name="code", type="code", en="short name of the theme", fr="nom court du thème"),
        Column(
            name="stance",
            type="code",
            en="where the group stands; empty if it did not answer",
            fr="position du groupe; vide s'il n'a pas répondu",
            nullable=True,
            codes=STANCES,
        ),
        Column(name="coder", type="code", en="who coded the answer", fr="qui a codé la réponse"),
    ),
    used_by=("1", "2", "3", "5", "6", "7"),
)
