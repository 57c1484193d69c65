"""Engagements with other governments and partners: who led, with whom, what was raised as far as the records tell."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mcee_eval.datasets import Dataset, NoTable
from mcee_eval.frames.registry import absent, frame
from mcee_eval.frames.requests import asked_for

LEADER = "IRCC"  # the department that manages the envelope; the others are those that were to use it
FUNDED = ("targeted", "preventive")
GOVERNMENT = ("capital", "mission_in_canada")
VISITS = ("scoping_mission", "monitoring_mission")
RECORDED = ("mcee_raised", "removals_raised", "follow_up_recorded")
#: the order in which a reader gets them
LEADS = ("IRCC", "CBSA", "GAC", "PS", "not_recorded")
COUNTERPARTS = (*GOVERNMENT, "partner", "none")
KINDS = ("bilateral_meeting", "document_follow_up", *VISITS, "like_minded", "multilateral_forum")
LEVELS = ("minister", "deputy_minister", "ADM", "DG", "director", "head_of_mission", "working", "not_recorded")


@frame(
    "engagements", key=("engagement",), period="day", year="period", day="period", month="period",
    engagements="things", country="country", kind="code",
    counterpart="code", with_whom="code", more={"level": "code"}, lead="code", by_others="code", others_present="code",
    government="code", visit="code", funded="code", begun="code", mcee_raised="code", removals_raised="code",
    follow_up_recorded="code", whole="code",
)  # fmt: skip
def engagements(data: Dataset, country: str, of: str = "") -> pd.DataFrame:
    """One row an engagement of the country (ALL: every one, or of="targeted": those of the targeted countries).

    mcee_raised …: yes, no, not_recorded.

    lead : the department known to lead. by_others : led by another department than IRCC; missing where the records do
    not tell. others_present : another department took part. government : met authorities of the country. visit : made
    for the projects. whole : the record says what was raised, what followed and who led. funded : its country has
    projects; begun : and they had begun by then.
    """
    if data.provenance == "published":
        return absent()
    told = led(data.table("engagements").frame, present(data))
    if of == "targeted":
        told = told[told["country"].isin(asked_for(data, country))]
    told = told if country == "ALL" else told[told["country"] == country]
    first = told["country"].map(programme_starts(data))
    whole = (told[list(RECORDED)] != "not_recorded").all(axis=1)
    with_government = told["counterpart"].isin(GOVERNMENT)
    made = told.rename(columns={"date": "day"}).assign(
        engagements=1,
        year=told["date"].dt.year.astype(str),
        month=told["date"].dt.strftime("%Y-%m"),
        counterpart=pd.Categorical(told["counterpart"].fillna("none"), COUNTERPARTS),
        with_whom=pd.Categorical(told["counterpart"].where(with_government, "elsewhere"), (*GOVERNMENT, "elsewhere")),
        kind=pd.Categorical(told["kind"], KINDS),
        level=pd.Categorical(told["level"].fillna("not_recorded"), LEVELS),
        government=with_government,
        visit=told["kind"].isin(VISITS),
        whole=np.where(whole & told["lead"].ne("not_recorded"), "yes", "no"),
        funded=first.notna(),
        begun=first.notna() & (told["date"].dt.strftime("%Y-%m") >= first.fillna("9999-99")),
    )
    if of:
        made.attrs["period"] = f"{made['month'].min()} – {made['month'].max()}" if len(made) else ""
    return made


@frame("countries_funded", key=("country",), country="country", programme_start="period")
def countries_funded(data: Dataset, country: str) -> pd.DataFrame:
    """Countries with projects of the envelope and the month in which theirs began; "not_funded" where it is not one."""
    starts = {c: m for c, m in sorted(programme_starts(data).items()) if country in ("ALL", c)}
    return pd.DataFrame(starts.items(), columns=["country", "programme_start"]) if starts else absent("not_funded")


@frame("documents_issued", key=("country", "day"), period="day", country="country", day="period", issued="persons")
def documents_issued(data: Dataset, country: str) -> pd.DataFrame:
    """One row a travel document issued to a funded country, or to the country asked for."""
    wanted = list(programme_starts(data)) if country == "ALL" else [country]
    requests = data.table("travel_document_requests").frame
    mine = requests[requests["issued_on"].notna() & requests["country"].isin(wanted)]
    issued = mine[["country", "issued_on"]].rename(columns={"issued_on": "day"}).assign(issued=1)
    return issued if len(issued) else absent("no_documents")


def programme_starts(data: Dataset) -> dict[str, str]:
    """Country → first month of its projects, of the countries that the envelope funds."""
    known = data.table("countries").frame
    known = known[known["mcee_role"].isin(FUNDED) & known["programme_start"].notna()]
    return dict(zip(known["country"].astype(str), known["programme_start"].astype(str), strict=True))


def present(data: Dataset) -> pd.DataFrame:
    """Who took part in each engagement; no one is known where the table is not given."""
    try:
        return data.table("engagement_departments").frame
    except NoTable:
        return pd.DataFrame({"engagement": [], "department": [], "lead": pd.array([], dtype="boolean")})


def led(engagements: pd.DataFrame, departments: pd.DataFrame) -> pd.DataFrame:
    """The engagements with ``lead``, ``by_others`` and ``others_present``, as far as the records tell.

    Where no lead is recorded but only IRCC, or everybody but IRCC, took part, it is known all the same whether another
    department led.
    """
    leading = departments[departments["lead"].fillna(False)].set_index("engagement")["department"]
    present = departments.groupby("engagement")["department"].agg(set)
    codes = engagements["engagement"]
    leads, there = [leading.get(c, "not_recorded") for c in codes], [present.get(c, set()) for c in codes]
    others = [_by_others(lead, who) for lead, who in zip(leads, there, strict=True)]
    return engagements.assign(
        lead=pd.Categorical(leads, LEADS),
        by_others=pd.array(others, dtype="boolean"),
        others_present=[bool(who - {LEADER}) for who in there],
    )


def _by_others(lead: str, present: set[str]) -> bool | None:
    if lead != "not_recorded":
        return lead != LEADER
    if present and LEADER not in present:
        return True
    return False if present == {LEADER} else None
