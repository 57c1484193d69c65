"""Do the lines of evidence agree? Finding by line: converge, complement, conflict or silent; families count once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from mcee_eval.settings import Settings

LINES = ("documents", "interviews", "focus_groups", "removals_data", "claims_statistics")


class Fit(StrEnum):
    """How a line stands to what all lines together say of a finding."""

    CONVERGE = "converge"
    COMPLEMENT = "complement"
    CONFLICT = "conflict"
    SILENT = "silent"


@dataclass(frozen=True)
class Weighed:
    """The evidence on one finding.

    net : mean position of its independent families, from −1 (all against) to 1 (all for); None without evidence.
    direction : 1 for the finding, −1 against it, 0 neither. families : how many; ``leaning_for`` and
    ``leaning_against`` of them lean one way. fits, nets, items : by line. with_it : by line, how many of its families
    lean as the whole does (for the finding, where the whole does not lean), and how many there are. turned_by : the
    lines without which the direction would be another. flags : ``one_line``, ``one_family``, ``turned``, ``conflict``.
    """

    finding: str
    net: float | None
    direction: int
    families: int
    leaning_for: int
    leaning_against: int
    fits: Mapping[str, Fit]
    nets: Mapping[str, float | None]
    items: Mapping[str, int]
    with_it: Mapping[str, tuple[int, int]]
    turned_by: tuple[str, ...]
    flags: tuple[str, ...]

    @property
    def lines(self) -> int:
        """Lines that are not silent."""
        return sum(fit is not Fit.SILENT for fit in self.fits.values())


def positions(evidence: pd.DataFrame) -> pd.Series:
    """Each family's position, from −1 to 1: the weighted mean of its items, so that a family counts once.

    evidence : source_family, direction (−1, 0, 1), weight (0 to 1). A family whose items all weigh nothing is left
    out: nothing was given to it.
    """
    heavy = evidence[evidence["weight"].astype(float) > 0]
    weight = heavy["weight"].astype(float)
    top = (heavy["direction"].astype(float) * weight).groupby(heavy["source_family"]).sum()
    return top / weight.groupby(heavy["source_family"]).sum()


def leaning(net: float | None, bar: float) -> int:
    """1 or −1 where the net reaches ``bar``, 0 where it does not or there is none."""
    if net is None:
        return 0
    return 1 if net >= bar else -1 if net <= -bar else 0


def weigh(evidence: pd.DataFrame, finding: str, settings: Settings) -> Weighed:
    """What do the lines say of one finding, does each agree, and would the answer change without one of them?

    evidence : item, finding, line, direction, weight, source_family. finding : the report's number, as text.
    A family that feeds several lines counts once in the whole, and once in each line.
    """
    bar = settings.threshold("f8.leaning")
    need = settings.threshold("f8.lines")
    mine = evidence[evidence["finding"].astype(str) == finding]
    whole = positions(mine)
    net = _mean(whole)
    direction = leaning(net, bar)
    held = {line: positions(mine[mine["line"] == line]) for line in LINES}
    nets = {line: _mean(held[line]) for line in LINES}
    lean = {line: leaning(nets[line], bar) for line in LINES}
    opposed = {1, -1} <= set(lean.values())
    fits = {line: _fit(nets[line], lean[line], direction, opposed) for line in LINES}
    spoken = [line for line in LINES if fits[line] is not Fit.SILENT]
    turned = tuple(line for line in spoken if leaning(_mean(positions(mine[mine["line"] != line])), bar) != direction)
    flags = [
        name
        for name, raised in (
            ("one_line", len(spoken) < need),
            ("one_family", len(whole) < need),
            ("turned", bool(turned)),
            ("conflict", Fit.CONFLICT in fits.values()),
        )
        if raised
    ]
    return Weighed(
        finding,
        net,
        direction,
        len(whole),
        sum(leaning(float(p), bar) > 0 for p in whole),
        sum(leaning(float(p), bar) < 0 for p in whole),
        fits,
        nets,
        {line: int((mine["line"] == line).sum()) for line in LINES},
        {n: (sum(leaning(float(p), bar) == (direction or 1) for p in held[n]), len(held[n])) for n in LINES},
        turned,
        tuple(flags),
    )


def _mean(family: pd.Series) -> float | None:
    return float(family.mean()) if len(family) else None


def _fit(net: float | None, lean: int, direction: int, opposed: bool) -> Fit:
    """Leaning as the whole converges, the other way conflicts, neither way completes; without evidence it is silent."""
    if net is None:
        return Fit.SILENT
    if lean == 0:
        return Fit.COMPLEMENT
    if direction == 0:
        return Fit.CONFLICT if opposed else Fit.COMPLEMENT
    return Fit.CONVERGE if lean == direction else Fit.CONFLICT
