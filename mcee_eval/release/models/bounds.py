"""Shares that the records bound, as they may be told: at least so much, what cannot be told, surely not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mcee_eval.metrics.share_bounds import ShareBounds
from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.measured import Measured, tells
from mcee_eval.release.rule import whole_percent
from mcee_eval.release.told import Fact, Refusal, Told

COUNTS = ("yes", "unknown", "unsure")
PARTS = ("at_least", "untold", "surely_not")


def percent(value: float | None, n: float | None = None) -> Cell:
    """A share to whole per cent, with what it is a share of."""
    if value is None:
        return marked("not_estimable")
    return Cell(whole_percent(value), n=None if n is None else int(n))


class _Bounds(Measured):
    def parts(self, found: ShareBounds) -> dict[str, Cell]:
        """n, recorded, at_least, at_most, and the three parts, of the rounded ends so that they add up as printed."""
        n, recorded, low, high = self.number(found.n), found.recorded, found.low, found.high
        if self.persons and not self.door.exact:  # counts of persons carry the bounds, and few rows none
            low = high = recorded = None
        both_ends = percent(low, n.value), percent(high, n.value)
        gap = marked("not_estimable")
        rest = gap if high is None else Cell(round(1 - whole_percent(high), 2))
        both = low is not None and high is not None
        middle = Cell(round((both_ends[1].value or 0.0) - (both_ends[0].value or 0.0), 2)) if both else gap
        return {"n": n, "recorded": percent(recorded), "at_least": both_ends[0], "untold": middle, "surely_not": rest,
                "at_most": both_ends[1], **{k: self.number(getattr(found, k)) for k in COUNTS}}  # fmt: skip

    def ends(self, found: ShareBounds) -> Fact:
        """The two ends as one number that a line may judge: exact, with what is printed beside it."""
        parts = self.parts(found)
        low, high = found.low, found.high
        held = parts["at_least"].value is not None and low is not None and high is not None
        cell = Cell(low, low, high) if held else marked("not_estimable")
        return self.fact(
            "share", cell, {**parts, "low": parts["at_least"], "high": parts["at_most"]}, "share", bounded=True
        )

    def rows_of(self, groups: Mapping[str, ShareBounds]) -> Told:
        """A row a group: n, recorded, at_least, untold, surely_not, at_most, unsure."""
        every = [self.parts(b) for b in groups.values()]
        cells = {k: [p[k] for p in every] for k in (every[0] if every else ())}
        made = self.coded(cells, "share", row=list(groups))
        counts: dict[str, list[Cell]] = {k: cells[k] for k in ("n", *COUNTS) if k in cells}
        return made.with_cells(counts, "engagements" if not self.persons else "persons")


@tells("ShareBounds")
class ToldBounds(_Bounds):
    """``result.share``: the two ends as a ``Fact``; ``result.at_least`` and the other parts by name."""

    @property
    def share(self) -> Fact:
        """The two ends."""
        return self.ends(self._result)

    @property
    def sure(self) -> bool:
        """Is every answer recorded?"""
        return bool(self._result.n) and not self._result.unknown and not self._result.unsure

    @property
    def between(self) -> Fact:
        """The same with its two ends as they are, not in whole per cent."""
        found = self.share
        low, high = found.cell.low, found.cell.high
        held = bool(found) and low is not None and high is not None
        exact = {"low": Cell(low), "high": Cell(high)} if held else {}
        return found.named("share", **exact)

    def tell(self, name: str, value: Any) -> Any:
        """A count of rows; the ends come as ``share``, ``at_least``, ``at_most``."""
        return self.fact(name, percent(value) if isinstance(value, float) else self.number(value))

    def __getattr__(self, name: str) -> Any:
        if name in (*PARTS, "at_most"):
            return self.fact(name, self.parts(self._result)[name])
        return super().__getattr__(name)

    def shown(self) -> Told:
        """One row."""
        return self.rows_of({"all": self._result})


@tells("BoundsBy")
class ToldBoundsBy(_Bounds):
    """``result["group"]``: its two ends as a ``Fact``; shown as it is: a row a group."""

    def __getitem__(self, code: str) -> Fact:
        held = self._result.groups.get(code)
        return self.ends(held) if held else self.fact("share", marked("missing"))

    def facts(self) -> tuple[Fact, ...]:
        """The two ends of every group."""
        return tuple(self.ends(b) for b in self._result.groups.values())

    def weakest(self, among: Sequence[str], *, prefix: str = "") -> Fact:
        """The group with the least share among these; beside it ``who`` that is."""
        held = {g: b for g in among if (b := self._result.groups.get(g)) is not None and b.n}
        if not held:
            return self.fact("share", marked("missing"), {"who": f"{prefix}none"})
        worst = min(held, key=lambda g: held[g].low or 0.0)
        return self.ends(held[worst]).named("share", who=f"{prefix}{worst}")

    def recorded(self, *answers: str) -> Told | Refusal:
        """For each group, the share of rows that tell these answers at all; a column an answer."""
        told: Told = self.shown()
        for answer in answers:
            other = self.again(answer=answer)
            if isinstance(other, Refusal):
                return other
            told = told.with_cells({answer: other.shown().cells("recorded")}, "share")
        return told

    def quoted(self, **groups: str) -> dict[str, Cell] | Refusal:
        """``quoted(forum="multilateral_forum")``: forum, forum_low, forum_high; a refusal where no group has a row."""
        empty = ShareBounds(method="share_bounds", yes=0, no=0, unknown=0, unsure=0, low=None, high=None)
        found = {k: self.parts(self._result.groups.get(code, empty)) for k, code in groups.items()}
        if not any(self._result.groups.get(code) for code in groups.values()):
            return Refusal("empty")
        named = {"": "n", "_low": "at_least", "_high": "at_most"}
        return {k + end: parts[part] for k, parts in found.items() for end, part in named.items()}

    def shown(self) -> Told:
        """A row a group."""
        return self.rows_of(self._result.groups)
