"""Results that count boxes, links and answers: a graph with its checks, questions with several answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from mcee_eval.release.cell import Cell
from mcee_eval.release.measured import Measured, tells
from mcee_eval.release.told import Told

Pair = tuple[str, str]


@dataclass(frozen=True)
class Nested:
    """Boxes as lists within lists: (depth, code, text in both languages, silent) each."""

    items: tuple[tuple[int, str, Pair, bool], ...]


def both(frame: pd.DataFrame, name: str) -> list[Pair]:
    """A text of the data in both languages, a pair a row."""
    return list(zip(frame[f"{name}_en"].map(str), frame[f"{name}_fr"].map(str), strict=True))


@tells("Graph")
class ToldGraph(Measured):
    """``model``: its boxes as a table; ``model.edges()``, ``model.checks()``, ``model.nested()``."""

    def shown(self) -> Told:
        """box, kind, level, text, leads_to, spoken: a row a box."""
        found, nodes = self._result, self._result.nodes
        codes = nodes["node"].map(str)
        return self.coded(
            {}, "items", box=codes, kind=nodes[found.level].map(str), level="level_" + nodes[found.level].map(str),
            text=both(nodes, "text"), leads_to=[", ".join(found.leads_to(n)) for n in codes],
            spoken=["box_silent" if s else "box_spoken" for s in nodes["silent"]],
        )  # fmt: skip

    def edges(self) -> Told:
        """from, to, reason, inferred: a row a link."""
        links = self._result.links
        return self.coded(
            {}, "items", **{"from": links["from_node"].map(str), "to": links["to_node"].map(str)},
            reason=both(links, "reason"),
            inferred=["link_inferred" if i else "link_printed" for i in links["inferred"]],
        )  # fmt: skip

    def counts(self, **levels: Sequence[str]) -> dict[str, Cell]:
        """Boxes in all, at these levels (name → levels), and the links that are our reading."""
        told = self._result.nodes[self._result.level]
        by = {name: Cell(float(told.isin(list(these)).sum())) for name, these in levels.items()}
        whole, links = len(self._result.nodes), int(self._result.links["inferred"].sum())
        return {**by, "boxes": Cell(float(whole)), "links": Cell(float(links))}

    def checks(self, **named: str) -> dict[str, dict[str, Any]]:
        """Sentence → the boxes that a check found; nothing under the sentence of a check that found none.

        named : check (jumps, circle, orphans, dead_ends, unfed, silent) → key of its sentence.
        """
        nodes = self._result.nodes
        found = {
            "jumps": ", ".join(" → ".join(j) for j in self._result.jumps), "circle": " → ".join(self._result.circle),
            "silent": ", ".join(nodes.loc[nodes["silent"].astype(bool), "node"].map(str)),
            **{k: ", ".join(getattr(self._result, k)) for k in ("orphans", "dead_ends", "unfed")},
        }  # fmt: skip
        n = Cell(float(nodes["silent"].astype(bool).sum()))
        return {key: {"boxes": found[name], "n": n} for name, key in named.items() if found[name]}

    def nested(self) -> Nested:
        """The model as a nested list, from what is brought about down to what is done."""
        nodes = self._result.nodes
        texts = dict(zip(nodes["node"].map(str), both(nodes, "text"), strict=True))
        silent = set(nodes.loc[nodes["silent"].astype(bool), "node"].map(str))
        return Nested(tuple((depth, n, texts[n], n in silent) for depth, n in self._result.nested()))


@tells("MultiResponse")
class ToldMultiResponse(Measured):
    """``areas.mentions``, ``areas.units``, ``areas.mean``; shown as it is: a row a category."""

    @property
    def answered(self) -> Cell:
        """How many units gave an answer."""
        return Cell(float(self._result.units - len(self._result.without)))

    def shown(self) -> Told:
        """category; units that chose it, share of all units."""
        frame = self._result.frame
        cells = {"units": [Cell(float(v)) for v in frame["units"]], "share": [Cell(float(v)) for v in frame["share"]]}
        return self.coded(cells, "items", category=frame["category"])


@tells("Total")
class ToldTotal(Measured):
    """``paid.total``, ``paid.unknown``."""

    def unknown_parts(self) -> dict[str, Cell]:
        """The sentence on parts that are not known has its number only where there are some."""
        return {"n": Cell(float(self._result.unknown))} if self._result.unknown else {}
