"""New asylum claims, by country of citizenship and calendar month."""

from __future__ import annotations

from mcee_eval.contracts.common import count, country
from mcee_eval.contracts.declare import Column, Contract
from mcee_eval.contracts.series_rules import Unbroken

CONTRACT = Contract(
    name="asylum_claims",
    en="New asylum claims, by country of citizenship and calendar month",
    fr="Nouvelles demandes d'asile, par pays de citoyenneté et mois civil",
    row_en="a country in a month",
    row_fr="un pays, un mois",
    question_en="How many claims were made each month?",
    question_fr="Combien de demandes ont été présentées chaque mois?",
    key=("country", "month"),
    columns=(
        country(),
        Column(name="month", type="month", en="calendar month", fr="mois civil"),
        count("claims", "asylum claims made", "demandes d'asile présentées", "persons"),
    ),
    rules=(Unbroken("month", "month", ("country",)),),
    used_by=("1", "5", "8"),
)
