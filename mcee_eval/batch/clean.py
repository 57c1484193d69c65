"""What an executed notebook may not keep: clocks, paths, random ids; and what it must hold: a record."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from mcee_eval.errors import BadTable, Problem

if TYPE_CHECKING:
    from nbformat import NotebookNode

INJECTED = "injected-parameters"
CLOCKS = ("papermill", "execution", "ExecuteTime")
ADDRESS = re.compile(r"\bat 0x[0-9A-Fa-f]{6,}")  # <object at 0x7f…>: another one each time


def forget_machine(node: NotebookNode, *, ids: Collection[str]) -> None:
    """Take out of an executed notebook, in place, everything that two equal runs would not share.

    ids : of the cells of the source; any other was drawn at random, and is named by its position.
    """
    node.metadata.pop("papermill", None)
    for i, cell in enumerate(node.cells):
        for key in CLOCKS:
            cell.metadata.pop(key, None)
        if INJECTED in cell.metadata.get("tags", ()):
            cell["id"] = INJECTED
        elif cell.get("id") not in ids:
            cell["id"] = f"cell-{i}"


def refuse_addresses(node: NotebookNode) -> None:
    """Refuse outputs that hold an address in memory: no second run would show the same."""
    problems = [
        Problem(f"cell {i}", repr(found[0]), "an output that every run repeats", "Show the object's own text.")
        for i, text in _texts(node)
        if (found := ADDRESS.search(text))
    ]
    if problems:
        raise BadTable.of("the executed notebook", problems)


def the_record(node: NotebookNode, *, mime: str) -> dict[str, Any]:
    """The record that the notebook left; refuses none and several."""
    records = [o["data"][mime] for _, o in _outputs(node) if mime in o.get("data", {})]
    if len(records) != 1 or not isinstance(records[0], dict):
        told = Problem("the outputs", f"{len(records)} records", "one", "End the notebook with study.record().")
        raise BadTable.of("the executed notebook", [told])
    return dict(records[0])


def _outputs(node: NotebookNode) -> Iterator[tuple[int, Any]]:
    for i, cell in enumerate(node.cells):
        for output in cell.get("outputs", ()):
            yield i, output


def _texts(node: NotebookNode) -> Iterator[tuple[int, str]]:
    for i, output in _outputs(node):
        yield i, str(output.get("text", ""))
        for kind in ("text/plain", "text/html"):
            yield i, str(output.get("data", {}).get(kind, ""))
