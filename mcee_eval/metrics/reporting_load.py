"""How many reports were asked for, per project and year and per dollar?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import gammaincinv

from mcee_eval.metrics import checks
from mcee_eval.results import Estimate, Result

REPORTS = {"report": "planned", "ad_hoc_report": "ad_hoc"}
DAYS_A_YEAR = 365.25
PER_DOLLARS = 100_000


@dataclass(frozen=True, kw_only=True)
class ReportingLoad(Result):
    """Reports due, planned and ad hoc, over the time in which projects ran.

    reports : how many had come due. project_years : time at risk. a_year, planned_a_year, ad_hoc_a_year : per project
    and year, with Garwood's exact intervals. per_dollars : per 100,000 dollars of the projects' value.
    frame : one row a calendar year: year, planned, ad_hoc, project_years, a_year.
    projects : one row a project: project, planned, ad_hoc, reports, years, value, a_year, per_dollars.
    groups : one row a group of projects, in the order of the least value in it: projects, reports, years, value,
    a_year, per_dollars; no row without ``group``.
    """

    KEYS = "reports project_years a_year ci=a_year.ci planned_a_year ad_hoc_a_year per_dollars"
    MAIN = "reports project_years a_year planned_a_year ad_hoc_a_year per_dollars"
    PLOT = "lines year planned ad_hoc"

    reports: int
    project_years: float
    a_year: Estimate
    planned_a_year: Estimate
    ad_hoc_a_year: Estimate
    per_dollars: Estimate
    projects: pd.DataFrame
    groups: pd.DataFrame


def reporting_load(
    deliverables: pd.DataFrame, projects: pd.DataFrame, *, as_of: str | pd.Timestamp, group: str | None = None,
    level: float = 0.95,
) -> ReportingLoad:  # fmt: skip
    """How heavy was the reporting that partners owed?

    deliverables, projects : the tables of these names. as_of : day of the extraction; what is due later is not counted.
    group : column of ``projects`` by which the load is told apart (a class of size).
    A project is at risk from its start to its end or to ``as_of``. The value is the current one, in its currency.
    The intervals take reports as events over time: planned ones follow a calendar, so theirs is wider than it need be.
    Refuses projects that had not begun at all, and a value of zero or less.
    Source: Garwood (1936) for the intervals.
    """
    checks.need_columns(deliverables, ["project", "type", "due"], table="deliverables")
    checks.need_columns(projects, ["project", "start", "end", "current_value", *([group] if group else [])],
                        table="projects")  # fmt: skip
    day = pd.Timestamp(as_of)
    projects = pd.DataFrame(projects).assign(**{k: pd.to_datetime(projects[k]) for k in ("start", "end")})
    mine = deliverables[deliverables["type"].isin(list(REPORTS)) & (deliverables["due"] <= day)]
    kind = mine["type"].map(REPORTS)
    begun = projects[projects["start"] <= day].reset_index(drop=True)
    last = begun["end"].where(begun["end"] < day, day)
    years = ((last - begun["start"]).dt.days + 1) / DAYS_A_YEAR
    checks.positive_exposure(np.asarray(years, float), "years")
    checks.positive_exposure(np.asarray(begun["current_value"], float), "current_value")
    counts = {
        k: begun["project"].map(mine["project"][kind == k].value_counts()).fillna(0) for k in ("planned", "ad_hoc")
    }
    whole = counts["planned"] + counts["ad_hoc"]
    by_project = pd.DataFrame(
        {
            "project": begun["project"],
            "planned": counts["planned"].astype(int),
            "ad_hoc": counts["ad_hoc"].astype(int),
            "reports": whole.astype(int),
            "years": years,
            "value": begun["current_value"].astype(float),
            "a_year": whole / years,
            "per_dollars": whole / begun["current_value"].astype(float) * PER_DOLLARS,
        }
    )
    time, dollars = float(years.sum()), float(begun["current_value"].sum())
    n = {k: int(v.sum()) for k, v in counts.items()}
    total = n["planned"] + n["ad_hoc"]
    return ReportingLoad(
        method="rate_over_project_years",
        recipe={"as_of": str(day.date()), "group": group, "level": level},
        frame=_by_year(mine.assign(kind=kind), begun["start"], last),
        reports=total,
        project_years=time,
        a_year=_rate(total, time, level),
        planned_a_year=_rate(n["planned"], time, level),
        ad_hoc_a_year=_rate(n["ad_hoc"], time, level),
        per_dollars=Estimate(total / dollars * PER_DOLLARS, unit="per_100k", n=total),
        projects=by_project,
        groups=_by_group(by_project, begun[group] if group else None),
    )


def _by_group(rows: pd.DataFrame, group: pd.Series | None) -> pd.DataFrame:
    if group is None:
        return pd.DataFrame()
    sums = rows.assign(projects=1).groupby(group)[["projects", "reports", "years", "value"]].sum()
    sums = sums.loc[rows.groupby(group)["value"].min().sort_values().index]
    rates = {"a_year": sums["reports"] / sums["years"], "per_dollars": sums["reports"] / sums["value"] * PER_DOLLARS}
    return sums.assign(**rates).reset_index()


def _rate(count: int, time: float, level: float) -> Estimate:
    tail = (1 - level) / 2
    low = float(gammaincinv(count, tail)) / time if count else 0.0
    return Estimate(count / time, low, float(gammaincinv(count + 1, 1 - tail)) / time, unit="a_year", n=count)


def _by_year(reports: pd.DataFrame, start: pd.Series, last: pd.Series) -> pd.DataFrame:
    rows = []
    for year in range(int(start.min().year), int(last.max().year) + 1):
        first, end = pd.Timestamp(year, 1, 1), pd.Timestamp(year, 12, 31)
        days = (last.where(last < end, end) - start.where(start > first, first)).dt.days + 1
        at_risk = float(days.clip(lower=0).sum()) / DAYS_A_YEAR
        mine = reports[reports["due"].dt.year == year]
        counts = {k: int((mine["kind"] == k).sum()) for k in ("planned", "ad_hoc")}
        whole = sum(counts.values())
        rows.append(
            {
                "year": str(year),
                **counts,
                "project_years": at_risk,
                "a_year": whole / at_risk if at_risk else float("nan"),
            }
        )
    return pd.DataFrame(rows)
