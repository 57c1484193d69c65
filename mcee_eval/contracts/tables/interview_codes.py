"""What each interviewee was asked and answered, by theme."""

from __future__ import annotations

from mcee_eval.contracts.common import STANCES
from mcee_eval.contracts.declare import Column, Contract
from mcee_eval.contracts.rules import OnlyWhen

CONTRACT = Contract(
    name="interview_codes",
    en="Themes of the interviews: who was asked, and where each stood",
    fr="Thèmes des entrevues : qui a été interrogé, et la position de chacun",
    row_en="a theme in an interview",
    row_fr="un thème d'une entrevue",
    question_en="How many of those asked say so?",
    question_fr="Parmi les personnes interrogées à ce sujet, combien le disent?",
    key=("respondent", "code"),
    columns=(
        Column(
            name="respondent",
            type="code",
            en="pseudonym of the person",
            fr="pseudonyme de la personne",
            isin="interviews.respondent",
        ),
        Column(name="code", type="code", en="short name of the theme", fr="nom court du thème"),
        Column(
            name="asked",
            type="boolean",
            en="the person was asked about the theme",
            fr="la personne a été interrogée sur le thème",
        ),
        Column(
            name="stance",
            type="code",
            en="where the person stands; empty if not asked or no answer",
            fr="position de la personne; vide si elle n'a pas été interrogée ou n'a pas répondu",
            nullable=True,
            codes=STANCES,
        ),
        Column(name="coder", type="code", en="who coded the answer", fr="qui a codé la réponse"),
    ),
    rules=(OnlyWhen("stance", "asked", (True,)),),
    used_by=("1", "2", "3", "5", "6", "7", "8"),
)
