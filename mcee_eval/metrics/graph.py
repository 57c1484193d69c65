"""Does a model of boxes and links hold together? Its boxes by level, its links, and what stands alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

import pandas as pd

from mcee_eval.results import Result


@dataclass(frozen=True, kw_only=True)
class Graph(Result):
    """Boxes, links and the result of each check.

    nodes : node, level and texts. links : from_node, to_node and reasons. levels : from first to last.
    circle : the boxes of a circle, () when there is none. unknown : codes that a link names and no box has.
    orphans : boxes without any link. dead_ends : boxes below the last level that lead nowhere.
    unfed : boxes above the first level that nothing leads to. jumps : links that do not go to the next level up.
    """

    KEYS = "circle unknown orphans dead_ends unfed"
    MAIN = "orphans dead_ends unfed"

    nodes: pd.DataFrame
    links: pd.DataFrame
    level: str
    levels: tuple[str, ...]
    circle: tuple[str, ...]
    unknown: tuple[str, ...]
    orphans: tuple[str, ...]
    dead_ends: tuple[str, ...]
    unfed: tuple[str, ...]
    jumps: tuple[tuple[str, str], ...]

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """(from, to) of every link."""
        return tuple(zip(self.links["from_node"].map(str), self.links["to_node"].map(str), strict=True))

    def leads_to(self, node: str) -> tuple[str, ...]:
        """The boxes that this one leads to, in their order."""
        return tuple(t for s, t in self.pairs if s == node)

    def nested(self) -> Iterator[tuple[int, str]]:
        """(depth, box), from what is brought about down to what is done; a box that serves several stands below each.

        Begins with the last level; what leads nowhere comes after, at depth 0, with what leads to it.
        """
        told = self.nodes[self.level]
        order = [str(n) for level in reversed(self.levels) for n in self.nodes.loc[told == level, "node"]]
        if self.circle:
            return
        stack = [(0, n) for n in reversed([n for n in order if not self.leads_to(n)])]
        while stack:
            depth, node = stack.pop()
            yield depth, node
            below = [s for s, t in self.pairs if t == node]
            stack += [(depth + 1, s) for s in reversed(below)]


def graph(nodes: pd.DataFrame, links: pd.DataFrame, *, level: str, levels: Sequence[str]) -> Graph:
    """Is there no circle, no link to nowhere? Who stands alone, which links jump a level?

    nodes : node, ``level`` (one of ``levels``, from first to last). links : from_node, to_node.
    Nothing is refused: every fault is told in the result, for the reader to see.
    """
    kind = dict(zip(nodes["node"].map(str), nodes[level].map(str), strict=True))
    pairs = list(zip(links["from_node"].map(str), links["to_node"].map(str), strict=True))
    known = [(s, t) for s, t in pairs if s in kind and t in kind]
    leaves, reached = {s for s, _ in known}, {t for _, t in known}
    place = {node: list(levels).index(k) for node, k in kind.items()}
    linked = leaves | reached
    return Graph(
        method="graph", frame=links, recipe={"level": level, "levels": list(levels)}, nodes=nodes, links=links,
        level=level, levels=tuple(levels), circle=_circle(known),
        unknown=tuple(sorted({n for pair in pairs for n in pair} - set(kind))),
        orphans=tuple(n for n in kind if n not in linked),
        dead_ends=tuple(n for n, k in kind.items() if n in linked and n not in leaves and k != levels[-1]),
        unfed=tuple(n for n, k in kind.items() if n in linked and n not in reached and k != levels[0]),
        jumps=tuple((s, t) for s, t in known if place[t] != place[s] + 1),
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
