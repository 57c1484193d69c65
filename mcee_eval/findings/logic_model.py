"""Does the logic model hold together? Its boxes by level, its links, and what stands alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

import pandas as pd

LEVELS = ("activity", "output", "immediate", "intermediate", "final")


@dataclass(frozen=True)
class LogicModel:
    """The boxes of Annex A and our reading of their links, with the result of each check.

    nodes : node, kind, text_en, text_fr, silent. links : from_node, to_node, inferred, reason_en, reason_fr.
    circle : the boxes of a circle, () when there is none. unknown : codes that a link names and no box has.
    orphans : boxes without any link. dead_ends : boxes below the last level that lead nowhere.
    unfed : boxes above the first level that nothing leads to. jumps : links that do not go to the next level up.
    silent : boxes on which the findings say nothing.
    """

    nodes: pd.DataFrame
    links: pd.DataFrame
    circle: tuple[str, ...]
    unknown: tuple[str, ...]
    orphans: tuple[str, ...]
    dead_ends: tuple[str, ...]
    unfed: tuple[str, ...]
    jumps: tuple[tuple[str, str], ...]
    silent: tuple[str, ...]

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """(from, to) of every link."""
        return tuple(zip(self.links["from_node"].map(str), self.links["to_node"].map(str), strict=True))

    @property
    def inferred(self) -> int:
        """How many links are our reading."""
        return int(self.links["inferred"].sum())

    def counts(self) -> dict[str, int]:
        """Boxes by level."""
        told = self.nodes["kind"].value_counts()
        return {level: int(told.get(level, 0)) for level in LEVELS}

    def leads_to(self, node: str) -> tuple[str, ...]:
        """The boxes that this one leads to, in their order."""
        return tuple(t for s, t in self.pairs if s == node)

    def nested(self) -> Iterator[tuple[int, str]]:
        """(depth, box), from what is brought about down to what is done; a box that serves several stands below each.

        Begins with the last level; what leads nowhere comes after, at depth 0, with what leads to it.
        """
        order = [str(n) for level in reversed(LEVELS) for n in self.nodes.loc[self.nodes["kind"] == level, "node"]]
        if self.circle:
            return
        stack = [(0, n) for n in reversed([n for n in order if not self.leads_to(n)])]
        while stack:
            depth, node = stack.pop()
            yield depth, node
            below = [s for s, t in self.pairs if t == node]
            stack += [(depth + 1, s) for s in reversed(below)]


def logic_model(nodes: pd.DataFrame, links: pd.DataFrame) -> LogicModel:
    """Check the model: no circle, no link to nowhere, who stands alone, which links jump a level.

    nodes, links : tables of the report (contracts ``logic_nodes``, ``logic_links``). Nothing is refused: every fault is
    told in the result, for the reader to see.
    """
    kind = dict(zip(nodes["node"].map(str), nodes["kind"].map(str), strict=True))
    pairs = list(zip(links["from_node"].map(str), links["to_node"].map(str), strict=True))
    known = [(s, t) for s, t in pairs if s in kind and t in kind]
    leaves, reached = {s for s, _ in known}, {t for _, t in known}
    place = {node: LEVELS.index(k) for node, k in kind.items()}
    linked = leaves | reached
    return LogicModel(
        nodes=nodes, links=links, circle=_circle(known),
        unknown=tuple(sorted({n for pair in pairs for n in pair} - set(kind))),
        orphans=tuple(n for n in kind if n not in linked),
        dead_ends=tuple(n for n, k in kind.items() if n in linked and n not in leaves and k != LEVELS[-1]),
        unfed=tuple(n for n, k in kind.items() if n in linked and n not in reached and k != LEVELS[0]),
        jumps=tuple((s, t) for s, t in known if place[t] != place[s] + 1),
        silent=tuple(str(n) for n in nodes.loc[nodes["silent"].astype(bool), "node"]),
    )  # fmt: skip


def _circle(pairs: list[tuple[str, str]]) -> tuple[str, ...]:
    before: dict[str, set[str]] = {}
    for source, target in pairs:
        before.setdefault(target, set()).add(source)
    try:
        TopologicalSorter({n: sorted(before[n]) for n in sorted(before)}).prepare()
    except CycleError as found:
        return tuple(str(n) for n in found.args[1])
    return ()
