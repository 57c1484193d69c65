"""Where does the delay arise: before the first reply, around an interview, or after the document was issued?"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.stats import t as student

from mcee_eval.metrics import checks
from mcee_eval.metrics.cumulative_incidence import cumulative_incidence
from mcee_eval.metrics.request_chains import ISSUED, Chains, request_chains
from mcee_eval.results import Estimate, Result

EXPIRED, REMOVED = 1, 2
LEGS = ("request_to_reply", "reply_to_interview", "interview_to_end", "reply_to_end", "issue_to_expiry")
_MIN_GROUP = 8  # fewer on a side give no honest interval of a difference


@dataclass(frozen=True, kw_only=True)
class Stages(Result):
    """The stages of a request, each with its own clock.

    persons, requests, resubmitted : chains, requests in them, chains with more than one.
    to_reply : days by which half of the persons have a first reply; infinite when fewer than half ever do. At most
        that, where replies were not recorded and the outcome stands in for them (``unrecorded`` persons).
    share_expired : share of documents that expire before a removal, within ``horizon`` days of their issue.
    added_by_interview : mean days to issue with an interview less without, among those issued within ``horizon`` days
        and asked for at least so long ago; None with fewer than 8 on a side.
    chains : one row a person: see ``request_chains``.
    documents : one row a document issued: request_id, country, issued_on, days, cause (0 still valid, 1 expired,
        2 removed first).
    legs : one row a person (or document) and leg: leg, chain, country, days, cause. For a leg to its named end the
        cause is 1 when it came, 2 when the request ended first, 0 when it is awaited; for ``..._to_end`` the causes
        are those of a request (1 issued, 2 refused, 3 withdrawn); for ``issue_to_expiry`` those of a document.
    frame : one row a leg: leg, n, reached (with cause 1), median days among those who reached it.
    """

    KEYS = (
        "persons requests resubmitted unrecorded to_reply{value,ci,n} share_expired{value,ci,n} "
        "added_by_interview{value,ci,n}"
    )
    MAIN = "persons requests resubmitted to_reply share_expired added_by_interview"
    PLOT = "points leg median"

    persons: int
    requests: int
    resubmitted: int
    unrecorded: int
    horizon: int
    to_reply: Estimate
    share_expired: Estimate | None
    added_by_interview: Estimate | None
    chains: pd.DataFrame = field(repr=False, compare=False)
    documents: pd.DataFrame = field(repr=False, compare=False)
    legs: pd.DataFrame = field(repr=False, compare=False)


def stages(requests: pd.DataFrame, *, as_of: str | pd.Timestamp, horizon: int = 730, level: float = 0.95) -> Stages:
    """Where does the delay arise?

    requests : the table ``travel_document_requests``. as_of : the last day of which it knows.
    horizon : days after the request (or, for expiry, after the issue) that are looked at, fixed beforehand.

    Days to the first reply: cumulative incidence, a withdrawal before any reply competes. Expiry before removal:
    cumulative incidence from the issue, a removal competes. The added days with an interview describe those issued:
    who gets an interview is known only once it is held, so the difference is no effect of interviews.
    Refuses what ``request_chains`` refuses; NoEvents when nobody ever had a reply or an end.
    """
    checks.parameters("stages", checks.share("level", level), checks.whole("horizon", horizon, low=1))
    known = request_chains(requests, as_of=as_of)
    unrecorded = int((known.chains["reply_on"].notna() & (known.chains["reply_recorded"] == 0)).sum())
    documents = _documents(known)
    legs = _legs(known, documents)
    reply, notes = _median_wait(legs[legs["leg"] == LEGS[0]], level), []
    expired = _share_expired(documents, horizon, level)
    added = _added(known, horizon, level)
    if math.isinf(reply.value):
        notes.append("half_without_reply")
    if unrecorded:
        notes.append("replies_not_recorded")
    if expired is None:
        notes.append("expiry_not_observed_to_horizon")
    if added is None:
        notes.append("too_few_for_interviews")
    if documents["expires_on"].isna().any():
        notes.append("documents_without_expiry")
    return Stages(
        method="stages",
        notes=tuple(notes),
        recipe={"as_of": str(known.as_of.date()), "horizon": horizon, "level": level},
        frame=_summary(legs),
        persons=len(known.chains),
        requests=len(known.requests),
        resubmitted=int((known.chains["requests"] > 1).sum()),
        unrecorded=unrecorded,
        horizon=horizon,
        to_reply=reply,
        share_expired=expired,
        added_by_interview=added,
        chains=known.chains,
        documents=documents.drop(columns="expires_on"),
        legs=legs,
    )


def _documents(known: Chains) -> pd.DataFrame:
    """Each document from its issue to its expiry or the removal, whichever came first."""
    issued = known.requests[known.requests["cause"] == ISSUED]
    expires, removed = issued["expires_on"], issued["removed_on"]
    gone = removed.notna() & ~(expires < removed)
    over = ~gone & (expires <= known.as_of)
    until = removed.where(gone, expires.where(over, known.as_of))
    return pd.DataFrame(
        {
            "request_id": issued["request_id"],
            "chain": issued["chain"],
            "country": issued["country"],
            "issued_on": issued["issued_on"],
            "expires_on": expires,
            "days": (until - issued["issued_on"]).dt.days,
            "cause": np.select([gone, over], [REMOVED, EXPIRED], 0),
        }
    ).reset_index(drop=True)


def _legs(known: Chains, documents: pd.DataFrame) -> pd.DataFrame:
    c = known.chains
    until = c["ended_on"].fillna(known.as_of)
    ended = c["cause"] > 0
    replied, heard = c["reply_on"].notna(), c["interview_on"].notna()
    recorded = c["reply_recorded"] == 1  # only these begin a next leg

    def leg(name: str, rows: pd.Series, begin: pd.Series, end: pd.Series, cause: np.ndarray) -> pd.DataFrame:
        whole = pd.DataFrame(
            {"leg": name, "chain": c["chain"], "country": c["country"], "days": (end - begin).dt.days, "cause": cause}
        )
        return whole[rows & begin.le(end)]

    everyone = pd.Series(True, index=c.index)
    parts = [
        leg(LEGS[0], everyone, c["requested_on"], c["reply_on"].where(replied, until),
            np.select([replied, ended], [1, 2], 0)),
        leg(LEGS[1], recorded, c["reply_on"], c["interview_on"].where(heard, until),
            np.select([heard, ended], [1, 2], 0)),
        leg(LEGS[2], heard, c["interview_on"], until, c["cause"].to_numpy()),
        leg(LEGS[3], recorded & ~heard, c["reply_on"], until, c["cause"].to_numpy()),
        documents.assign(leg=LEGS[4])[["leg", "chain", "country", "days", "cause"]],
    ]  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def _median_wait(leg: pd.DataFrame, level: float) -> Estimate:
    """When half have met cause 1, and when the limits of the curve say so."""
    curves = cumulative_incidence(leg, duration="days", cause="cause", level=level).frame
    curve = curves[curves["cause"] == 1]

    def half(column: str) -> float:
        reached = curve.loc[curve[column] >= 0.5, "time"]
        return float(reached.iloc[0]) if len(reached) else math.inf

    return Estimate(half("cif"), half("high"), half("low"), unit="days", n=len(leg))


def _share_expired(documents: pd.DataFrame, horizon: int, level: float) -> Estimate | None:
    if not (documents["cause"] == EXPIRED).any():
        return None
    found = cumulative_incidence(documents, duration="days", cause="cause", times=(horizon,), level=level)
    share = found.incidence[found.groups[0]][EXPIRED][0]
    return None if math.isnan(share.value) else share


def _added(known: Chains, horizon: int, level: float) -> Estimate | None:
    c = known.chains
    followed = (known.as_of - c["requested_on"]).dt.days >= horizon
    done = c[followed & (c["cause"] == ISSUED) & (c["days"] <= horizon)]
    with_one, without = (done.loc[done["interviewed"] == i, "days"].to_numpy(float) for i in (1, 0))
    if min(len(with_one), len(without)) < _MIN_GROUP:
        return None
    parts = [with_one.var(ddof=1) / len(with_one), without.var(ddof=1) / len(without)]
    se = math.sqrt(sum(parts))
    gap = float(with_one.mean() - without.mean())
    if se == 0:
        return Estimate(gap, unit="days", n=len(done))
    df = sum(parts) ** 2 / (parts[0] ** 2 / (len(with_one) - 1) + parts[1] ** 2 / (len(without) - 1))  # Welch
    reach = float(student.ppf((1 + level) / 2, df)) * se
    return Estimate(gap, gap - reach, gap + reach, se, unit="days", n=len(done))


def _summary(legs: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for name in LEGS:
        one = legs[legs["leg"] == name]
        reached = one.loc[one["cause"] == 1, "days"]
        median = float(reached.median()) if len(reached) else math.nan
        rows.append({"leg": name, "n": len(one), "reached": len(reached), "median": median})
    return pd.DataFrame(rows)
