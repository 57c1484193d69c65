"""The logic model as a reader sees it: a diagram with its text version, a nested list, the reasons, the checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from mcee_eval.findings.logic_model import LEVELS, LogicModel
from mcee_eval.release.cell import Cell
from mcee_eval.release.door import Door
from mcee_eval.show.context import Context
from mcee_eval.show.diagram import diagram
from mcee_eval.show.exhibit import Column, Exhibit, Source
from mcee_eval.show.passage import Passage
from mcee_eval.words.catalogue import catalogue
from mcee_eval.words.formats import LANGS
from mcee_eval.words.say import Words, escape

REPORT = Source("report", "2025-05")
PERIOD = "2019"  # the year of the model, in the title of Annex A


def _door(c: Context) -> Door:
    """The report's own boxes are published, whatever data the rest of the page rests on."""
    return Door("published", c.release.audience, "report")


def _both(frame: pd.DataFrame, name: str) -> list[tuple[str, str]]:
    return list(zip(frame[f"{name}_en"].map(str), frame[f"{name}_fr"].map(str), strict=True))


def short(w: Words, code: str, whole: Mapping[str, tuple[str, str]]) -> str:
    """The box in a few words; a box of a changed table without short words stands whole."""
    key = f"code.box_{code}"
    return w(key) if key in catalogue() else whole[code][LANGS.index(w.lang)]


def logic_model(c: Context) -> Exhibit:
    """What was the envelope to do, and what was it to bring about?"""
    logic: LogicModel = c.measures.logic
    nodes = logic.nodes
    codes, whole = nodes["node"].map(str), _both(nodes, "text")
    texts = dict(zip(codes, whole, strict=True))
    dims = pd.DataFrame(
        {
            "box": codes, "kind": nodes["kind"].map(str), "level": "level_" + nodes["kind"].map(str), "text": whole,
            "leads_to": [", ".join(logic.leads_to(n)) for n in codes],
            "spoken": ["box_silent" if n in logic.silent else "box_spoken" for n in codes],
        }
    )  # fmt: skip
    table = _door(c).table(dims, {}, {}, "already_public")
    return c.show(
        "logic_model", table,
        [
            Column("box", "f0.column.box", "data"), Column("level", "f0.column.level", "code"),
            Column("text", "f0.column.text", "both"), Column("leads_to", "f0.column.leads_to", "data"),
            Column("spoken", "f0.column.spoken", "code"),
        ],
        sources=[REPORT], period=PERIOD, size=(9.6, 8.2),
        draw=lambda ax, w: diagram(
            ax, table, w, box="box", level="kind", levels=LEVELS, links=logic.pairs,
            said=lambda code: short(w, code, texts), head=lambda kind: w(f"code.level_{kind}"), quiet=logic.silent,
            quiet_word=w("f0.silent_word"),
        ),
    )  # fmt: skip


def logic_list(c: Context) -> Passage:
    """The model as a nested list, from what is to be brought about down to what is done."""
    logic: LogicModel = c.measures.logic
    said = c.say(("logic_list", {}))
    texts = dict(zip(logic.nodes["node"].map(str), _both(logic.nodes, "text"), strict=True))
    both = {one: said.both[one] + _nested(logic, texts, c.words[one]) for one in LANGS}
    return Passage(said.id, both, said.lang)


def _nested(logic: LogicModel, texts: Mapping[str, tuple[str, str]], w: Words) -> str:
    """Lists within lists."""
    out, deep = "", -1
    for depth, node in logic.nested():
        out += "<ul>" * (depth - deep) if depth > deep else "</li>" + "</ul></li>" * (deep - depth)
        word = f" ({w('f0.silent_word')})" if node in logic.silent else ""
        out += f"<li>{escape(node)}. {escape(texts[node][LANGS.index(w.lang)])}{escape(word)}"
        deep = depth
    return out + "</li></ul>" * (deep + 1)


def logic_links(c: Context) -> Exhibit:
    """Which links do we read, and why?"""
    links = c.measures.logic.links
    dims = pd.DataFrame(
        {
            "from": links["from_node"].map(str), "to": links["to_node"].map(str), "reason": _both(links, "reason"),
            "inferred": ["link_inferred" if i else "link_printed" for i in links["inferred"]],
        }
    )  # fmt: skip
    return c.show(
        "logic_links", _door(c).table(dims, {}, {}, "already_public"),
        [
            Column("from", "f0.column.from", "data"), Column("to", "f0.column.to", "data"),
            Column("reason", "f0.column.reason", "both"), Column("inferred", "f0.column.inferred", "code"),
        ],
        sources=[REPORT], period=PERIOD,
    )  # fmt: skip


def logic_checked(c: Context) -> Passage:
    """Does the model hold together, and where is the report silent?"""
    logic: LogicModel = c.measures.logic
    counts = logic.counts()
    jumps = ", ".join(" → ".join(j) for j in logic.jumps)
    outcomes = counts["immediate"] + counts["intermediate"] + counts["final"]
    said: list[tuple[str, Mapping[str, Any]]] = [
        (
            "logic_checked",
            {
                "boxes": _n(len(logic.nodes)), "activities": _n(counts["activity"]), "outputs": _n(counts["output"]),
                "outcomes": _n(outcomes), "links": _n(logic.inferred),
            },
        ),
        ("logic_jumps", {"boxes": jumps}) if jumps else ("logic_no_jumps", {}),
        ("logic_circle", {"boxes": " → ".join(logic.circle)}) if logic.circle else ("logic_no_circle", {}),
    ]  # fmt: skip
    for name, found in (("orphans", logic.orphans), ("dead_ends", logic.dead_ends), ("unfed", logic.unfed)):
        said.append((f"logic_{name}", {"boxes": ", ".join(found)}) if found else (f"logic_no_{name}", {}))
    silent = {"n": _n(len(logic.silent)), "boxes": ", ".join(logic.silent)}
    return c.say(*said, ("logic_silent", silent) if logic.silent else ("logic_none_silent", {}))


def _n(count: int) -> Cell:
    """A count of boxes or links of the published model."""
    return Cell(float(count))


SHOWN: dict[str, Callable[[Context], Exhibit | Passage]] = {
    f.__name__: f for f in (logic_model, logic_list, logic_links, logic_checked)
}
