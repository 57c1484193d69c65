"""Finding 3's figures for one country or for the programme: engagements, who led them, documents, what was said."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from mcee_eval.datasets import Dataset
from mcee_eval.findings.testimony import Themes, themes

LEADER = "IRCC"  # the department that manages the envelope; the others are those that were to leverage it
FUNDED = ("targeted", "preventive")
ASKED = (
    "space_for_dialogue_created",
    "projects_raised_in_talks",
    "like_minded_exchange_useful",
    "relations_with_canada_valued",
    "wish_to_continue",
)


@dataclass(frozen=True)
class DiplomacyData:
    """What finding 3 measures.

    engagements : rows of the table of that name, of the country asked for (ALL: every row), with ``lead`` (the
    department known to lead, "" where none is), ``by_others`` (led by another department than IRCC; missing where the
    records do not tell), ``others_present`` (another department took part), ``funded`` (its country has projects),
    ``begun`` (and they had begun by then).
    departments : engagement, department, lead. starts : funded country → first month of its programme.
    issued : country, day of every travel document issued to the countries asked for. as_of : last day the tables know.
    testimony : themes on dialogue and on the use of projects, of the whole programme.
    """

    country: str
    as_of: str
    engagements: pd.DataFrame
    departments: pd.DataFrame
    starts: dict[str, str]
    issued: pd.DataFrame
    testimony: Themes


def diplomacy_data(data: Dataset, country: str) -> DiplomacyData:
    """Gather the figures of ``country``, a code or ALL."""
    countries = data.table("countries").frame
    funded = countries[countries["mcee_role"].isin(list(FUNDED)) & countries["programme_start"].notna()]
    starts = {str(r.country): str(r.programme_start) for r in funded.itertuples()}
    every, departments = data.table("engagements").frame, data.table("engagement_departments").frame
    told = told_who_led(every, departments)
    first = told["country"].map(starts)
    told["funded"] = first.notna()
    told["begun"] = told["funded"] & (told["date"].dt.strftime("%Y-%m") >= first.fillna("9999-99"))
    mine = told if country == "ALL" else told[told["country"] == country]
    requests = data.table("travel_document_requests").frame
    issued = requests.loc[requests["issued_on"].notna(), ["country", "issued_on"]]
    wanted = starts if country == "ALL" else [country]
    issued = issued[issued["country"].isin(list(wanted))].rename(columns={"issued_on": "day"})
    return DiplomacyData(
        country,
        data.extracted_on or str(every["date"].max().date()),
        mine.reset_index(drop=True),
        departments[departments["engagement"].isin(mine["engagement"])].reset_index(drop=True),
        starts,
        issued.reset_index(drop=True),
        themes(
            data.table("interview_codes").frame,
            data.table("interviews").frame,
            data.table("focus_group_codes").frame,
            codes=ASKED,
            groups=("federal", "other_departments"),
            scale=data.report("quantifiers").frame,
        ),
    )


def told_who_led(engagements: pd.DataFrame, departments: pd.DataFrame) -> pd.DataFrame:
    """The engagements with ``lead``, ``by_others`` and ``others_present``, as far as the records tell.

    Where no lead is recorded but only IRCC, or everybody but IRCC, took part, it is known all the same whether another
    department led.
    """
    leading = departments[departments["lead"].fillna(False)].set_index("engagement")["department"]
    present = departments.groupby("engagement")["department"].agg(set)
    rows = []
    for code in engagements["engagement"]:
        lead, there = str(leading.get(code, "")), present.get(code, set())
        rows.append((lead, _led_by_others(lead, there), bool(there - {LEADER})))
    found = pd.DataFrame(rows, columns=["lead", "by_others", "others_present"], index=engagements.index)
    return engagements.assign(
        lead=found["lead"].astype("str"),
        by_others=pd.array(found["by_others"].tolist(), dtype="boolean"),
        others_present=found["others_present"].astype(bool),
    )


def _led_by_others(lead: str, there: set[str]) -> bool | None:
    """Whether another department than IRCC led; None where IRCC and others were there and no lead is recorded."""
    if lead:
        return lead != LEADER
    if there and LEADER not in there:
        return True
    return False if there == {LEADER} else None
