"""Every number and quantified sentence of the report."""

from __future__ import annotations

from mcee_eval.contracts.common import finding, pair, text
from mcee_eval.contracts.declare import Column, Contract
from mcee_eval.contracts.rules import OnlyWhen

CONTRACT = Contract(
    name="claims",
    en="The claim ledger's own list: every number and quantified sentence of the report, to be recomputed",
    fr="La liste des énoncés : chaque nombre et chaque phrase quantifiée du rapport, à recalculer",
    row_en="a number or a quantified sentence of the report",
    row_fr="un nombre ou une phrase quantifiée du rapport",
    question_en="What did the report print, and how can it be recomputed?",
    question_fr="Qu'a imprimé le rapport, et comment peut-on le recalculer?",
    key=("claim",),
    columns=(
        Column(name="claim", type="code", en="code of the statement", fr="code de l'énoncé"),
        text("section", "section of the report", "section du rapport"),
        finding(nullable=True),
        Column(
            name="kind",
            type="code",
            en="kind of statement",
            fr="type d'énoncé",
            codes={
                "number": ("a number", "un nombre"),
                "quantified_sentence": ("a sentence with a quantifier", "une phrase avec un quantificateur"),
                "redacted": ("a redacted mark", "une mention caviardée"),
            },
        ),
        text("text_fr", "the report's words", "les mots du rapport"),
        text("text_en", "our English rendering", "notre traduction en anglais"),
        text(
            "formula",
            "how it is recomputed from its inputs; empty if it cannot be",
            "comment il se recalcule à partir de ses intrants; vide si c'est impossible",
            nullable=True,
        ),
        Column(
            name="published",
            type="decimal",
            en="the number as printed; empty if none is",
            fr="le nombre tel qu'imprimé; vide s'il n'y en a pas",
            unit="claim_unit",
            nullable=True,
            places=4,
        ),
        text("unit", "unit of the printed number", "unité du nombre imprimé", nullable=True),
        Column(
            name="tolerance",
            type="decimal",
            en="difference that counts as reproduced",
            unit="claim_unit",
            fr="écart à l'intérieur duquel l'énoncé est reproduit",
            ge=0,
            nullable=True,
            places=4,
        ),
        *pair("tolerance_why", "why this tolerance", "pourquoi cette tolérance", nullable=True),
    ),
    rules=(OnlyWhen("published", "kind", ("number", "quantified_sentence")),),
    used_by=("0", "8"),
)
