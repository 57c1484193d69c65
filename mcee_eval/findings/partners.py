"""Finding 6: did partners deliver, was reporting heavy, was approval slow? Owed things are followed, not left out."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from mcee_eval.errors import Refused
from mcee_eval.findings.partners_data import PartnersData
from mcee_eval.findings.testimony import Themes, reaches, themes
from mcee_eval.judge.verdict import Reason, State, Verdict, decide
from mcee_eval.metrics.approval_time import TOTAL, ApprovalTime, approval_time
from mcee_eval.metrics.delivery_time import DeliveryTime, delivery_time
from mcee_eval.metrics.reporting_load import ReportingLoad, reporting_load
from mcee_eval.metrics.share_bounds import ShareBounds, share_bounds
from mcee_eval.results import Estimate
from mcee_eval.settings import Settings

EFFECTIVE, HEAVY, LONG = "partners_effective", "reporting_too_heavy", "approval_too_long"
CODES = (EFFECTIVE, LONG, HEAVY)
GROUPS = ("all", "IRCC", "implementing_partner")
#: partners that the report names, and those it interviewed and judged (methodology; finding 6)
NAMED, JUDGED = ("IOM", "UNODC", "UNHCR", "ARK"), ("IOM", "UNODC", "UNHCR")
FOLLOWED = (90.0, 180.0)  # days shown beside day 0 and the declared number of days
ACCEPTED = (30.0, 60.0)
RECENT_MONTHS = 6


@dataclass(frozen=True)
class Partners:
    """The measures of finding 6; None where nothing was due, delivered or approved.

    whole, by_type, by_partner : share delivered by days after the due day. recent : the same of what was due in the
    last half year. accepted : days from delivery to acceptance.
    days : where these shares are given. approval : days by stage. sent_back : projects sent back at least once.
    """

    data: PartnersData
    days: tuple[float, ...]
    whole: DeliveryTime | None
    by_type: DeliveryTime | None
    by_partner: DeliveryTime | None
    recent: DeliveryTime | None
    accepted: DeliveryTime | None
    approval: ApprovalTime | None
    returned: pd.DataFrame
    sent_back: ShareBounds
    load: ReportingLoad | None
    sizes: pd.DataFrame
    said: Themes


def measure(data: PartnersData, settings: Settings) -> Partners:
    """Delivery, acceptance, approval and reporting load, and what those asked say of them."""
    days = tuple(sorted({0.0, settings.threshold("f6.days"), *FOLLOWED}))
    owed = data.deliverables
    arrived = owed[owed["delivered"].notna()]
    since = pd.Timestamp(data.as_of) - pd.DateOffset(months=RECENT_MONTHS)
    returned = _returned(data.approvals)
    load = _load(data)
    told = (data.interview_codes, data.interviews, data.session_codes)
    return Partners(
        data, days,
        _delivery(owed, data.as_of, days), _delivery(owed, data.as_of, days, group="type"),
        _delivery(owed, data.as_of, days, group="partner"),
        _delivery(owed[owed["due"] > since], data.as_of, days),
        _delivery(arrived, data.as_of, ACCEPTED, due="delivered", delivered="accepted"),
        _approval(data), returned, share_bounds(returned, answer="answer"), load,
        _by_size(load, settings),
        themes(*told, codes=CODES, groups=GROUPS, scale=data.scale, unit=data.session_unit),
    )  # fmt: skip


def _delivery(
    owed: pd.DataFrame,
    as_of: str,
    days: tuple[float, ...],
    *,
    group: str | None = None,
    due: str = "due",
    delivered: str = "delivered",
) -> DeliveryTime | None:
    try:
        return delivery_time(owed, as_of=as_of, days=days, group=group, due=due, delivered=delivered)
    except Refused:
        return None


def _approval(data: PartnersData) -> ApprovalTime | None:
    try:
        return approval_time(data.approvals, as_of=data.as_of)
    except Refused:
        return None


def _load(data: PartnersData) -> ReportingLoad | None:
    try:
        return reporting_load(data.deliverables, data.projects, as_of=data.as_of)
    except Refused:
        return None


def _by_size(load: ReportingLoad | None, settings: Settings) -> pd.DataFrame:
    """Reports by size of the project: small, large; the size classes are those of the report."""
    columns = ["size", "projects", "reports", "years", "dollars"]
    if load is None:
        return pd.DataFrame(columns=columns)
    small = load.projects["value"] < settings.threshold("f0.small")
    rows = [
        (name, len(mine), int(mine["reports"].sum()), float(mine["years"].sum()), float(mine["value"].sum()))
        for name, mine in (("small", load.projects[small]), ("large", load.projects[~small]))
        if len(mine)
    ]
    return pd.DataFrame(rows, columns=columns)


def _returned(approvals: pd.DataFrame) -> pd.DataFrame:
    """One row a project: times sent back as far as recorded, stages without a record, sent back at all?"""
    needed = approvals[approvals["required"].astype(bool)]
    rows = []
    for project, mine in needed.groupby("project", sort=True):
        least, missing = int(mine["returns"].fillna(0).sum()), int(mine["returns"].isna().sum())
        answer = "yes" if least else "not_recorded" if missing else "no"
        rows.append({"project": str(project), "least": least, "missing": missing, "answer": answer})
    return pd.DataFrame(rows, columns=["project", "least", "missing", "answer"])


def judge(found: Partners, settings: Settings) -> tuple[Verdict, ...]:
    """6a partners delivered, 6b reporting was heavy, 6c heavier than elsewhere, 6d approval was slow."""
    return (_delivered(found, settings), _heavy(found, settings), _heavier(), _slow(found, settings))


def against(found: Estimate | None, bar: float) -> bool | None:
    """True: the interval lies at the bar or above; False: below it; None: it holds the bar, or there is none."""
    if found is None or math.isnan(found.value) or found.low is None or found.high is None:
        return None
    return True if found.low >= bar else False if found.high < bar else None


def _said(found: Partners, code: str, settings: Settings, reason: str, group: str = "all") -> Reason:
    theme = found.said.of(code, group)
    return Reason(reason, reaches(theme, settings.threshold("f6.said")), {"theme": theme})


def _delivered(found: Partners, settings: Settings) -> Verdict:
    days = settings.threshold("f6.days")
    share = found.whole.at(days) if found.whole else None
    values = {"estimate": share, "days": days, "due": found.whole.due[0] if found.whole else 0}
    reasons = (
        Reason("on_time", against(share, settings.threshold("f6.on_time")), values),
        _said(found, EFFECTIVE, settings, "said_effective"),
    )
    state = decide(reasons)
    return Verdict("6a", state, reasons, _open(state, "deliverables_followed"), headline=True)


def _heavy(found: Partners, settings: Settings) -> Verdict:
    load = found.load.a_year if found.load else None
    bar = settings.threshold("f6.reports_a_year")
    reasons = (
        Reason("load", against(load, bar), {"load": load, "bar": bar}),
        _said(found, HEAVY, settings, "said_heavy", "implementing_partner"),
    )
    state = decide(reasons)
    return Verdict("6b", state, reasons, _open(state, "partners_asked"))


def _heavier() -> Verdict:
    """No table of the evaluation holds what other donors ask for: nothing here could tell."""
    reasons = (Reason("no_other_donors", None),)
    return Verdict("6c", decide(reasons), reasons, ("other_donors",))


def _slow(found: Partners, settings: Settings) -> Verdict:
    median = found.approval.of(TOTAL) if found.approval else None
    bar, back = settings.threshold("f6.approval_days"), found.sent_back
    floor = settings.threshold("f6.sent_back")
    passed = None
    if back.low is not None and back.high is not None:
        passed = True if back.low >= floor else False if back.high < floor else None
    reasons = (
        Reason("approval_days", against(median, bar), {"median": median, "bar": bar}),
        Reason("sent_back", passed, {"bounds": back}),
        _said(found, LONG, settings, "said_long"),
    )
    state = decide(reasons)
    return Verdict("6d", state, reasons, _open(state, "approval_dates"))


def _open(state: State, code: str) -> tuple[str, ...]:
    return (code,) if state is State.CANNOT_CONCLUDE else ()
