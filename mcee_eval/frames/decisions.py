"""Decisions on claims and claims that wait, by year."""

from __future__ import annotations

import pandas as pd

from mcee_eval.datasets import Dataset
from mcee_eval.frames.claims import UNHCR_VINTAGE, of
from mcee_eval.frames.registry import absent, frame

PARTS = ["accepted", "rejected", "abandoned", "withdrawn", "pending"]


@frame(
    "decisions_by_year", key=("year",), period="year", accepted="persons", rejected="persons", closed="persons",
    total="persons",
)  # fmt: skip
def decisions_by_year(data: Dataset, country: str) -> pd.DataFrame:
    """Decisions that accept or reject, claims closed otherwise, and all that were finalised."""
    if data.provenance == "published":
        return _published(data, country)
    told = of(data.table("asylum_decisions").frame, country).groupby("year", as_index=False)[PARTS].sum()
    closed = told["abandoned"] + told["withdrawn"]
    return told.assign(year=told["year"].astype(str), closed=closed, total=told["accepted"] + told["rejected"] + closed)


def _published(data: Dataset, country: str) -> pd.DataFrame:
    """UNHCR's first-instance decisions: those that recognise or reject, and all that end a claim."""
    if "unhcr_decisions" in data.files:
        frame_ = data.published("unhcr_decisions").frame.rename(columns={"origin": "country"})
        told = frame_[frame_["year"] >= 2015].assign(notion="origin")
    else:
        told = data.published("decisions_by_country_year").frame
    told = of(told[told["notion"] == "origin"], country)
    wide = told.pivot_table(index="year", columns="measure", values="value", aggfunc="sum").reset_index()
    if wide.empty:
        return absent("empty")
    accepted = wide["recognized"] + wide["complementary"]
    made = wide[["year", "rejected", "closed", "total"]].assign(accepted=accepted, year=wide["year"].astype(str))
    made.attrs["sources"] = [("unhcr", UNHCR_VINTAGE)]
    return made


@frame("pending_claims", key=("as_of", "year"), referred="persons", pending="persons")
def pending_claims(data: Dataset, country: str) -> pd.DataFrame:
    """Claims referred and pending: by year, or on public figures by the date for which the tribunal told them."""
    if data.provenance != "published":
        told = of(data.table("asylum_decisions").frame, country)
        made = told.groupby("year", as_index=False)[["referred", "pending"]].sum()
        return made.assign(year=made["year"].astype(str))
    if country != "ALL":
        return absent()
    told = data.published("decisions_by_country_year").frame
    mine = told.query("notion == 'alleged_persecution' and country == 'TOTAL' and scope == 'new_system'")
    wide = mine.pivot_table(index=["year", "as_of"], columns="measure", values="value", aggfunc="first").reset_index()
    made = wide[["as_of", "referred", "pending"]].copy()
    made.attrs["sources"] = [("irb", "")]
    return made
