"""What the conclusions rest on: the records of the other findings, the evidence, who was heard, the action plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from mcee_eval.contracts.periods import first_day, holding
from mcee_eval.datasets import Dataset
from mcee_eval.findings.from_records import Conclusions, conclusions
from mcee_eval.metrics.request_chains import ISSUED, request_chains
from mcee_eval.settings import settings

ISSUING = "mission_in_canada"  # where travel documents are issued
QUARTERS = 12  # of the evaluation window, most recent, from which the pace of records is read


@dataclass(frozen=True)
class Series:
    """What is recorded each quarter, from which the smallest effect of a future series is computed.

    kind : ``count`` (events, compared as rates) or ``records`` (of which a share is looked for).
    quarters, values : before the first programme start for counts, the last of the window for records.
    exposure : what each count is counted from; empty: quarters.
    """

    kind: str
    quarters: tuple[str, ...]
    values: tuple[float, ...]
    exposure: tuple[float, ...] = ()


@dataclass(frozen=True)
class ConclusionsData:
    """What the conclusions measure.

    told : verdicts of the records. evidence : the register of items. interviews, interview_codes : who was asked and
    what was coded. documents, sessions : how many were read, how many discussions were held. actions : the plan.
    limitations, questions, question_findings, scale : transcribed from the report.
    series : name → what is recorded each quarter. dataset : for the ledger of the report's claims.
    """

    country: str
    told: Conclusions
    evidence: pd.DataFrame
    interviews: pd.DataFrame
    interview_codes: pd.DataFrame
    documents: int
    sessions: int
    actions: pd.DataFrame
    limitations: pd.DataFrame
    questions: pd.DataFrame
    question_findings: pd.DataFrame
    scale: pd.DataFrame
    series: Mapping[str, Series]
    dataset: Dataset


def conclusions_data(data: Dataset, country: str, records: Mapping[str, Mapping[str, Any]]) -> ConclusionsData:
    """Gather; ``records`` are those of country ALL, by finding. One whose run did not complete is absent."""
    return ConclusionsData(
        country,
        conclusions(records, settings().finding("f8").concludes_from),
        data.table("evidence").frame,
        data.table("interviews").frame,
        data.table("interview_codes").frame,
        len(data.table("documents").frame),
        len(data.table("focus_groups").frame),
        data.table("actions").frame,
        data.report("limitations").frame,
        data.report("questions").frame,
        data.report("question_findings").frame,
        data.report("quantifiers").frame,
        _series(data),
        data,
    )


def _series(data: Dataset) -> dict[str, Series]:
    """Each series by its name: counts before the first start, records a quarter over the end of the window."""
    countries = data.table("countries").frame
    targeted = countries[(countries["mcee_role"] == "targeted") & countries["programme_start"].notna()]
    first = min(str(m) for m in targeted["programme_start"]) if len(targeted) else settings().start
    mine = set(targeted["country"])
    requests = data.table("travel_document_requests").frame
    engagements = data.table("engagements").frame
    stock = data.table("removals_inventory").frame
    stock = stock[(stock["inventory"] == "working") & stock["country"].isin(mine)]
    claims = data.table("asylum_claims").frame
    removed = stock.groupby("quarter")["removed"].sum(min_count=1).dropna()
    claimed = claims.groupby("month")["claims"].sum()
    monthly = pd.Series(claimed.to_numpy(), [holding("quarter", first_day("month", str(m))) for m in claimed.index])
    return {
        "documents": _issued(requests[requests["country"].isin(mine)], first, data.extracted_on),
        "removals": _before(removed, first),
        "claims": _before(monthly.groupby(level=0).sum(), first),
        "engagements": _records(engagements.loc[engagements["counterpart"] == ISSUING, "date"]),
        "meetings": _records(data.table("meetings").frame["date"]),
        "deliverables": _records(data.table("deliverables").frame["due"]),
    }


def _dated(days: pd.Series) -> pd.Series:
    """Events a fiscal quarter, from days; quarters without one inside the span count zero."""
    known = pd.to_datetime(days.dropna())
    counted = known.dt.to_period("Q-MAR").value_counts().sort_index()
    if len(counted):
        whole = pd.period_range(counted.index.min(), counted.index.max(), freq="Q-MAR")
        counted = counted.reindex(whole, fill_value=0)
    counted.index = [f"{q.qyear - 1}-{q.qyear % 100:02d}Q{q.quarter}" for q in counted.index]
    return counted


def _before(counted: pd.Series, first: str) -> Series:
    """Quarters that ended before the month ``first`` began, but for the first of all, which may be a part."""
    start = holding("quarter", first_day("month", first))
    mine = counted.sort_index().iloc[1:]
    mine = mine[[str(q) < start for q in mine.index]]
    return Series("count", tuple(str(q) for q in mine.index), tuple(float(v) for v in mine))


def _issued(requests: pd.DataFrame, first: str, as_of: str) -> Series:
    """Documents issued within the horizon of finding 4, by quarter of the request, and the requests they come from."""
    if not len(requests):
        return Series("count", (), ())
    horizon = settings().threshold("f4.horizon")
    until = as_of or str(requests["requested_on"].max().date())
    chains = request_chains(requests, as_of=until).chains
    soon = chains[(chains["cause"] == ISSUED) & (chains["days"] <= horizon)]
    asked = _before(_dated(chains["requested_on"]), first)
    issued = _dated(soon["requested_on"]).reindex(asked.quarters, fill_value=0)
    return Series("count", asked.quarters, tuple(float(v) for v in issued), asked.values)


def _records(days: pd.Series) -> Series:
    """Records a quarter over the last quarters of the evaluation window."""
    counted = _dated(days)
    last = holding("quarter", first_day("month", settings().end))
    mine = counted[[str(q) <= last for q in counted.index]].iloc[-QUARTERS:]
    return Series("records", tuple(str(q) for q in mine.index), tuple(float(v) for v in mine))
