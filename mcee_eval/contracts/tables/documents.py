"""The documents reviewed."""

from __future__ import annotations

from mcee_eval.contracts.common import day
from mcee_eval.contracts.declare import Column, Contract

CONTRACT = Contract(
    name="documents",
    en="The documents of the document review",
    fr="Les documents examinés",
    row_en="a document",
    row_fr="un document",
    question_en="Which documents were read?",
    question_fr="Quels documents ont été examinés?",
    key=("document",),
    columns=(
        Column(name="document", type="code", en="document code", fr="code du document"),
        Column(
            name="type",
            type="code",
            en="kind of document",
            fr="type de document",
            codes={
                "foundational": ("foundational document", "document fondamental"),
                "mandate_letter": ("mandate letter", "lettre de mandat"),
                "briefing_note": ("briefing note or presentation", "note d'information ou présentation"),
                "project_proposal": ("project proposal", "proposition de projet"),
                "performance_report": ("performance report", "rapport de rendement"),
                "meeting_note": ("meeting notes", "notes de réunion"),
                "record_of_decision": ("record of decision", "compte rendu de décision"),
                "guidance": ("guidance or operating procedure", "orientation ou procédure opérationnelle normalisée"),
                "engagement_plan": ("engagement plan (PMRR) or action plan", "PMRR ou plan d'action"),
                "research": ("academic research", "recherche universitaire"),
                "other": ("another", "autre"),
            },
        ),
        day("date", "date of the document; empty if it has none", "date du document; vide s'il n'en a pas"),
    ),
    used_by=("1", "8"),
)
