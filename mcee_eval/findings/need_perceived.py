"""Finding 1, what was said and read: a need for support led by the department, a fluid landscape, the mandate.

The evidence register holds items by finding and line, not by statement; each statement therefore rests on the theme
that interviewees were asked about, and on which documents bear on the finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mcee_eval.datasets import Dataset
from mcee_eval.findings.testimony import Theme, Themes, reaches, themes
from mcee_eval.judge.verdict import Reason, State, Verdict, decide
from mcee_eval.settings import Settings

#: proposition → the theme that interviewees were asked about
ASKED = {"1c": "department_led_support_needed", "1d": "landscape_more_complex"}
THEMES = ("need_continues", *ASKED.values())
MANDATE = ("foundational", "mandate_letter")  # kinds of document in which a mandate is written


@dataclass(frozen=True)
class Perceived:
    """themes : what interviewees said, None where the data set holds no interviews or the page is a country's.

    mandate_documents : documents on a mandate that bear on finding 1, by kind.
    """

    themes: Themes | None = None
    mandate_documents: Mapping[str, int] = field(default_factory=dict)


def perceived(data: Dataset, country: str) -> Perceived:
    """What was said on the need, and which documents on the mandate were read; for ALL of the programme only."""
    if data.provenance == "published" or country != "ALL":
        return Perceived()
    said = themes(
        data.table("interview_codes").frame,
        data.table("interviews").frame,
        data.table("focus_group_codes").frame,
        codes=THEMES,
        groups=("all",),
        scale=data.report("quantifiers").frame,
    )
    read = data.table("document_findings").frame
    kinds = data.table("documents").frame.set_index("document")["type"]
    mine = read.loc[read["finding"].astype(str) == "1", "document"].map(kinds)
    return Perceived(said, {kind: int((mine == kind).sum()) for kind in MANDATE})


def judge_perceived(found: Perceived, settings: Settings) -> tuple[Verdict, ...]:
    """1c support led by the department is perceived as needed; 1d the landscape as more complex; 1e mandate."""
    bar = settings.threshold("f1.perceived")
    verdicts = []
    for proposition, code in ASKED.items():
        told = None if found.themes is None else found.themes.of(code)
        reasons = (_said(told, bar),)
        state = decide(reasons)
        settle = ("interviews_asked",) if state == State.CANNOT_CONCLUDE else ()
        verdicts.append(Verdict(proposition, state, reasons, settle))
    code = "mandate_documents" if found.mandate_documents else "register_not_here"
    listed = Reason(code, None, dict(found.mandate_documents))
    verdicts.append(Verdict("1e", decide((listed,)), (listed,), ("mandate_reading",)))
    return tuple(verdicts)


def _said(theme: Theme | None, bar: float) -> Reason:
    if theme is None:
        return Reason("not_asked_here", None, {})
    return Reason("said", reaches(theme, bar), {"theme": theme})
