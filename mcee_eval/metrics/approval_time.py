"""How long did a project take from the first stage of its approval to the last?"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from mcee_eval.errors import BadTable, Problem
from mcee_eval.metrics import checks
from mcee_eval.metrics.survival import kaplan_meier
from mcee_eval.results import Estimate, Result

TOTAL = "total"


@dataclass(frozen=True, kw_only=True)
class ApprovalTime(Result):
    """Days in approval, by stage in the order in which stages open, and in all.

    stages : names in order, ``total`` last. n, closed : projects that entered the stage, and those approved at it.
    median : days, by Kaplan-Meier with its interval; infinite where fewer than half are through.
    frame : one row a project and stage, and one ``total`` a project: project, stage, days, closed (0 or 1), returns.
    """

    KEYS = "stages n closed median low=median.low high=median.high"
    MAIN = "median@stages"

    stages: tuple[str, ...]
    n: tuple[int, ...]
    closed: tuple[int, ...]
    median: tuple[Estimate, ...]

    def of(self, stage: str = TOTAL) -> Estimate:
        """The median of one stage."""
        return self.median[self.stages.index(stage)]


def approval_time(approvals: pd.DataFrame, *, as_of: str | pd.Timestamp, level: float = 0.95) -> ApprovalTime:
    """How many days does half of the projects take to pass a stage, and to pass them all?

    approvals : the table of this name; stages that the rules do not require count for nothing. as_of : last day known.
    A stage still open is followed up to ``as_of``. The total runs from the first opening to the last closing, and is
    open while any required stage is. Days in which a project was sent back are within its stage: the table keeps how
    often that was, and not when.
    Refuses a stage that closed and never opened, and a table in which nothing was approved.
    Source: Kaplan and Meier (1958); Brookmeyer and Crowley (1982) for the interval of the median.
    """
    checks.need_columns(approvals, ["project", "stage", "required", "opened", "closed", "returns"], table="approvals")
    day = pd.Timestamp(as_of)
    needed = approvals[approvals["required"].astype(bool)]
    lost = needed[needed["opened"].isna() & needed["closed"].notna()]
    if len(lost):
        told = [Problem(f"{r.project}, {r.stage}", "closed and never opened", "both days") for r in lost.itertuples()]
        raise BadTable.of("approvals", told)
    known = needed[needed["opened"].notna() & (needed["opened"] <= day)]
    through = known["closed"].notna() & (known["closed"] <= day)
    rows = pd.DataFrame(
        {
            "project": known["project"],
            "stage": known["stage"],
            "days": (known["closed"].where(through, day) - known["opened"]).dt.days,
            "closed": through.astype(int),
            "returns": known["returns"],
            "opened": known["opened"],
        }
    )
    whole = [_total(str(p), one, needed[needed["project"] == p], day) for p, one in rows.groupby("project", sort=True)]
    place = rows.groupby("project")["opened"].rank(method="first")
    order = list(place.groupby(rows["stage"]).mean().sort_values().index)
    frame = pd.concat([rows.drop(columns="opened"), pd.DataFrame(whole)], ignore_index=True)
    found = kaplan_meier(frame, duration="days", event="closed", group="stage", transform="loglog", level=level)
    stages = (*map(str, order), TOTAL)
    at = [found.groups.index(s) for s in stages]
    return ApprovalTime(
        method="kaplan_meier",
        notes=found.notes,
        recipe={"as_of": str(day.date()), "level": level},
        frame=frame,
        stages=stages,
        n=tuple(found.n[i] for i in at),
        closed=tuple(found.events[i] for i in at),
        median=tuple(found.median[i] for i in at),
    )


def _total(project: str, mine: pd.DataFrame, needed: pd.DataFrame, day: pd.Timestamp) -> dict[str, object]:
    """One project from its first opening to its last closing."""
    through = bool(mine["closed"].all()) and len(mine) == len(needed)
    last = needed["closed"].max() if through else day
    returns = mine["returns"].sum() if mine["returns"].notna().all() else None
    return {
        "project": project,
        "stage": TOTAL,
        "days": int((last - mine["opened"].min()).days),
        "closed": int(through),
        "returns": returns,
    }
