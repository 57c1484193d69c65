"""The removals inventory and its flows, by country and fiscal quarter."""

from __future__ import annotations

from mcee_eval.contracts.common import count, country
from mcee_eval.contracts.declare import Column, Contract
from mcee_eval.contracts.rules import PartsOf
from mcee_eval.contracts.series_rules import StockFlow, Unbroken

CONTRACT = Contract(
    name="removals_inventory",
    en="The removals inventory: cases at the end of each fiscal quarter, and what moved them",
    fr="L'inventaire des renvois : dossiers à la fin de chaque trimestre de l'exercice, et leurs mouvements",
    row_en="an inventory of a country in a fiscal quarter",
    row_fr="un inventaire d'un pays, un trimestre de l'exercice",
    question_en="How many cases wait for removal, and why does the number change?",
    question_fr="Combien de dossiers attendent un renvoi, et pourquoi leur nombre change-t-il?",
    key=("country", "quarter", "inventory"),
    columns=(
        country(),
        Column(name="quarter", type="quarter", en="fiscal quarter", fr="trimestre de l'exercice"),
        Column(
            name="inventory",
            type="code",
            en="which inventory; working and removal in progress are never spliced",
            fr="lequel des inventaires; l'inventaire de travail et les renvois en cours ne sont jamais raccordés",
            codes={
                "working": ("working inventory", "inventaire de travail"),
                "removal_in_progress": ("removal in progress", "renvoi en cours"),
                "wanted": ("wanted: a warrant is out", "recherché : un mandat est délivré"),
                "monitoring": ("monitoring", "surveillance"),
                "stayed": ("stayed: the removal is suspended", "sursis : le renvoi est suspendu"),
            },
        ),
        count("stock_end", "cases at the end of the quarter", "dossiers à la fin du trimestre", "cases"),
        count(
            "added",
            "cases added in the quarter; often missing",
            "dossiers ajoutés au cours du trimestre; souvent absent",
            "cases",
        ),
        count("removed", "removals in the quarter", "renvois effectués au cours du trimestre", "cases"),
        count("closed_other", "cases closed for another reason", "dossiers clos pour une autre raison", "cases"),
        count(
            "reclassified",
            "cases moved in from another inventory, less those moved out (net)",
            "dossiers venus d'un autre inventaire, moins ceux passés à un autre (net)",
            "cases",
            ge=None,
        ),
        count(
            "impeded_travel_document",
            "cases at the end of the quarter with a travel document impediment",
            "dossiers en fin de trimestre visés par un obstacle lié aux documents de voyage",
            "cases",
        ),
        count(
            "impeded_other",
            "cases at the end of the quarter with another impediment only",
            "dossiers en fin de trimestre visés seulement par un autre obstacle",
            "cases",
        ),
    ),
    rules=(
        Unbroken("quarter", "quarter", ("country", "inventory")),
        StockFlow(
            kind="quarter",
            period="quarter",
            within=("country", "inventory"),
            stock="stock_end",
            plus=("added",),
            minus=("removed", "closed_other"),
            signed=("reclassified",),
        ),
        PartsOf(("impeded_travel_document", "impeded_other"), "stock_end"),
    ),
    used_by=("1", "4", "5", "8"),
)
