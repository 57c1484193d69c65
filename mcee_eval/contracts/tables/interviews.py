"""The persons asked for an interview."""

from __future__ import annotations

from mcee_eval.contracts.common import count
from mcee_eval.contracts.declare import DEPARTMENTS, Column, Contract
from mcee_eval.contracts.rules import OnlyWhen

CONTRACT = Contract(
    name="interviews",
    en="The key informants asked for an interview, and what came of it",
    fr="Les informateurs clés sollicités pour une entrevue, et la suite donnée",
    row_en="a person asked for an interview",
    row_fr="une personne sollicitée pour une entrevue",
    question_en="Who was asked, and who answered?",
    question_fr="Qui a été sollicité, et qui a répondu?",
    key=("respondent",),
    columns=(
        Column(name="respondent", type="code", en="pseudonym of the person", fr="pseudonyme de la personne"),
        Column(
            name="group",
            type="code",
            en="whom the person speaks for",
            fr="au nom de qui la personne s'exprime",
            codes={
                **DEPARTMENTS,
                "implementing_partner": ("implementing partner", "partenaire de mise en œuvre"),
                "foreign_partner": ("foreign partner", "partenaire étranger"),
            },
        ),
        Column(
            name="wave",
            type="code",
            en="how the person was found",
            fr="comment la personne a été trouvée",
            codes={
                "seed": ("in the first list", "dans la première liste"),
                "snowball": (
                    "named by another person (snowball technique)",
                    "nommée par une autre (technique en boule de neige)",
                ),
            },
        ),
        Column(
            name="outcome",
            type="code",
            en="what came of the request",
            fr="suite donnée à la demande",
            codes={
                "done": ("interview held", "entrevue réalisée"),
                "declined": ("declined", "refus"),
                "no_reply": ("no reply", "sans réponse"),
                "unavailable": ("could not be reached or had left", "non joignable ou partie"),
            },
        ),
        count(
            "months_in_role",
            "months in the role at the time; empty if not known",
            "mois passés dans le poste à ce moment; vide si on l'ignore",
            "months",
            le=600,
        ),
        Column(
            name="mode",
            type="code",
            en="how the interview was held",
            fr="mode de l'entrevue",
            nullable=True,
            codes={
                "in_person": ("in person", "en personne"),
                "video": ("by video", "par vidéoconférence"),
                "telephone": ("by telephone", "par téléphone"),
                "written": ("in writing", "par écrit"),
            },
        ),
        Column(
            name="language",
            type="code",
            en="language of the interview",
            fr="langue de l'entrevue",
            nullable=True,
            codes={"en": ("English", "anglais"), "fr": ("French", "français"), "other": ("another", "une autre")},
        ),
    ),
    rules=(OnlyWhen("mode", "outcome", ("done",)), OnlyWhen("language", "outcome", ("done",))),
    used_by=("1", "2", "3", "5", "6", "7", "8"),
)
