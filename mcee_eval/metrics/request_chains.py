"""Requests for travel documents, one row a person's chain: a resubmission is not a new person."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mcee_eval.errors import BadParameter, BadTable, Problem
from mcee_eval.metrics import checks

ISSUED, REFUSED, WITHDRAWN = 1, 2, 3
OUTCOMES = {"issued_on": ISSUED, "refused_on": REFUSED, "withdrawn_on": WITHDRAWN}
DATES = ("requested_on", "first_reply_on", "interview_on", *OUTCOMES, "expires_on", "removed_on")
KEYS = ("request_id", "person_key", "country", "counterpart", "resubmission_of")


@dataclass(frozen=True, slots=True)
class Chains:
    """The table on the day ``as_of``: nothing later is known.

    requests : one row a request made by then, with ``chain`` (the first request's id), ``cause`` (0 open, 1 issued,
        2 refused, 3 withdrawn) and ``ended_on``.
    chains : one row a chain: chain, person_key, country, counterpart (of the first request), requests, requested_on
        (of the first), ended_on, days, cause, reply_on, reply_recorded, interview_on, interviewed.
    """

    as_of: pd.Timestamp
    requests: pd.DataFrame
    chains: pd.DataFrame


def request_chains(requests: pd.DataFrame, *, as_of: str | pd.Timestamp) -> Chains:
    """What had become of each person's request by a day?

    requests : the table ``travel_document_requests``: its keys and its dates.
    as_of : the last day of which the table knows; whatever is dated later counts as not yet happened.

    A chain begins with its first request. It is issued on the first day a document is issued in it; otherwise its
    outcome is that of its last request, and it is open when that one is. Days run from the first request to that
    outcome, or to ``as_of``.
    An issue or a refusal is itself a reply: it stands in, as the latest day possible, where none was recorded.
    Refuses, all problems at once: missing columns, columns that are not dates, repeated request ids, a request
    without a date, a date before its request, more than one outcome, a resubmission of an unknown request, of another
    person's, or of itself in a circle, and a table with no request by ``as_of``.
    """
    checks.need_columns(requests, [*KEYS, *DATES], table="requests")
    known = requests[[*KEYS, *DATES]].reset_index(drop=True)
    day = _check(known, as_of)
    root = _roots(known)
    known = known.assign(chain=root)[known["requested_on"] <= day]
    if known.empty:
        problem = Problem("column 'requested_on'", f"none by {day.date()}", "at least one request", "Check as_of.")
        raise BadTable.of("requests", [problem])
    dates = known[list(DATES[1:])]
    expires = known["expires_on"]  # a date in the future is already known
    dates = dates.where(dates <= day).assign(expires_on=expires)
    known = pd.concat([known.drop(columns=list(DATES[1:])), dates], axis=1)
    known = known.sort_values(["chain", "requested_on", "request_id"], kind="stable").reset_index(drop=True)
    outcome = known[list(OUTCOMES)]
    known = known.assign(
        ended_on=outcome.min(axis=1),
        cause=np.where(outcome.notna().any(axis=1), outcome.notna().to_numpy().argmax(axis=1) + 1, 0),
    )
    return Chains(day, known, _collapse(known, day))


def _collapse(known: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    by = known.groupby("chain", sort=True)
    first, last = by.head(1).set_index("chain"), by.tail(1).set_index("chain")
    issued = by["issued_on"].min()
    ever = issued.notna()
    ended = issued.where(ever, last["ended_on"])
    cause = last["cause"].where(~ever, ISSUED)
    until = ended.fillna(day)
    reply, interview = by["first_reply_on"].min(), by["interview_on"].min()
    reply, interview = reply.where(reply <= until), interview.where(interview <= until)
    answered = by[["issued_on", "refused_on"]].min().min(axis=1)
    recorded = reply.notna() & ~(answered < reply)
    return pd.DataFrame(
        {
            "person_key": first["person_key"],
            "country": first["country"],
            "counterpart": first["counterpart"],
            "requests": by.size(),
            "requested_on": first["requested_on"],
            "ended_on": ended,
            "days": (until - first["requested_on"]).dt.days,
            "cause": cause.astype("int64"),
            "reply_on": reply.where(recorded, answered),
            "reply_recorded": recorded.astype("int64"),
            "interview_on": interview,
            "interviewed": interview.notna().astype("int64"),
        }
    ).reset_index()


def _check(known: pd.DataFrame, as_of: str | pd.Timestamp) -> pd.Timestamp:
    """The day asked for; refuses with every problem of the table."""
    day = pd.to_datetime(as_of, errors="coerce")
    if not isinstance(day, pd.Timestamp) or pd.isna(day):
        problem = Problem("as_of", repr(as_of), "a day, such as '2024-12-31'")
        raise BadParameter("requests: as_of cannot be used", problems=[problem])
    problems = [
        Problem(f"column {c!r}", f"dtype {known[c].dtype}", "dates", "Read the column as dates first.")
        for c in DATES
        if not pd.api.types.is_datetime64_any_dtype(known[c])
    ]
    if problems:
        raise BadTable.of("requests", problems)
    ids, before = known["request_id"], known["resubmission_of"]
    outcome = known[list(OUTCOMES)]
    hint = "Check the source, or declare a correction."
    faults = {
        ("no request_id", "an id"): ids.isna(),
        ("its request_id more than once", "one row a request"): ids.duplicated() & ids.notna(),
        ("no requested_on", "a date"): known["requested_on"].isna(),
        ("more than one outcome", "issued, refused or withdrawn, or none yet"): outcome.notna().sum(axis=1) > 1,
        ("a date before the request", "dates on or after requested_on"): known[list(DATES[1:])]
        .lt(known["requested_on"], axis=0)
        .any(axis=1),
        ("an expiry before the issue", "an expiry on or after issued_on"): known["expires_on"] < known["issued_on"],
        ("a resubmission of a request that is not here", "the id of an earlier request"): before.notna()
        & ~before.isin(ids),
    }
    for (found, expected), bad in faults.items():
        problems += [Problem(f"row {i}, {ids[i]}", found, expected, hint) for i in known.index[bad][: checks.SHOWN]]
    if problems:
        raise BadTable.of("requests", problems)
    return day


def _roots(known: pd.DataFrame) -> pd.Series:
    """The first request of each request's chain. Refuses circles and chains over two persons."""
    ids = known["request_id"]
    position = pd.Series(known.index, index=ids)
    before = known["resubmission_of"].map(position)
    root = before.fillna(pd.Series(known.index, index=known.index)).to_numpy(dtype=np.int64)
    for _ in range(int(np.ceil(np.log2(max(len(root), 2)))) + 1):  # each step doubles the distance covered
        root = root[root]
    first = known.loc[root].reset_index(drop=True)
    circle = first["resubmission_of"].notna()
    other = (first["person_key"] != known["person_key"]) & ~circle
    hint = "Check the source, or declare a correction."
    problems = [
        Problem(f"row {i}, {ids[i]}", "resubmits itself in a circle", "a first request", hint)
        for i in known.index[circle][: checks.SHOWN]
    ]
    problems += [
        Problem(f"row {i}, {ids[i]}", "resubmits another person's request", "the same person_key", hint)
        for i in known.index[other][: checks.SHOWN]
    ]
    if problems:
        raise BadTable.of("requests", problems)
    return first["request_id"]
