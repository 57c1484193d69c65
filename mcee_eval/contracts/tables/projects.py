"""The projects that the envelope paid for."""

from __future__ import annotations

from mcee_eval.contracts.declare import Column, Contract
from mcee_eval.contracts.rules import Order

CONTRACT = Contract(
    name="projects",
    en="The projects of the envelope: partner, instrument, dates and value",
    fr="Les projets de l'enveloppe : partenaire, mode de financement, dates et valeur",
    row_en="a project",
    row_fr="un projet",
    question_en="What was funded, through whom, for how much and how long?",
    question_fr="Qu'a-t-on financé, par qui, pour combien et pour combien de temps?",
    key=("project",),
    columns=(
        Column(name="project", type="code", en="project code", fr="code du projet"),
        Column(
            name="partner",
            type="code",
            en="implementing partner",
            fr="partenaire de mise en œuvre",
            codes={
                "IOM": (
                    "International Organization for Migration",
                    "Organisation internationale pour les migrations",
                ),
                "UNODC": (
                    "United Nations Office on Drugs and Crime",
                    "Office des Nations Unies contre la drogue et le crime",
                ),
                "UNHCR": (
                    "United Nations High Commissioner for Refugees",
                    "Haut-Commissariat des Nations Unies pour les réfugiés",
                ),
                "ARK": ("ARK Group DMCC", "ARK Group DMCC"),
            },
        ),
        Column(
            name="instrument",
            type="code",
            en="how the project is paid (Vote 10)",
            fr="mode de financement du projet (crédit 10)",
            codes={"grant": ("grant", "subvention"), "contribution": ("contribution", "contribution")},
        ),
        Column(
            name="kind",
            type="code",
            en="kind of project",
            fr="nature du projet",
            codes={
                "infrastructure_or_technology": (
                    "physical infrastructure or technology",
                    "infrastructures physiques ou technologiques",
                ),
                "policy_or_training": (
                    "policies, frameworks, exchange of information, training",
                    "politiques, cadres, échange de renseignements, formation",
                ),
            },
        ),
        Column(
            name="start",
            type="date",
            en="first day of the agreement",
            fr="premier jour de l'accord",
            future=True,
            since="2019-02",
        ),
        Column(
            name="end_original",
            type="date",
            en="last day as first agreed",
            fr="dernier jour prévu à l'origine",
            future=True,
        ),
        Column(name="end", type="date", en="last day as now agreed", fr="dernier jour prévu à ce jour", future=True),
        Column(
            name="status",
            type="code",
            en="state of the project on the day of the extraction",
            fr="état du projet au jour de l'extraction",
            codes={
                "planned": ("approved, not started", "approuvé, non commencé"),
                "ongoing": ("under way", "en cours"),
                "completed": ("completed", "terminé"),
                "cancelled": ("stopped before its end", "arrêté avant son terme"),
            },
        ),
        Column(
            name="currency",
            type="code",
            en="currency of the values",
            fr="devise des valeurs",
            codes={
                "CAD": ("Canadian dollar", "dollar canadien"),
                "USD": ("United States dollar", "dollar américain"),
                "EUR": ("euro", "euro"),
                "CHF": ("Swiss franc", "franc suisse"),
            },
        ),
        Column(
            name="original_value",
            type="decimal",
            en="value as first agreed",
            fr="valeur prévue à l'origine",
            unit="dollars",
            ge=0,
        ),
        Column(
            name="current_value",
            type="decimal",
            en="value as now agreed",
            fr="valeur prévue à ce jour",
            unit="dollars",
            ge=0,
        ),
    ),
    rules=(Order("start", "end_original"), Order("start", "end")),
    used_by=("0", "2", "6"),
)
