"""What was said: one row a person (or session) and theme, and the scale of words."""

from __future__ import annotations

import pandas as pd

from mcee_eval.datasets import Dataset, NoTable
from mcee_eval.frames.registry import absent, frame

#: groups of interviewees as the report speaks of them
FEDERAL = ("IRCC", "CBSA", "GAC", "PS")
#: months in the role of those outside IRCC at the time of the interview: from, below
SPELLS = {"first_year": (0, 12), "second_year": (12, 24), "longer": (24, 10_000)}
EVERYONE = (*FEDERAL, "implementing_partner", "foreign_partner")


@frame(
    "testimony", key=("who", "theme"), level="programme", line="code", group="code", wave="code", asked="code",
    stance="testimony", months_in_role="number", spell="code",
)  # fmt: skip
def testimony(data: Dataset, country: str) -> pd.DataFrame:
    """line (interviews, focus_groups), who, group, wave, months_in_role, spell, theme, asked, stance, coder; unit."""
    if data.provenance == "published":
        return absent()
    codes, people = data.table("interview_codes").frame, data.table("interviews").frame
    told = codes.rename(columns={"respondent": "who", "code": "theme"})
    held = people[people["outcome"] == "done"].rename(columns={"respondent": "who"})
    told = told.merge(held[["who", "group", "wave", "months_in_role"]], on="who", how="left").assign(line="interviews")
    sessions = data.table("focus_group_codes").frame.rename(columns={"group": "who", "code": "theme"})
    sessions = sessions.assign(line="focus_groups", group="focus_groups", asked=True, unit=_counted(data))
    told["spell"] = "none"
    for name, (low, high) in SPELLS.items():
        inside = told["months_in_role"].between(low, high, inclusive="left") & told["group"].isin(FEDERAL[1:])
        told["spell"] = told["spell"].mask(inside, name)
    return pd.concat([told, sessions], ignore_index=True).fillna({"spell": "none"})


def _counted(data: Dataset) -> str:
    """What a row of the focus groups counts: sessions, or their participants, who are persons."""
    try:
        return "session" if set(data.table("focus_groups").frame["unit"]) <= {"session"} else "participant"
    except NoTable:
        return "session"


@frame("quantifiers", key=("quantifier",), share_low="share", share_high="share", word_en="text", word_fr="text")
def quantifiers(data: Dataset, country: str) -> pd.DataFrame:
    """The scale of words for shares of those asked."""
    table = data.report("quantifiers").frame.copy()
    table.attrs.update(provenance="published", sources=[])
    return table


@frame("people_asked", key=("respondent",), level="programme", respondent="persons", group="code", outcome="code")
def people_asked(data: Dataset, country: str) -> pd.DataFrame:
    """Who was asked: a row a person; group as it may be shown: IRCC, other_departments, outside."""
    people = data.table("interviews").frame
    shown = {"IRCC": "IRCC", **dict.fromkeys(FEDERAL[1:], "other_departments")}
    return people.assign(group=people["group"].map(shown).fillna("outside"))
