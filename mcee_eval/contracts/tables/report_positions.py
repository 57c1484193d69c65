"""What the report concludes of each proposition."""

from __future__ import annotations

from mcee_eval.contracts.declare import Column, Contract

CONTRACT = Contract(
    name="report_positions",
    en="What the report concludes of each proposition on which it takes a position; its state is our reading",
    fr="Ce que le rapport conclut de chaque proposition au sujet de laquelle il se prononce, selon notre lecture",
    row_en="a proposition on which the report takes a position",
    row_fr="une proposition au sujet de laquelle le rapport se prononce",
    question_en="Where do this run and the report differ?",
    question_fr="En quoi la présente reproduction et le rapport diffèrent-ils?",
    key=("proposition",),
    columns=(
        Column(
            name="proposition",
            type="code",
            en="code of the proposition, such as 4a",
            fr="code de la proposition, p. ex. 4a",
        ),
        Column(
            name="state",
            type="code",
            en="what the report concludes, as one of our states",
            fr="ce que conclut le rapport, selon l'un de nos verdicts",
            codes={
                "supported": ("supported", "appuyé"),
                "not_supported": ("not supported", "non appuyé"),
                "mixed": ("mixed", "résultats partagés"),
                "cannot_conclude": ("cannot conclude", "impossible de conclure"),
            },
        ),
    ),
    used_by=("8",),
)
