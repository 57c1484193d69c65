"""Which findings answer which evaluation question."""

from __future__ import annotations

from mcee_eval.contracts.common import finding
from mcee_eval.contracts.declare import Column, Contract

CONTRACT = Contract(
    name="question_findings",
    en="Which findings serve which evaluation question; the mapping is our reading",
    fr="Quels constats servent à quelle question de l'évaluation; la correspondance relève de notre lecture",
    row_en="a finding that serves a question",
    row_fr="un constat qui sert à une question",
    question_en="Where is each evaluation question answered?",
    question_fr="Où répond-on à chaque question de l'évaluation?",
    key=("question", "finding"),
    columns=(
        Column(
            name="question",
            type="code",
            en="number of the question",
            fr="numéro de la question",
            isin="questions.question",
        ),
        finding(),
        Column(
            name="inferred",
            type="boolean",
            en="our reading: the report does not print the link",
            fr="notre lecture : le rapport n'établit pas ce lien",
        ),
    ),
    used_by=("7", "8"),
)
