"""The evaluation questions."""

from __future__ import annotations

from mcee_eval.contracts.common import pair
from mcee_eval.contracts.declare import Column, Contract
from mcee_eval.contracts.report_sections import section

CONTRACT = Contract(
    name="questions",
    en="The evaluation questions of the report",
    fr="Les questions de l'évaluation, telles que posées dans le rapport",
    row_en="an evaluation question",
    row_fr="une question de l'évaluation",
    question_en="What did the evaluation ask?",
    question_fr="Qu'a demandé l'évaluation?",
    key=("question",),
    columns=(
        Column(
            name="question",
            type="code",
            en="number of the question, such as Q1",
            fr="numéro de la question, p. ex. Q1",
        ),
        section(),
        *pair("text", "the question", "la question"),
    ),
    used_by=("7", "8"),
)
