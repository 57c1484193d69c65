"""What else happened in a country, or to all of them: the events that a break must be read against."""

from __future__ import annotations

from mcee_eval.contracts.common import country, day, text
from mcee_eval.contracts.declare import Column, Contract
from mcee_eval.contracts.rules import Order

CONTRACT = Contract(
    name="country_events",
    en="Events that may move a series: suspensions, visa measures, arrangements, border rules",
    fr="Événements pouvant influer sur une série : suspensions, mesures de visa, accords, règles frontalières",
    row_en="an event of one kind that begins on one day in one country, or in all",
    row_fr="un événement d'un type, qui débute un jour donné dans un pays, ou dans tous",
    question_en="What else happened, and when?",
    question_fr="Que s'est-il passé d'autre, et quand?",
    key=("country", "date", "kind"),
    columns=(
        country(
            en="country code, or ALL for an event that concerns every country",
            also=("ALL",),
            fr="code du pays, ou ALL pour un événement qui concerne tous les pays",
        ),
        Column(name="date", type="date", en="day on which the event begins", fr="jour où l'événement débute"),
        Column(
            name="kind",
            type="code",
            en="kind of event",
            fr="type d'événement",
            codes={
                "moratorium_TSR": (
                    "temporary suspension of removals (TSR)",
                    "suspension temporaire des renvois (STR)",
                ),
                "deferral_ADR": (
                    "administrative deferral of removals (ADR)",
                    "sursis administratif aux renvois (SAR)",
                ),
                "visa_change": ("change of visa rule", "changement à une règle de visa"),
                "negative_measure": ("negative measure", "mesure négative"),
                "arrangement_talks": ("talks on an arrangement", "négociation d'un accord"),
                "arrangement_signed": ("non-binding arrangement signed", "accord non contraignant signé"),
                "public_policy": ("public policy", "politique d'intérêt public"),
                "mission_closed": ("mission closed", "fermeture d'une mission"),
                "border_rule": ("change of border rule", "changement à une règle frontalière"),
                "removals_stop": ("removals stopped", "arrêt des renvois"),
            },
        ),
        day(
            "end",
            "last day of the event; empty if it goes on or has no end",
            "dernier jour de l'événement; vide s'il se poursuit ou n'a pas de fin",
            future=True,
        ),
        text("source", "where the date is stated", "où la date est indiquée"),
        Column(
            name="protected",
            type="boolean",
            en="the event is protected information and never leaves in a public page",
            fr="l'événement est un renseignement protégé et ne paraît dans aucune page publique",
        ),
    ),
    rules=(Order("date", "end"),),
    used_by=("4",),
)
