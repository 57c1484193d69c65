"""The (CAVIARDÉ) marks of the report."""

from __future__ import annotations

from mcee_eval.contracts.common import finding, pair
from mcee_eval.contracts.declare import Column, Contract
from mcee_eval.contracts.report_sections import section

CONTRACT = Contract(
    name="redactions",
    en="The (CAVIARDÉ) marks of the report, in order; nothing redacted is ever filled",
    fr="Les mentions (CAVIARDÉ) du rapport, dans l'ordre; rien de ce qui est caviardé n'est comblé",
    row_en="a mark",
    row_fr="une mention",
    question_en="What may not be read, and where?",
    question_fr="Qu'est-ce qui ne peut être lu, et où?",
    key=("mark",),
    columns=(
        Column(
            name="mark",
            type="code",
            en="number of the mark, in the order of the report",
            fr="numéro de la mention, dans l'ordre du rapport",
        ),
        section(),
        finding(
            nullable=True,
            en="finding under which the mark stands; empty if under none",
            fr="constat sous lequel la mention se trouve; vide s'il n'y en a pas",
        ),
        *pair(
            "context",
            "what the visible text around the mark speaks of",
            "ce dont parle le texte visible autour de la mention",
        ),
    ),
    used_by=("2", "6", "8"),
)
