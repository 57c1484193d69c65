"""The programme's profile: what was paid, through whom, for what, and what it was meant to bring about."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mcee_eval.contracts.common import AREAS
from mcee_eval.findings.logic_model import LogicModel, logic_model
from mcee_eval.findings.profile_data import ProfileData
from mcee_eval.judge.verdict import Reason, Verdict, decide
from mcee_eval.metrics.funds import funds, project_years
from mcee_eval.metrics.multi_response import MultiResponse, multi_response
from mcee_eval.results import Estimate
from mcee_eval.settings import Settings

LAST_YEAR = "2024-25"  # ends on 31 March 2025, the day the envelope ended
FIGURE_1 = ("2019-20", "2023-24")  # what Figure 1 of the report covers
GROUPS = ("targeted", "preventive", "several", "unknown")
CLASSES = ("small", "large", "above", "unknown")


@dataclass(frozen=True)
class Profile:
    """The measures of the profile. Money in dollars.

    areas : projects by priority area. years : the whole programme by fiscal year. by_type : by country type and year.
    paid : paid to the end of the envelope, ``low`` what is known, ``high`` None where a payment is unknown.
    payments_unknown, spent_unknown, spent, project_years : over the same years.
    projects : project, partner, kind, start, end_original, end, status, original_value, current_value, class_original,
    class_now, months_original, months_now. partners : partner, projects, paid.
    """

    data: ProfileData
    areas: MultiResponse
    years: pd.DataFrame
    by_type: pd.DataFrame
    paid: Estimate
    payments_unknown: int
    spent: float
    spent_against: float
    spent_unknown: int
    project_years: int
    projects: pd.DataFrame
    partners: pd.DataFrame
    logic: LogicModel


def measure(data: ProfileData, settings: Settings) -> Profile:
    """Areas, money by year, country type and partner, sizes and terms of the projects, the logic model checked."""
    codes = [str(p) for p in data.projects["project"]]
    told = project_years(data.money)
    within = told[told["fiscal_year"] <= LAST_YEAR]
    missing = int(within["paid"].isna().sum())
    paid = float(within["paid"].sum())
    known = within[within["spent"].notna() & within["paid"].notna()]
    return Profile(
        data=data,
        areas=multi_response(data.areas, unit="project", category="area", units=codes, categories=list(AREAS)),
        years=funds(told, group={}, by=("fiscal_year",)),
        by_type=funds(told, group=type_of(data.homes)),
        paid=Estimate(paid, paid, None if missing else paid, unit="dollars", n=len(within)),
        payments_unknown=missing,
        spent=float(known["spent"].sum()),
        spent_against=float(known["paid"].sum()),
        spent_unknown=int(within["spent"].isna().sum()),
        project_years=len(within),
        projects=_sizes(data.projects, settings),
        partners=_partners(data.projects, within),
        logic=logic_model(data.nodes, data.links),
    )


def type_of(homes: pd.DataFrame) -> dict[str, str]:
    """Project → the one role of its countries; "several" where they differ, never a split of its money."""
    roles = {str(p): sorted(set(r.dropna().map(str))) for p, r in homes.groupby("project")["role"]}
    return {p: r[0] if len(r) == 1 else "several" if r else "unknown" for p, r in roles.items()}


def months(start: pd.Series, end: pd.Series) -> np.ndarray:
    """Whole months from the first day to the last, both counted: 1 April to 31 March three years later are 36."""
    after = pd.to_datetime(end) + pd.Timedelta(days=1)
    begin = pd.to_datetime(start)
    whole = (after.dt.year - begin.dt.year) * 12 + after.dt.month - begin.dt.month
    return np.asarray(whole - (after.dt.day < begin.dt.day), dtype=int)


def _sizes(projects: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    small, large = settings.threshold("f0.small"), settings.threshold("f0.large")

    def size(value: float, currency: str) -> str:
        if currency != "CAD" or pd.isna(value):
            return "unknown"
        return "small" if value < small else "large" if value <= large else "above"

    def classes(column: str) -> list[str]:
        return [size(v, str(c)) for v, c in zip(projects[column], projects["currency"], strict=True)]

    return projects.assign(
        class_original=classes("original_value"), class_now=classes("current_value"),
        months_original=months(projects["start"], projects["end_original"]),
        months_now=months(projects["start"], projects["end"]),
    )  # fmt: skip


def _partners(projects: pd.DataFrame, years: pd.DataFrame) -> pd.DataFrame:
    paid = years.groupby("project")["paid"].sum()
    told = projects.assign(paid=projects["project"].map(paid).fillna(0.0))
    by = told.groupby("partner").agg(projects=("project", "size"), paid=("paid", "sum")).reset_index()
    return by.sort_values(["projects", "paid", "partner"], ascending=[False, False, True], ignore_index=True)


def judge(profile: Profile, settings: Settings) -> tuple[Verdict, ...]:
    """0a: the whole envelope was paid, to its projects. 0b: every project fits an area. 0c: size and term were kept."""
    return _whole(profile, settings), _fit(profile), _kept(profile, settings)


def _whole(profile: Profile, settings: Settings) -> Verdict:
    envelope, slack = settings.threshold("f0.envelope"), settings.threshold("f0.rounding")
    low, high = profile.paid.low or 0.0, profile.paid.high
    if low > envelope + slack:
        passed: bool | None = False  # more than the envelope, whatever is still unknown
    elif high is None:
        passed = None
    else:
        passed = high >= envelope - slack
    served = int((profile.partners["projects"].sum()) if len(profile.partners) else 0)
    reasons = (
        Reason("paid", passed, {"paid": profile.paid, "unknown": profile.payments_unknown}),
        Reason("projects", served == settings.threshold("f0.projects"), {"projects": served}),
    )
    return Verdict("0a", decide(reasons), reasons, ("payments",) if passed is None else (), headline=True)


def _fit(profile: Profile) -> Verdict:
    fits = profile.areas.units - len(profile.areas.without)
    passed = None if not profile.areas.units else fits == profile.areas.units
    reason = Reason("areas", passed, {"fits": fits, "projects": profile.areas.units})
    return Verdict("0b", decide((reason,)), (reason,), ("projects",) if passed is None else ())


def _kept(profile: Profile, settings: Settings) -> Verdict:
    """As approved and as now agreed: the ceiling in dollars, the term in months."""
    term, told = settings.threshold("f0.term"), profile.projects
    reasons = []
    for code, over, unknown in (
        ("value_approved", told["class_original"] == "above", told["class_original"] == "unknown"),
        ("term_approved", told["months_original"] > term, told["months_original"].isna()),
        ("value_now", told["class_now"] == "above", told["class_now"] == "unknown"),
        ("term_now", told["months_now"] > term, told["months_now"].isna()),
    ):
        beyond = int(over.sum())
        passed = None if not len(told) or (unknown.any() and not beyond) else beyond == 0
        reasons.append(Reason(code, passed, {"over": beyond, "projects": len(told)}))
    settle = ("values_in_dollars",) if any(r.passed is None for r in reasons) else ()
    return Verdict("0c", decide(reasons), tuple(reasons), settle)
