"""What is recorded each fiscal quarter, from which the smallest effect of a future series is computed."""

from __future__ import annotations

import pandas as pd

from mcee_eval.contracts.periods import first_day, holding
from mcee_eval.datasets import Dataset, NoTable
from mcee_eval.frames.registry import absent, frame
from mcee_eval.frames.requests import first_requests
from mcee_eval.settings import settings

ISSUING = "mission_in_canada"  # where travel documents are issued


@frame("counts_by_quarter", key=("series", "quarter"), value="persons", exposure="number")
def counts_by_quarter(data: Dataset, country: str, *, within: int = 180) -> pd.DataFrame:
    """Events by quarter before the first programme began: documents, removals, claims.

    exposure : what each is counted from (documents: the requests made; others: one). within : days in which a document
    counts as issued. The first quarter on record may be a part, and is left out.
    """
    countries = data.table("countries").frame
    targeted = countries[(countries["mcee_role"] == "targeted") & countries["programme_start"].notna()]
    first = min(str(m) for m in targeted["programme_start"]) if len(targeted) else settings().start
    mine, asked, made = set(targeted["country"]), pd.Series(dtype=float), {}
    if (requests := given(data, "travel_document_requests")) is not None:
        asked, made["documents"] = _documents(requests[requests["country"].isin(mine)], data.extracted_on, within)
    if (stock := given(data, "removals_inventory")) is not None:
        stock = stock[(stock["inventory"] == "working") & stock["country"].isin(mine)]
        made["removals"] = stock.groupby("quarter")["removed"].sum(min_count=1).dropna()
    if (claims := given(data, "asylum_claims")) is not None:
        quarter = claims["month"].map(lambda m: holding("quarter", first_day("month", str(m))))
        made["claims"] = claims.groupby(quarter)["claims"].sum()
    if not made:
        return absent("not_given")
    start = holding("quarter", first_day("month", first))
    tables = []
    for name, counted in made.items():
        known = counted.sort_index().iloc[1:]
        told = known[[str(q) < start for q in known.index]].rename_axis("quarter").reset_index(name="value")
        base = told["quarter"].map(asked).astype(float) if name == "documents" else 1.0
        tables.append(told.assign(series=name, exposure=base, value=told["value"].astype(float)))
    whole: pd.DataFrame = pd.concat(tables, ignore_index=True)
    return whole


def _documents(requests: pd.DataFrame, until: str, within: int) -> tuple[pd.Series, pd.Series]:
    """Persons who asked by quarter of their first request, and those of them to whom a document was issued in time."""
    if not len(requests):
        return pd.Series(dtype=float), pd.Series(dtype=float)
    day = pd.Timestamp(until or requests["requested_on"].max())
    known = requests.assign(root=first_requests(requests))[requests["requested_on"] <= day]
    chains = known.groupby("root").agg(asked=("requested_on", "min"), issued=("issued_on", "min"))
    days = (chains["issued"].where(chains["issued"] <= day) - chains["asked"]).dt.days
    asked = dated(chains["asked"])
    return asked, dated(chains.loc[days <= within, "asked"]).reindex(asked.index, fill_value=0)


@frame("records_by_quarter", key=("series", "quarter"), value="things", exposure="number")
def records_by_quarter(data: Dataset, country: str, *, last: int = 12) -> pd.DataFrame:
    """Records of engagements, meetings and deliverables in the last quarters of the evaluation."""
    days = {
        name: table.loc[table["counterpart"] == ISSUING, day] if name == "engagements" else table[day]
        for name, day in (("engagements", "date"), ("meetings", "date"), ("deliverables", "due"))
        if (table := given(data, name)) is not None
    }
    if not days:
        return absent("not_given")
    end = holding("quarter", first_day("month", settings().end))
    tables = []
    for name, every in days.items():
        counted = dated(every)
        told = counted[[str(q) <= end for q in counted.index]].iloc[-last:]
        tables.append(told.rename_axis("quarter").reset_index(name="value").assign(series=name, exposure=1.0))
    return pd.concat(tables, ignore_index=True)


def given(data: Dataset, name: str) -> pd.DataFrame | None:
    """A table of the data set, or nothing: each series needs its own table alone."""
    try:
        return data.table(name).frame
    except NoTable:
        return None


def dated(days: pd.Series) -> pd.Series:
    """Events a fiscal quarter, from days; quarters without one inside the span count zero."""
    known = pd.to_datetime(days.dropna())
    counted = known.dt.to_period("Q-MAR").value_counts().sort_index()
    if len(counted):
        counted = counted.reindex(pd.period_range(counted.index.min(), counted.index.max(), freq="Q-MAR"), fill_value=0)
    counted.index = [f"{q.qyear - 1}-{q.qyear % 100:02d}Q{q.quarter}" for q in counted.index]
    return counted
