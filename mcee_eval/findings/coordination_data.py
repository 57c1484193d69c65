"""Finding 7's figures: meetings, who came, who knows the envelope, roles, engagements, the performance framework."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from mcee_eval.datasets import Dataset
from mcee_eval.errors import BadParameter, Problem
from mcee_eval.findings.testimony import Themes, themes
from mcee_eval.frames.engagements import led

ASKED = ("roles_clear", "aware_of_envelope", "mandates_diverge", "tracking_sufficient")
#: months in the role at the time of the interview: from, below
SPELLS = {"first_year": (0, 12), "second_year": (12, 24), "longer": (24, 10_000)}


@dataclass(frozen=True)
class CoordinationData:
    """What finding 7 measures, for the programme as a whole.

    meetings, attendance, roles : the tables of these names (``meeting_attendance``).
    engagements : with the department known to lead ("" where none is). framework : ``pmf_indicators`` with ``type``
    (targeted, preventive, programme: an indicator of the whole; other: a country that is not funded).
    testimony : what federal departments, and the others than IRCC, said.
    awareness : the same for awareness by department and by time in the role.
    questions : question, finding, text_en, text_fr: which finding serves which evaluation question (our reading).
    """

    meetings: pd.DataFrame
    attendance: pd.DataFrame
    roles: pd.DataFrame
    engagements: pd.DataFrame
    framework: pd.DataFrame
    testimony: Themes
    awareness: Themes
    questions: pd.DataFrame


def coordination_data(data: Dataset, country: str) -> CoordinationData:
    """Gather the figures; refuses a country, since the report draws no conclusion by country here."""
    if country != "ALL":
        raise BadParameter("f7 has no country form", problems=[Problem("country", repr(country), "'ALL'")])
    held, codes = data.table("interviews").frame, data.table("interview_codes").frame
    focus, scale = data.table("focus_group_codes").frame, data.report("quantifiers").frame
    framework = data.table("pmf_indicators").frame
    kind = data.table("countries").frame.set_index("country")["mcee_role"].to_dict()
    kinds = [{"ALL": "programme"}.get(c) or {"none": "other"}.get(kind[c], kind[c]) for c in framework["country"]]
    questions = (
        data.report("question_findings")
        .frame[["question", "finding"]]
        .merge(
            data.report("questions").frame[["question", "text_en", "text_fr"]], on="question", validate="many_to_one"
        )
    )
    return CoordinationData(
        data.table("meetings").frame,
        data.table("meeting_attendance").frame,
        data.table("roles").frame,
        led(data.table("engagements").frame, data.table("engagement_departments").frame).assign(
            lead=lambda f: f["lead"].astype(str).replace("not_recorded", "")
        ),
        framework.assign(type=kinds),
        themes(codes, held, focus, codes=ASKED, groups=("federal", "IRCC", "other_departments"), scale=scale),
        _awareness(codes, held, focus, scale),
        questions,
    )


def _awareness(codes: pd.DataFrame, held: pd.DataFrame, focus: pd.DataFrame, scale: pd.DataFrame) -> Themes:
    """Awareness by department, then by time in the role of those outside IRCC. One wave of interviews: no trend."""
    wanted = ("aware_of_envelope",)
    by_department = themes(codes, held, focus, codes=wanted, groups=("IRCC", "CBSA", "GAC", "PS"), scale=scale)
    others = held["group"].isin(["CBSA", "GAC", "PS"])
    spell = held["group"].where(~others, "")
    for name, (low, high) in SPELLS.items():
        spell = spell.mask(others & held["months_in_role"].between(low, high, inclusive="left"), name)
    by_time = themes(
        codes, held.assign(group=spell), focus, codes=wanted, groups={s: (s,) for s in SPELLS}, scale=scale
    )
    return Themes((*by_department.rows, *by_time.rows), scale)
