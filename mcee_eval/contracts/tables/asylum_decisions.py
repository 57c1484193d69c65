"""First-instance decisions on asylum claims, by country and calendar year."""

from __future__ import annotations

from mcee_eval.contracts.common import count, country
from mcee_eval.contracts.declare import Column, Contract
from mcee_eval.contracts.series_rules import Unbroken

CONTRACT = Contract(
    name="asylum_decisions",
    en="Claims referred, decided and pending at first instance, by country and calendar year",
    fr="Demandes déférées, tranchées et en attente en première instance, par pays et année civile",
    row_en="a country in a year",
    row_fr="un pays, une année",
    question_en="How were claims decided, and how many wait?",
    question_fr="Comment les demandes ont-elles été tranchées, et combien sont en attente?",
    key=("country", "year"),
    columns=(
        country(),
        Column(name="year", type="year", en="calendar year", fr="année civile"),
        count("referred", "claims referred in the year", "demandes déférées dans l'année", "persons"),
        count("accepted", "claims accepted", "demandes acceptées", "persons"),
        count("rejected", "claims rejected", "demandes rejetées", "persons"),
        count("abandoned", "claims declared abandoned", "demandes dont le désistement a été prononcé", "persons"),
        count(
            "withdrawn", "claims withdrawn and others closed", "demandes retirées et autres dossiers clos", "persons"
        ),
        count("pending", "claims pending at the end of the year", "demandes en attente à la fin de l'année", "persons"),
    ),
    rules=(Unbroken("year", "year", ("country",)),),
    used_by=("1", "5"),
)
