"""Which way does the evidence point? Families count once, in the whole, in each line, and without each line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from mcee_eval.metrics import checks
from mcee_eval.results import Result


@dataclass(frozen=True, kw_only=True)
class EvidenceWeights(Result):
    """frame : a row a subject, part and family: its position from −1 (against) to 1 (for).

    Parts: ``""`` (all lines), each line by its name, and ``-<line>`` (all but that one). items : subject → line →
    pieces of evidence. subjects, lines : all that were asked for, also those without evidence.
    """

    KEYS = "subjects lines items"
    MAIN = "items"
    PLOT = "points family position"

    subjects: tuple[str, ...]
    lines: tuple[str, ...]
    items: dict[str, dict[str, int]]

    def positions(self, subject: str, part: str = "") -> pd.Series:
        """The positions of the families of one part."""
        rows = self.frame[(self.frame["subject"] == subject) & (self.frame["part"] == part)]
        return rows["position"].astype(float)


def weigh_evidence(
    frame: pd.DataFrame, *, subjects: Sequence[str], lines: Sequence[str], by: str = "finding", line: str = "line",
    family: str = "source_family", position: str = "direction", weight: str = "weight",
) -> EvidenceWeights:  # fmt: skip
    """What do the independent families of evidence say of each subject?

    frame : a row a piece of evidence. by, line, family, position (−1 to 1), weight (0 to 1) : columns.
    A family's position is the weighted mean of its pieces, so that it counts once however many it has; one whose pieces
    all weigh nothing is left out. A family that feeds several lines counts once in the whole and once in each line.
    """
    checks.need_columns(frame, [by, line, family, position, weight], table="evidence")
    rows: list[dict[str, object]] = []
    items: dict[str, dict[str, int]] = {}
    for subject in subjects:
        mine = frame[frame[by].astype(str) == subject]
        items[subject] = {name: int((mine[line] == name).sum()) for name in lines}
        parts = {
            "": mine,
            **{n: mine[mine[line] == n] for n in lines},
            **{f"-{n}": mine[mine[line] != n] for n in lines},
        }
        for part, pieces in parts.items():
            at = _positions(pieces[family], pieces[position].astype(float), pieces[weight].astype(float))
            rows += [{"subject": subject, "part": part, "family": k, "position": float(v)} for k, v in at.items()]
    return EvidenceWeights(
        method="weighted_families", frame=pd.DataFrame(rows, columns=["subject", "part", "family", "position"]),
        subjects=tuple(subjects), lines=tuple(lines), items=items,
    )  # fmt: skip


def _positions(family: pd.Series, position: pd.Series, weight: pd.Series) -> pd.Series:
    total = weight.groupby(family).sum()
    found: pd.Series = (position * weight).groupby(family).sum()[total > 0] / total[total > 0]
    return found
