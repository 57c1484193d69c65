"""What each recommendation and lesson of the report rests on."""

from __future__ import annotations

from mcee_eval.contracts.declare import Column, Contract

CONTRACT = Contract(
    name="report_rests_on",
    en="The propositions on which each recommendation and lesson of the report rests; our reading",
    fr="Les propositions sur lesquelles repose chaque recommandation et chaque leçon du rapport, selon notre lecture",
    row_en="a proposition on which a recommendation or a lesson rests",
    row_fr="une proposition sur laquelle repose une recommandation ou une leçon",
    question_en="What does each recommendation rest on now?",
    question_fr="Sur quoi chaque recommandation repose-t-elle aujourd'hui?",
    key=("kind", "item", "place"),
    columns=(
        Column(
            name="kind",
            type="code",
            en="recommendation or lesson",
            fr="recommandation ou leçon",
            codes={"recommendation": ("recommendation", "recommandation"), "lesson": ("lesson", "leçon")},
        ),
        Column(
            name="item",
            type="code",
            en="part of a recommendation, such as 1b, or number of a lesson",
            fr="volet d'une recommandation, p. ex. 1b, ou numéro d'une leçon",
        ),
        Column(
            name="place",
            type="integer",
            en="place of the proposition in the list",
            fr="rang de la proposition dans la liste",
            unit="number",
            ge=1,
        ),
        Column(
            name="proposition",
            type="code",
            en="code of the proposition, such as 4a",
            fr="code de la proposition, p. ex. 4a",
            nullable=True,
        ),
    ),
    used_by=("8",),
)
