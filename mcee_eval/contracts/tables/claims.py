"""Every number and quantified sentence of the report."""

from __future__ import annotations

from mcee_eval.contracts.common import finding, pair, text
from mcee_eval.contracts.declare import Column, Contract
from mcee_eval.contracts.report_sections import section
from mcee_eval.contracts.rules import OnlyWhen

KINDS = {
    "number": ("a number", "un nombre"),
    "date": ("a date or a period", "une date ou une période"),
    "quantified_sentence": ("a sentence with a quantifier", "une phrase avec un quantificateur"),
    "redacted": ("a redacted mark", "une mention caviardée"),
}
FORMULAS = {
    "growth": ("growth from one figure to another", "croissance d'un chiffre à l'autre"),
    "ratio": ("ratio of two figures", "ratio de deux chiffres"),
    "share": ("share of a whole", "part d'un tout"),
    "sum": ("sum of the figures", "somme des chiffres"),
    "difference": ("difference between two figures", "différence entre deux chiffres"),
    "mean": ("mean: sum of the figures over a number", "moyenne\u00a0: somme des chiffres sur un nombre"),
    "count": ("number of items listed", "nombre d'éléments énumérés"),
    "span": ("years from first to last, both counted", "années de la première à la dernière, les deux comprises"),
    "excess": ("excess over the highest of the others", "excédent sur le plus élevé des autres"),
    "revised": ("latest release, among those held", "dernière diffusion, parmi celles qui sont disponibles"),
    "equals": ("comparison with another figure", "comparaison avec un autre chiffre"),
    "none": ("not recomputed", "non recalculé"),
}
RELATIONS = {
    "equals": ("the recomputed figure equals the printed one", "le chiffre recalculé est égal à celui du rapport"),
    "more_than": ("it is more than the printed one, or than zero", "il dépasse le chiffre du rapport, ou zéro"),
    "at_least": ("it is at least the printed one", "il est au moins égal au chiffre du rapport"),
    "several": ("it is more than one, as the word says", "il dépasse un, comme le dit le mot"),
}
UNITS = {
    "claims": ("asylum claims", "demandes d'asile"),
    "removals": ("removals", "renvois"),
    "share": ("share, printed in per cent", "part, donnée en pourcentage"),
    "times": ("times", "fois"),
    "dollars": ("dollars", "dollars"),
    "projects": ("projects", "projets"),
    "areas": ("priority areas a project", "domaines prioritaires par projet"),
    "persons": ("persons", "personnes"),
    "cases": ("cases", "cas"),
    "cases_a_month": ("cases a month", "cas par mois"),
    "interviews": ("interviews", "entrevues"),
    "focus_groups": ("focus group discussions", "discussions de groupe"),
    "meetings_a_year": ("meetings a year", "réunions par année"),
    "items": ("items listed", "éléments énumérés"),
    "years": ("years", "années"),
    "year": ("calendar year", "année civile"),
    "fiscal_year": ("fiscal year, by the year in which it ends", "exercice, selon l'année de sa fin"),
    "fiscal_quarter": ("fiscal quarter", "trimestre de l'exercice"),
}
UNTESTED = {
    "own_records": (
        "would need the department's own records, which are not published",
        "exigerait les dossiers du ministère, qui ne sont pas publiés",
    ),
    "own_coding": (
        "would need the coded interviews and focus groups, which are not published",
        "exigerait les entrevues et groupes de discussion codés, qui ne sont pas publiés",
    ),
    "inputs_redacted": (
        "what it rests on is redacted",
        "ce sur quoi l'énoncé repose est caviardé",
    ),
    "report_only": (
        "stated by the report; no published figure to set against it",
        "énoncé par le rapport; aucun chiffre publié à y opposer",
    ),
    "future": ("a plan, a condition or an outlook", "un plan, une condition ou une perspective"),
    "definition": ("a rule or definition of the program", "une règle ou une définition du programme"),
    "judgement": (
        "an overall judgement, examined under its finding",
        "un jugement d'ensemble, examiné au constat visé",
    ),
    "partial": (
        "what can be computed agrees, and is not enough to confirm it",
        "ce qui peut être calculé concorde, sans suffire à le confirmer",
    ),
}

CONTRACT = Contract(
    name="claims",
    en="The claim ledger's own list: every number and quantified sentence of the report, to be recomputed",
    fr="La liste des énoncés : chaque nombre et chaque phrase quantifiée du rapport, à recalculer",
    row_en="a number, a date, a quantified sentence or a redacted mark of the report",
    row_fr="un nombre, une date, une phrase quantifiée ou une mention caviardée du rapport",
    question_en="What did the report print, and how can it be recomputed?",
    question_fr="Que dit le rapport, et comment peut-on le recalculer?",
    key=("claim",),
    columns=(
        Column(
            name="claim",
            type="code",
            en="code of the statement, in the order of the report",
            fr="code de l'énoncé, dans l'ordre du rapport",
        ),
        section(),
        finding(nullable=True),
        Column(name="kind", type="code", en="kind of statement", fr="type d'énoncé", codes=KINDS),
        text("text_fr", "the report's words", "les mots du rapport"),
        text("text_en", "our English rendering", "notre traduction en anglais"),
        Column(
            name="times",
            type="integer",
            en="how many times the report prints these words",
            fr="nombre de fois que ces mots figurent dans le rapport",
            unit="times",
            ge=1,
        ),
        Column(
            name="formula",
            type="code",
            en="operation by which it is recomputed from its inputs",
            fr="opération par laquelle l'énoncé est recalculé à partir de ses intrants",
            codes=FORMULAS,
        ),
        Column(
            name="relation",
            type="code",
            en="how the recomputed figure must stand to the printed one",
            fr="relation attendue entre le chiffre recalculé et celui du rapport",
            codes=RELATIONS,
            nullable=True,
        ),
        Column(
            name="published",
            type="decimal",
            en="the number as printed; empty if none is",
            fr="le nombre que donne le rapport; vide s'il n'y en a pas",
            unit="claim_unit",
            nullable=True,
            places=4,
        ),
        Column(
            name="unit",
            type="code",
            en="unit of the printed or recomputed number",
            fr="unité du nombre du rapport ou du nombre recalculé",
            codes=UNITS,
            nullable=True,
        ),
        Column(
            name="tolerance",
            type="decimal",
            en="half of the last place printed: a difference up to it is rounding",
            unit="claim_unit",
            fr="moitié de la dernière décimale du rapport : un écart qui ne la dépasse pas est un arrondi",
            ge=0,
            nullable=True,
            places=4,
        ),
        *pair(
            "tolerance_why", "why this tolerance, or this test", "pourquoi cette tolérance, ou ce test", nullable=True
        ),
        Column(
            name="untested",
            type="code",
            en="why it cannot be confirmed; empty if it can",
            fr="pourquoi l'énoncé ne peut être confirmé; vide s'il peut l'être",
            codes=UNTESTED,
            nullable=True,
        ),
        Column(
            name="discrepancy",
            type="code",
            en="discrepancy that it belongs to",
            fr="divergence dont l'énoncé fait partie",
            isin="discrepancies.discrepancy",
            nullable=True,
        ),
    ),
    rules=(
        OnlyWhen("published", "kind", ("number", "date", "quantified_sentence")),
        OnlyWhen("relation", "kind", ("number", "date", "quantified_sentence")),
        OnlyWhen("untested", "kind", ("number", "date", "quantified_sentence")),
    ),
    used_by=("8",),
)
