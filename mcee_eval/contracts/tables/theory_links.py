"""The theory of the envelope as links."""

from __future__ import annotations

from mcee_eval.contracts.declare import Column, Contract

CONTRACT = Contract(
    name="theory_links",
    en=(
        "The links of the theory, from funds to removals, and "
        "the propositions that speak of each; our reading of annex A"
    ),
    fr=(
        "Les maillons de la théorie, des fonds aux renvois, et les "
        "propositions qui portent sur chacun, selon notre lecture de l'annexe A"
    ),
    row_en="a proposition that speaks of a link",
    row_fr="une proposition qui porte sur un maillon",
    question_en="Which link of the theory gives way?",
    question_fr="Quel maillon de la théorie cède?",
    key=("link", "proposition"),
    columns=(
        Column(name="link", type="code", en="the link", fr="le maillon"),
        Column(
            name="proposition",
            type="code",
            en="code of the proposition, such as 4a",
            fr="code de la proposition, p. ex. 4a",
        ),
        Column(
            name="side",
            type="code",
            en="whether the proposition speaks for the link or against it",
            fr="si la proposition parle en faveur du maillon ou contre lui",
            codes={
                "for": ("for the link", "en faveur du maillon"),
                "against": ("against the link", "contre le maillon"),
            },
        ),
    ),
    used_by=("8",),
)
