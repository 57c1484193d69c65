"""Each request for a travel document, from the request to the removal."""

from __future__ import annotations

from mcee_eval.contracts.common import country, day
from mcee_eval.contracts.declare import Column, Contract
from mcee_eval.contracts.rules import Needs, NotItself, OnlyOne, Order
from mcee_eval.contracts.series_rules import SameAsTarget

CONTRACT = Contract(
    name="travel_document_requests",
    en="Each request for a travel document: when it was made, answered, issued, refused or withdrawn",
    fr="Chaque demande de document de voyage : présentation, réponse, délivrance, refus ou retrait",
    row_en="a request for a travel document",
    row_fr="une demande de document de voyage",
    question_en="How long does a travel document take, and where does the delay arise?",
    question_fr="Combien de temps prend un document de voyage, et où survient le retard?",
    key=("request_id",),
    columns=(
        Column(name="request_id", type="code", en="number of the request", fr="numéro de la demande"),
        Column(
            name="person_key",
            type="code",
            en="pseudonym of the person; the same in every request for that person",
            fr="pseudonyme de la personne; le même dans toutes les demandes qui la concernent",
        ),
        country(),
        Column(name="requested_on", type="date", en="day of the request", fr="jour de la demande"),
        day("first_reply_on", "day of the first reply", "jour de la première réponse"),
        day(
            "interview_on",
            "day of the interview of the person, if one was asked for",
            "jour de l'entrevue de la personne, si elle a été exigée",
            future=True,
        ),
        day("issued_on", "day on which the document was issued", "jour de la délivrance du document"),
        day("refused_on", "day on which the request was refused", "jour du refus de la demande"),
        day("withdrawn_on", "day on which Canada withdrew the request", "jour où le Canada a retiré la demande"),
        day("expires_on", "day on which the document expires", "jour où le document expire", future=True),
        day("removed_on", "day of the removal", "jour du renvoi"),
        Column(
            name="counterpart",
            type="code",
            en="whom the request was made to",
            fr="à qui la demande a été adressée",
            nullable=True,
            codes={
                "embassy": ("embassy", "ambassade"),
                "high_commission": ("high commission", "haut-commissariat"),
                "consulate": ("consulate", "consulat"),
                "capital": ("authorities in the capital", "autorités de la capitale"),
            },
        ),
        Column(
            name="resubmission_of",
            type="code",
            en="the earlier request that this one repeats; a resubmission is not a new person",
            fr="la demande antérieure que celle-ci reprend; il s'agit de la même personne",
            isin="travel_document_requests.request_id",
            nullable=True,
        ),
    ),
    rules=(
        Needs("issued_on", "requested_on"),
        Needs("expires_on", "issued_on"),
        OnlyOne(("issued_on", "refused_on", "withdrawn_on")),
        Order("requested_on", "first_reply_on"),
        Order("requested_on", "interview_on"),
        Order("requested_on", "issued_on"),
        Order("requested_on", "refused_on"),
        Order("requested_on", "withdrawn_on"),
        Order("issued_on", "expires_on"),
        Order("requested_on", "removed_on"),
        NotItself("resubmission_of", "request_id"),
        SameAsTarget("resubmission_of", "request_id", "person_key"),
    ),
    used_by=("3", "4", "8"),
)
