"""Travel documents requested and received, by country and fiscal quarter."""

from __future__ import annotations

from mcee_eval.contracts.common import count, country
from mcee_eval.contracts.declare import Column, Contract
from mcee_eval.contracts.series_rules import Unbroken

CONTRACT = Contract(
    name="travel_documents",
    en="Travel documents requested and received; a real extract has the main recalcitrant countries only",
    fr="Documents de voyage demandés et reçus; un extrait réel ne vise que les principaux pays récalcitrants",
    row_en="a country in a fiscal quarter",
    row_fr="un pays, un trimestre de l'exercice",
    question_en="How many travel documents were requested, and how many came?",
    question_fr="Combien de documents de voyage ont été demandés, et combien reçus?",
    key=("country", "quarter"),
    columns=(
        country(),
        Column(name="quarter", type="quarter", en="fiscal quarter", fr="trimestre de l'exercice"),
        count(
            "requested",
            "travel documents requested in the quarter",
            "documents de voyage demandés au cours du trimestre",
            "documents",
        ),
        count(
            "received",
            "travel documents received in the quarter, whenever they were requested",
            "documents de voyage reçus au cours du trimestre, quelle que soit la date de la demande",
            "documents",
        ),
    ),
    rules=(Unbroken("quarter", "quarter", ("country",)),),
    used_by=("4", "5"),
)
