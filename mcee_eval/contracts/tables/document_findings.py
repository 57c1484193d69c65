"""Which documents bear on which finding."""

from __future__ import annotations

from mcee_eval.contracts.common import finding, text
from mcee_eval.contracts.declare import Column, Contract

CONTRACT = Contract(
    name="document_findings",
    en="Which documents bear on which finding, and where in the document",
    fr="Quels documents se rapportent à quel constat, et à quel endroit",
    row_en="a finding that a document bears on",
    row_fr="un constat auquel un document se rapporte",
    question_en="What do the documents say on each finding?",
    question_fr="Que disent les documents sur chaque constat?",
    key=("document", "finding"),
    columns=(
        Column(name="document", type="code", en="document code", fr="code du document", isin="documents.document"),
        finding(),
        text(
            "locator",
            "where in the document: page, section, paragraph",
            "à quel endroit du document : page, section, paragraphe",
        ),
    ),
    used_by=("1",),
)
