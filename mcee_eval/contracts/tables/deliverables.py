"""What partners owed, when it was due, delivered and accepted."""

from __future__ import annotations

from mcee_eval.contracts.common import day, project
from mcee_eval.contracts.declare import Column, Contract
from mcee_eval.contracts.rules import Needs, Order

CONTRACT = Contract(
    name="deliverables",
    en="Activities and reports due from the partners, delivered and accepted",
    fr="Activités et rapports que doivent les partenaires : remise et acceptation",
    row_en="a deliverable of a project",
    row_fr="un produit livrable d'un projet",
    question_en="Was what was promised delivered, and in time?",
    question_fr="Ce qui était promis a-t-il été remis, et à temps?",
    key=("deliverable",),
    columns=(
        Column(name="deliverable", type="code", en="code of the deliverable", fr="code du produit livrable"),
        project(),
        Column(
            name="type",
            type="code",
            en="kind of deliverable",
            fr="type de produit livrable",
            codes={
                "activity": ("activity", "activité"),
                "report": ("planned report", "rapport prévu"),
                "ad_hoc_report": ("report asked for outside the calendar", "rapport ponctuel"),
            },
        ),
        Column(name="due", type="date", en="day on which it is due", fr="jour de l'échéance", future=True),
        day(
            "delivered",
            "day on which it was delivered; empty if it has not been",
            "jour de la remise; vide si elle n'a pas eu lieu",
        ),
        day(
            "accepted",
            "day on which IRCC accepted it; empty if it has not",
            "jour de l'acceptation par IRCC; vide si elle n'a pas eu lieu",
        ),
    ),
    rules=(Needs("accepted", "delivered"), Order("delivered", "accepted")),
    used_by=("6", "8"),
)
