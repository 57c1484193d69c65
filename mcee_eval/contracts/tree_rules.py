"""What must hold where rows point to rows: a parent exists, and no chain of links comes back to its start."""

from __future__ import annotations

from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from mcee_eval.contracts.faults import Fault, shown

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class ParentWithin:
    """``pointer`` names another row's ``key`` in the same group."""

    pointer: str
    key: str
    within: str

    between_rows: ClassVar[bool] = True

    @property
    def en(self) -> str:
        """The rule in a sentence."""
        return f"{self.pointer} is the {self.key} of another row of the same {self.within}"

    @property
    def fr(self) -> str:
        """La règle en une phrase."""
        return f"{self.pointer} est la valeur {self.key} d'une autre ligne de la même valeur {self.within}"

    def columns(self) -> tuple[str, ...]:
        """The pointer, what it points to, and the group."""
        return (self.pointer, self.key, self.within)

    def faults(self, frame: pd.DataFrame) -> list[Fault]:
        """Rows whose parent is not there, or is the row itself."""
        there = set(zip(frame[self.within], frame[self.key], strict=True))
        faults = []
        for i, (group, key, parent) in enumerate(
            zip(frame[self.within], frame[self.key], frame[self.pointer], strict=True)
        ):
            if isinstance(parent, str) and (parent == key or (group, parent) not in there):
                faults.append(
                    Fault(
                        "parent_within",
                        self.pointer,
                        (i,),
                        shown(parent),
                        f"the {self.key} of another row of {self.within} {group}",
                        f"Name a {self.key} that exists, or leave the cell empty.",
                    )
                )
        return faults


@dataclass(frozen=True, slots=True)
class NoCircle:
    """Links from one node to the next never come back to where they began."""

    source: str
    target: str

    between_rows: ClassVar[bool] = True

    @property
    def en(self) -> str:
        """The rule in a sentence."""
        return f"links from {self.source} to {self.target} form no circle"

    @property
    def fr(self) -> str:
        """La règle en une phrase."""
        return f"les liens de {self.source} à {self.target} ne forment aucun cercle"

    def columns(self) -> tuple[str, ...]:
        """Both ends of a link."""
        return (self.source, self.target)

    def faults(self, frame: pd.DataFrame) -> list[Fault]:
        """One circle, if there is any, with the rows of its links."""
        links = frame.dropna(subset=[self.source, self.target])
        before: dict[str, set[str]] = {}
        for source, target in zip(links[self.source], links[self.target], strict=True):
            before.setdefault(target, set()).add(source)
        try:
            TopologicalSorter({node: sorted(before[node]) for node in sorted(before)}).prepare()
        except CycleError as circle:
            names = list(circle.args[1])
            steps = set(pairwise(names))
            ends = zip(frame[self.source], frame[self.target], strict=True)
            rows = tuple(i for i, link in enumerate(ends) if link in steps)
            return [
                Fault(
                    "no_circle",
                    f"{self.source}, {self.target}",
                    rows,
                    " → ".join(names),
                    "links that never come back to their start",
                    "Turn round or take out the link that is wrong.",
                )
            ]
        return []
