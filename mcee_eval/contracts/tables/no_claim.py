"""Numbers and quantifiers of the report that claim nothing."""

from __future__ import annotations

from mcee_eval.contracts.common import pair, text
from mcee_eval.contracts.declare import Column, Contract

CONTRACT = Contract(
    name="no_claim",
    en="Numbers and quantifiers of the report that claim nothing: page numbers, enumerators, names",
    fr="Nombres et quantificateurs du rapport qui n'affirment rien : numéros de page, énumérateurs, noms",
    row_en="a form that such a number takes",
    row_fr="une forme que prend un tel nombre",
    question_en="Which numbers of the report are not statements, and why?",
    question_fr="Quels nombres du rapport ne sont pas des énoncés, et pourquoi?",
    key=("entry",),
    columns=(
        Column(name="entry", type="code", en="code of the form", fr="code de la forme"),
        text("pattern", "regular expression that finds it", "expression régulière qui la trouve"),
        Column(
            name="times",
            type="integer",
            en="how many times the report prints it",
            fr="nombre de fois qu'elle figure dans le rapport",
            unit="times",
            ge=1,
        ),
        *pair("why", "why it claims nothing", "pourquoi elle n'affirme rien"),
    ),
    used_by=("methods",),
)
