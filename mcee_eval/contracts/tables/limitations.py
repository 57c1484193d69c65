"""The limitations of the evaluation, and what was done about each."""

from __future__ import annotations

from mcee_eval.contracts.common import pair
from mcee_eval.contracts.declare import Column, Contract
from mcee_eval.contracts.rules import OnlyWhen

CONTRACT = Contract(
    name="limitations",
    en="The limitations that the report lists, redacted ones included, and their mitigation",
    fr="Les limites que le rapport énumère, y compris celles qui sont caviardées, et leur atténuation",
    row_en="a limitation",
    row_fr="une limite",
    question_en="What could the evaluation not do, and what was done about it?",
    question_fr="Que n'a pas pu faire l'évaluation, et qu'a-t-on fait pour y remédier?",
    key=("limitation",),
    columns=(
        Column(name="limitation", type="code", en="number of the limitation", fr="numéro de la limite"),
        Column(
            name="redacted",
            type="boolean",
            en="the report prints (CAVIARDÉ) and nothing else",
            fr="le rapport porte la mention (CAVIARDÉ) et rien d'autre",
        ),
        *pair(
            "text",
            "the limitation; empty where it is redacted",
            "la limite; vide si elle est caviardée",
            nullable=True,
        ),
        *pair(
            "mitigation",
            "what was done about it; empty if the report names nothing",
            "mesure d'atténuation; vide si le rapport n'en nomme pas",
            nullable=True,
        ),
    ),
    rules=(
        OnlyWhen("text_en", "redacted", (False,)),
        OnlyWhen("text_fr", "redacted", (False,)),
        OnlyWhen("mitigation_en", "redacted", (False,)),
        OnlyWhen("mitigation_fr", "redacted", (False,)),
    ),
    used_by=("8",),
)
