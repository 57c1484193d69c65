"""Finding 2: was capacity strengthened? What people perceive, what was measured, and what is too early to tell."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from mcee_eval.findings.capacity_data import CapacityData
from mcee_eval.findings.capacity_results import (
    INFRASTRUCTURE,
    POLICY,
    Registration,
    as_change,
    by_area,
    by_project,
    choices,
    kinds,
    pooled,
    registration,
)
from mcee_eval.findings.testimony import FOCUS, Theme, Themes, reaches, themes
from mcee_eval.judge.verdict import Reason, State, Verdict, decide
from mcee_eval.metrics.before_after import PairedChange
from mcee_eval.metrics.group_difference import GroupDifference
from mcee_eval.metrics.proportion import share
from mcee_eval.metrics.share_bounds import ShareBounds, share_bounds
from mcee_eval.metrics.toward_target import TowardTarget, toward_target
from mcee_eval.results import Estimate
from mcee_eval.settings import Settings

PERCEIVED, NEEDS = "capacity_strengthened", "projects_match_stated_needs"
CODES = (PERCEIVED, NEEDS, "projects_too_short", "amounts_too_small")
SESSION_CODES = ("satisfied_with_results", "results_will_last", "wish_to_continue", "close_communication_matters")
#: « de 1 380 cas par mois en 2022 à 2 900 cas par mois en 2023 », finding 2
REPORTED = (1380.0, 2900.0, "2022", "2023")
REGISTRATIONS = "registrations_a_month"


@dataclass(frozen=True)
class TooEarly:
    """When the targets can be judged. due_share : share of targets whose date has come.

    told_from : the day from which enough targets are due, the declared lag added; "" where no target has a date.
    projects : one row a project: project, status, end, told_from.
    """

    due: int
    n: int
    told_from: str
    projects: pd.DataFrame


@dataclass(frozen=True)
class Capacity:
    """The measures of finding 2. Changes are relative to the baseline, better is positive; None: not told."""

    data: CapacityData
    results: TowardTarget
    projects: pd.DataFrame
    pooled: PairedChange | None
    change: Estimate | None
    kinds: GroupDifference | None
    reported: Registration
    recorded: Registration | None
    needs: ShareBounds
    answers: pd.DataFrame
    early: TooEarly
    said: Themes

    @cached_property
    def areas(self) -> pd.DataFrame:
        """The change by priority area, one row an area."""
        return by_area(self.results, self.data.projects)

    @cached_property
    def choices(self) -> list[tuple[str, Estimate | None]]:
        """The mean change under other choices."""
        return choices(self.results, self.data.projects)

    @property
    def known(self) -> int:
        """Indicators that have both a baseline and a result."""
        return int(np.isfinite(self.results.frame["change"].to_numpy(float)).sum())

    @property
    def telling(self) -> int:
        """Projects with at least one such indicator."""
        return int((self.projects["known"] > 0).sum())


def measure(data: CapacityData, settings: Settings) -> Capacity:
    """Indicators against baseline and target, by project and kind; needs; testimony; when it can be told."""
    results = toward_target(data.indicators, data.values, as_of=data.as_of)
    rows = by_project(results, data.projects)
    found = pooled(rows)
    needs, answers = _needs(data)
    return Capacity(
        data, results, rows, found, as_change(found.mean if found else None),
        kinds(rows), registration(*REPORTED), _recorded(results), needs, answers,
        _early(data, results, settings), _said(data),
    )  # fmt: skip


def _said(data: CapacityData) -> Themes:
    groups = ("all", "IRCC", "other_departments", "implementing_partner")
    told = (data.interview_codes, data.interviews, data.session_codes)
    one = themes(*told, codes=CODES, groups=groups, scale=data.scale, unit=data.session_unit)
    more = themes(*told, codes=SESSION_CODES, groups={}, scale=data.scale, unit=data.session_unit)
    return Themes((*one.rows, *more.rows), data.scale)


def _recorded(results: TowardTarget) -> Registration | None:
    """The registrations a month of the indicator data, where an indicator counts them."""
    mine = results.frame[
        (results.frame["unit"] == REGISTRATIONS) & np.isfinite(results.frame["change"].to_numpy(float))
    ]
    if not len(mine):
        return None
    row = mine.iloc[0]
    return registration(float(row["baseline"]), float(row["latest"]), str(row["baseline_on"])[:4], row["period"][:4])


def _needs(data: CapacityData) -> tuple[ShareBounds, pd.DataFrame]:
    """Projects with a need that the country stated itself, in a document older than the approval.

    A project is yes where one need is known to be both; no where every need is known to fail; else not recorded.
    """
    frame = data.needs.merge(data.projects[["project", "approved_on"]], on="project")
    own = frame["self_assessed"].astype("boolean")
    days = (frame["approved_on"] - frame["documented_on"]).dt.days
    before = pd.Series(pd.NA, index=frame.index, dtype="boolean").mask(days.notna(), days > 0)
    answer = own & before  # three-valued: False where either is known to fail
    frame = frame.assign(days_before=days, answer=answer.map({True: "yes", False: "no"}).fillna("not_recorded"))
    rows = []
    for project in data.projects["project"]:
        mine = set(frame.loc[frame["project"] == project, "answer"])
        whole = "yes" if "yes" in mine else "no" if mine == {"no"} else "not_recorded"
        rows.append({"project": project, "needs": int((frame["project"] == project).sum()), "answer": whole})
    answers = pd.DataFrame(rows, columns=["project", "needs", "answer"])
    return share_bounds(answers, answer="answer"), frame


def _early(data: CapacityData, results: TowardTarget, settings: Settings) -> TooEarly:
    lag = pd.DateOffset(months=int(settings.threshold("f2.lag_months")))
    days = results.frame["target_on"].dropna().sort_values()
    at = math.ceil(settings.threshold("f2.due_share") * len(results.frame)) - 1
    told = str((days.iloc[at] + lag).date()) if 0 <= at < len(days) else ""
    projects = data.projects[["project", "status", "end"]].assign(told_from=data.projects["end"] + lag)
    return TooEarly(results.due, len(results.frame), told, projects)


def judge(found: Capacity, settings: Settings) -> tuple[Verdict, ...]:
    """2a perceived, 2b measured, 2c needs, 2d kinds of projects, 2e targets."""
    return (
        _perceived(found, settings), _measured(found, settings), _answered(found, settings), _kinds(found, settings),
        _targets(found, settings),
    )  # fmt: skip


def _said_reason(code: str, theme: Theme | None, bar: float) -> Reason:
    return Reason(code, reaches(theme, bar), {"theme": theme})


def _perceived(found: Capacity, settings: Settings) -> Verdict:
    if found.data.country != "ALL":
        none = (Reason("testimony_by_country", None),)
        return Verdict("2a", decide(none), none, ("testimony_by_country",), headline=True)
    bar = settings.threshold("f2.widely")
    reasons = (
        _said_reason("said_interviews", found.said.of(PERCEIVED), bar),
        _said_reason("said_sessions", found.said.of(PERCEIVED, FOCUS), bar),
    )
    state = decide(reasons)
    return Verdict(
        "2a", state, reasons, ("more_sessions_asked",) if state is State.CANNOT_CONCLUDE else (), headline=True
    )


def _measured(found: Capacity, settings: Settings) -> Verdict:
    need = int(settings.threshold("f2.pairs"))
    reasons: list[Reason] = []
    if found.change is None or found.telling < need:
        reasons.append(Reason("few_projects", None, {"n": found.telling, "need": need}))
    else:
        reasons.append(Reason("moved", moved(found.change, settings), {"estimate": found.change}))
    whole = len(found.results.frame)
    if found.known < settings.threshold("f2.coverage") * whole:
        reasons.append(Reason("coverage", None, {"n": found.known, "whole": whole}))
    state = decide(reasons)
    return Verdict("2b", state, tuple(reasons), ("baselines",) if state is State.CANNOT_CONCLUDE else ())


def moved(change: Estimate, settings: Settings) -> bool | None:
    """True: the interval lies above no change. False: the whole of it lies below what would matter. Else open."""
    if change.low is None or change.high is None:
        return None
    if change.low > settings.threshold("f2.moved"):
        return True
    return False if change.high < settings.threshold("f2.negligible") else None


def _answered(found: Capacity, settings: Settings) -> Verdict:
    bar, bounds = settings.threshold("f2.needs"), found.needs
    told = bounds.low is not None and bounds.unknown == 0
    passed = None
    if bounds.low is not None and bounds.high is not None:
        passed = True if bounds.low >= bar else False if bounds.high < bar else None
    reasons = (Reason("needs_known" if told else "needs_documented", passed, {"counts" if told else "bounds": bounds}),)
    state = decide(reasons)
    return Verdict("2c", state, reasons, ("needs_dates",) if state is State.CANNOT_CONCLUDE else ())


def _kinds(found: Capacity, settings: Settings) -> Verdict:
    need = int(settings.threshold("f2.pairs"))
    reasons: tuple[Reason, ...]
    if found.kinds is None or found.telling < need:
        counts = found.projects[found.projects["known"] > 0]["kind"].value_counts()
        values = {"first": int(counts.get(INFRASTRUCTURE, 0)), "second": int(counts.get(POLICY, 0)), "need": need}
        reasons = (Reason("few_of_a_kind", None, values),)
    else:
        gap, own = as_change(found.kinds.difference), as_change(found.kinds.first)
        assert gap is not None
        assert own is not None
        reasons = (
            Reason("infrastructure_moved", moved(own, settings), {"estimate": own}),
            Reason("kinds_differ", moved(gap, settings), {"estimate": gap, "p": found.kinds.permutation_p}),
        )
    state = decide(reasons)
    return Verdict("2d", state, reasons, ("same_indicators",) if state is State.CANNOT_CONCLUDE else ())


def _targets(found: Capacity, settings: Settings) -> Verdict:
    early, results = found.early, found.results
    counts = {"due": early.due, "n": early.n}
    if early.n == 0 or early.due < settings.threshold("f2.due_share") * early.n:
        reason = Reason("too_early" if early.told_from else "no_target_date", None, {**counts, "from": early.told_from})
    else:
        met, bar = share(results.met, results.due), settings.threshold("f2.targets")
        assert met is not None
        assert met.low is not None
        assert met.high is not None
        passed = True if met.low >= bar else False if met.high < bar else None
        reason = Reason("targets_met", passed, {"estimate": met, "due": early.due})
    state = decide((reason,))
    return Verdict("2e", state, (reason,), ("second_look",) if state is State.CANNOT_CONCLUDE else ())
