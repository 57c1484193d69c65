"""The written propositions that verdicts are about."""

from __future__ import annotations

from mcee_eval.contracts.common import finding, pair
from mcee_eval.contracts.declare import Column, Contract

CONTRACT = Contract(
    name="propositions",
    en="The written propositions that verdicts are about, by finding",
    fr="Les propositions écrites sur lesquelles portent les verdicts, par constat",
    row_en="a proposition",
    row_fr="une proposition",
    question_en="What exactly is said to be so, or not?",
    question_fr="Qu'affirme-t-on, au juste?",
    key=("proposition",),
    columns=(
        Column(
            name="proposition",
            type="code",
            en="code of the proposition, such as 4a",
            fr="code de la proposition, p. ex. 4a",
        ),
        finding(),
        Column(
            name="basis",
            type="code",
            en="what it rests on; testimony says what is perceived",
            fr="sur quoi elle repose; les témoignages disent ce qui est perçu",
            codes={
                "measured": ("measured series", "séries mesurées"),
                "records": ("records and documents", "dossiers et documents"),
                "testimony": ("testimony: perceived", "témoignages : perçu"),
            },
        ),
        Column(
            name="country_form",
            type="boolean",
            en="the report draws, or data could bear, a conclusion by country",
            fr="une conclusion par pays est tirée dans le rapport ou possible avec les données",
        ),
        *pair("text", "the proposition", "la proposition"),
    ),
    used_by=("methods",),
)
