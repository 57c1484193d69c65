"""Diplomatic engagements, and whether the envelope and removals were raised."""

from __future__ import annotations

from mcee_eval.contracts.common import LEVELS, country
from mcee_eval.contracts.declare import YES_NO_NOT_RECORDED, Column, Contract

CONTRACT = Contract(
    name="engagements",
    en="Diplomatic engagements: with whom, where, and whether the envelope and removals were raised",
    fr="Engagements diplomatiques : avec qui, où, et si l'enveloppe et les renvois y ont été évoqués",
    row_en="an engagement",
    row_fr="un engagement",
    question_en="Were the projects used in talks with the targeted governments?",
    question_fr="Les projets ont-ils servi dans les échanges avec les gouvernements ciblés?",
    key=("engagement",),
    columns=(
        Column(name="engagement", type="code", en="engagement code", fr="code de l'engagement"),
        Column(name="date", type="date", en="day of the engagement", fr="jour de l'engagement"),
        Column(
            name="kind",
            type="code",
            en="kind of engagement",
            fr="type d'engagement",
            codes={
                "bilateral_meeting": ("bilateral meeting", "rencontre bilatérale"),
                "scoping_mission": ("scoping mission", "mission d'établissement de la portée"),
                "monitoring_mission": ("project monitoring mission", "mission de suivi de projet"),
                "document_follow_up": ("follow-up on travel documents", "suivi sur les documents de voyage"),
                "like_minded": ("meeting with like-minded countries", "rencontre de pays aux vues similaires"),
                "multilateral_forum": ("multilateral forum", "forum multilatéral"),
            },
        ),
        Column(
            name="counterpart",
            type="code",
            en="who was met: those who know the projects are not those who issue documents",
            fr="qui a été rencontré : ceux qui connaissent les projets ne sont pas ceux qui délivrent les documents",
            nullable=True,
            codes={
                "capital": ("authorities in the capital", "autorités de la capitale"),
                "mission_in_canada": ("mission or consulate in Canada", "mission ou consulat au Canada"),
                "partner": ("implementing partner or another donor", "partenaire de mise en œuvre ou autre donateur"),
            },
        ),
        Column(
            name="level",
            type="code",
            en="highest Canadian level present",
            fr="niveau canadien le plus élevé présent",
            nullable=True,
            codes=LEVELS,
        ),
        country(
            en="country of the counterpart; empty for a meeting without one",
            fr="pays de l'interlocuteur; vide pour une rencontre sans pays",
            nullable=True,
        ),
        Column(
            name="mcee_raised",
            type="code",
            en="the envelope or its projects were raised",
            fr="l'enveloppe ou ses projets ont été évoqués",
            codes=YES_NO_NOT_RECORDED,
            since="2019-02",
        ),
        Column(
            name="removals_raised",
            type="code",
            en="removals or travel documents were raised",
            fr="les renvois ou les documents de voyage ont été évoqués",
            codes=YES_NO_NOT_RECORDED,
        ),
        Column(
            name="follow_up_recorded",
            type="code",
            en="a follow-up is on record",
            fr="un suivi est consigné",
            codes=YES_NO_NOT_RECORDED,
        ),
    ),
    used_by=("3", "4", "7", "8"),
)
