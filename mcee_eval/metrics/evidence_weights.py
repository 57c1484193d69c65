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
    weighed = pd.DataFrame(
        {
            "subject": frame[by].astype(str), "line": frame[line].astype(str), "family": frame[family],
            "top": frame[position].astype(float) * frame[weight].astype(float), "weight": frame[weight].astype(float),
        }
    )  # fmt: skip
    held: dict[str, list[tuple[str, str, float, float]]] = {s: [] for s in subjects}
    for (subject, name, group), top, base in weighed.groupby(["subject", "line", "family"]).sum().itertuples():
        held.get(subject, []).append((name, group, top, base))
    counts = weighed.groupby(["subject", "line"]).size()
    rows: list[dict[str, object]] = []
    for subject in subjects:
        for part in ("", *lines, *(f"-{n}" for n in lines)):
            found: dict[str, list[float]] = {}
            for name, group, top, base in held[subject]:
                if not part or name == part or (part.startswith("-") and name != part[1:]):
                    sums = found.setdefault(group, [0.0, 0.0])
                    sums[0], sums[1] = sums[0] + top, sums[1] + base
            rows += [
                {"subject": subject, "part": part, "family": group, "position": top / base}
                for group, (top, base) in sorted(found.items()) if base > 0
            ]  # fmt: skip
    items = {s: {n: int(counts.get((s, n), 0)) for n in lines} for s in subjects}
    return EvidenceWeights(
        method="weighted_families", frame=pd.DataFrame(rows, columns=["subject", "part", "family", "position"]),
        subjects=tuple(subjects), lines=tuple(lines), items=items,
    )  # fmt: skip
