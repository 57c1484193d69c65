"""Where the report contradicts itself or its sources."""

from __future__ import annotations

from mcee_eval.contracts.common import pair
from mcee_eval.contracts.declare import Column, Contract
from mcee_eval.contracts.report_sections import SECTIONS, SEVERAL, section

CONTRACT = Contract(
    name="discrepancies",
    en="Where the report contradicts itself or its sources",
    fr="Où le rapport se contredit ou contredit ses sources",
    row_en="a discrepancy",
    row_fr="une divergence",
    question_en="Which passages of the report do not agree?",
    question_fr="Quels passages du rapport ne concordent pas?",
    key=("discrepancy",),
    columns=(
        Column(
            name="discrepancy",
            type="code",
            en="code of the discrepancy, such as D1",
            fr="code de la divergence, p. ex. D1",
        ),
        section(
            en="section of the report; several where the passages stand in more than one",
            fr="section du rapport; plusieurs si les passages se trouvent dans plus d'une",
            codes={**SECTIONS, **SEVERAL},
        ),
        *pair("text", "what does not agree", "ce qui ne concorde pas"),
        Column(
            name="established",
            type="boolean",
            en="seen in the report itself; no: possible and not established",
            fr="constatée dans le rapport même; non : possible et non établie",
        ),
    ),
    used_by=("8",),
)
