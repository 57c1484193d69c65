"""What each open question would need, by the code that verdicts give: owner, since when, which series."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Needed:
    """owners : who holds or should hold it. since : the month from which it was needed.

    series : name of the series whose smallest effect is computed; "" where there is none, and ``why`` says why not.
    """

    owners: tuple[str, ...]
    since: str
    series: str = ""
    why: str = ""


START = "2019-02"  # the strategy is approved: a baseline was needed before the first project

NEEDS: Mapping[str, Needed] = {
    "claims_series": Needed(("IRCC",), START, "claims"),
    "impediments_by_country": Needed(("CBSA",), START, "removals"),
    "documents_by_quarter": Needed(("CBSA",), START, "documents"),
    "comparison_series": Needed(("CBSA",), START, "documents"),
    "engagement_records": Needed(("CBSA", "GAC", "IRCC"), START, "engagements"),
    "incentive_delivered": Needed(("CBSA", "GAC", "IRCC"), START, "engagements"),
    "incentive_compared": Needed(("CBSA",), START, "documents"),
    "runs_completed": Needed((), "", why="no_series_run"),
    "evidence_register": Needed(("IRCC",), START, why="no_series_register"),
}
