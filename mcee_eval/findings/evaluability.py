"""What would have to be kept for an open question to be told: series, owner, since when, and what it would show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mcee_eval.errors import Refused
from mcee_eval.findings.conclusions_data import Series
from mcee_eval.findings.evaluability_needs import NEEDS, Needed
from mcee_eval.findings.from_records import Conclusions
from mcee_eval.metrics.planned_effect import smallest_difference, smallest_ratio
from mcee_eval.results import Estimate

AHEAD = (4, 8, 12)  # quarters after which the smallest effect is asked for
SHARE = 0.5  # the declared share to which a share of records is held


@dataclass(frozen=True)
class Gap:
    """One thing that is missing, and the open propositions that wait for it. ``needed`` is None for an unknown code."""

    code: str
    propositions: tuple[str, ...]
    needed: Needed | None


def gaps(told: Conclusions, own: Mapping[str, tuple[str, ...]], needs: Mapping[str, Needed] = NEEDS) -> tuple[Gap, ...]:
    """Every code that would settle an open proposition, in the order of the findings.

    own : codes of the conclusions' own open propositions → those propositions.
    """
    found = dict(told.settle)
    for code, propositions in own.items():
        found[code] = (*found.get(code, ()), *propositions)
    return tuple(Gap(code, propositions, needs.get(code)) for code, propositions in found.items())


def smallest_effects(series: Series) -> dict[int, Estimate | None]:
    """Quarters watched → the smallest effect that this series would show with 80 % power; None where none would.

    Counts: a rate ratio, from the series' own level and variation before the first start. Records: a difference of a
    share from one half, from the number of records a quarter, every one of them filled in.
    """
    found: dict[int, Estimate | None] = {}
    for quarters in AHEAD:
        try:
            if series.kind == "count":
                found[quarters] = smallest_ratio(series.values, periods=quarters, exposure=series.exposure or None)
            else:
                pace = sum(series.values) / len(series.values) if series.values else 0.0
                n = int(pace * quarters)
                found[quarters] = smallest_difference(n, share=SHARE) if n else None
        except Refused:
            found[quarters] = None
    return found
