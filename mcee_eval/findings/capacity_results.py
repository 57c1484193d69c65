"""Finding 2, what was measured: indicators by project, kind and area, pooled over projects, and under other choices."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mcee_eval.errors import Refused
from mcee_eval.metrics.before_after import PairedChange, RateRatio, paired_change, rate_ratio
from mcee_eval.metrics.group_difference import GroupDifference, group_difference
from mcee_eval.metrics.toward_target import TowardTarget
from mcee_eval.results import Estimate

INFRASTRUCTURE, POLICY = "infrastructure_or_technology", "policy_or_training"
MONTHS = 12


@dataclass(frozen=True)
class Registration:
    """A capacity in cases a month, one year and the next, and the ratio with the exact interval of counts.

    before, after : cases a month on average over the year.
    """

    before: float
    after: float
    first: str
    last: str
    change: RateRatio


def registration(before: float, after: float, first: str, last: str) -> Registration:
    """How many times larger is the second year's capacity? Counts of twelve months each, compared exactly."""
    change = rate_ratio(round(after * MONTHS), MONTHS, round(before * MONTHS), MONTHS)
    return Registration(before, after, first, last, change)


def by_project(results: TowardTarget, projects: pd.DataFrame) -> pd.DataFrame:
    """One row a project: kind, status, indicators, known, before, after, change, low, high, reached.

    before, after, change : means over the indicators that have both, as logarithms in which more is better.
    low, high : the least and the most that an indicator of the project changed.
    """
    frame = results.frame
    told = frame[np.isfinite(frame["change"].to_numpy(float))]
    grouped = told.groupby("project")
    found = pd.DataFrame(
        {
            "before": grouped["before"].mean(),
            "after": grouped["after"].mean(),
            "change": grouped["change"].mean(),
            "low": grouped["change"].min(),
            "high": grouped["change"].max(),
            "known": grouped.size(),
        }
    )
    whole = projects[["project", "kind", "status", "end"]].merge(
        frame.groupby("project").size().rename("indicators").reset_index(), on="project", how="left"
    )
    whole = whole.merge(found.reset_index(), on="project", how="left")
    reached = frame[frame["state"] == "reached"].groupby("project").size()
    whole["reached"] = whole["project"].map(reached)
    for column in ("indicators", "known", "reached"):
        whole[column] = whole[column].fillna(0).astype(int)
    return whole


def pooled(rows: pd.DataFrame) -> PairedChange | None:
    """The mean change over projects, each counting once; None where fewer than two tell, or all tell the same."""
    told = rows[np.isfinite(rows["change"].to_numpy(float))]
    try:
        return paired_change(told["before"], told["after"])
    except Refused:
        return None


def as_change(found: Estimate | None) -> Estimate | None:
    """A mean of logarithms as a relative change: 0.10 is ten per cent better than the baseline."""
    if found is None:
        return None
    low, high = (None if b is None else math.expm1(b) for b in (found.low, found.high))
    return Estimate(math.expm1(found.value), low, high, unit="relative_change", n=found.n)


def kinds(rows: pd.DataFrame) -> GroupDifference | None:
    """Infrastructure or technology less policy or training; None where either has fewer than two projects that tell."""
    told = rows[np.isfinite(rows["change"].to_numpy(float))]
    try:
        return group_difference(told, value="change", group="kind", first=INFRASTRUCTURE, second=POLICY)
    except Refused:
        return None


def by_area(results: TowardTarget, projects: pd.DataFrame) -> pd.DataFrame:
    """One row a priority area: area, indicators, known, projects, reached, and the change over its projects."""
    rows = []
    for area, mine in results.frame.groupby("area", sort=True):
        part = _part(results, mine, projects)
        told = part[np.isfinite(part["change"].to_numpy(float))]
        found = as_change(None if (p := pooled(part)) is None else p.mean)
        rows.append(
            {
                "area": area,
                "indicators": len(mine),
                "known": int(np.isfinite(mine["change"].to_numpy(float)).sum()),
                "projects": len(told),
                "reached": int((mine["state"] == "reached").sum()),
                "estimate": found,
            }
        )
    return pd.DataFrame(rows, columns=["area", "indicators", "known", "projects", "reached", "estimate"])


def _part(results: TowardTarget, mine: pd.DataFrame, projects: pd.DataFrame) -> pd.DataFrame:
    from dataclasses import replace

    kept = projects[projects["project"].isin(set(mine["project"]))]
    return by_project(replace(results, frame=mine), kept)


def choices(results: TowardTarget, projects: pd.DataFrame) -> list[tuple[str, Estimate | None]]:
    """The pooled change under other reasonable choices: (code of the choice, relative change with its interval).

    all; verified indicators only; those with two readings or more; without those of a project that says most (the one
    whose leaving out lowers the mean most), and least; each indicator counting once in place of each project.
    """
    frame, whole = results.frame, by_project(results, projects)
    base = pooled(whole)
    found: list[tuple[str, Estimate | None]] = [("all", as_change(base.mean if base else None))]
    for code, keep in (("verified", frame["verified"].astype(bool)), ("two_readings", frame["readings"] >= 2)):
        part = pooled(_part(results, frame[keep], projects)) if keep.any() else None
        found.append((code, as_change(part.mean if part else None)))
    told = whole[np.isfinite(whole["change"].to_numpy(float))]
    if len(told) > 2:
        for code, at in (("without_most", told["change"].idxmax()), ("without_least", told["change"].idxmin())):
            part = pooled(told.drop(index=at))
            found.append((code, as_change(part.mean if part else None)))
    each = frame[np.isfinite(frame["change"].to_numpy(float))]
    single = pooled(each) if len(each) > 1 else None
    found.append(("each_indicator", as_change(single.mean if single else None)))
    return found
