"""The words for shares of interviewees."""

from __future__ import annotations

from mcee_eval.contracts.common import pair
from mcee_eval.contracts.declare import Column, Contract
from mcee_eval.contracts.rules import Order

CONTRACT = Contract(
    name="quantifiers",
    en="The word that stands for a share of those asked",
    fr="Le mot qui désigne une part des personnes interrogées à ce sujet",
    row_en="a quantifier",
    row_fr="un quantificateur",
    question_en="Which share of those asked is called most, many, some, a few?",
    question_fr="Quelle part des personnes interrogées désignent « la plupart », « de nombreuses », « certaines »?",
    key=("quantifier",),
    columns=(
        Column(name="quantifier", type="code", en="code of the word", fr="code du mot"),
        *pair("word", "the word", "le mot"),
        Column(
            name="share_low",
            type="decimal",
            en="smallest share of those asked (included)",
            fr="plus petite part des personnes interrogées (comprise)",
            unit="share",
            ge=0,
            le=1,
            places=4,
        ),
        Column(
            name="share_high",
            type="decimal",
            en="largest share of those asked (included)",
            fr="plus grande part des personnes interrogées (comprise)",
            unit="share",
            ge=0,
            le=1,
            places=4,
        ),
        *pair("source", "where the scale comes from", "provenance de l'échelle"),
        Column(
            name="confirmed",
            type="boolean",
            en="the source was seen; no: the scale is ours until it is",
            fr="la source a été vue; non : l'échelle est la nôtre d'ici là",
        ),
    ),
    rules=(Order("share_low", "share_high"),),
    used_by=("1", "2", "3", "5", "6", "7", "8"),
)
