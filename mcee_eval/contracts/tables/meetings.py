"""Meetings of the bodies that coordinate the envelope."""

from __future__ import annotations

from mcee_eval.contracts.declare import Column, Contract

CONTRACT = Contract(
    name="meetings",
    en="Meetings of the Removals Working Group and of the interdepartmental groups",
    fr="Réunions du groupe de travail sur les renvois et des groupes interministériels",
    row_en="a meeting that was held",
    row_fr="une réunion tenue",
    question_en="Did the bodies meet as often as promised, and record what they decided?",
    question_fr="Les instances se sont-elles réunies aussi souvent que prévu, avec décisions consignées?",
    key=("meeting",),
    columns=(
        Column(name="meeting", type="code", en="meeting code", fr="code de la réunion"),
        Column(
            name="body",
            type="code",
            en="which body met",
            fr="quelle instance s'est réunie",
            codes={
                "RWG_ADM": (
                    "Removals Working Group, assistant deputy ministers (quarterly)",
                    "groupe de travail sur les renvois, sous-ministres adjoints (tous les trimestres)",
                ),
                "RWG_DG": (
                    "Removals Working Group, directors general",
                    "groupe de travail sur les renvois, directeurs généraux",
                ),
                "RWG_working": (
                    "Removals Working Group, working level",
                    "groupe de travail sur les renvois, niveau opérationnel",
                ),
                "interdepartmental": (
                    "interdepartmental working group on capacity building",
                    "groupe de travail interministériel sur le renforcement des capacités",
                ),
            },
            since="2019-02",
        ),
        Column(name="date", type="date", en="day of the meeting", fr="jour de la réunion"),
        Column(
            name="decisions_recorded",
            type="boolean",
            en="a record of decisions exists; empty if not known",
            fr="un compte rendu de décisions existe; vide si on l'ignore",
            nullable=True,
        ),
    ),
    used_by=("7", "8"),
)
