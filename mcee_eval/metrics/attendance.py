"""Who came to the meetings, and did it fade?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from mcee_eval.contracts.periods import holding
from mcee_eval.metrics import checks
from mcee_eval.results import Result


@dataclass(frozen=True, kw_only=True)
class Attendance(Result):
    """Presence at meetings.

    meetings : meetings looked at. frame : one row a period and department: period, department, meetings, present,
    share (None where no meeting was held), level_known (attendances whose level was noted).
    """

    KEYS = "meetings department=frame.department period=frame.period share=frame.share"
    MAIN = "meetings"
    PLOT = "lines period share / department"

    meetings: int


def attendance(
    meetings: pd.DataFrame, present: pd.DataFrame, *, departments: Sequence[str], period: str = "fiscal_year"
) -> Attendance:
    """To what share of the meetings of each period did each department come?

    meetings : one row a meeting held (meeting, date). present : one row a department at a meeting (meeting, department,
    level). departments : whose presence is asked about. period : ``fiscal_year``, ``quarter``, ``year`` or ``month``.

    Periods between the first and the last with a meeting and without one of their own are absent, not zero: nobody
    stays away from a meeting that was not held. Attendance at meetings that are not in ``meetings`` is left out.
    Refused: absent columns, an unknown period.
    """
    checks.need_columns(meetings, ["meeting", "date"], table="meetings")
    checks.need_columns(present, ["meeting", "department", "level"], table="meeting_attendance")
    checks.parameters("attendance", checks.one_of("period", period, ("fiscal_year", "quarter", "year", "month")))
    held = meetings.assign(period=[holding(period, d.date()) for d in meetings["date"]])
    rows = []
    for code, mine in held.groupby("period", sort=True):
        at = present[present["meeting"].isin(mine["meeting"])]
        for department in departments:
            came = at[at["department"] == department]
            rows.append((code, department, len(mine), len(came), len(came) / len(mine), int(came["level"].count())))
    columns = ["period", "department", "meetings", "present", "share", "level_known"]
    return Attendance(
        method="attendance",
        recipe={"departments": tuple(departments), "period": period},
        frame=pd.DataFrame(rows, columns=columns),
        meetings=len(held),
    )
